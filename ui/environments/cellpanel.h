// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/environmentsoverview.h"
#include "ui/widgets/sidepanel.h"

class QPushButton;
class QVBoxLayout;

namespace humdrum {

class ErrorBanner;
class ReasonBox;

class StatusChip;

/// One service in one environment at the side of the matrix: how far behind it is, what it would get, what is its own.
class CellPanel final : public SidePanel {
    Q_OBJECT
public:
    explicit CellPanel(QWidget *parent = nullptr);

    void show(const CellOverview &cell);
    [[nodiscard]] bool shows(const ServiceKey &service, const EnvironmentKey &environment) const
    {
        return service == m_service && environment == m_environment;
    }
    /// Asks for the reason: to lift what holds the cell, or to hold it where nothing does.
    void askAboutHold();
    void showError(const Error &error);

Q_SIGNALS:
    void pipelineAsked(const QString &subject);
    void releaseAsked(humdrum::ReleaseId release);
    void holdAsked(const humdrum::ServiceKey &service, const humdrum::EnvironmentKey &environment,
                   const QString &reason);
    void liftAsked(humdrum::HoldId hold, const QString &reason);

private:
    void showHead(const CellOverview &cell);
    void showNotices(const CellOverview &cell);
    void showChanges(QVBoxLayout *list, Label *caption, const std::vector<ChangeLine> &changes, const QString &title);

    void askToLift(const Hold &hold);

    QString m_subject; ///< of its environment
    ServiceKey m_service;
    EnvironmentKey m_environment;
    QString m_title;
    std::vector<Hold> m_holds;
    HoldId m_lifting;
    ReleaseId m_releaseId;
    StatusChip *m_state;
    Label *m_version;
    Label *m_facts;
    QVBoxLayout *m_notices;
    Label *m_lagCaption;
    Label *m_lag;
    Label *m_getsCaption;
    QVBoxLayout *m_gets;
    Label *m_ownCaption;
    QVBoxLayout *m_own;
    QPushButton *m_pipeline;
    QPushButton *m_release;
    QPushButton *m_hold;
    ReasonBox *m_set;
    ReasonBox *m_lift;
    ErrorBanner *m_error;
};

} // namespace humdrum
