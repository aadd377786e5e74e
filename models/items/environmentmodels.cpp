// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/environmentmodels.h"

#include "items/wording.h"
#include "operations/overview/places.h"
#include "pools/gate.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(EnvironmentModels)
};

/// A pool this full needs somebody's eye, and this full stops promotions before long.
constexpr double attentionFrom = 0.70;
constexpr double failedFrom = 0.85;

Mark markOf(const PoolFigure &figure)
{
    if (figure.capacity <= 0)
        return Mark::Waiting;
    const double withReserve = (figure.used + figure.reserve) / figure.capacity;
    if (withReserve >= 1 || figure.fraction() >= failedFrom)
        return Mark::Failed;
    return figure.fraction() >= attentionFrom ? Mark::Attention : Mark::Passed;
}

} // namespace

void EnvironmentMatrixModel::setOverview(const EnvironmentsOverview &overview)
{
    std::vector<Head> services;
    std::vector<Head> environments;
    for (const Service &s : overview.product.services)
        services.push_back({s.key.value, s.name.isEmpty() ? s.key.value : s.name});
    for (const Environment &e : overview.product.environments)
        environments.push_back({e.key.value, e.name});
    QStringList runs;
    for (const Occupancy &occupancy : overview.runs)
        runs << occupancy.sentence();
    m_now = overview.now;
    const bool otherRuns = std::exchange(m_runs, runs) != runs;
    if (services != m_services || environments != m_environments) {
        beginResetModel();
        m_services = std::move(services);
        m_environments = std::move(environments);
        m_cells = overview.cells;
        endResetModel();
        return;
    }
    if (otherRuns)
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    for (size_t i = 0; i < m_cells.size(); ++i) {
        if (m_cells[i] == overview.cells[i])
            continue;
        m_cells[i] = overview.cells[i];
        const auto width = m_environments.size();
        const QModelIndex at = index(static_cast<int>(i / width), static_cast<int>(i % width));
        Q_EMIT dataChanged(at, at);
    }
}

const EnvironmentCell *EnvironmentMatrixModel::cell(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    return &m_cells.at(static_cast<size_t>(index.row()) * m_environments.size() + static_cast<size_t>(index.column()));
}

QModelIndex EnvironmentMatrixModel::indexOf(const ServiceKey &service, const EnvironmentKey &environment) const
{
    const auto row = std::ranges::find(m_services, service.value, &Head::key);
    const auto column = std::ranges::find(m_environments, environment.value, &Head::key);
    if (row == m_services.end() || column == m_environments.end())
        return {};
    return index(static_cast<int>(row - m_services.begin()), static_cast<int>(column - m_environments.begin()));
}

int EnvironmentMatrixModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_services.size());
}

int EnvironmentMatrixModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_environments.size());
}

QVariant EnvironmentMatrixModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const EnvironmentCell *c = cell(index);
    switch (role) {
    case Qt::DisplayRole:
        return c->build ? c->build->version : Text::tr("nothing");
    case DetailRole:
        return lag(*c);
    case TagMarkRole: {
        Mark mark = markOf(standing(*c));
        if (c->held && c->build && mark != Mark::Failed)
            mark = Mark::Attention; // a hold waits for a person, however little is behind
        return mark == Mark::Attention || mark == Mark::Failed ? QVariant(static_cast<int>(mark)) : QVariant();
    }
    case MonospaceRole:
        return c->build.has_value();
    case MutedRole:
        return !c->build;
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return facts(*c, m_now).join(u'\n');
    case Qt::AccessibleTextRole:
        return Text::tr("%1 in %2: %3, %4")
            .arg(m_services[static_cast<size_t>(index.row())].name,
                 m_environments[static_cast<size_t>(index.column())].name,
                 c->build ? c->build->version : Text::tr("nothing"), lag(*c));
    case SubjectRole:
        return QString(u"environment:"_s + c->environment.value);
    case StandingRole:
        return static_cast<int>(standing(*c));
    case EnvironmentRole:
        return c->environment.value;
    default:
        return {};
    }
}

QVariant EnvironmentMatrixModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const std::vector<Head> &heads = orientation == Qt::Horizontal ? m_environments : m_services;
    if (role == Qt::ToolTipRole && orientation == Qt::Horizontal && section >= 0 && section < m_runs.size())
        return m_runs[section].isEmpty() ? Text::tr("runs nothing yet") : Text::tr("runs %1").arg(m_runs[section]);
    if (role != Qt::DisplayRole || section < 0 || section >= static_cast<int>(heads.size()))
        return {};
    return heads[static_cast<size_t>(section)].name;
}

