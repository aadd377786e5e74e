// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/author.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum::example {

namespace {

QString typeOf(const QString &subject)
{
    const auto end = std::ranges::find_if(subject, [](QChar c) { return c == u'(' || c == u':' || c == u'!'; });
    return subject.first(end - subject.begin());
}

QString descriptionOf(const QString &subject)
{
    QString text = subject.section(u": "_s, 1);
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

bool isForClients(const QString &type) { return type == "feat"_L1 || type == "fix"_L1 || type == "perf"_L1; }

QString sectionOf(const QString &type)
{
    return type == "feat"_L1 ? u"Added"_s : type == "fix"_L1 ? u"Fixed"_s : u"Changed"_s;
}

/// Hours in which somebody works between two moments.
struct Shift {
    QDateTime from;
    qint64 seconds = 0;
};

std::vector<Shift> shifts(const QDateTime &from, const QDateTime &to, bool crammed)
{
    std::vector<Shift> list;
    for (QDate day = from.date(); day <= to.date(); day = day.addDays(1)) {
        const bool late = crammed && day.daysTo(to.date()) <= 4;
        if (day.dayOfWeek() > 5 && !late)
            continue;
        QDateTime begin(day, QTime(day.dayOfWeek() > 5 ? 11 : 8, 40), from.timeZone());
        QDateTime end(day, late ? QTime(22, 15) : QTime(18, 10), from.timeZone());
        begin = std::max(begin, from.addSecs(600));
        end = std::min(end, to.addSecs(-240));
        if (begin < end)
            list.push_back({begin, begin.secsTo(end)});
    }
    return list;
}

} // namespace

QByteArray changelogText(const std::vector<ChangelogPart> &parts)
{
    QString text = u"# Changelog\n\nAll notable changes of this service. The format is that of Keep a Changelog 1.1.0, "
                   u"versions follow "
                   "Semantic Versioning 2.0.0.\n"_s;
    static const QStringList order{u"Added"_s, u"Changed"_s, u"Deprecated"_s, u"Removed"_s, u"Fixed"_s, u"Security"_s};
    for (const ChangelogPart &part : parts) {
        text += part.version.isEmpty() ? u"\n## [Unreleased]\n"_s
                                       : u"\n## [%1] - %2\n"_s.arg(part.version, part.date.toString(Qt::ISODate));
        for (const QString &section : order) {
            const QStringList notes = part.sections.value(section);
            if (notes.isEmpty())
                continue;
            text += u"\n### "_s + section + u"\n\n"_s;
            for (const QString &note : notes)
                text += u"- "_s + note + u'\n';
        }
    }
    return text.toUtf8();
}

ServiceAuthor::ServiceAuthor(const Weeks &weeks, Deck deck, Dice dice)
    : m_weeks(weeks)
    , m_dice(dice)
    , m_drawn(deck.threads.size(), 0)
    , m_version(deck.startVersion)
    , m_reference(deck.firstReference)
{
    m_story.deck = std::move(deck);
}

void ServiceAuthor::begin(const QDateTime &at)
{
    m_changelog = {ChangelogPart{},
                   ChangelogPart{m_version, at.date(), {{u"Changed"_s, {u"Moved to a repository of its own"_s}}}}};
    Tree tree = m_story.deck.base;
    tree.insert(u"VERSION"_s, m_version.toUtf8() + '\n');
    tree.insert(u"CHANGELOG.md"_s, changelogText(m_changelog));
    Commit first;
    first.message =
        u"chore: move %1 to a repository of its own\n\nThe older history stays in the common repository.\n"_s.arg(
            m_story.deck.service);
    first.person = m_story.deck.owners.first();
    first.at = at;
    first.release = true;
    first.version = m_version;
    add(std::move(first), std::move(tree));
}

std::vector<Step> ServiceAuthor::draw(int count, int progress)
{
    std::vector<Step> out;
    const std::vector<Thread> &threads = m_story.deck.threads;
    qsizetype open = -1; // a thread whose last step must be repaired next
    while (static_cast<int>(out.size()) < count || open >= 0) {
        qint64 sum = 0;
        std::vector<qint64> weights;
        for (size_t i = 0; i < threads.size(); ++i) {
            const qint64 left = static_cast<qint64>(threads[i].steps.size() - m_drawn[i]);
            sum += left * (threads[i].late ? progress * progress / 2 : 2500);
            weights.push_back(sum);
        }
        if (sum == 0)
            break;
        size_t chosen = 0;
        if (open >= 0) {
            chosen = static_cast<size_t>(open);
        } else {
            const qint64 hit = m_dice.below(sum);
            chosen = static_cast<size_t>(std::ranges::upper_bound(weights, hit) - weights.begin());
        }
        const Step &step = threads[chosen].steps[m_drawn[chosen]++];
        open = step.breaks ? static_cast<qsizetype>(chosen) : -1;
        out.push_back(step);
    }
    return out;
}

std::vector<QDateTime> ServiceAuthor::moments(int count, const QDateTime &from, const QDateTime &to, bool crammed)
{
    const std::vector<Shift> list = shifts(from, to, crammed);
    qint64 all = 0;
    for (const Shift &s : list)
        all += s.seconds;
    std::vector<QDateTime> out;
    for (int i = 0; i < count; ++i) {
        // Parts in 10000, one of each equal slice; crammed work is dense at the end.
        qint64 part = (10000 * i + m_dice.between(1500, 8500)) / count;
        if (crammed)
            part = part * (20000 - part) / 10000;
        qint64 offset = all * part / 10000;
        QDateTime at = to.addSecs(-240 + i);
        for (const Shift &s : list) {
            if (offset < s.seconds) {
                at = s.from.addSecs(offset);
                break;
            }
            offset -= s.seconds;
        }
        if (!out.empty() && at <= out.back())
            at = out.back().addSecs(61);
        out.push_back(at);
    }
    return out;
}

Result<void> ServiceAuthor::work(const std::vector<Step> &steps, int week, const QDateTime &until, bool crammed)
{
    const QDateTime from = m_story.commits[static_cast<size_t>(m_tip)].at;
    const std::vector<QDateTime> times = moments(static_cast<int>(steps.size()), from, until, crammed);
    for (size_t i = 0; i < steps.size(); ++i) {
        if (auto done = commit(steps[i], times[i], week); !done)
            return done;
    }
    return {};
}

QString ServiceAuthor::someone(int week)
{
    const QStringList &owners = m_story.deck.owners;
    // At first the two who wrote it do most; later the work is spread.
    const int spread = week < turning::weekly ? 2 : static_cast<int>(owners.size());
    if (m_dice.chance(week < turning::weekly ? 55 : 30))
        return owners.first();
    return owners.at(m_dice.chance(88) ? m_dice.below(spread) : m_dice.below(owners.size()));
}

Result<void> ServiceAuthor::commit(const Step &step, const QDateTime &at, int week)
{
    Tree tree = m_story.commits[static_cast<size_t>(m_tip)].tree;
    for (const Edit &edit : step.edits) {
        if (auto done = apply(tree, edit); !done)
            return done;
    }
    const QString type = typeOf(step.subject);
    const bool forClients = isForClients(type);
    Commit made;
    made.message = step.subject + u'\n';
    if (!step.body.isEmpty())
        made.message += u'\n' + step.body + u'\n';
    if (forClients && !step.undocumented) {
        m_reference += static_cast<int>(m_dice.between(1, 3));
        made.message += u"\nRefs: #%1\n"_s.arg(m_reference);
    }
    // In the beginning a third of what clients would notice was written down nowhere.
    const bool forgotten = step.noteText.isEmpty() &&
        m_dice.chance(week < turning::weekly         ? 35
                          : week < turning::borealis ? 8
                                                     : 0);
    if (forClients && !step.undocumented && !forgotten) {
        const QString text = step.noteText.isEmpty() ? descriptionOf(step.subject) : step.noteText;
        const QString section = step.noteSection.isEmpty() ? sectionOf(type) : step.noteSection;
        m_changelog.front().sections[section] << u"%1 (#%2)"_s.arg(text).arg(m_reference);
        tree.insert(u"CHANGELOG.md"_s, changelogText(m_changelog));
    }
    m_weight = std::max(m_weight, step.subject.contains("!:"_L1) ? 2 : type == "feat"_L1 ? 1 : 0);
    made.person = someone(week);
    made.at = at;
    made.week = week;
    made.breaks = step.breaks;
    made.version = u"%1-dev.%2"_s.arg(m_version).arg(++m_sinceRelease);
    add(std::move(made), std::move(tree));
    return {};
}

void ServiceAuthor::add(Commit commit, Tree tree)
{
    commit.parent = m_tip;
    const Tree none;
    const Tree &before = m_tip < 0 ? none : m_story.commits[static_cast<size_t>(m_tip)].tree;
    for (auto [path, bytes] : tree.asKeyValueRange()) {
        const auto old = before.constFind(path);
        if (old == before.constEnd() || *old != bytes)
            commit.changed << path;
    }
    commit.tree = std::move(tree);
    m_tip = static_cast<int>(m_story.commits.size());
    m_story.commits.push_back(std::move(commit));
}

QString ServiceAuthor::nextVersion() const
{
    const QStringList parts = m_version.split(u'.');
    int number[3] = {parts.value(0).toInt(), parts.value(1).toInt(), parts.value(2).toInt()};
    const int place = 2 - m_weight;
    ++number[place];
    std::fill(number + place + 1, number + 3, 0);
    return u"%1.%2.%3"_s.arg(number[0]).arg(number[1]).arg(number[2]);
}

void ServiceAuthor::release(const QDateTime &at, int week)
{
    m_version = nextVersion();
    m_weight = 0;
    m_sinceRelease = 0;
    m_changelog.front().version = m_version;
    m_changelog.front().date = at.date();
    m_changelog.insert(m_changelog.begin(), ChangelogPart{});
    Tree tree = m_story.commits[static_cast<size_t>(m_tip)].tree;
    tree.insert(u"VERSION"_s, m_version.toUtf8() + '\n');
    tree.insert(u"CHANGELOG.md"_s, changelogText(m_changelog));
    Commit made;
    made.message = u"chore(release): %1\n"_s.arg(m_version);
    made.person = week < turning::weekly ? m_story.deck.owners.first()
                                         : people()[static_cast<size_t>(week) % people().size()].key;
    // A day that was too short for its work ends later.
    made.at = std::max(at, m_story.commits[static_cast<size_t>(m_tip)].at.addSecs(90));
    made.week = week;
    made.release = true;
    made.version = m_version;
    add(std::move(made), std::move(tree));
}

Result<void> ServiceAuthor::repair(const QString &name, const QDateTime &at, int week)
{
    QDateTime time = at;
    for (const Step &step : pinned(name)) {
        if (auto done = commit(step, time, week); !done)
            return done;
        time = time.addSecs(24 * 60 + m_dice.below(600));
    }
    release(time, week);
    return {};
}

Result<void> ServiceAuthor::fork(const QDateTime &base, const QDateTime &at)
{
    const std::vector<Step> steps = pinned(u"fork"_s);
    if (steps.empty())
        return {};
    const int main = m_tip;
    const QString version = m_version;
    const int weight = m_weight, since = m_sinceRelease;
    m_tip = m_story.releaseBefore(base);
    const Commit off = m_story.commits[static_cast<size_t>(m_tip)];
    QDateTime time = at;
    const size_t first = m_story.commits.size();
    for (const Step &step : steps) {
        Step bare = step;
        bare.undocumented = true; // nobody wrote down what Borealis got
        m_version = off.version;
        if (auto done = commit(bare, time, turning::fork); !done)
            return done;
        time = time.addSecs(3 * 3600);
    }
    for (size_t i = first; i < m_story.commits.size(); ++i) {
        m_story.commits[i].onMain = false;
        m_story.commits[i].tested = false;
        m_story.commits[i].version.clear();
    }
    Commit &last = m_story.commits.back();
    last.version = off.version + u"-b1"_s;
    last.release = true;
    last.tree.insert(u"VERSION"_s, last.version.toUtf8() + '\n');
    last.changed << u"VERSION"_s;
    m_story.fork = m_tip;
    m_tip = main;
    m_version = version;
    m_weight = weight;
    m_sinceRelease = since;
    return {};
}

Result<void> ServiceAuthor::after()
{
    const std::vector<Step> steps = pinned(u"after"_s);
    if (steps.empty())
        return {};
    const QDateTime from = m_story.commits[static_cast<size_t>(m_tip)].at;
    const QDateTime end(m_weeks.until.addDays(-1), QTime(18, 30), m_weeks.zone);
    QDateTime time = from.addSecs(25 * 60);
    for (const Step &step : steps) {
        if (auto done = commit(step, std::min(time, end), m_weeks.last()); !done)
            return done;
        time = time.addSecs(40 * 60);
    }
    if (m_story.deck.service == "ledger"_L1)
        m_story.commits.back().tested = false;
    return {};
}

} // namespace humdrum::example
