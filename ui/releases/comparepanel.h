// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/pipelinemodel.h"
#include "items/releasemodels.h"
#include "ui/shell/snapshotfeed.h"
#include "ui/widgets/sidepanel.h"

class QLineEdit;
class QStringListModel;

namespace humdrum {

class DataTable;
class ErrorBanner;
class Label;

/// Two releases side by side: the versions of each service, what the second has gained and what it has lost.
class ComparePanel final : public SidePanel {
    Q_OBJECT
public:
    explicit ComparePanel(Store &store, QWidget *parent = nullptr);

    void compare(const QString &from, const QString &to);
    void closePanel() override;

private:
    QLineEdit *addField(QLayout *to, const QString &name);
    DataTable *addChanges(ChangesModel *model, const QString &name, Label *&caption);
    void read();
    void swap();
    void showComparison(const ReleaseComparison &comparison);

    Store &m_store;
    SnapshotFeed<ReleaseComparison> *m_feed;
    QStringListModel *m_versions;
    ReleaseLinesModel *m_linesModel;
    ChangesModel *m_gainedModel;
    ChangesModel *m_lostModel;
    ErrorBanner *m_error;
    QLineEdit *m_from = nullptr;
    QLineEdit *m_to = nullptr;
    Label *m_says = nullptr;
    DataTable *m_lines = nullptr;
    QWidget *m_content = nullptr;
    Label *m_gainedCaption = nullptr;
    Label *m_lostCaption = nullptr;
    DataTable *m_gained = nullptr;
    DataTable *m_lost = nullptr;
};

} // namespace humdrum
