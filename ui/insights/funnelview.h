// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "items/funnelbars.h"
#include "ui/widgets/paintedrows.h"

#include <QWidget>

namespace humdrum {

/// A funnel: a centred bar for each stage with its name before and its figures behind it. Up and Down walk, Return and a
/// click open what is behind a bar. Screen readers get each bar as an item of a list.
class FunnelView final : public QWidget, public PaintedRows {
    Q_OBJECT
public:
    explicit FunnelView(const QString &name, QWidget *parent = nullptr);

    void show(const std::vector<FunnelBar> &bars);
    [[nodiscard]] const std::vector<FunnelBar> &bars() const { return m_bars; }
    /// Paints the bars as on the screen, but without the current one, below `title` and `finding`.
    void paintPicture(QPainter &painter, const QRectF &room, const QString &title, const QString &finding) const;
    /// By the file's suffix: .svg, .png, .pdf.
    [[nodiscard]] Result<void> exportTo(const QString &file, const QString &title, const QString &finding) const;

    [[nodiscard]] int rowCount() const override { return static_cast<int>(m_bars.size()); }
    [[nodiscard]] QString rowName(int row) const override;
    [[nodiscard]] QRect rowRect(int row) const override;
    [[nodiscard]] const QWidget *surface() const override { return this; }
    [[nodiscard]] int currentRow() const override { return m_current; }
    void setCurrentRow(int row) override;
    void pressRow(int row) override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void opened(int row);

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    /// Where the parts of a row stand in a width.
    struct Columns {
        double title = 0, bar = 0, value = 0;
    };
    [[nodiscard]] Columns columnsIn(double width) const;
    [[nodiscard]] double pitchIn(double height) const;
    [[nodiscard]] int rowAt(const QPointF &at) const;
    void paintRows(QPainter &painter, const QRectF &room) const;
    void paintRow(QPainter &painter, const QRectF &row, const FunnelBar &bar, double widest) const;

    std::vector<FunnelBar> m_bars;
    int m_current = -1;
};

} // namespace humdrum
