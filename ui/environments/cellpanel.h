// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/environmentsoverview.h"
#include "ui/widgets/sidepanel.h"

class QPushButton;
class QVBoxLayout;

namespace humdrum {

class StatusChip;

/// One service in one environment at the side of the matrix: how far behind it is, what it would get, what is its own.
class CellPanel final : public SidePanel {
    Q_OBJECT
public:
    explicit CellPanel(QWidget *parent = nullptr);

    void show(const CellOverview &cell);

Q_SIGNALS:
    void pipelineAsked(const QString &subject);
    void releaseAsked(humdrum::ReleaseId release);

private:
    void showHead(const CellOverview &cell);
    void showNotices(const CellOverview &cell);
    void showChanges(QVBoxLayout *list, Label *caption, const std::vector<ChangeLine> &changes, const QString &title);

    QString m_subject; ///< of its environment
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
};

} // namespace humdrum
