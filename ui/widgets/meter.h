// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/states.h"

#include <QWidget>

#include <optional>

namespace humdrum {

/// A bar from 0 to 1 with its value as text at the right. The colour says how bad: the accent below `attention`, the
/// attention colour from there, the failed colour from `failed`.
class Meter : public QWidget {
    Q_OBJECT
public:
    explicit Meter(QWidget *parent = nullptr);

    /// `fraction` is clamped to 0..1; nothing means unknown (an empty bar). `text` is shown beside the bar ("71 %", "2 of 31").
    void setValue(std::optional<double> fraction, const QString &text = {});
    void setThresholds(double attention, double failed);
    /// Overrides the thresholds, for progress.
    void setMark(std::optional<Mark> mark);
    void setThickness(int pixels);
    [[nodiscard]] std::optional<double> value() const { return m_fraction; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QColor barColour() const;

    std::optional<double> m_fraction;
    std::optional<Mark> m_mark;
    QString m_text;
    double m_attention = 2, m_failed = 2;
    int m_thickness = 6;
};

} // namespace humdrum
