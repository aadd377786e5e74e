// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/logrows.h"

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 pageSize = 256; ///< rows
constexpr size_t pagesKept = 100;
constexpr qint64 endSize = 2 * pageSize; ///< rows read at the end when a log has grown
constexpr qsizetype longestShown = 8192;

LogRow rowOf(const LogLine &line, AnsiReader &reader)
{
    LogRow row{.at = line.at, .own = line.own};
    if (line.own)
        reader = {}; // what a command left switched on ends with it
    if (line.text.size() > longestShown)
        row.runs = reader.read(line.text.first(longestShown) + u'…');
    else
        row.runs = reader.read(line.text);
    if (line.own)
        row.runs.front().text.prepend(u"· "_s);
    for (const AnsiRun &run : row.runs)
        row.text += run.text;
    return row;
}

} // namespace

LogRows::Rows LogRows::rowsOf(const LogPage &read)
{
    Rows made{.first = read.first, .rows = {}};
    AnsiReader reader;
    (void)reader.read(QString::fromLatin1(read.look));
    for (const LogLine &line : read.lines)
        made.rows.push_back(rowOf(line, reader));
    return made;
}

LogRows::LogRows(QObject *parent) : QObject(parent) {}
LogRows::~LogRows() = default;

void LogRows::setLogs(const QStringList &files)
{
    ++m_generation;
    m_sections.clear();
    m_used.clear();
    m_partial.reset();
    m_query = {};
    m_loaded = false;
    m_sections.resize(static_cast<size_t>(files.size()));
    for (int i = 0; i < files.size(); ++i) {
        Section &section = m_sections[static_cast<size_t>(i)];
        section.log = std::make_unique<LogFollower>(files[i]);
        connect(section.log.get(), &LogFollower::grown, this, [this, i] { grow(i); });
        connect(section.log.get(), &LogFollower::refreshed, this, [this, i] { sectionRead(i); });
        connect(section.log.get(), &LogFollower::searchMoved, this, &LogRows::searchMoved);
        section.log->setLive(m_live);
    }
}

void LogRows::setLive(bool live)
{
    if (std::exchange(m_live, live) == live)
        return;
    for (const Section &section : m_sections) {
        section.log->setLive(live);
        section.log->refresh();
    }
}

bool LogRows::isEnded() const
{
    return std::ranges::all_of(m_sections, [](const Section &s) { return s.log->isEnded(); });
}

qint64 LogRows::count() const { return before(static_cast<int>(m_sections.size())); }

qint64 LogRows::before(int section) const
{
    qint64 sum = 0;
    for (int i = 0; i < section; ++i)
        sum += m_sections[static_cast<size_t>(i)].shown;
    return sum;
}

LogRows::Place LogRows::placeOf(qint64 number) const
{
    for (size_t i = 0; i < m_sections.size() && number >= 0; ++i) {
        if (number < m_sections[i].shown)
            return {static_cast<int>(i), number};
        number -= m_sections[i].shown;
    }
    return {};
}

const LogRow *LogRows::row(qint64 number)
{
    const Place place = placeOf(number);
    if (place.section < 0)
        return nullptr;
    Section &section = m_sections[static_cast<size_t>(place.section)];
    const qint64 page = place.line / pageSize;
    const auto it = section.pages.find(page);
    const auto within = static_cast<size_t>(place.line % pageSize);
    if (it != section.pages.end() && within < it->rows.size()) {
        m_used.splice(m_used.begin(), m_used, it->used);
        return &it->rows[within];
    }
    ask(place.section, page);
    return nullptr;
}

void LogRows::ask(int section, qint64 page)
{
    Section &s = m_sections[static_cast<size_t>(section)];
    if (s.asked.contains(page))
        return;
    s.asked << page;
    s.log->read(page * pageSize, pageSize)
        .then(QtFuture::Launch::Async, rowsOf)
        .then(this, [this, section, page, generation = m_generation](const Rows &read) {
            if (generation != m_generation)
                return;
            m_sections[static_cast<size_t>(section)].asked.removeOne(page);
            take(section, read);
            Q_EMIT rowsRead();
        });
}

/// Begins at the beginning of a page.
void LogRows::take(int section, const Rows &read)
{
    Section &s = m_sections[static_cast<size_t>(section)];
    for (size_t from = 0; from < read.rows.size(); from += static_cast<size_t>(pageSize)) {
        const qint64 number = (read.first + static_cast<qint64>(from)) / pageSize;
        Page &page = s.pages[number];
        const bool known = !page.rows.empty();
        page.rows.assign(read.rows.begin() + static_cast<ptrdiff_t>(from),
                         read.rows.begin() +
                             static_cast<ptrdiff_t>(std::min(from + static_cast<size_t>(pageSize), read.rows.size())));
        if (known)
            m_used.splice(m_used.begin(), m_used, page.used);
        else
            page.used = m_used.emplace(m_used.begin(), section, number);
    }
    while (m_used.size() > pagesKept) {
        m_sections[static_cast<size_t>(m_used.back().first)].pages.remove(m_used.back().second);
        m_used.pop_back();
    }
}

