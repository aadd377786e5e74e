// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/notes.h"

#include "domain/conventional.h"
#include "example/dice.h"
#include "example/layout.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <ranges>

using namespace Qt::StringLiterals;

namespace humdrum::example {

namespace {

/// When the notes of a train were signed, from its departure on, and how much of it they left out.
struct Habit {
    int week;
    int signedDay, signedHour;
    int forgottenPercent;
};
constexpr Habit habits[] = {
    {turning::weekly, 1, 14, 35},     // nobody had asked for them before
    {turning::weekly + 1, 0, 15, 25}, // after it had left
    {turning::weekly + 2, -1, 16, 10},
    {turning::weekly + 3, 0, 11, 10}, // the one who signs was away
};
constexpr Habit usual{-1, -1, 11, 0};

/// As Markdown that shows exactly the text.
QString escaped(const QString &text)
{
    static constexpr QStringView special = u"\\`*_[]<>&~|$";
    QString result;
    for (const QChar c : text.simplified()) {
        if (special.contains(c))
            result += u'\\';
        result += c;
    }
    return result;
}

/// A change as clients read of it.
struct Told {
    QString section, line;
    QString warning; ///< what to do before the update; empty: nothing
};

Told told(const QString &service, const Commit &commit)
{
    const ConventionalCommit c = parseConventional(commit.message);
    const QString handle = c.references.isEmpty() ? commit.hash.left(7) : c.references.first();
    const auto entry = [&](const QString &text) {
        return u"- **%1**: %2 (%3)\n"_s.arg(service, escaped(text), escaped(handle));
    };
    return {c.breaking                ? u"Changed"_s
                : c.type == "feat"_L1 ? u"Added"_s
                : c.type == "fix"_L1  ? u"Fixed"_s
                                      : u"Changed"_s,
            entry(c.description),
            c.breaking ? entry(c.breakingText.isEmpty() ? c.description : c.breakingText) : QString()};
}

class Teller {
public:
    explicit Teller(const Story &story) : m_story(story), m_dice(story.seed * 6007 + 3) {}

    std::vector<NotesStory> tell()
    {
        std::vector<NotesStory> all;
        const ReleaseStory *before = nullptr;
        for (const ReleaseStory &release : m_story.releases) {
            if (before && release.week >= turning::weekly)
                all.push_back(notes(release, *before));
            before = &release;
        }
        return all;
    }

private:
    NotesStory notes(const ReleaseStory &release, const ReleaseStory &before)
    {
        const auto habit = std::ranges::find(habits, release.week, &Habit::week);
        const Habit &how = habit == std::end(habits) ? usual : *habit;
        const Weeks &weeks = m_story.weeks;
        const auto minute = [this] { return static_cast<int>(m_dice.between(0, 50)); };
        NotesStory n;
        n.release = release.version;
        n.author = people()[static_cast<size_t>(release.week) % people().size()].key;
        // The two who speak for support take turns; nobody signs what he wrote.
        const std::array leads{u"wc"_s, u"pl"_s};
        n.signer = leads[static_cast<size_t>(release.week) % 2];
        if (n.signer == n.author)
            n.signer = leads[static_cast<size_t>(release.week + 1) % 2];
        n.publisher = release.week % 2 == 0 ? u"nr"_s : u"tm"_s;
        n.written = weeks.at(release.week, -4, 17, minute());
        n.signedAt = weeks.at(release.week, how.signedDay, how.signedHour, minute());
        n.published = n.signedAt.addSecs(60 * m_dice.between(20, 90));
        n.text = text(release, before, how.forgottenPercent);
        return n;
    }

    QString text(const ReleaseStory &release, const ReleaseStory &before, int forgottenPercent)
    {
        std::map<QString, QString> sections;
        QString warnings;
        int count = 0;
        for (const QString &service : serviceKeys()) {
            for (const Commit *commit : between(service, before, release)) {
                const ConventionalCommit c = parseConventional(commit->message);
                if ((isInternalType(c.type) && !c.breaking) || m_dice.chance(forgottenPercent))
                    continue;
                const Told t = told(service, *commit);
                sections[t.section] += t.line;
                warnings += t.warning;
                ++count;
            }
        }
        const QDate day = m_story.weeks.departure(release.week).date();
        QString markdown = u"# %1 — %2\n\n"_s.arg(release.version, QLocale::c().toString(day, u"d MMMM yyyy")) +
            intro(count, warnings);
        for (const QString &section : {u"Added"_s, u"Changed"_s, u"Fixed"_s}) {
            if (!sections[section].isEmpty())
                markdown += u"\n## "_s + section + u'\n' + sections[section];
        }
        if (!warnings.isEmpty())
            markdown += u"\n## Before you update\n"_s + warnings;
        return markdown;
    }

    static QString intro(int count, const QString &warnings)
    {
        if (count == 0)
            return u"Nothing changes for you this week.\n"_s;
        const QString number = count == 1 ? u"One change"_s : u"%1 changes"_s.arg(count);
        return number +
            (warnings.isEmpty() ? u" this week. There is nothing to do before you update.\n"_s
                                : u" this week. Please read “Before you update” first.\n"_s);
    }

    /// Oldest first.
    std::vector<const Commit *> between(const QString &service, const ReleaseStory &before,
                                        const ReleaseStory &release) const
    {
        const std::vector<Commit> &commits = m_story.services.at(service).commits;
        std::vector<const Commit *> found;
        for (int i = release.commits.at(service); i >= 0 && i != before.commits.at(service);
             i = commits[static_cast<size_t>(i)].parent)
            found.push_back(&commits[static_cast<size_t>(i)]);
        std::ranges::reverse(found);
        return found;
    }

    const Story &m_story;
    Dice m_dice;
};

} // namespace

std::vector<NotesStory> tellNotes(const Story &story) { return Teller(story).tell(); }

Result<void> writeNotes(const QString &folder, const std::vector<NotesStory> &notes)
{
    const auto line = [](const QJsonObject &o) { return QJsonDocument(o).toJson(QJsonDocument::Compact) + '\n'; };
    QByteArray lines;
    for (const NotesStory &n : notes) {
        const QString file = n.release + u".md"_s;
        if (auto done = writeFile(u"%1/history/notes/%2"_s.arg(folder, file), n.text.toUtf8()); !done)
            return done;
        lines += line({{u"release"_s, n.release},
                       {u"file"_s, file},
                       {u"author"_s, n.author},
                       {u"written"_s, n.written.toString(Qt::ISODate)},
                       {u"publisher"_s, n.publisher},
                       {u"published"_s, n.published.toString(Qt::ISODate)}});
        lines += line({{u"release"_s, n.release},
                       {u"role"_s, u"support-lead"_s},
                       {u"person"_s, n.signer},
                       {u"signed"_s, n.signedAt.toString(Qt::ISODate)}});
    }
    return writeFile(folder + u"/history/notes/notes.jsonl"_s, lines);
}

} // namespace humdrum::example
