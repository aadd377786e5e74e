// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/paintedrows.h"

#include <QAccessibleInterface>
#include <QAccessibleWidget>
#include <QCoreApplication>
#include <QPointer>

#include <map>

namespace humdrum {

namespace {

/// One row for a screen reader.
class RowAccessible final : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    RowAccessible(QWidget *widget, PaintedRows *rows, int row) : m_widget(widget), m_rows(rows), m_row(row) {}

    [[nodiscard]] bool isValid() const override { return m_widget && m_row < m_rows->rowCount(); }
    [[nodiscard]] QObject *object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface *parent() const override
    {
        return QAccessible::queryAccessibleInterface(m_widget);
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
            return m_rows->rowName(m_row);
        if (kind == QAccessible::Description)
            return QCoreApplication::translate("PaintedRows", "%1 of %2").arg(m_row + 1).arg(m_rows->rowCount());
        return {};
    }
    [[nodiscard]] QRect rect() const override
    {
        if (!isValid())
            return {};
        const QRect there = m_rows->rowRect(m_row);
        return {m_rows->surface()->mapToGlobal(there.topLeft()), there.size()};
    }
    [[nodiscard]] QAccessible::State state() const override
    {
        QAccessible::State s;
        s.focusable = s.selectable = true;
        if (!isValid()) {
            s.invalid = true;
            return s;
        }
        s.selected = m_rows->currentRow() == m_row;
        s.focused = s.selected && m_widget->hasFocus();
        s.offscreen = !m_rows->surface()->rect().intersects(m_rows->rowRect(m_row));
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
        m_widget->setFocus();
        m_rows->setCurrentRow(m_row);
        if (name == pressAction())
            m_rows->pressRow(m_row);
    }

private:
    QPointer<QWidget> m_widget;
    PaintedRows *m_rows; ///< the same object as m_widget
    int m_row;
};

/// The widget as a list of its rows.
class RowsAccessible final : public QAccessibleWidget {
public:
    RowsAccessible(QWidget *widget, PaintedRows *rows) : QAccessibleWidget(widget, QAccessible::List), m_rows(rows) {}
    ~RowsAccessible() override
    {
        for (const auto &[row, id] : m_ids)
            QAccessible::deleteAccessibleInterface(id);
    }

    [[nodiscard]] int childCount() const override { return m_rows->rowCount(); }
    [[nodiscard]] QAccessibleInterface *child(int row) const override
    {
        if (row < 0 || row >= childCount())
            return nullptr;
        auto it = m_ids.find(row);
        if (it == m_ids.end())
            it = m_ids.emplace(row, QAccessible::registerAccessibleInterface(new RowAccessible(widget(), m_rows, row)))
                     .first;
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
    [[nodiscard]] QAccessibleInterface *focusChild() const override { return child(m_rows->currentRow()); }
    [[nodiscard]] QAccessibleInterface *childAt(int x, int y) const override
    {
        const QPoint at = m_rows->surface()->mapFromGlobal(QPoint(x, y));
        for (int row = 0; row < childCount(); ++row) {
            if (m_rows->rowRect(row).contains(at))
                return child(row);
        }
        return nullptr;
    }

private:
    PaintedRows *m_rows; ///< the same object as widget()
    mutable std::map<int, QAccessible::Id> m_ids;
};

QAccessibleInterface *makeAccessible(const QString &, QObject *object)
{
    auto *widget = qobject_cast<QWidget *>(object);
    auto *rows = widget ? dynamic_cast<PaintedRows *>(widget) : nullptr;
    return rows ? new RowsAccessible(widget, rows) : nullptr;
}

} // namespace

void installPaintedRows()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeAccessible);
        return true;
    }();
    Q_UNUSED(installed);
}

} // namespace humdrum
