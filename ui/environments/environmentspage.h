// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/environmentmodels.h"
#include "ui/shell/page.h"
#include "ui/shell/snapshotfeed.h"

class QVBoxLayout;

namespace humdrum {

class Card;
class DataTable;

/// What runs where, the resource pools, and the health of each environment.
class EnvironmentsPage final : public Page {
    Q_OBJECT
public:
    EnvironmentsPage(const PageDescription &description, const PageServices &services, QWidget *parent = nullptr);

    void open(const QString &subject) override;

private:
    void buildTables(QWidget *page, QVBoxLayout *column);
    void show(const EnvironmentsOverview &overview);
    void select(const QString &subject);

    SnapshotFeed<EnvironmentsOverview> *m_feed;
    EnvironmentMatrixModel *m_matrixModel;
    PoolsModel *m_poolsModel;
    HealthModel *m_healthModel;
    Card *m_matrixCard = nullptr;
    Card *m_poolsCard = nullptr;
    DataTable *m_matrix = nullptr;
    DataTable *m_pools = nullptr;
    DataTable *m_health = nullptr;
    QString m_wanted; ///< subject to show once the first snapshot is there
};

} // namespace humdrum
