// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/weeksoverview.h"

#include <QFrame>

class QGridLayout;
class QPushButton;

namespace humdrum {

class ErrorBanner;
class Label;

/// Asks once before a train's release is assembled: which build of each service, and what they bring.
class PlanPanel final : public QFrame {
    Q_OBJECT
public:
    explicit PlanPanel(QWidget *parent = nullptr);

    /// `train` has candidates and no release.
    void ask(const TrainOverview &train);
    void showError(const Error &error);
    [[nodiscard]] const TrainOverview &train() const { return m_train; }

Q_SIGNALS:
    void confirmed();
    void left();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    TrainOverview m_train;
    Label *m_title;
    Label *m_says;
    QGridLayout *m_builds;
    ErrorBanner *m_error;
    QPushButton *m_confirm;
};

} // namespace humdrum
