// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pipeline/pipelinescene.h"
#include "ui/widgets/paintedrows.h"

#include <QGraphicsView>
#include <QPointer>

class QItemSelectionModel;

namespace humdrum {

/// The picture of the pipeline. Arrow keys walk along the edges (up and down within a column), Return acts, F fits, + and −
/// and Ctrl with the wheel zoom, dragging moves. The current row is shared with every other view of the model through the
/// selection model. Screen readers get each stage as a child with name, state and place.
class PipelineView final : public QGraphicsView, public PaintedRows {
    Q_OBJECT
public:
    PipelineView(PipelineModel &model, const Layouter &layouter, QItemSelectionModel &selection,
                 QWidget *parent = nullptr);

    [[nodiscard]] PipelineScene *pipeline() const { return m_scene; }
    [[nodiscard]] const PipelineModel &model() const { return m_model; }
    [[nodiscard]] int current() const;
    void setCurrent(int row);
    /// Asks for what Return does on this row.
    void act(int row);
    [[nodiscard]] int rowCount() const override { return m_model.rowCount(); }
    [[nodiscard]] QString rowName(int row) const override { return m_model.sentenceOf(m_model.at(row)); }
    [[nodiscard]] QRect rowRect(int row) const override;
    [[nodiscard]] const QWidget *surface() const override { return viewport(); }
    [[nodiscard]] int currentRow() const override { return current(); }
    void setCurrentRow(int row) override { setCurrent(row); }
    void pressRow(int row) override { act(row); }
    void fit();
    void zoomBy(double factor);
    /// Where Left, Right, Up and Down lead from a row; the row itself where there is nothing that way.
    [[nodiscard]] int neighbour(int row, Qt::Key key) const;

Q_SIGNALS:
    void currentRowChanged(int row);
    /// Return, a double click, or the Promote button on a box.
    void acted(int row);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] int nearest(int row, const std::vector<int> &candidates) const;
    void announce(int row);

    PipelineModel &m_model;
    QItemSelectionModel &m_selection;
    PipelineScene *m_scene;
    bool m_fitted = true; ///< until somebody zooms it follows the window
};

} // namespace humdrum
