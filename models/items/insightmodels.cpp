// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/insightmodels.h"

#include <QCoreApplication>
#include <QLocale>

#include <ranges>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Insights)
};

/// The component at a place, with its weight: those of a score of nothing are everybody's.
const BoringPart &componentAt(int place)
{
    static const BoringScore score = boringScore({});
    return score.parts[static_cast<size_t>(place)];
}

QString textOf(BoringMark mark)
{
    switch (mark) {
    case BoringMark::None:
        return u"0"_s;
    case BoringMark::Half:
        return u"½"_s;
    case BoringMark::Full:
        return u"1"_s;
    }
    return {};
}

QString meaningOf(BoringComponent component)
{
    switch (component) {
    case BoringComponent::OnTime:
        return Text::tr("Left within 15 minutes of its departure: 1; within a day: ½");
    case BoringComponent::Unattended:
        return Text::tr("No retry and no override: 1; one: ½");
    case BoringComponent::NoBrownPaperBag:
        return Text::tr("Not patched or rolled back within 48 h: 1");
    case BoringComponent::NothingEscaped:
        return Text::tr("No issue found by a client: 1; a minor one: ½");
    case BoringComponent::SmallBatch:
        return Text::tr(
            "At most as large as three quarters of the 12 trains before: 1; half as large again, or not known: ½");
    case BoringComponent::Recovered:
        return Text::tr("What failed was put right within an hour, or nothing failed: 1; within a day: ½");
    case BoringComponent::NotesApproved:
        return Text::tr("Notes approved before departure, or nothing aboard: 1; within a day after: ½");
    case BoringComponent::OtherDeployer:
        return Text::tr("Another deployer than the train before: 1; not known: ½");
    }
    return {};
}

} // namespace

void InsightRowsModel::show(const InsightRows &rows)
{
    if (rows.kind != m_kind) {
        setRows({});
        m_kind = rows.kind;
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columns() - 1);
    }
    setRows(rows.rows);
}

QString InsightRowsModel::title(int column) const
{
    switch (static_cast<Column>(column)) {
    case WhenColumn:
        return m_kind == RowKind::Issue ? Text::tr("Found")
            : m_kind == RowKind::Train  ? Text::tr("Leaves")
                                        : Text::tr("When");
    case TitleColumn:
        return m_kind == RowKind::Change ? Text::tr("Change")
            : m_kind == RowKind::Issue   ? Text::tr("Issue")
            : m_kind == RowKind::Train   ? Text::tr("Train")
                                         : Text::tr("What");
    case WhereColumn:
        return m_kind == RowKind::Train   ? Text::tr("Deployer")
            : m_kind == RowKind::Issue    ? Text::tr("Caught at")
            : m_kind == RowKind::StageRun ? Text::tr("Cause")
                                          : Text::tr("Environment");
    case StateColumn:
        return m_kind == RowKind::Change ? Text::tr("Took")
            : m_kind == RowKind::Issue   ? Text::tr("Cause")
                                         : Text::tr("State");
    }
    return {};
}

QVariant InsightRowsModel::cell(const InsightRow &row, int column, int role) const
{
    if (role == SubjectRole)
        return row.subject;
    const bool duration = row.took > Duration{0};
    switch (static_cast<Column>(column)) {
    case WhenColumn:
        if (role == TimestampRole)
            return qint64{row.at.time_since_epoch().count()};
        return role == MutedRole ? QVariant(true) : QVariant();
    case TitleColumn:
        if (role == Qt::DisplayRole)
            return row.title;
        if (role == DetailRole)
            return row.detail;
        return role == Qt::ToolTipRole && !row.detail.isEmpty() ? QVariant(QString(row.title + u'\n' + row.detail))
                                                                : QVariant();
    case WhereColumn:
        return role == Qt::DisplayRole ? QVariant(row.where) : QVariant();
    case StateColumn:
        if (role == Qt::DisplayRole)
            return !row.mark && duration ? insightwords::span(row.took) : row.state;
        if (role == MarkRole && row.mark)
            return static_cast<int>(*row.mark);
        // What left late says by how much.
        if (role == DetailRole && m_kind == RowKind::Train && duration)
            return Text::tr("%1 late").arg(insightwords::span(row.took));
        return {};
    }
    return {};
}

