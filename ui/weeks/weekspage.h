// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/weeksmodel.h"
#include "ui/shell/page.h"
#include "ui/shell/snapshotfeed.h"

class QAction;

namespace humdrum {

class Card;
class ChoiceButton;
class PlanPanel;
class RotationCard;
class TrainPanel;
class WeeksGrid;

/// The trains of the weeks in every environment, the chosen train at the side, the deployers below.
class WeeksPage final : public Page {
    Q_OBJECT
public:
    WeeksPage(const PageDescription &description, const PageServices &services, QWidget *parent = nullptr);

    void open(const QString &subject) override;
    [[nodiscard]] QJsonObject saveState() const override;
    void restoreState(const QJsonObject &state) override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void buildWidgets();
    void addActions();
    void showWeeks(const WeeksOverview &weeks);
    void showTrain(const TrainOverview &train);
    void chooseTrain(TrainId train);
    void move(int weeks);
    void showRange();
    void planRelease();
    void createPlanned();
    void showSide(QWidget *panel);
    void openRelease(const QString &page, ReleaseId release);
    [[nodiscard]] QDate thisMonday() const;

    WeeksModel *m_model;
    SnapshotFeed<WeeksOverview> *m_weeks;
    SnapshotFeed<TrainOverview> *m_train;
    Card *m_gridCard = nullptr;
    WeeksGrid *m_grid = nullptr;
    RotationCard *m_rotation = nullptr;
    TrainPanel *m_panel = nullptr;
    PlanPanel *m_plan = nullptr;
    ChoiceButton *m_span = nullptr;
    QByteArray m_zone = "UTC";
    int m_before = 0; ///< weeks that the first one shown is away from the usual first one
    int m_count = 8;
    TrainId m_chosen;
    TrainId m_wanted; ///< to be chosen once it is shown
    ReleaseId m_wantedRelease;
};

[[nodiscard]] PageFactory weeksPage();

} // namespace humdrum