EnvironmentMatrixModel::Standing EnvironmentMatrixModel::standing(const EnvironmentCell &cell)
{
    if (!cell.build)
        return Standing::Unknown;
    if (cell.failed) // whatever else it is: it failed its test and runs
        return Standing::Bad;
    if (cell.fork)
        return Standing::Fork;
    if (cell.commitsBehind == 0)
        return Standing::Current;
    return cell.releasesBehind > 1 ? Standing::FarBehind : Standing::Behind;
}

Mark EnvironmentMatrixModel::markOf(Standing standing)
{
    switch (standing) {
    case Standing::Unknown:
    case Standing::Behind:
        return Mark::Waiting;
    case Standing::Current:
        return Mark::Passed;
    case Standing::FarBehind:
        return Mark::Attention;
    case Standing::Fork:
    case Standing::Bad:
        return Mark::Failed;
    }
    return Mark::Waiting;
}

QString EnvironmentMatrixModel::lag(const EnvironmentCell &cell)
{
    QString text;
    switch (standing(cell)) {
    case Standing::Unknown:
        return {};
    case Standing::Bad:
        text = titleOf(PlaceState::RunsBadly);
        break;
    case Standing::Fork:
        text = Text::tr("fork, %n commit(s) off %1", nullptr, cell.uniqueCommits).arg(cell.forkedFrom);
        break;
    case Standing::Current:
        text = Text::tr("current");
        break;
    default:
        text = cell.releasesBehind > 0 ? Text::tr("%n behind", nullptr, cell.releasesBehind)
                                       : Text::tr("%n commit(s) behind", nullptr, cell.commitsBehind);
    }
    if (cell.moving)
        text += u" · "_s + (cell.undecided ? titleOf(PlaceState::Undecided) : titleOf(*cell.moving));
    if (cell.held)
        text += u" · "_s + Text::tr("held");
    return text;
}

QString EnvironmentMatrixModel::recordedRemark(const std::vector<EnvironmentCell> &cells)
{
    const auto all = std::ranges::count_if(cells, [](const EnvironmentCell &c) { return c.build.has_value(); });
    const auto recorded = std::ranges::count_if(cells, &EnvironmentCell::recorded);
    if (recorded == 0)
        return {};
    return Text::tr("%1 of %2 recorded, not observed").arg(recorded).arg(all);
}

QStringList EnvironmentMatrixModel::facts(const EnvironmentCell &cell, Timestamp now)
{
    if (!cell.build)
        return {Text::tr("Nothing is known to run here.")};
    QStringList lines;
    lines << (cell.release.isEmpty() ? Text::tr("%1, commit %2").arg(cell.build->version, cell.build->commit.left(10))
                                     : Text::tr("%1 of release %2, commit %3")
                                           .arg(cell.build->version, cell.release, cell.build->commit.left(10)));
    if (cell.failed)
        lines << (cell.why.isEmpty() ? titleOf(PlaceState::RunsBadly)
                                     : titleOf(PlaceState::RunsBadly) + u": " + cell.why);
    lines << Text::tr("for %1").arg(wording::age(now - cell.since));
    if (cell.commitsBehind > 0) {
        lines << Text::tr("behind by %1, %2, %3")
                     .arg(Text::tr("%n release(s)", nullptr, cell.releasesBehind),
                          Text::tr("%n commit(s)", nullptr, cell.commitsBehind), wording::age(cell.behindBy));
    }
    if (cell.fork) {
        lines << Text::tr("not on the main line: %1 of its own, off %2, %3 ago")
                     .arg(Text::tr("%n commit(s)", nullptr, cell.uniqueCommits), cell.forkedFrom,
                          wording::age(now - cell.forkedAt));
    }
    if (cell.observed)
        lines << Text::tr("drift: it was seen to run here, and no promotion put it here");
    if (cell.recorded)
        lines << Text::tr("recorded, not observed: it was imported, and nobody looked whether it runs");
    if (cell.held)
        lines << Text::tr("held: no promotion until the hold is lifted");
    return lines;
}

