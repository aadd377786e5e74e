// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/weeksmodel.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(WeeksModel)
};

/// "23–27 Nov", "30 Nov–4 Dec": Monday to Friday.
QString daysOf(const WeekColumn &week)
{
    const QLocale locale;
    const QDate monday = week.monday, friday = monday.addDays(4);
    const QString last = locale.toString(friday, u"d MMM"_s);
    return (monday.month() == friday.month() ? QString::number(monday.day()) : locale.toString(monday, u"d MMM"_s)) +
        u'–' + last;
}

bool sameShape(const WeeksOverview &a, const WeeksOverview &b)
{
    return a.columns == b.columns && std::ranges::equal(a.lanes, b.lanes, [](const WeekLane &x, const WeekLane &y) {
               return x.environment == y.environment;
           });
}

} // namespace

void WeeksModel::setOverview(WeeksOverview overview)
{
    if (!sameShape(m_overview, overview)) {
        beginResetModel();
        m_overview = std::move(overview);
        endResetModel();
        return;
    }
    const WeeksOverview before = std::exchange(m_overview, std::move(overview));
    const bool freezes = before.freezes != m_overview.freezes;
    for (int row = 0; row < rowCount(); ++row) {
        for (int column = 0; column < columnCount(); ++column) {
            const auto r = static_cast<size_t>(row), c = static_cast<size_t>(column);
            if (freezes || before.lanes[r].stops[c] != m_overview.lanes[r].stops[c])
                Q_EMIT dataChanged(index(row, column), index(row, column));
        }
        if (before.lanes[static_cast<size_t>(row)].name != m_overview.lanes[static_cast<size_t>(row)].name)
            Q_EMIT headerDataChanged(Qt::Vertical, row, row);
    }
}

const std::vector<WeekStop> &WeeksModel::stops(const QModelIndex &index) const
{
    static const std::vector<WeekStop> none;
    if (!index.isValid())
        return none;
    return lane(index.row()).stops.at(static_cast<size_t>(index.column()));
}

QModelIndex WeeksModel::indexOf(TrainId train) const
{
    for (int row = 0; row < rowCount(); ++row) {
        for (int column = 0; column < columnCount(); ++column) {
            const QModelIndex i = index(row, column);
            if (std::ranges::find(stops(i), train, &WeekStop::train) != stops(i).end())
                return i;
        }
    }
    return {};
}

Mark WeeksModel::markOf(const WeekStop &stop)
{
    const Mark mark = humdrum::markOf(stop);
    return mark == Mark::Passed && stop.brownPaperBag ? Mark::Attention : mark;
}

QString WeeksModel::lineOf(const WeekStop &stop) const
{
    const QTimeZone zone(m_overview.zone);
    if (!stop.patches.isEmpty())
        return Text::tr("+ patch %1").arg(stop.patches.join(u", "_s));
    if (stop.state == StopState::Running)
        return Text::tr("%1 %").arg(static_cast<int>(stop.fraction * 100));
    // The day says that it came; a mark that says more needs its word.
    if (stop.state != StopState::Arrived || humdrum::markOf(stop) != Mark::Passed)
        return titleOf(stop);
    const QDate day = toQDateTime(stop.at).toTimeZone(zone).date();
    const auto column = std::ranges::find_if(m_overview.columns,
                                             [&](const WeekColumn &c) { return c.from <= stop.at && stop.at < c.to; });
    // A day's name says the day only within its own week.
    for (const WeekLane &lane : m_overview.lanes) {
        if (column == m_overview.columns.end())
            break;
        const auto &list = lane.stops[static_cast<size_t>(column - m_overview.columns.begin())];
        if (std::ranges::find(list, stop.train, &WeekStop::train) != list.end())
            return QLocale().toString(day, u"ddd"_s);
    }
    return QLocale().toString(day, u"d MMM"_s);
}

bool WeeksModel::concerns(const FreezeSpan &freeze, const EnvironmentKey &environment)
{
    return freeze.environments.empty() ||
        std::ranges::find(freeze.environments, environment) != freeze.environments.end();
}

QString WeeksModel::wordsOf(const QModelIndex &index, const WeekStop &stop) const
{
    const bool toCome =
        stop.state == StopState::Planned || stop.state == StopState::Boarding || stop.state == StopState::Locked;
    // Where it stands is what it is read against: a card never leaves its week, whenever it would arrive.
    const WeekColumn &column = week(index.column());
    const Timestamp at = std::clamp(stop.at, column.from, column.from + std::chrono::days{5});
    const bool frozen = toCome && std::ranges::any_of(m_overview.freezes, [&](const FreezeSpan &f) {
                            return concerns(f, lane(index.row()).environment) && f.from <= at && at < f.to;
                        });
    return frozen ? Text::tr("frozen") : lineOf(stop);
}