void PartsModel::show(const std::vector<InsightsPart> &parts, bool environments)
{
    if (environments != m_environments) {
        m_environments = environments;
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columns() - 1);
    }
    std::vector<PartRow> rows;
    for (const InsightsPart &part : parts) {
        PartRow row{part.key, part.name, {}};
        for (const Measure measure : measures | std::views::take(measures.size() - 1))
            row.figures.push_back(insightwords::figure(part.figures, measure));
        rows.push_back(std::move(row));
    }
    setRows(std::move(rows));
}

QString PartsModel::title(int column) const
{
    if (column == 0)
        return m_environments ? Text::tr("Environment") : Text::tr("Service");
    return insightwords::titleOf(measures[static_cast<size_t>(column) - 1]);
}

QVariant PartsModel::cell(const PartRow &row, int column, int role) const
{
    if (role == SubjectRole)
        return QString((m_environments ? u"environment:"_s : u"service:"_s) + row.key);
    if (column == 0) {
        if (role == Qt::DisplayRole)
            return row.name;
        return role == StrongRole ? QVariant(true) : QVariant();
    }
    const FigureText &figure = row.figures[static_cast<size_t>(column) - 1];
    if (role == Qt::DisplayRole)
        return figure.value;
    if (role == DetailRole)
        return figure.basis;
    return role == Qt::ToolTipRole ? QVariant(QString(figure.value + u'\n' + figure.basis)) : QVariant();
}

void ScoresModel::show(const std::vector<TrainBar> &trains)
{
    std::vector<ScoreRow> rows;
    for (const TrainBar &bar : trains | std::views::reverse) {
        ScoreRow row;
        row.train = bar.train.id;
        row.version = bar.train.version;
        if (bar.empty()) {
            row.score = Text::tr("left empty");
        } else if (bar.left()) {
            row.value = bar.score.value();
            row.score = QLocale().toString(*row.value, 'f', 2);
            row.boring = bar.score.isBoring();
            for (size_t i = 0; i < row.marks.size(); ++i)
                row.marks[i] = bar.score.parts[i].mark;
        } else {
            row.score = titleOf(bar.train.state);
        }
        rows.push_back(std::move(row));
    }
    setRows(std::move(rows));
}

int ScoresModel::columns() const { return FirstComponentColumn + static_cast<int>(ScoreRow().marks.size()); }

QString ScoresModel::title(int column) const
{
    if (column == TrainColumn)
        return Text::tr("Train");
    if (column == ScoreColumn)
        return Text::tr("Score");
    const BoringPart &part = componentAt(column - FirstComponentColumn);
    return Text::tr("%1 .%2").arg(insightwords::titleOf(part.component)).arg(part.weight, 2, 10, QChar(u'0'));
}

QVariant ScoresModel::header(int column, int role) const
{
    if (role != Qt::ToolTipRole || column < FirstComponentColumn)
        return {};
    const BoringPart &part = componentAt(column - FirstComponentColumn);
    return Text::tr("%1. Weight %2 of 100.").arg(meaningOf(part.component)).arg(part.weight);
}

QVariant ScoresModel::cell(const ScoreRow &row, int column, int role) const
{
    if (role == SubjectRole)
        return QString(u"train:"_s + QString::number(row.train.value));
    if (column == TrainColumn)
        return role == Qt::DisplayRole ? QVariant(row.version) : role == StrongRole ? QVariant(true) : QVariant();
    if (column == ScoreColumn) {
        if (role == Qt::DisplayRole)
            return row.score;
        if (role == MutedRole)
            return !row.value;
        if (role == FractionRole && row.value)
            return *row.value;
        if (role == MarkRole && row.value)
            return static_cast<int>(row.boring ? Mark::Passed : *row.value >= 0.6 ? Mark::Attention : Mark::Failed);
        return role == Qt::AccessibleTextRole && row.value
            ? QVariant(row.boring ? Text::tr("%1, boring").arg(row.score) : Text::tr("%1, not boring").arg(row.score))
            : QVariant();
    }
    const int place = column - FirstComponentColumn;
    const BoringMark mark = row.marks[static_cast<size_t>(place)];
    switch (role) {
    case Qt::DisplayRole:
        return row.value ? textOf(mark) : QString();
    case StrongRole:
        return mark != BoringMark::Full;
    case MutedRole:
        return mark == BoringMark::Full;
    case Qt::ToolTipRole:
        return meaningOf(componentAt(place).component);
    default:
        return {};
    }
}

} // namespace humdrum
