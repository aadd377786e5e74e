// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planning/trains.h"

#include "planning/recurrence.h"
#include "planning/walltime.h"

#include <QHash>

#include <algorithm>
#include <array>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

bool isAway(const Product &product, const PersonKey &key, QDate day)
{
    const Person *person = product.person(key);
    return !person ||
        std::ranges::any_of(person->away, [&](const Person::Away &a) { return a.from <= day && day <= a.to; });
}

/// The next in the rotation after `after` who is there on `day` and is none of `without`; empty when nobody is left.
PersonKey nextInRotation(const Product &product, const PersonKey &after, QDate day, std::span<const PersonKey> without)
{
    const std::vector<PersonKey> &rotation = product.trains.rotation;
    const auto last = std::ranges::find(rotation, after);
    const auto start = last == rotation.end() ? 0 : std::distance(rotation.begin(), last) + 1;
    for (size_t i = 0; i < rotation.size(); ++i) {
        const PersonKey &candidate = rotation[(static_cast<size_t>(start) + i) % rotation.size()];
        if (!std::ranges::contains(without, candidate) && !isAway(product, candidate, day))
            return candidate;
    }
    return {};
}

QStringList versionsOf(const std::vector<QDateTime> &departures)
{
    QHash<QString, int> perWeek;
    QStringList versions;
    for (const QDateTime &departure : departures) {
        const QString week = trainVersion(departure.date());
        const int earlier = perWeek[week]++;
        versions.append(earlier == 0 ? week : QString(week + QChar(u'a' + earlier))); // at most seven a week
    }
    return versions;
}

} // namespace

QString trainVersion(QDate departure)
{
    int year = 0;
    const int week = departure.weekNumber(&year);
    return u"%1.%2"_s.arg(year).arg(week, 2, 10, '0'_L1);
}

std::vector<Train> plannedTrains(const Product &product, Timestamp from, Timestamp to, std::span<const Train> stored)
{
    const TrainSchedule &schedule = product.trains;
    const QTimeZone zone(product.zone);
    if (!schedule.since.isValid() || !zone.isValid() || from >= to)
        return {};
    const QDateTime first(schedule.since, schedule.departs, QTimeZone::UTC);
    const auto departures = recur(first, schedule.recurrence, zone, first, wallOf(to, zone).addDays(1));
    if (!departures)
        return {};

    std::vector<Train> known(stored.begin(), stored.end());
    std::ranges::sort(known, {}, &Train::departure);
    const auto storedAs = [&](const QString &version) {
        const auto it = std::ranges::find(known, version, &Train::version);
        return it == known.end() ? nullptr : &*it;
    };
    const auto rides = [](const Train &t) {
        return t.state != TrainState::Skipped && t.state != TrainState::Cancelled && !t.deployer.isEmpty();
    };
    const QStringList versions = versionsOf(*departures);
    auto nextKnown = known.begin();
    std::vector<Train> result;
    PersonKey before;
    for (qsizetype i = 0; i < versions.size(); ++i) {
        const QDateTime &wall = (*departures)[static_cast<size_t>(i)];
        const Timestamp departure = momentOf(wall, zone);
        if (departure >= to)
            break;
        for (; nextKnown != known.end() && nextKnown->departure < departure; ++nextKnown) {
            if (rides(*nextKnown))
                before = nextKnown->deployer;
        }
        Train train;
        if (const Train *same = storedAs(versions[i])) {
            train = *same;
        } else {
            const Train *following = i + 1 < versions.size() ? storedAs(versions[i + 1]) : nullptr;
            train.version = versions[i];
            train.isoWeek = wall.date().weekNumber(&train.isoYear);
            train.departure = departure;
            train.cutoff = momentOf(wall.addMSecs(-schedule.cutoffBefore.count()), zone);
            train.deployer =
                nextInRotation(product, before, wall.date(),
                               std::array{before, following && rides(*following) ? following->deployer : before});
            if (!train.deployer.isEmpty())
                train.backup = nextInRotation(product, train.deployer, wall.date(), std::array{train.deployer});
        }
        if (rides(train))
            before = train.deployer;
        if (train.departure >= from && train.departure < to)
            result.push_back(std::move(train));
    }
    return result;
}

} // namespace humdrum
