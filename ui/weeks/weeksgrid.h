// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/weeksmodel.h"

#include <QHeaderView>
#include <QTableView>

namespace humdrum {

/// "W48" over "23–27 Nov", or a lane's name with its client.
class WeeksHeader final : public QHeaderView {
    Q_OBJECT
public:
    WeeksHeader(Qt::Orientation orientation, QWidget *parent);
    [[nodiscard]] QSize sizeHint() const override;
    void setToday(int column, double place);
    /// For pictures.
    void paintInto(QPainter &painter, const QRect &rect, int section) const { paintSection(&painter, rect, section); }

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    void paintEvent(QPaintEvent *event) override;

private:
    int m_todayColumn = -1;
    double m_todayPlace = 0;
};

/// Weeks across, environments down. Arrow keys move, Return opens, the chosen cell's train is trainChosen().
class WeeksGrid final : public QTableView {
    Q_OBJECT
public:
    explicit WeeksGrid(QWidget *parent = nullptr);

    void setWeeks(WeeksModel *model);
    /// Chooses the first cell of the train; false when it is not shown.
    bool chooseTrain(TrainId train);
    [[nodiscard]] TrainId chosenTrain() const;
    [[nodiscard]] QSize sizeHint() const override;
    /// Beyond this height its rows would only be empty.
    [[nodiscard]] int tallest() const;
    /// Everything, in the widget's coordinates, scrolled away or not.
    [[nodiscard]] QSize pictureSize() const;
    void paintPicture(QPainter &painter) const;

Q_SIGNALS:
    /// The current cell's train; none for an empty cell.
    void trainChosen(humdrum::TrainId train);
    /// Return or a double click on a cell with a train.
    void opened(const QModelIndex &index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void changeEvent(QEvent *event) override;

private:
    void fitRows();
    void placeToday();
    void paintFreezeTitles(QPainter &painter, QPoint offset) const;

    WeeksModel *m_model = nullptr;
    WeeksHeader *m_weeks;
    WeeksHeader *m_lanes;
    TrainId m_pressed;
};

} // namespace humdrum
