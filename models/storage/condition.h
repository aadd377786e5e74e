// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/connection.h"

#include <QStringList>

namespace humdrum {

/// The WHERE of a list that can be narrowed in several ways: conditions joined by AND, and the values they bind.
class Condition {
public:
    template <class... Values>
    void require(const QString &sql, const Values &...values)
    {
        m_terms << sql;
        (m_bindings.add(values), ...);
    }
    /// `column` is in one of `states`; all when there are none. The words are ours, never what a user typed.
    template <class E>
    void requireOneOf(const QString &column, const std::vector<E> &states)
    {
        if (states.empty())
            return;
        QStringList words;
        for (const E state : states)
            words << u'\'' + wordOf(state) + u'\'';
        m_terms << (words.size() == 1 ? QString(column + u" = " + words.first())
                                      : QString(column + u" IN (" + words.join(QStringLiteral(", ")) + u')'));
    }
    /// A value of what follows the WHERE.
    template <class T>
    void bind(const T &value)
    {
        m_bindings.add(value);
    }

    /// " WHERE …", or nothing.
    [[nodiscard]] QString where() const
    {
        return m_terms.isEmpty() ? QString() : QString(u" WHERE " + m_terms.join(QStringLiteral(" AND ")));
    }
    [[nodiscard]] const Bindings &bindings() const { return m_bindings; }

private:
    QStringList m_terms;
    Bindings m_bindings;
};

} // namespace humdrum