void PoolsModel::setOverview(const EnvironmentsOverview &overview)
{
    QStringList resources;
    for (const PoolRow &row : overview.pools) {
        for (const PoolFigure &figure : row.figures) {
            if (!resources.contains(figure.resource))
                resources << figure.resource;
        }
    }
    if (resources != m_resources) {
        beginResetModel();
        m_resources = resources;
        endResetModel();
    }
    m_zone = overview.product.zone;
    m_now = overview.now;
    setRows(overview.pools);
}

int PoolsModel::columns() const { return static_cast<int>(m_resources.size()) + 3; }

QString PoolsModel::title(int column) const
{
    if (column == 0)
        return Text::tr("Pool");
    if (column == 1)
        return Text::tr("Environments");
    if (column == columns() - 1)
        return Text::tr("Forecast");
    QString name = m_resources.at(column - 2);
    name[0] = name[0].toUpper();
    return name;
}

QVariant PoolsModel::cell(const PoolRow &row, int column, int role) const
{
    if (column == 0)
        return role == Qt::DisplayRole ? QVariant(row.name) : role == StrongRole ? QVariant(true) : QVariant();
    if (column == 1) {
        if (role == Qt::DisplayRole)
            return row.environments.isEmpty() ? Text::tr("none") : row.environments.join(u", "_s);
        if (role == TagRole && row.shared)
            return Text::tr("shared by %n", nullptr, static_cast<int>(row.environments.size()));
        return role == TagMarkRole ? QVariant(static_cast<int>(Mark::Attention)) : QVariant();
    }
    if (column == columns() - 1)
        return forecastCell(row, role);
    const auto figure = std::ranges::find(row.figures, m_resources.at(column - 2), &PoolFigure::resource);
    if (figure == row.figures.end())
        return {};
    // Nobody is hindered by a pool that no environment draws from.
    if (role == MarkRole && row.environments.isEmpty())
        return static_cast<int>(Mark::Waiting);
    return figureCell(*figure, role);
}

QVariant PoolsModel::figureCell(const PoolFigure &figure, int role) const
{
    if (figure.measuredAt == noTime)
        return role == Qt::DisplayRole ? QVariant(Text::tr("not measured yet"))
            : role == MutedRole        ? QVariant(true)
                                       : QVariant();
    switch (role) {
    case Qt::DisplayRole:
        // What was measured too long ago says so: no gate counts it.
        return QString(
            QLocale().toString(std::round(figure.fraction() * 100), 'f', 0) + u" %"_s +
            (figure.fresh ? QString() : u" · "_s + Text::tr("%1 old").arg(wording::age(m_now - figure.measuredAt))));
    case FractionRole:
        return figure.fraction();
    case MarkRole: {
        // Passed is the accent here: a pool with room is nothing to look at.
        const Mark mark = markOf(figure);
        return mark == Mark::Passed ? QVariant() : QVariant(static_cast<int>(mark));
    }
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole:
        return QString(Text::tr("%1 of %2 used, %3 kept free; measured %4%5")
                           .arg(amountText(figure.used, figure.unit), amountText(figure.capacity, figure.unit),
                                amountText(figure.reserve, figure.unit), wording::moment(figure.measuredAt, m_zone),
                                figure.fresh ? QString() : Text::tr(", too long ago to count")));
    default:
        return {};
    }
}

