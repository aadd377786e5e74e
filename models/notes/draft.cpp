// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "notes/draft.h"

#include "domain/conventional.h"

#include <QLocale>

#include <array>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

QString entry(const NotedChange &noted, const QString &text)
{
    QStringList handles;
    for (const QString &reference : noted.change.references) {
        if (!referencesIn(text).contains(reference))
            handles.append(escapeMarkdown(reference));
    }
    if (noted.change.references.isEmpty())
        handles.append(noted.change.commit.left(7));
    QString line = "- **"_L1 + escapeMarkdown(noted.service) + "**: "_L1 + escapeMarkdown(text);
    if (!handles.isEmpty())
        line += " ("_L1 + handles.join(u", ") + u')';
    return line;
}

QString breakingText(const Change &change)
{
    const QString told = parseConventional("x: y\n\n"_L1 + change.body).breakingText;
    return told.isEmpty() ? change.summary : told;
}

QString list(const QStringList &names)
{
    if (names.size() < 2)
        return names.join(QString());
    return names.first(names.size() - 1).join(u", ") + " and "_L1 + names.last();
}

QString countingIntro(int count, const QStringList &services)
{
    static constexpr std::array words{"One",   "Two",   "Three", "Four", "Five",   "Six",
                                      "Seven", "Eight", "Nine",  "Ten",  "Eleven", "Twelve"};
    if (count == 0)
        return u"Nothing changes for you in this release."_s;
    const QString number =
        count <= 12 ? QString::fromLatin1(words[static_cast<size_t>(count - 1)]) : QString::number(count);
    return number + (count == 1 ? " change in "_L1 : " changes in "_L1) + list(services) + u'.';
}

} // namespace

QString draftedEntry(const NotedChange &noted) { return entry(noted, noted.change.summary); }

QString draftedWarning(const NotedChange &noted)
{
    return noted.change.breaking ? entry(noted, breakingText(noted.change)) : QString();
}

QString draftNotes(const DraftInput &input)
{
    using enum NotesSection;
    const std::vector<NotesSection> sections = sectionsOf(input.changes);
    QString body;
    int count = 0;
    QStringList services;
    for (const NotesSection section : {Added, Changed, Fixed, Removed, Deprecated, Security}) {
        QString entries;
        for (size_t i = 0; i < sections.size(); ++i) {
            if (sections[i] != section)
                continue;
            const NotedChange &noted = input.changes[i];
            entries += draftedEntry(noted) + u'\n';
            ++count;
            if (!services.contains(escapeMarkdown(noted.service)))
                services.append(escapeMarkdown(noted.service));
        }
        if (!entries.isEmpty())
            body += "\n## "_L1 + headingOf(section) + u'\n' + entries;
    }
    QString before;
    for (size_t i = 0; i < sections.size(); ++i) {
        if (sections[i] != Internal && input.changes[i].change.breaking)
            before += draftedWarning(input.changes[i]) + u'\n';
    }
    if (!before.isEmpty())
        body += "\n## "_L1 + warningsHeading() + u'\n' + before;

    QString title = "# "_L1 + escapeMarkdown(input.version);
    if (input.date.isValid())
        title += u" — "_s + QLocale::c().toString(input.date, u"d MMMM yyyy");
    const QString intro = input.intro.trimmed().isEmpty() ? countingIntro(count, services) : input.intro.trimmed();
    return title + "\n\n"_L1 + intro + u'\n' + body;
}

} // namespace humdrum
