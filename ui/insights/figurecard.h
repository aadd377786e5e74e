// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "items/insightwords.h"

#include <QAbstractButton>

namespace humdrum {

/// One measure: what it is, its value, what that is reckoned from, what it was. Pressing it opens the rows behind it.
class FigureCard final : public QAbstractButton {
    Q_OBJECT
public:
    explicit FigureCard(Measure measure, QWidget *parent = nullptr);

    [[nodiscard]] Measure measure() const { return m_measure; }
    void show(const FigureText &text);
    [[nodiscard]] const FigureText &figure() const { return m_text; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    Measure m_measure;
    FigureText m_text;
};

} // namespace humdrum
