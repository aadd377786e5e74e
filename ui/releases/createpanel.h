// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/releasesoverview.h"
#include "operations/releases.h"
#include "ui/shell/snapshotfeed.h"
#include "ui/widgets/sidepanel.h"

#include <functional>

class QLineEdit;
class QVBoxLayout;

namespace humdrum {

class ChoiceButton;
class ErrorBanner;
class Label;
struct PageServices;

/// Asks once before a release is made: on which train, as what, of which builds. Says what is in it, what has not passed
/// and why not.
class CreatePanel final : public SidePanel {
    Q_OBJECT
public:
    explicit CreatePanel(const PageServices &services, QWidget *parent = nullptr);

    /// A new release, or a patch of `patches` where there is one.
    void ask(ReleaseId patches);
    void closePanel() override;
    /// What confirming would make.
    [[nodiscard]] CreateRelease wanted() const;

Q_SIGNALS:
    void created(humdrum::ReleaseId release);

private:
    void showDraft(const ReleaseDraft &draft);
    void addService(const DraftService &service);
    void chooseTrain(const QString &id);
    void judge();
    void confirm();
    [[nodiscard]] bool differs() const;
    [[nodiscard]] QString whyNot() const;

    Store &m_store;
    const Clock &m_clock;
    std::function<Actor()> m_actor;
    SnapshotFeed<ReleaseDraft> *m_feed;
    std::optional<ReleaseDraft> m_draft;
    ReleaseId m_patches;
    QHash<ServiceKey, BuildId> m_chosen;
    QString m_suggested; ///< version; another text in the field is the person's own

    ErrorBanner *m_error;
    Label *m_says;
    QWidget *m_trainRow = nullptr;
    ChoiceButton *m_train;
    QLineEdit *m_version;
    QVBoxLayout *m_services;
    Label *m_nothing;
    QPushButton *m_confirm;
};

} // namespace humdrum
