// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "notes/changelog.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Changelog)
};

/// Walks lines and knows which lie in fenced code (CommonMark 0.31, 4.5).
class Lines {
public:
    explicit Lines(const QByteArray &text) : m_text(text) {}

    bool next()
    {
        if (m_end >= m_text.size())
            return false;
        begin = m_end;
        const qsizetype newline = m_text.indexOf('\n', begin);
        m_end = newline < 0 ? m_text.size() : newline + 1;
        line = m_text.sliced(begin, m_end - begin);
        while (line.endsWith('\n') || line.endsWith('\r'))
            line.chop(1);
        inCode = updateFence();
        return true;
    }
    [[nodiscard]] qsizetype after() const { return m_end; }

    qsizetype begin = 0;
    QByteArray line;
    bool inCode = false;

private:
    bool updateFence()
    {
        qsizetype indent = 0;
        while (indent < line.size() && line[indent] == ' ')
            ++indent;
        const char mark = indent < line.size() && indent < 4 ? line[indent] : '\0';
        qsizetype length = 0;
        while ((mark == '`' || mark == '~') && indent + length < line.size() && line[indent + length] == mark)
            ++length;
        if (m_fence == '\0') {
            if (length < 3 || (mark == '`' && line.indexOf('`', indent + length) >= 0))
                return false;
            m_fence = mark;
            m_length = length;
        } else if (mark == m_fence && length >= m_length && line.sliced(indent + length).trimmed().isEmpty()) {
            m_fence = '\0';
        }
        return true;
    }

    const QByteArray &m_text;
    qsizetype m_end = 0;
    char m_fence = '\0';
    qsizetype m_length = 0;
};

bool readHeading(const QByteArray &line, ChangelogSection &section)
{
    static const QRegularExpression pattern(
        u"^## +\\[?(v?[0-9][^\\]\\s]*|unreleased)\\]?(?:\\([^)]*\\))?(?:\\s*[-–—]?\\s*\\(?([0-9]{4}-[0-9]{2}-[0-9]{2})\\)?)?\\s*(\\[yanked\\])?\\s*$"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = pattern.match(QString::fromUtf8(line));
    if (!match.hasMatch())
        return false;
    section.unreleased = match.capturedView(1).compare("unreleased"_L1, Qt::CaseInsensitive) == 0;
    if (!section.unreleased)
        section.version = match.captured(1);
    section.date = QDate::fromString(match.captured(2), Qt::ISODate);
    section.yanked = match.hasCaptured(3);
    return true;
}

bool isLinkDefinition(const QByteArray &line)
{
    const qsizetype close = line.indexOf("]:");
    return line.startsWith('[') && close > 1;
}

/// Where the link definitions at the end of the text begin; the text's size when there are none.
qsizetype linksBegin(const QByteArray &text)
{
    qsizetype begin = text.size();
    Lines lines(text);
    while (lines.next()) {
        if (lines.inCode || (!isLinkDefinition(lines.line) && !lines.line.trimmed().isEmpty()))
            begin = text.size();
        else if (begin == text.size() && isLinkDefinition(lines.line))
            begin = lines.begin;
    }
    return begin;
}

} // namespace

std::vector<ChangelogSection> parseChangelog(const QByteArray &text)
{
    std::vector<ChangelogSection> sections;
    const qsizetype links = linksBegin(text);
    bool open = false;
    Lines lines(text);
    while (lines.next() && lines.begin < links) {
        // A heading of another kind on this level or above ends a section as well.
        if (lines.inCode || !(lines.line.startsWith("## ") || lines.line.startsWith("# ")))
            continue;
        if (open)
            sections.back().end = lines.begin;
        ChangelogSection section;
        open = readHeading(lines.line, section);
        if (!open)
            continue;
        section.begin = lines.begin;
        section.bodyBegin = lines.after();
        section.end = links;
        sections.push_back(std::move(section));
    }
    return sections;
}

Result<QByteArray> insertSection(const QByteArray &text, const QString &version, const QDate &date, const QString &body)
{
    const bool fits = !version.isEmpty() &&
        std::ranges::none_of(version, [](QChar c) { return c.isSpace() || !c.isPrint() || c == u'[' || c == u']'; });
    ChangelogSection heading;
    if (!fits || !date.isValid() || !readHeading("## [" + version.toUtf8() + "]", heading) || heading.unreleased)
        return fail(ErrorCode::InvalidInput,
                    Text::tr("“%1” with this date cannot head a section of a changelog.").arg(version));
    const QByteArray content = body.trimmed().toUtf8().replace("\r\n", "\n");
    Lines bodyLines(content);
    while (bodyLines.next()) {
        if (!bodyLines.inCode && (bodyLines.line.startsWith("# ") || bodyLines.line.startsWith("## ")))
            return fail(ErrorCode::InvalidInput, Text::tr("The text of a version has no headings of level 1 or 2."));
    }
    const std::vector<ChangelogSection> sections = parseChangelog(text);
    if (std::ranges::any_of(sections, [&](const ChangelogSection &s) { return s.version == version; }))
        return fail(ErrorCode::AlreadyExists, Text::tr("The changelog has a section for %1 already.").arg(version));

    const auto released = std::ranges::find(sections, false, &ChangelogSection::unreleased);
    qsizetype at = linksBegin(text);
    if (released != sections.end())
        at = released->begin;
    else if (!sections.empty())
        at = sections.back().end;
    const bool brackets =
        released == sections.end() || text.sliced(released->begin, released->bodyBegin - released->begin).contains('[');
    const QByteArray name = version.toUtf8();
    QByteArray section =
        "## " + (brackets ? QByteArray('[' + name + ']') : name) + " - " + date.toString(Qt::ISODate).toLatin1() + '\n';
    if (!content.isEmpty())
        section += '\n' + content + '\n';
    const QByteArray before = text.first(at);
    if (!before.isEmpty() && !before.endsWith('\n'))
        section.prepend("\n\n");
    else if (!before.isEmpty() && !before.endsWith("\n\n") && !before.endsWith("\r\n\r\n"))
        section.prepend('\n');
    if (at < text.size())
        section += '\n';
    if (text.contains("\r\n"))
        section.replace("\n", "\r\n");
    return QByteArray(before + section + text.sliced(at));
}

} // namespace humdrum
