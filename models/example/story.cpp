// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/story.h"

#include "example/author.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum::example {

QDateTime Weeks::departure(int week) const { return at(week, 0, 10, 0); }

QDateTime Weeks::at(int week, int day, int hour, int minute) const
{
    return QDateTime(lastDeparture.addDays(7 * (week - last()) + day), QTime(hour, minute), zone);
}

QString Weeks::train(int week) const
{
    int year = 0;
    const int number = departure(week).date().weekNumber(&year);
    return u"%1.%2"_s.arg(year).arg(number, 2, 10, '0'_L1);
}

const std::vector<Author> &people()
{
    static const std::vector<Author> list{
        {u"nr"_s, u"Nora Reuter"_s, u"nora@harbour.example"_s, u"NR"_s},
        {u"ik"_s, u"Ivo Kranz"_s, u"ivo@harbour.example"_s, u"IK"_s},
        {u"tm"_s, u"Tilda Moss"_s, u"tilda@harbour.example"_s, u"TM"_s},
        {u"wc"_s, u"Will Chen"_s, u"will@harbour.example"_s, u"WC"_s},
        {u"sa"_s, u"Sami Aalto"_s, u"sami@harbour.example"_s, u"SA"_s},
        {u"pl"_s, u"Petra Lang"_s, u"petra@harbour.example"_s, u"PL"_s},
    };
    return list;
}

const QStringList &serviceKeys()
{
    static const QStringList list{u"ledger"_s, u"billing"_s, u"gateway"_s};
    return list;
}

int ServiceStory::releaseBefore(const QDateTime &t) const
{
    int found = 0;
    for (size_t i = 0; i < commits.size(); ++i) {
        const Commit &c = commits[i];
        if (c.release && c.onMain && c.at <= t)
            found = static_cast<int>(i);
    }
    return found;
}

const ReleaseStory *Story::release(const QString &version) const
{
    const auto it = std::ranges::find(releases, version, &ReleaseStory::version);
    return it == releases.end() ? nullptr : &*it;
}

