// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/environmentmodels.h"
#include "ui/shell/page.h"
#include "ui/shell/snapshotfeed.h"

class QScrollArea;

namespace humdrum {

class Card;
class CellPanel;
class DataTable;

/// What runs where, the resource pools, and the health of each environment.
class EnvironmentsPage final : public Page {
    Q_OBJECT
public:
    EnvironmentsPage(const PageDescription &description, const PageServices &services, QWidget *parent = nullptr);

    void open(const QString &subject) override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    /// What the panel tells about.
    struct Chosen {
        ServiceKey service;
        EnvironmentKey environment;
        friend bool operator==(const Chosen &, const Chosen &) = default;
    };

    QWidget *buildTables();
    void addActions();
    void show(const EnvironmentsOverview &overview);
    void showFinding(const EnvironmentsOverview &overview);
    void select(const QString &subject);
    void choose(const QModelIndex &index);
    void showPanel(bool visible);
    void openPipeline(const QModelIndex &index);
    void change(const QString &reason, const std::function<Result<Hold>(Session &)> &job);

    bool m_askAboutHold = false; ///< when the chosen cell is there
    SnapshotFeed<EnvironmentsOverview> *m_feed;
    SnapshotFeed<CellOverview> *m_cellFeed;
    EnvironmentMatrixModel *m_matrixModel;
    PoolsModel *m_poolsModel;
    HealthModel *m_healthModel;
    QScrollArea *m_scroll = nullptr;
    CellPanel *m_panel = nullptr;
    Card *m_matrixCard = nullptr;
    Card *m_poolsCard = nullptr;
    DataTable *m_matrix = nullptr;
    DataTable *m_pools = nullptr;
    DataTable *m_health = nullptr;
    Chosen m_chosen;  ///< empty keys: the panel is closed
    QString m_wanted; ///< subject to show once the first snapshot is there
};

} // namespace humdrum
