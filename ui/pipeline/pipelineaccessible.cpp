// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pipeline/pipelineview.h"

#include <QAccessibleInterface>
#include <QAccessibleWidget>
#include <QPointer>

#include <map>

namespace humdrum {

namespace {

/// One stage for a screen reader.
class StageAccessible final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    StageAccessible(PipelineView *view, int row) : m_view(view), m_row(row) {}

    [[nodiscard]] bool isValid() const override { return m_view && m_row < m_view->model().rowCount(); }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_view);
    }
    [[nodiscard]] QAccessibleInterface *child(int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *) const override { return -1; }
    [[nodiscard]] QAccessibleInterface *childAt(int, int) const override { return nullptr; }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::ListItem; }
    void setText(QAccessible::Text, const QString &) override {}

    [[nodiscard]] QString text(QAccessible::Text kind) const override
    {
        if (!isValid())
            return {};
        if (kind == QAccessible::Name)
            return m_view->model().sentenceOf(m_view->model().at(m_row));
        if (kind == QAccessible::Description)
            return PipelineView::tr("%1 of %2").arg(m_row + 1).arg(m_view->model().rowCount());
        return {};
    }
    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect inView = m_view->mapFromScene(m_view->pipeline()->rectOf(m_row)).boundingRect();
        return {m_view->viewport()->mapToGlobal(inView.topLeft()), inView.size()};
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State s;
        s.focusable = s.selectable = true;
        if (!isValid()) {
            s.invalid = true;
            return s;
        }
        s.selected = m_view->current() == m_row;
        s.focused = s.selected && m_view->hasFocus();
        s.offscreen = !m_view->viewport()->rect().intersects(
            m_view->mapFromScene(m_view->pipeline()->rectOf(m_row)).boundingRect());
        return s;
    }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
    }
    [[nodiscard]] QStringList actionNames() const override { return {setFocusAction(), pressAction()}; }
    [[nodiscard]] QStringList keyBindingsForAction(const QString &) const override { return {}; }
    void doAction(const QString &name) override
    {
        if (!isValid())
            return;
        m_view->setFocus();
        m_view->setCurrent(m_row);
        if (name == pressAction())
            m_view->act(m_row);
    }

private:
    QPointer<PipelineView> m_view;
    int m_row;
};

/// The picture as a list of stages.
class PipelineAccessible final : public QAccessibleWidget {
public:
    explicit PipelineAccessible(PipelineView *view) : QAccessibleWidget(view, QAccessible::List) {}
    ~PipelineAccessible() override
    {
        for (const auto &[row, id] : m_ids)
            QAccessible::deleteAccessibleInterface(id);
    }

    [[nodiscard]] int childCount() const override { return view()->model().rowCount(); }
    [[nodiscard]] QAccessibleInterface *child(int row) const override
    {
        if (row < 0 || row >= childCount())
            return nullptr;
        auto it = m_ids.find(row);
        if (it == m_ids.end())
            it = m_ids.emplace(row, QAccessible::registerAccessibleInterface(new StageAccessible(view(), row))).first;
        return QAccessible::accessibleInterface(it->second);
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface *child) const override
    {
        for (const auto &[row, id] : m_ids) {
            if (QAccessible::accessibleInterface(id) == child)
                return row;
        }
        return -1;
    }
    [[nodiscard]] QAccessibleInterface *focusChild() const override { return child(view()->current()); }
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override
    {
        const QPoint at = view()->viewport()->mapFromGlobal(QPoint(x, y));
        return child(view()->pipeline()->rowAt(view()->mapToScene(at)));
    }

private:
    [[nodiscard]] PipelineView *view() const { return static_cast<PipelineView *>(widget()); }
    mutable std::map<int, QAccessible::Id> m_ids;
};

QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *view = qobject_cast<PipelineView *>(object);
    return view ? new PipelineAccessible(view) : nullptr;
}

} // namespace

void installPipelineAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(installed);
}

} // namespace humdrum
