// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "notes/coverage.h"

#include <QHash>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shortestSummary = 8;

struct Place {
    qsizetype position = 0;
    qsizetype length = 0;
    QString text;
};

/// A text without markup, letter case and doubled spaces, and where each of its characters came from.
struct Plain {
    QString text;
    std::vector<qsizetype> origin;
};

Plain plain(const QString &text)
{
    static constexpr QStringView markup = u"\\*_`";
    Plain result;
    result.text.reserve(text.size());
    bool space = true;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (markup.contains(c))
            continue;
        if (c.isSpace()) {
            if (!space) {
                result.text += u' ';
                result.origin.push_back(i);
            }
            space = true;
            continue;
        }
        space = false;
        result.text += c.toLower();
        result.origin.push_back(i);
    }
    if (result.text.endsWith(u' ')) {
        result.text.chop(1);
        result.origin.pop_back();
    }
    return result;
}

/// Comments become spaces, so that positions stay.
QString withoutComments(QString text)
{
    for (qsizetype begin = text.indexOf("<!--"_L1); begin >= 0; begin = text.indexOf("<!--"_L1, begin)) {
        qsizetype end = text.indexOf("-->"_L1, begin);
        end = end < 0 ? text.size() : end + 3;
        for (; begin < end; ++begin) {
            if (text[begin] != u'\n')
                text[begin] = u' ';
        }
    }
    return text;
}

class Finder {
public:
    Finder(const QString &text, std::span<const NotedChange> changes)
        : m_text(withoutComments(text))
        , m_plain(plain(m_text))
    {
        for (const NotedChange &noted : changes)
            m_services.insert(noted.service);
        collect();
    }

    [[nodiscard]] Place find(const NotedChange &noted) const
    {
        for (const QString &reference : noted.change.references) {
            for (const Place &place : m_references.value(reference)) {
                if (belongs(place, noted.service))
                    return place;
            }
        }
        for (const Place &place : m_hashes.value(noted.change.commit.left(7))) {
            if (noted.change.commit.startsWith(place.text) && belongs(place, noted.service))
                return place;
        }
        const QString summary = plain(noted.change.summary).text;
        if (summary.size() < shortestSummary)
            return {};
        for (qsizetype at = m_plain.text.indexOf(summary); at >= 0; at = m_plain.text.indexOf(summary, at + 1)) {
            const qsizetype first = m_plain.origin[static_cast<size_t>(at)];
            const qsizetype last = m_plain.origin[static_cast<size_t>(at + summary.size() - 1)];
            const Place place{first, last - first + 1, {}};
            if (belongs(place, noted.service))
                return place;
        }
        return {};
    }

private:
    void collect()
    {
        // Runs of what references and hashes are made of; references are then looked up whole.
        static const QRegularExpression words(u"[\\w./#-]*[\\w]"_s);
        for (const QRegularExpressionMatch &match : words.globalMatch(m_text)) {
            const Place place{match.capturedStart(), match.capturedLength(), match.captured()};
            m_references[place.text].push_back(place);
            const bool hash = place.length >= 7 && place.length <= 64 && std::ranges::all_of(place.text, [](QChar c) {
                                  return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
                              });
            if (hash)
                m_hashes[place.text.left(7)].push_back(place);
        }
    }

    /// Whether the line does not name other services only.
    [[nodiscard]] bool belongs(const Place &place, const QString &service) const
    {
        const qsizetype begin = m_text.lastIndexOf(u'\n', place.position) + 1;
        qsizetype end = m_text.indexOf(u'\n', place.position);
        if (end < 0)
            end = m_text.size();
        static const QRegularExpression bold(u"\\*\\*([^*\\n]+)\\*\\*"_s);
        bool others = false;
        for (const QRegularExpressionMatch &match :
             bold.globalMatchView(QStringView(m_text).sliced(begin, end - begin))) {
            QString name = match.captured(1).trimmed();
            name.remove(u'\\');
            if (name == service)
                return true;
            others = others || m_services.contains(name);
        }
        return !others;
    }

    QString m_text;
    Plain m_plain;
    QSet<QString> m_services;
    QHash<QString, std::vector<Place>> m_references, m_hashes;
};

} // namespace

Coverage coverageOf(const QString &text, std::span<const NotedChange> changes)
{
    const Finder finder(text, changes);
    const std::vector<NotesSection> sections = sectionsOf(changes);
    Coverage coverage;
    coverage.marks.reserve(changes.size());
    for (size_t i = 0; i < changes.size(); ++i) {
        CoverageMark mark;
        const Place place = finder.find(changes[i]);
        if (place.length > 0) {
            mark = {CoverageState::Documented, place.position, place.length};
            ++coverage.documented;
        } else if (sections[i] == NotesSection::Internal) {
            mark.state = CoverageState::Internal;
            ++coverage.internal;
        } else {
            ++coverage.missing;
        }
        coverage.marks.push_back(mark);
    }
    return coverage;
}

} // namespace humdrum