QVariant PoolsModel::forecastCell(const PoolRow &row, int role) const
{
    constexpr double soon = 28;
    constexpr double verySoon = 7;
    constexpr double tooFar = 365; // days; what fills up in years is steady to everybody who reads this
    if (row.environments.isEmpty()) {
        return role == MarkRole       ? QVariant(static_cast<int>(Mark::Waiting))
            : role == Qt::DisplayRole ? QVariant(Text::tr("not in use"))
                                      : QVariant();
    }
    const PoolFigure *soonest = nullptr;
    bool unknown = row.figures.empty();
    bool trend = true;
    for (const PoolFigure &f : row.figures) {
        unknown = unknown || f.measuredAt == noTime;
        trend = trend && f.trend;
        if (f.daysUntilFull && *f.daysUntilFull <= tooFar && (!soonest || *f.daysUntilFull < *soonest->daysUntilFull))
            soonest = &f;
    }
    if (role == MarkRole) {
        // What will be full one day is no pass, however far that day is: it is said without a mark.
        if (soonest && *soonest->daysUntilFull > soon)
            return {};
        const Mark mark = !soonest                ? (unknown || !trend ? Mark::Waiting : Mark::Passed)
            : *soonest->daysUntilFull <= verySoon ? Mark::Failed
                                                  : Mark::Attention;
        return static_cast<int>(mark);
    }
    if (role == Qt::ToolTipRole) {
        QStringList lines;
        for (const PoolFigure &f : row.figures) {
            lines << (!f.trend              ? Text::tr("%1: too few samples for a trend").arg(f.resource)
                          : f.daysUntilFull ? Text::tr("%1: full in %n day(s) by its trend of the last 8 weeks",
                                                       nullptr, static_cast<int>(std::ceil(*f.daysUntilFull)))
                                                  .arg(f.resource)
                                            : Text::tr("%1: no clear rise in the last 8 weeks").arg(f.resource));
        }
        return lines.join(u'\n');
    }
    if (role != Qt::DisplayRole)
        return {};
    if (!soonest)
        return unknown ? Text::tr("not measured yet") : trend ? Text::tr("steady") : Text::tr("no trend yet");
    const int days = static_cast<int>(std::ceil(*soonest->daysUntilFull));
    return days <= 0 ? Text::tr("%1 used up").arg(soonest->resource)
                     : Text::tr("%1 full in %n d", nullptr, days).arg(soonest->resource);
}

void HealthModel::setOverview(const EnvironmentsOverview &overview)
{
    m_zone = overview.product.zone;
    setRows(overview.health);
}

QString HealthModel::title(int column) const
{
    switch (column) {
    case EnvironmentColumn:
        return Text::tr("Environment");
    case SmokeColumn:
        return Text::tr("Last smoke run");
    case ChecksColumn:
        return Text::tr("Checks");
    default:
        return Text::tr("Last incident");
    }
}

QVariant HealthModel::cell(const HealthRow &row, int column, int role) const
{
    if (role == SubjectRole)
        return QString(u"environment:"_s + row.environment.value);
    switch (column) {
    case EnvironmentColumn:
        return role == Qt::DisplayRole ? QVariant(row.name) : QVariant();
    case SmokeColumn:
        return smokeCell(row, role);
    case ChecksColumn:
        if (role == Qt::DisplayRole)
            return row.checks.isEmpty() ? Text::tr("none") : row.checks.join(u", "_s);
        return role == MutedRole ? QVariant(row.checks.isEmpty()) : QVariant();
    default:
        return incidentCell(row, role);
    }
}

QVariant HealthModel::smokeCell(const HealthRow &row, int role) const
{
    if (!row.smoke)
        return role == Qt::DisplayRole ? QVariant(Text::tr("none yet"))
            : role == MutedRole        ? QVariant(true)
                                       : QVariant();
    if (row.smokeSkipped && role == Qt::DisplayRole)
        return Text::tr("skipped");
    if (row.smokeSkipped && role == Qt::ToolTipRole)
        return Text::tr("No smoke test ran: the environment describes no command for it.");
    switch (role) {
    case MarkRole:
        return static_cast<int>(*row.smoke);
    case TimestampRole:
        return static_cast<qint64>(row.smokeAt.time_since_epoch().count());
    case Qt::DisplayRole:
        return row.tests.total > 0 ? Text::tr("%1 of %2").arg(row.tests.passed()).arg(row.tests.total)
                                   : titleOf(*row.smoke);
    default:
        return {};
    }
}

QVariant HealthModel::incidentCell(const HealthRow &row, int role) const
{
    if (row.failedAt == noTime)
        return role == Qt::DisplayRole ? QVariant(Text::tr("none recorded"))
            : role == MutedRole        ? QVariant(true)
                                       : QVariant();
    const QString cause = row.cause == Cause::Unknown ? Text::tr("unattributed") : titleOf(row.cause);
    const QString what = row.failure.isEmpty() ? cause : row.failure;
    switch (role) {
    case Qt::DisplayRole:
        return QString(wording::day(row.failedAt, m_zone) + u": "_s + what);
    case Qt::ToolTipRole: {
        QStringList lines{wording::moment(row.failedAt, m_zone), what, Text::tr("Cause: %1").arg(cause)};
        if (row.restoredAt != noTime)
            lines << Text::tr("made good after %1").arg(wording::took(row.restoredAt - row.failedAt));
        return lines.join(u'\n');
    }
    case MutedRole:
        return true;
    default:
        return {};
    }
}

} // namespace humdrum
