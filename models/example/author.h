// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "example/dice.h"
#include "example/story.h"

namespace humdrum::example {

/// The part of a CHANGELOG that belongs to one version.
struct ChangelogPart {
    QString version; ///< empty: Unreleased
    QDate date;
    QMap<QString, QStringList> sections; ///< "Added" -> texts
};

/// Writes the commits of one service, in the order of time.
class ServiceAuthor {
public:
    ServiceAuthor(const Weeks &weeks, Deck deck, Dice dice);

    [[nodiscard]] const Deck &deck() const { return m_story.deck; }
    Dice &dice() { return m_dice; }
    /// The first commit: the base.
    void begin(const QDateTime &at);
    /// The next steps of the deck, about `count`; `progress` of the story in percent.
    std::vector<Step> draw(int count, int progress);
    [[nodiscard]] std::vector<Step> pinned(const QString &name) const { return m_story.deck.pinned.value(name); }
    /// Commits the steps between the last commit and `until`; `crammed`: most of them late, evenings and week-ends too.
    Result<void> work(const std::vector<Step> &steps, int week, const QDateTime &until, bool crammed);
    /// Changes VERSION as Semantic Versioning asks and dates the notes.
    void release(const QDateTime &at, int week);
    /// The steps pinned to `name` and a release at once.
    Result<void> repair(const QString &name, const QDateTime &at, int week);
    /// The branch of Borealis, off what was the last release at `base`; nothing where no step is pinned to "fork".
    Result<void> fork(const QDateTime &base, const QDateTime &at);
    /// What was committed after the coming release was made; the last of them is not tested yet in the ledger.
    Result<void> after();
    ServiceStory take() { return std::move(m_story); }

private:
    Result<void> commit(const Step &step, const QDateTime &at, int week);
    void add(Commit commit, Tree tree);
    [[nodiscard]] QString someone(int week);
    [[nodiscard]] QString nextVersion() const;
    [[nodiscard]] std::vector<QDateTime> moments(int count, const QDateTime &from, const QDateTime &to, bool crammed);

    Weeks m_weeks;
    ServiceStory m_story;
    Dice m_dice;
    std::vector<size_t> m_drawn;            ///< how many steps of each thread are drawn
    std::vector<ChangelogPart> m_changelog; ///< newest first
    QString m_version;
    int m_tip = -1; ///< last commit on main
    int m_sinceRelease = 0;
    int m_reference = 0;
    int m_weight = 0; ///< of the next release: 0 patch, 1 minor, 2 major
};

/// The text of a CHANGELOG.md (Keep a Changelog 1.1.0).
[[nodiscard]] QByteArray changelogText(const std::vector<ChangelogPart> &parts);

} // namespace humdrum::example
