// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/pipelinemodel.h"
#include "items/releasemodels.h"
#include "ui/widgets/sidepanel.h"

class QPushButton;

namespace humdrum {

struct PageServices;
class DataTable;
class ErrorBanner;
class Label;
class ReadinessBox;
class ReasonBox;
class StatusChip;

/// The chosen release: what it is made of, where it is and could go, its notes, what it brings.
class ReleasePanel final : public SidePanel {
    Q_OBJECT
public:
    /// The registry has the page's actions already: they are the buttons at the bottom.
    explicit ReleasePanel(const PageServices &services, QWidget *parent = nullptr);

    void setRelease(const ReleaseOverview &release);
    void clear();
    void showError(const Error &error);
    [[nodiscard]] ReleaseId release() const { return m_release; }
    /// Asks why, saying what withdrawing means.
    void askToWithdraw();
    /// What people are asked for it.
    [[nodiscard]] ReadinessBox *readiness() const { return m_readiness; }

Q_SIGNALS:
    void promotionAsked(const humdrum::EnvironmentKey &environment);
    void promotionChosen(humdrum::PromotionId promotion);
    void withdrawn(const QString &reason);

private:
    void buildContent();
    void showHead(const ReleaseOverview &r);
    void showPlaces(const ReleaseOverview &r);
    QPushButton *addPlace(const ReleaseOverview &r, const ReleasePlace &place);
    void showNotes(const ReleaseOverview &r);
    [[nodiscard]] QString textOf(const ReleasePlace &place) const;

    const Clock &m_clock;
    ReleaseId m_release;
    QByteArray m_zone;
    QString m_places; ///< what is shown of places, to leave alone what stayed the same
    ReleaseLinesModel *m_linesModel;
    ChangesModel *m_changesModel;

    ErrorBanner *m_error;
    ReadinessBox *m_readiness;
    QWidget *m_content = nullptr;
    StatusChip *m_state = nullptr;
    StatusChip *m_kind = nullptr;
    StatusChip *m_bag = nullptr;
    Label *m_facts = nullptr;
    Label *m_story = nullptr;
    DataTable *m_lines = nullptr;
    QVBoxLayout *m_placesBox = nullptr;
    StatusChip *m_notesState = nullptr;
    Label *m_notes = nullptr;
    Label *m_changesCaption = nullptr;
    DataTable *m_changes = nullptr;
    ReasonBox *m_withdraw;
};

} // namespace humdrum
