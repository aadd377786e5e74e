// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "notes/entries.h"

#include "domain/conventional.h"

#include <QHash>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

NotesSection sectionOf(const Change &change)
{
    const QString &type = change.type;
    if (change.parents.size() > 1)
        return NotesSection::Internal;
    if (type == "security"_L1 || type == "sec"_L1 ||
        (type == "fix"_L1 && change.scope.compare("security"_L1, Qt::CaseInsensitive) == 0))
        return NotesSection::Security;
    if (type == "remove"_L1 || type == "removed"_L1)
        return NotesSection::Removed;
    if (type == "deprecate"_L1 || type == "deprecated"_L1)
        return NotesSection::Deprecated;
    if (change.breaking)
        return NotesSection::Changed;
    if (isInternalType(type))
        return NotesSection::Internal;
    if (type == "feat"_L1 || type == "add"_L1)
        return NotesSection::Added;
    if (type == "fix"_L1)
        return NotesSection::Fixed;
    return NotesSection::Changed;
}

} // namespace

std::vector<NotesSection> sectionsOf(std::span<const NotedChange> changes)
{
    std::vector<NotesSection> sections;
    sections.reserve(changes.size());
    for (const NotedChange &noted : changes)
        sections.push_back(sectionOf(noted.change));
    // A revert and what it takes back leave nothing to tell. Newest first, so that the revert of a revert is seen before the revert itself.
    QHash<QString, std::vector<size_t>> byPrefix;
    for (size_t i = 0; i < changes.size(); ++i)
        byPrefix[changes[i].change.commit.left(7)].push_back(i);
    std::vector<bool> takenBack(changes.size(), false);
    for (size_t i = changes.size(); i-- > 0;) {
        const Change &change = changes[i].change;
        if (takenBack[i] || (change.type != "revert"_L1 && !change.summary.startsWith("Revert \""_L1)))
            continue;
        const QString subject =
            change.type.isEmpty() ? change.summary : QString(change.type + ": "_L1 + change.summary);
        const QStringList reverts = parseConventional(subject + "\n\n"_L1 + change.body).reverts;
        size_t found = 0;
        for (const QString &hash : reverts) {
            for (const size_t other : byPrefix.value(hash.left(7))) {
                if (other == i || takenBack[other] || !changes[other].change.commit.startsWith(hash) ||
                    changes[other].change.service != change.service)
                    continue;
                takenBack[other] = true;
                sections[other] = NotesSection::Internal;
                ++found;
            }
        }
        if (found > 0 && found == static_cast<size_t>(reverts.size()))
            sections[i] = NotesSection::Internal;
    }
    return sections;
}

QString headingOf(NotesSection section)
{
    switch (section) {
    case NotesSection::Added:
        return u"Added"_s;
    case NotesSection::Changed:
        return u"Changed"_s;
    case NotesSection::Fixed:
        return u"Fixed"_s;
    case NotesSection::Removed:
        return u"Removed"_s;
    case NotesSection::Deprecated:
        return u"Deprecated"_s;
    case NotesSection::Security:
        return u"Security"_s;
    case NotesSection::Internal:
        break;
    }
    return {};
}

QString warningsHeading() { return u"Before you update"_s; }

QString escapeMarkdown(const QString &text)
{
    static constexpr QStringView special = u"\\`*_[]<>&~|$";
    QString escaped;
    escaped.reserve(text.size());
    const QString line = text.simplified();
    for (const QChar c : line) {
        // Direction marks could make a text read otherwise than it is (CVE-2021-42574).
        const bool direction = (c >= QChar(0x202a) && c <= QChar(0x202e)) ||
            (c >= QChar(0x2066) && c <= QChar(0x2069)) || c == QChar(0x200e) || c == QChar(0x200f) ||
            c == QChar(0x061c);
        if (direction || c.category() == QChar::Other_Control)
            continue;
        if (special.contains(c))
            escaped += u'\\';
        escaped += c;
    }
    return escaped;
}

} // namespace humdrum