QString WeeksModel::briefOf(const QModelIndex &index, const WeekStop &stop) const
{
    if (const QString words = wordsOf(index, stop); words == Text::tr("frozen"))
        return words;
    if (!stop.patches.isEmpty())
        return u"+ "_s + stop.patches.join(u' ');
    if (stop.verdict && stop.verdict->held)
        return Text::tr("held", "short");
    if (stop.verdict && stop.verdict->state == PlaceState::Partly)
        return Text::tr("part", "short for: part of it");
    switch (stop.state) {
    case StopState::Planned:
        return Text::tr("plan", "short for: planned");
    case StopState::Boarding:
        return Text::tr("board", "short for: boarding");
    case StopState::Locked:
        return Text::tr("lock", "short for: locked");
    case StopState::Waiting:
        return Text::tr("wait", "short for: waiting");
    case StopState::Queued:
        return Text::tr("queue", "short for: queued");
    case StopState::Gate:
        return Text::tr("gate", "short for: awaiting gate");
    case StopState::RolledBack:
        return Text::tr("back", "short for: rolled back");
    case StopState::Stopped:
        return Text::tr("stop", "short for: stopped");
    case StopState::Overtaken:
        return Text::tr("over", "short for: overtaken");
    case StopState::Empty:
        return Text::tr("empty", "short for: left empty");
    case StopState::Skipped:
        return Text::tr("skip", "short for: skipped");
    case StopState::Cancelled:
        return Text::tr("off", "short for: cancelled");
    case StopState::Running:
    case StopState::Arrived:
    case StopState::Failed:
        break;
    }
    return {};
}

QString WeeksModel::freezesAt(const QModelIndex &index) const
{
    QStringList titles;
    const WeekColumn &column = week(index.column());
    for (const FreezeSpan &f : m_overview.freezes) {
        if (concerns(f, lane(index.row()).environment) && f.from < column.to && f.to > column.from)
            titles << f.title;
    }
    return titles.join(u", "_s);
}

QString WeeksModel::sentenceOf(const QModelIndex &index) const
{
    const WeekColumn &column = week(index.column());
    QStringList parts{lane(index.row()).name, Text::tr("week %1").arg(column.isoWeek)};
    for (const WeekStop &stop : stops(index)) {
        parts << stop.version << titleOf(stop);
        if (stop.state == StopState::Arrived || stop.state == StopState::Running)
            parts << lineOf(stop);
        if (stop.brownPaperBag)
            parts << Text::tr("brown paper bag");
    }
    if (stops(index).empty())
        parts << Text::tr("no train");
    if (const QString frozen = freezesAt(index); !frozen.isEmpty())
        parts << frozen;
    return parts.join(u", "_s);
}

int WeeksModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_overview.lanes.size());
}

int WeeksModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_overview.columns.size());
}

QVariant WeeksModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::AccessibleTextRole || role == Qt::ToolTipRole)
        return sentenceOf(index);
    if (role == FrozenRole)
        return freezesAt(index);
    const std::vector<WeekStop> &list = stops(index);
    if (list.empty())
        return {};
    const WeekStop &stop = list.front();
    switch (role) {
    case Qt::DisplayRole:
        return stop.version;
    case DetailRole:
        return wordsOf(index, stop);
    case MarkRole:
        return static_cast<int>(markOf(stop));
    case FractionRole:
        return stop.state == StopState::Running ? QVariant(stop.fraction) : QVariant();
    case TimestampRole:
        return static_cast<qint64>(stop.at.time_since_epoch().count());
    case SubjectRole:
        return stop.release.isValid() ? u"release:%1"_s.arg(stop.release.value) : u"train:%1"_s.arg(stop.train.value);
    case TrainRole:
        return stop.train.value;
    case ReleaseRole:
        return stop.release.value;
    case BrownPaperBagRole:
        return stop.brownPaperBag;
    default:
        return {};
    }
}

QVariant WeeksModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (section < 0 || section >= (orientation == Qt::Horizontal ? columnCount() : rowCount()))
        return {};
    if (orientation == Qt::Vertical) {
        const WeekLane &l = lane(section);
        if (role == DetailRole)
            return l.client;
        return role == Qt::DisplayRole || role == Qt::AccessibleTextRole ? QVariant(l.name) : QVariant();
    }
    const WeekColumn &w = week(section);
    if (role == Qt::DisplayRole)
        return Text::tr("W%1").arg(w.isoWeek, 2, 10, QChar(u'0'));
    if (role == DetailRole)
        return daysOf(w);
    if (role == Qt::AccessibleTextRole || role == Qt::ToolTipRole)
        return Text::tr("Week %1 of %2, %3").arg(w.isoWeek).arg(w.isoYear).arg(daysOf(w));
    return {};
}

} // namespace humdrum