/// Reads the end first: what is new is shown with its text.
void LogRows::grow(int section)
{
    Section &s = m_sections[static_cast<size_t>(section)];
    showPartial();
    const qint64 count = s.log->count();
    if (s.growing || count == s.shown)
        return;
    s.growing = true;
    const qint64 from = std::max(s.shown / pageSize, std::max<qint64>(0, count - endSize) / pageSize) * pageSize;
    s.log->read(from, count - from)
        .then(QtFuture::Launch::Async, rowsOf)
        .then(this, [this, section, count, generation = m_generation](const Rows &read) {
            if (generation != m_generation)
                return;
            Section &grown = m_sections[static_cast<size_t>(section)];
            grown.growing = false;
            take(section, read);
            const qint64 more = count - grown.shown;
            const qint64 at = before(section) + grown.shown;
            grown.shown = count;
            showPartial();
            Q_EMIT rowsAdded(at, more);
            if (grown.log->count() > count)
                grow(section);
            else
                sectionRead(section);
        });
}

void LogRows::sectionRead(int section)
{
    Section &s = m_sections[static_cast<size_t>(section)];
    s.read = true;
    if (s.growing || s.shown < s.log->count())
        return;
    const bool all = std::ranges::all_of(
        m_sections, [](const Section &one) { return one.read && !one.growing && one.shown == one.log->count(); });
    if (all && !std::exchange(m_loaded, true))
        Q_EMIT loaded();
}

/// Only behind the last: in the middle it would have to go when another log grows.
void LogRows::showPartial()
{
    const Section &last = m_sections.back();
    const LogLine &line = last.log->partial();
    const bool there = !line.text.isEmpty() && last.shown == last.log->count();
    if (!there && !m_partial)
        return;
    AnsiReader reader;
    m_partial = there ? std::optional(rowOf(line, reader)) : std::nullopt;
    Q_EMIT rowsRead();
}

QStringList LogRows::problems() const
{
    QStringList all;
    for (const Section &section : m_sections)
        all << section.log->problems();
    return all;
}

QFuture<QString> LogRows::text(qint64 first, qint64 count)
{
    QList<QFuture<LogPage>> reads;
    qint64 begin = 0;
    for (const Section &section : m_sections) {
        const qint64 from = std::max<qint64>(0, first - begin);
        const qint64 to = std::min(section.shown, first + count - begin);
        if (from < to)
            reads << section.log->read(from, to - from);
        begin += section.shown;
    }
    if (reads.isEmpty())
        return QtFuture::makeReadyValueFuture(QString());
    return QtFuture::whenAll(reads.begin(), reads.end())
        .then(QtFuture::Launch::Async, [](const QList<QFuture<LogPage>> &all) {
            QString text;
            for (const QFuture<LogPage> &read : all) {
                const LogPage page = read.result();
                for (const LogLine &line : page.lines)
                    text += (line.own ? u"· "_s : QString()) + plainText(line.text) + u'\n';
            }
            return text;
        });
}

QFuture<Result<void>> LogRows::saveTo(const QString &path)
{
    if (m_sections.empty())
        return QtFuture::makeReadyValueFuture(Result<void>{});
    return m_sections.front().log->saveTo(path);
}

void LogRows::find(const LogQuery &query)
{
    m_query = query;
    for (const Section &section : m_sections)
        section.log->find(query);
    Q_EMIT searchMoved();
}

qint64 LogRows::hitCount() const
{
    qint64 sum = 0;
    for (const Section &section : m_sections)
        sum += section.log->hits().size();
    return sum;
}

bool LogRows::isSearching() const
{
    return std::ranges::any_of(m_sections, [](const Section &s) { return s.log->isSearching(); });
}

double LogRows::searched() const
{
    qint64 done = 0, all = 0;
    for (const Section &section : m_sections) {
        done += section.log->searched();
        all += section.log->count();
    }
    return all > 0 ? double(done) / double(all) : 1;
}

bool LogRows::isHit(qint64 number) const
{
    const Place place = placeOf(number);
    return place.section >= 0 &&
        std::ranges::binary_search(m_sections[static_cast<size_t>(place.section)].log->hits(), place.line);
}

qint64 LogRows::hitFrom(qint64 from, bool backward) const
{
    qint64 first = -1, last = -1, found = -1, begin = 0;
    for (const Section &section : m_sections) {
        const QList<qint64> &hits = section.log->hits();
        // What counts is shown already.
        const auto end = std::ranges::lower_bound(hits, section.shown);
        if (end != hits.begin()) {
            if (first < 0)
                first = begin + hits.front();
            last = begin + *std::prev(end);
            if (backward) {
                const auto it = std::lower_bound(hits.begin(), end, from - begin);
                if (it != hits.begin())
                    found = begin + *std::prev(it);
            } else if (found < 0) {
                const auto it = std::upper_bound(hits.begin(), end, from - begin);
                if (it != end)
                    found = begin + *it;
            }
        }
        begin += section.shown;
    }
    return found >= 0 ? found : backward ? last : first;
}

qint64 LogRows::hitNumber(qint64 row) const
{
    qint64 sum = 0;
    const Place place = placeOf(row);
    for (int i = 0; i < place.section; ++i)
        sum += m_sections[static_cast<size_t>(i)].log->hits().size();
    if (!isHit(row))
        return 0;
    const QList<qint64> &hits = m_sections[static_cast<size_t>(place.section)].log->hits();
    return sum + (std::ranges::lower_bound(hits, place.line) - hits.begin()) + 1;
}

} // namespace humdrum
