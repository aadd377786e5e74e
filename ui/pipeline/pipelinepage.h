// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/pipelinemodel.h"
#include "pipeline/layout.h"
#include "ui/shell/page.h"
#include "ui/shell/snapshotfeed.h"

class QItemSelectionModel;
class QMenu;
class QPushButton;
class QSplitter;

namespace humdrum {

class Card;
class ChoiceButton;
class DataTable;
class EmptyState;
class PipelineView;
class PromotePanel;

/// The pipeline as a picture, the chosen stage below it, a promotion at the side.
class PipelinePage final : public Page {
    Q_OBJECT
public:
    PipelinePage(const PageDescription &description, const PageServices &services, QWidget *parent = nullptr);

    void open(const QString &subject) override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;

protected:
    [[nodiscard]] bool isEmpty(const SnapshotFeedBase *feed, const Error &error) const override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void addActions();
    void buildWidgets();
    void addExports();
    QWidget *buildBar();
    QWidget *buildDetail();
    void setAsk(const PipelineAsk &wanted);
    void showPipeline(const PipelineOverview &pipeline);
    void showChoices(const PipelineOverview &pipeline);
    void chooseRow(int row);
    void chooseFirst();
    void showStage(const StageOverview &stage);
    void act(int row);
    void promoteCurrent();
    void rollBackCurrent();
    void runStage();
    void showPanel(bool visible);
    [[nodiscard]] const PipelineNode *currentNode() const;

    PipelineModel *m_model;
    QItemSelectionModel *m_selection;
    StepsModel *m_stepsModel;
    ChangesModel *m_changesModel;
    std::unique_ptr<Layouter> m_layouter;
    SnapshotFeed<PipelineOverview> *m_feed;
    SnapshotFeed<StageOverview> *m_stageFeed;
    PipelineAsk m_ask;
    StageKey m_stage;
    QString m_wanted;           ///< subject to choose once it is shown
    ServiceKey m_wantedService; ///< the filter of last time, until the services are known

    ChoiceButton *m_release = nullptr;
    ChoiceButton *m_service = nullptr;
    QPushButton *m_commit = nullptr;
    QMenu *m_commitMenu = nullptr;
    QMenu *m_exportMenu = nullptr;
    PipelineView *m_view = nullptr;
    QSplitter *m_split = nullptr;
    QSplitter *m_across = nullptr;
    Card *m_stepsCard = nullptr;
    DataTable *m_steps = nullptr;
    EmptyState *m_noSteps = nullptr;
    Card *m_changesCard = nullptr;
    DataTable *m_changes = nullptr;
    QPushButton *m_act = nullptr;
    QPushButton *m_rollBack = nullptr;
    PromotePanel *m_panel = nullptr;
};

[[nodiscard]] PageFactory pipelinePage();

} // namespace humdrum
