// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/insightmodels.h"
#include "ui/shell/page.h"
#include "ui/shell/snapshotfeed.h"

class QBoxLayout;
class QGridLayout;
class QScrollArea;
class QVBoxLayout;

namespace humdrum {

class BusyOverlay;
class Card;
class CausesCard;
class ChartPanel;
class ChoiceButton;
class DataTable;
class FigureCard;
class FunnelView;
class Label;
class RowsPanel;
class SegmentedChoice;

/// Whether deployments became boring: the delivery measures, where issues were caught, the trains.
class InsightsPage final : public Page {
    Q_OBJECT
public:
    InsightsPage(const PageDescription &description, const PageServices &services, QWidget *parent = nullptr);

    void activated() override;
    void deactivated() override;
    void open(const QString &subject) override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void addActions();
    void buildWidgets();
    QWidget *buildBar();
    void buildContent(QWidget *content);
    void buildFunnel(QWidget *content);
    void buildCharts(QWidget *content);
    void buildTables(QWidget *content, QVBoxLayout *column);
    template <class Read>
    [[nodiscard]] auto lenient(Read read) const;
    void ask();
    void show(const InsightsOverview &overview);
    void showChoices(const InsightsOverview &overview);
    void showFunnel();
    void showCharts(const InsightsOverview &overview);
    void showParts();
    void showRows(const InsightRowsAsk &rows, const QString &title);
    void hideRows();
    void openSubject(const QString &subject);
    void arrange();
    [[nodiscard]] int widthOfCards(int columns) const;
    void exportPicture(const QString &suffix);
    void exportFigures();
    void print();

    InsightsAsk m_ask;
    SnapshotFeed<InsightsOverview> *m_feed;
    SnapshotFeed<ThroughputOverview> *m_throughput;
    ScoresModel *m_scoresModel;
    PartsModel *m_partsModel;

    ChoiceButton *m_period = nullptr;
    ChoiceButton *m_service = nullptr;
    ChoiceButton *m_where = nullptr;
    QWidget *m_main = nullptr; ///< all but the rows
    QScrollArea *m_scroll = nullptr;
    QWidget *m_content = nullptr;
    BusyOverlay *m_busy = nullptr; ///< while what was just asked for is counted; not when the store changed
    Label *m_scope = nullptr;
    std::vector<FigureCard *> m_figures;
    QGridLayout *m_cards = nullptr;
    int m_cardColumns = 0;
    QBoxLayout *m_pictures = nullptr; ///< funnel and charts: side by side, or one below the other where it is narrow
    Card *m_funnelCard = nullptr;
    SegmentedChoice *m_funnelKind = nullptr;
    FunnelView *m_funnel = nullptr;
    Label *m_funnelRemark = nullptr;
    ChartPanel *m_changes = nullptr;
    ChartPanel *m_bags = nullptr;
    CausesCard *m_causes = nullptr;
    Card *m_scoresCard = nullptr;
    DataTable *m_scores = nullptr;
    Card *m_partsCard = nullptr;
    SegmentedChoice *m_partsKind = nullptr;
    DataTable *m_parts = nullptr;
    RowsPanel *m_rows = nullptr;
    QWidget *m_rowsAskedBy = nullptr; ///< gets the keyboard back
};

[[nodiscard]] PageFactory insightsPage();

} // namespace humdrum