namespace {

/// A stretch of work that ends in a release.
struct Stretch {
    enum class Kind { Big, Weekly, Current };
    Kind kind = Kind::Weekly;
    int week = 0;
    int size = 0; ///< steps of all services that are drawn for it
};

/// Which weeks have a release, and how much of the work each gets: `total` steps in all.
std::vector<Stretch> plan(const Weeks &weeks, int total)
{
    std::vector<Stretch> list;
    for (int week : {2, turning::firstBag, turning::secondBag})
        list.push_back({Stretch::Kind::Big, week, 0});
    for (int week = turning::weekly; week < weeks.last(); ++week)
        list.push_back({Stretch::Kind::Weekly, week, 0});
    list.push_back({Stretch::Kind::Current, weeks.last(), 0});
    // Shares: the big ones like 53 to 59, the weekly ones shrinking from 22 to 9, the current one a little beside what is pinned to it.
    std::vector<int> shares;
    const int weekly = weeks.last() - turning::weekly;
    for (size_t i = 0; i < list.size(); ++i) {
        const Stretch &s = list[i];
        if (s.kind == Stretch::Kind::Big)
            shares.push_back(530 + 30 * static_cast<int>(i));
        else if (s.kind == Stretch::Kind::Weekly)
            shares.push_back(220 - 130 * (s.week - turning::weekly) / std::max(1, weekly - 1));
        else
            shares.push_back(15);
    }
    const int sum = std::max(1, std::ranges::fold_left(shares, 0, std::plus<>()));
    int given = 0, seen = 0;
    for (size_t i = 0; i < list.size(); ++i) {
        seen += shares[i];
        list[i].size = total * seen / sum - given;
        given += list[i].size;
    }
    return list;
}

int stepsOf(const Deck &deck)
{
    int n = 0;
    for (const Thread &t : deck.threads)
        n += static_cast<int>(t.steps.size());
    return n;
}

QDateTime releaseTime(const Weeks &weeks, const Stretch &stretch, Dice &dice)
{
    const int minute = static_cast<int>(dice.between(0, 55));
    switch (stretch.kind) {
    case Stretch::Kind::Big: // the evening before, long after the cut-off
        return weeks.at(stretch.week, -1, 21, minute);
    case Stretch::Kind::Weekly:
        return weeks.at(stretch.week, -4, 15, minute);
    case Stretch::Kind::Current:
        break;
    }
    // The Friday before departure, or the last working day there was.
    QDate day = std::min(weeks.at(stretch.week, -4, 0, 0).date(), weeks.until.addDays(-1));
    while (day.dayOfWeek() > 5)
        day = day.addDays(-1);
    return QDateTime(day, QTime(15, minute), weeks.zone);
}

/// The bag of a week: which service, how long after departure it was patched.
struct Bag {
    int week = -1;
    QString service;
    int day = 0, hour = 0; ///< of the repair, counted from the day of departure
};
const std::vector<Bag> &bags()
{
    static const std::vector<Bag> list{{turning::firstBag, u"billing"_s, 2, 14},
                                       {turning::secondBag, u"gateway"_s, 1, 9}};
    return list;
}

/// Tells what happened in one service.
Result<void> tellService(const Weeks &weeks, const std::vector<Stretch> &plan, int all, ServiceAuthor &author)
{
    const int mine = stepsOf(author.deck());
    int given = 0, seen = 0;
    author.begin(weeks.at(0, -6, 9, 12));
    for (const Stretch &stretch : plan) {
        seen += stretch.size;
        const int count = mine * seen / std::max(1, all) - given;
        given += count;
        const bool big = stretch.kind == Stretch::Kind::Big;
        std::vector<Step> steps = author.draw(count, 100 * (stretch.week + 1) / weeks.count);
        const auto bag = std::ranges::find_if(
            bags(), [&](const Bag &b) { return b.week == stretch.week && b.service == author.deck().service; });
        if (bag != bags().end())
            std::ranges::copy(author.pinned(u"bag-bug"_s), std::back_inserter(steps));
        if (stretch.kind == Stretch::Kind::Current)
            std::ranges::copy(author.pinned(u"last"_s), std::back_inserter(steps));
        const QDateTime release = releaseTime(weeks, stretch, author.dice());
        if (steps.empty())
            continue;
        if (auto done = author.work(steps, stretch.week, release, big); !done)
            return done;
        author.release(release, stretch.week);
        if (bag != bags().end()) {
            if (auto done = author.repair(u"bag-fix"_s, weeks.at(bag->week, bag->day, bag->hour, 5), bag->week); !done)
                return done;
        }
    }
    if (auto done = author.fork(weeks.at(turning::firstBag, 0, 10, 0), weeks.at(turning::fork, 1, 10, 20)); !done)
        return done;
    return author.after();
}

} // namespace

Result<Story> tellStory(const Weeks &weeks, quint64 seed, std::map<QString, Deck> decks)
{
    Story story{weeks, seed, {}, {}};
    int all = 0;
    for (const auto &[key, deck] : decks)
        all += stepsOf(deck);
    const std::vector<Stretch> stretches = plan(weeks, all);
    quint64 salt = seed * 1000003;
    for (auto &[key, deck] : decks) {
        ServiceAuthor author(weeks, std::move(deck), Dice(++salt));
        if (auto done = tellService(weeks, stretches, all, author); !done)
            return std::unexpected(done.error());
        story.services.emplace(key, author.take());
    }
    for (const Stretch &stretch : stretches) {
        if (stretch.kind == Stretch::Kind::Current)
            break;
        const bool big = stretch.kind == Stretch::Kind::Big;
        ReleaseStory release{
            weeks.train(stretch.week), stretch.week, {}, weeks.at(stretch.week, big ? -1 : -4, big ? 22 : 16, 30), {}};
        for (const auto &[key, service] : story.services)
            release.commits[key] = service.releaseBefore(release.assembled);
        story.releases.push_back(release);
        for (const Bag &bag : bags()) {
            if (bag.week != stretch.week)
                continue;
            ReleaseStory patch = release;
            patch.version += u".1"_s;
            patch.patches = release.version;
            patch.assembled = weeks.at(bag.week, bag.day, bag.hour + 1, 30);
            patch.commits[bag.service] = story.services.at(bag.service).releaseBefore(patch.assembled);
            story.releases.push_back(patch);
        }
    }
    return story;
}

} // namespace humdrum::example
