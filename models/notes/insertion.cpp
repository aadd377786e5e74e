// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "notes/insertion.h"

#include "notes/draft.h"

#include <QRegularExpression>

#include <algorithm>
#include <optional>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// A heading with what is below it, up to the next one of its level or above.
struct Part {
    int level = 0;
    QString heading;        ///< lower case
    qsizetype begin = 0;    ///< of the heading's line
    qsizetype lastLine = 0; ///< behind the last line with something on it, its line end included
};

std::vector<Part> partsOf(const QString &text)
{
    static const QRegularExpression headings(u"^ {0,3}(#{1,6})[ \\t]+(.*?)[ \\t]*#*[ \\t]*$"_s);
    static const QRegularExpression fences(u"^ {0,3}(```+|~~~+)"_s);
    std::vector<Part> parts;
    std::vector<size_t> open;
    QString fence;
    for (qsizetype begin = 0; begin < text.size();) {
        qsizetype end = text.indexOf(u'\n', begin);
        end = end < 0 ? text.size() : end + 1;
        const QString line = text.sliced(begin, end - begin).trimmed().isEmpty()
            ? QString()
            : text.sliced(begin, end - begin).remove(u'\n').remove(u'\r');
        if (const auto match = fences.match(line); match.hasMatch()) {
            const QString marks = match.captured(1);
            if (fence.isEmpty())
                fence = marks;
            else if (marks.startsWith(fence))
                fence.clear();
        } else if (const auto heading = headings.match(line); fence.isEmpty() && heading.hasMatch()) {
            const int level = static_cast<int>(heading.capturedLength(1));
            while (!open.empty() && parts[open.back()].level >= level)
                open.pop_back();
            open.push_back(parts.size());
            parts.push_back({level, heading.captured(2).toLower(), begin, end});
        }
        if (!line.isEmpty()) {
            for (const size_t part : open)
                parts[part].lastLine = end;
        }
        begin = end;
    }
    return parts;
}

/// Where a section stands among the others; nothing for a heading that is none of ours.
std::optional<int> placeOf(const QString &heading)
{
    using enum NotesSection;
    int place = 0;
    for (const NotesSection section : {Added, Changed, Fixed, Removed, Deprecated, Security}) {
        if (heading == headingOf(section).toLower())
            return place;
        ++place;
    }
    return heading == warningsHeading().toLower() ? std::optional(place) : std::nullopt;
}

NotesInsertion insertLine(const QString &text, const QString &heading, const QString &line)
{
    constexpr int level = 2;
    const std::vector<Part> parts = partsOf(text);
    const auto known =
        std::ranges::find_if(parts, [&](const Part &p) { return p.level >= level && p.heading == heading.toLower(); });
    if (known != parts.end()) {
        const bool open = known->lastLine == text.size() && !text.endsWith(u'\n');
        return {known->lastLine, (open ? u"\n"_s : QString()) + line + u'\n'};
    }
    const std::optional<int> place = placeOf(heading.toLower());
    const auto later = std::ranges::find_if(parts, [&](const Part &p) {
        const auto other = placeOf(p.heading);
        return p.level == level && other && place && *other > *place;
    });
    const QString section = "## "_L1 + heading + u'\n' + line + u'\n';
    if (later != parts.end())
        return {later->begin, section + u'\n'};
    const QString gap = text.isEmpty() || text.endsWith("\n\n"_L1) ? QString()
        : text.endsWith(u'\n')                                     ? u"\n"_s
                                                                   : u"\n\n"_s;
    return {text.size(), gap + section};
}

} // namespace

std::vector<NotesInsertion> insertEntry(const QString &text, const NotedChange &noted, NotesSection section)
{
    if (section == NotesSection::Internal)
        section = NotesSection::Changed;
    std::vector<NotesInsertion> insertions{insertLine(text, headingOf(section), draftedEntry(noted))};
    if (const QString warning = draftedWarning(noted); !warning.isEmpty()) {
        NotesInsertion second = insertLine(text, warningsHeading(), warning);
        // Both at the end of the text: the first has made the gap already.
        if (second.position == insertions.front().position && second.text.startsWith("\n\n"_L1))
            second.text.remove(0, 1);
        else if (second.position == insertions.front().position && !second.text.startsWith(u'\n'))
            second.text.prepend(u'\n');
        insertions.push_back(std::move(second));
    }
    return insertions;
}

} // namespace humdrum
