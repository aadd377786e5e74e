// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pipeline/pipelineview.h"

#include "ui/theme/theme.h"

#include <QAccessible>
#include <QItemSelectionModel>
#include <QKeyEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace humdrum {

namespace {

constexpr double smallestScale = 0.05, largestScale = 3, largestFit = 1.35;
constexpr double zoomStep = 1.25;

} // namespace

PipelineView::PipelineView(PipelineModel &model, const Layouter &layouter, QItemSelectionModel &selection,
                           QWidget *parent)
    : QGraphicsView(parent)
    , m_model(model)
    , m_selection(selection)
    , m_scene(new PipelineScene(model, layouter, this))
{
    installPaintedRows();
    setScene(m_scene);
    setAccessibleName(tr("Pipeline"));
    setAccessibleDescription(tr("Arrow keys walk along the edges, Return acts on a stage."));
    setFrameShape(QFrame::NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setTransformationAnchor(QGraphicsView::AnchorUnderMouse);
    setDragMode(QGraphicsView::ScrollHandDrag);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumHeight(150);
    setMouseTracking(true);
    viewport()->setCursor(Qt::ArrowCursor);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    connect(m_scene, &PipelineScene::laidOut, this, [this] {
        m_scene->setCurrent(current());
        if (m_fitted)
            fit();
    });
    connect(&selection, &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &now) {
        m_scene->setCurrent(now.row());
        if (now.isValid()) {
            ensureVisible(m_scene->rectOf(now.row()), 24, 24);
            announce(now.row());
        }
        Q_EMIT currentRowChanged(now.row());
    });
}

int PipelineView::current() const { return m_selection.currentIndex().row(); }

void PipelineView::setCurrent(int row)
{
    if (row < 0 || row >= m_model.rowCount())
        return;
    m_selection.setCurrentIndex(m_model.index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void PipelineView::act(int row)
{
    setCurrent(row);
    Q_EMIT acted(row);
}

QRect PipelineView::rowRect(int row) const { return mapFromScene(m_scene->rectOf(row)).boundingRect(); }

void PipelineView::fit()
{
    m_fitted = true;
    m_scene->setRoom(QSizeF(viewport()->width() - 4, viewport()->height() - 4));
    const QRectF rect = m_scene->sceneRect();
    if (rect.isEmpty())
        return;
    const QSizeF room(viewport()->width() - 4, viewport()->height() - 4);
    const double scale =
        std::clamp(std::min(room.width() / rect.width(), room.height() / rect.height()), smallestScale, largestFit);
    setTransform(QTransform::fromScale(scale, scale));
    centerOn(rect.center());
}

void PipelineView::zoomBy(double factor)
{
    m_fitted = false;
    const double now = transform().m11();
    const double wanted = std::clamp(now * factor, smallestScale, largestScale);
    scale(wanted / now, wanted / now);
}

int PipelineView::nearest(int row, const std::vector<int> &candidates) const
{
    int best = -1;
    double distance = 0;
    for (int candidate : candidates) {
        const double d = std::abs(m_scene->rectOf(candidate).center().y() - m_scene->rectOf(row).center().y());
        if (best < 0 || d < distance) {
            best = candidate;
            distance = d;
        }
    }
    return best < 0 ? row : best;
}

int PipelineView::neighbour(int row, Qt::Key key) const
{
    if (key == Qt::Key_Right)
        return nearest(row, m_model.after(row));
    if (key == Qt::Key_Left)
        return nearest(row, m_model.before(row));
    const double y = m_scene->rectOf(row).center().y();
    std::vector<int> candidates;
    for (int other = 0; other < m_model.rowCount(); ++other) {
        const double theirs = m_scene->rectOf(other).center().y();
        if (other != row && m_scene->rankOf(other) == m_scene->rankOf(row) &&
            (key == Qt::Key_Down ? theirs > y : theirs < y))
            candidates.push_back(other);
    }
    return nearest(row, candidates);
}

void PipelineView::announce(int row)
{
    QAccessibleEvent event(this, QAccessible::Focus);
    event.setChild(row);
    QAccessible::updateAccessibility(&event);
}

void PipelineView::keyPressEvent(QKeyEvent *event)
{
    const int row = current() < 0 ? 0 : current();
    const bool mirrored = isRightToLeft();
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
        if (current() < 0)
            setCurrent(0);
        else
            setCurrent(neighbour(row, (event->key() == Qt::Key_Right) != mirrored ? Qt::Key_Right : Qt::Key_Left));
        return;
    case Qt::Key_Up:
    case Qt::Key_Down:
        setCurrent(current() < 0 ? 0 : neighbour(row, static_cast<Qt::Key>(event->key())));
        return;
    case Qt::Key_Home:
        setCurrent(0);
        return;
    case Qt::Key_End:
        setCurrent(m_model.rowCount() - 1);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (current() >= 0)
            act(current());
        return;
    case Qt::Key_F:
        fit();
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(zoomStep);
        return;
    case Qt::Key_Minus:
        zoomBy(1 / zoomStep);
        return;
    default:
        QGraphicsView::keyPressEvent(event);
    }
}

void PipelineView::wheelEvent(QWheelEvent *event)
{
    const double steps = event->angleDelta().y() / 120.;
    if (steps == 0) {
        QGraphicsView::wheelEvent(event);
        return;
    }
    zoomBy(std::pow(zoomStep, steps));
    event->accept();
}

void PipelineView::mousePressEvent(QMouseEvent *event)
{
    const QPointF at = mapToScene(event->position().toPoint());
    const int row = m_scene->rowAt(at);
    if (row >= 0 && event->button() == Qt::LeftButton) {
        setCurrent(row);
        if (m_scene->isButtonAt(at))
            act(row);
        event->accept();
        return;
    }
    QGraphicsView::mousePressEvent(event);
}

void PipelineView::mouseMoveEvent(QMouseEvent *event)
{
    QGraphicsView::mouseMoveEvent(event);
    if (event->buttons() == Qt::NoButton)
        viewport()->setCursor(m_scene->rowAt(mapToScene(event->position().toPoint())) >= 0 ? Qt::PointingHandCursor
                                                                                           : Qt::ArrowCursor);
}

void PipelineView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPointF at = mapToScene(event->position().toPoint());
    const int row = m_scene->rowAt(at);
    // The button acted on the first click already.
    if (row >= 0 && !m_scene->isButtonAt(at))
        act(row);
}

void PipelineView::resizeEvent(QResizeEvent *event)
{
    QGraphicsView::resizeEvent(event);
    if (m_fitted)
        fit();
}

void PipelineView::showEvent(QShowEvent *event)
{
    QGraphicsView::showEvent(event);
    if (m_fitted)
        fit();
}

void PipelineView::changeEvent(QEvent *event)
{
    QGraphicsView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::ApplicationFontChange)
        m_scene->retheme();
    if (event->type() == QEvent::PaletteChange)
        viewport()->update();
}

void PipelineView::focusInEvent(QFocusEvent *event)
{
    QGraphicsView::focusInEvent(event);
    if (current() < 0 && event->reason() != Qt::MouseFocusReason)
        setCurrent(0);
}

} // namespace humdrum
