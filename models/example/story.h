// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "example/deck.h"

#include <QDateTime>
#include <QTimeZone>

#include <map>

namespace humdrum::example {

/// The weeks of the story. Week 0 is the first; the train of the last one has not left yet.
struct Weeks {
    QTimeZone zone;
    QDate until; ///< everything that happened happened before this day began
    QDate lastDeparture;
    int count = 30;

    [[nodiscard]] QDateTime departure(int week) const;                         ///< Tuesday 10:00
    [[nodiscard]] QDateTime at(int week, int day, int hour, int minute) const; ///< day 0 is the day of departure
    [[nodiscard]] QString train(int week) const;                               ///< "2026.48"
    [[nodiscard]] int last() const { return count - 1; }
    [[nodiscard]] bool boring(int week) const { return week >= count - 10; }
};

/// The turning points, in weeks of a story of 30.
namespace turning {
inline constexpr int firstBag = 5;
inline constexpr int fork = 7;
inline constexpr int secondBag = 8;
inline constexpr int weekly = 10;   ///< from here a train every week
inline constexpr int ownPools = 12; ///< from here each client has its own
inline constexpr int borealis = 14; ///< from here Borealis rides along
} // namespace turning

struct Author {
    QString key, name, email, initials;
};
[[nodiscard]] const std::vector<Author> &people();
[[nodiscard]] const QStringList &serviceKeys(); ///< in the order in which they are promoted

struct Commit {
    int parent = -1; ///< index in the same service; -1: the first
    Tree tree;
    QStringList changed; ///< paths that differ from the parent
    QString message;     ///< subject, body and footers
    QString person;
    QDateTime at;
    QString version;      ///< of the build
    bool release = false; ///< changes VERSION
    bool onMain = true;
    bool tested = true; ///< its stages have run
    int week = 0;       ///< of the train it is meant for
    std::optional<Breakage> breaks;
    QString hash; ///< filled once the repository is there
};

struct ServiceStory {
    Deck deck;
    std::vector<Commit> commits; ///< parents before children
    int fork = -1;               ///< the commit that Borealis runs

    [[nodiscard]] int releaseBefore(const QDateTime &t) const; ///< the last release on main at that time
};

struct ReleaseStory {
    QString version;
    int week = 0;
    QString patches; ///< empty: regular
    QDateTime assembled;
    std::map<QString, int> commits; ///< service -> index
};

/// All commits of all services and the releases made of them.
struct Story {
    Weeks weeks;
    quint64 seed = 1;
    std::map<QString, ServiceStory> services;
    std::vector<ReleaseStory> releases; ///< in the order of time; the coming one is not among them

    [[nodiscard]] const ReleaseStory *release(const QString &version) const;
};

/// `decks` are readDeck()'s. The result depends on the arguments alone.
[[nodiscard]] Result<Story> tellStory(const Weeks &weeks, quint64 seed, std::map<QString, Deck> decks);

} // namespace humdrum::example
