// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/table.h"

#include <QStringList>

#include <array>

namespace humdrum::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int columns = 6;
using Row = std::array<QString, columns>;

/// Three digits that count, and no more.
QString number(double value)
{
    const double size = std::abs(value);
    return QString::number(value, 'f', size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

bool isOver(const Figure &figure)
{
    const double measured = figure.reference > 0 ? figure.value / figure.reference : figure.value;
    return figure.limit && measured > *figure.limit;
}

Row rowOf(const Figure &figure)
{
    const bool compared = figure.reference > 0;
    QString budget;
    if (figure.limit)
        budget = (compared ? u"under %1×"_s : u"under %1 "_s + figure.unit).arg(number(*figure.limit)) +
            (isOver(figure) ? u"  MISSED"_s : u"  met"_s);
    return {figure.name,
            number(figure.value),
            figure.unit,
            compared ? u"%1 (%2)"_s.arg(number(figure.reference), figure.referenceName) : QString(),
            compared ? number(figure.value / figure.reference) + u'×' : QString(),
            budget};
}

} // namespace

QString tableOf(const QList<Figure> &figures)
{
    std::vector<Row> rows{{u"figure"_s, u"value"_s, u"unit"_s, u"floor or peer"_s, u"ratio"_s, u"budget"_s}};
    for (const Figure &figure : figures)
        rows.push_back(rowOf(figure));
    std::array<qsizetype, columns> widths{};
    for (const Row &row : rows) {
        for (size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], row[i].size());
    }
    QString text;
    for (const Row &row : rows) {
        QStringList cells;
        for (size_t i = 0; i < row.size(); ++i) {
            const bool right = i == 1 || i == 4;
            cells << (right ? row[i].rightJustified(widths[i]) : row[i].leftJustified(widths[i]));
        }
        QString line = cells.join(u"  "_s);
        while (line.endsWith(u' '))
            line.chop(1);
        text += line + u'\n';
    }
    return text;
}

QList<Figure> overBudget(const QList<Figure> &figures)
{
    QList<Figure> over;
    std::ranges::copy_if(figures, std::back_inserter(over), isOver);
    return over;
}

} // namespace humdrum::bench
