// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/shelloverview.h"

#include <QWidget>

class QHBoxLayout;

namespace humdrum {

class Label;

/// The line above a page that says its conclusion first: next train, when it leaves, who drives, what is missing.
class TrainStripBar : public QWidget {
    Q_OBJECT
public:
    explicit TrainStripBar(const Clock &clock, QWidget *parent = nullptr);

    /// Nothing before the first answer.
    void setOverview(const ShellOverview &overview);
    /// How many trains in a row were boring; nothing takes no room.
    void setStreak(std::optional<int> trains);
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    struct Fact {
        QWidget *box;
        Label *caption;
        Label *value;
    };
    /// `vital`: it is never cut short, the others are where there is too little room.
    Fact addFact(const QString &caption, bool vital);
    void showTimes();
    void fitGates();

    const Clock &m_clock;
    ShellOverview m_overview;
    QHBoxLayout *m_row;
    Fact m_train, m_leaves, m_deployer, m_changes, m_boring;
    QWidget *m_gatesBox;
    QWidget *m_gates;
    QHBoxLayout *m_gatesRow;
    Label *m_more;
};

} // namespace humdrum
