// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logs/logfollower.h"

#include <QPromise>
#include <QSaveFile>

#include <utility>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds every{100};
constexpr qint64 savedAtOnce = 4000; ///< lines

Result<void> save(LogReader &reader, const QString &path, const std::atomic<bool> &gone)
{
    const auto failed = [&](const QString &why) {
        return fail(ErrorCode::FileFailed, LogFollower::tr("The log could not be saved to %1: %2").arg(path, why));
    };
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return failed(file.errorString());
    for (qint64 first = 0; first < reader.count();) {
        if (gone)
            return fail(ErrorCode::Cancelled, LogFollower::tr("Saving the log was cancelled"));
        const LogPage page = reader.read(first, savedAtOnce);
        if (page.lines.isEmpty())
            break;
        QByteArray bytes;
        for (const LogLine &line : page.lines) {
            if (line.at != noTime)
                bytes += toQDateTime(line.at).toString(Qt::ISODateWithMs).toLatin1();
            bytes += '\t' + plainText(line.text).toUtf8() + '\n';
        }
        if (file.write(bytes) != bytes.size())
            return failed(file.errorString());
        first += page.lines.size();
    }
    return file.commit() ? Result<void>{} : failed(file.errorString());
}

} // namespace

LogFollower::LogFollower(const QString &file, QObject *parent)
    : QObject(parent)
    , m_file(file)
    , m_reader(std::make_shared<LogReader>(file))
{
    m_reading.setMaxThreadCount(1);
    m_seeking.setMaxThreadCount(1);
    m_timer.setInterval(every);
    connect(&m_timer, &QTimer::timeout, this, &LogFollower::look);
    look();
}

LogFollower::~LogFollower()
{
    *m_gone = true;
    if (m_searchStopped)
        *m_searchStopped = true;
}

void LogFollower::setLive(bool live)
{
    if (!live)
        m_timer.stop();
    else if (!m_known.ended)
        m_timer.start();
}

void LogFollower::refresh()
{
    if (m_looking)
        m_lookAgain = true;
    else
        look();
}

void LogFollower::look()
{
    if (std::exchange(m_looking, true))
        return;
    m_reading.start([this, reader = m_reader, gone = m_gone] {
        if (*gone)
            return;
        const bool news = reader->refresh();
        Known known{reader->count(), reader->isEnded(), reader->hasMore(), reader->partial(), reader->problems()};
        QMetaObject::invokeMethod(
            this, [this, known = std::move(known), news] { take(known, news); }, Qt::QueuedConnection);
    });
}

void LogFollower::take(const Known &known, bool news)
{
    m_looking = false;
    m_known = known;
    if (m_known.ended)
        m_timer.stop();
    if (news) {
        Q_EMIT grown();
        searchOn();
    }
    if (m_known.more || std::exchange(m_lookAgain, false))
        look();
    else
        Q_EMIT refreshed();
}

QFuture<LogPage> LogFollower::read(qint64 first, qint64 count)
{
    auto promise = std::make_shared<QPromise<LogPage>>();
    promise->start();
    m_reading.start([reader = m_reader, gone = m_gone, promise, first, count] {
        promise->addResult(*gone ? LogPage{.first = first} : reader->read(first, count));
        promise->finish();
    });
    return promise->future();
}

QFuture<Result<void>> LogFollower::saveTo(const QString &path)
{
    auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    // With a reader of its own, so that what is on the screen does not wait for it.
    m_seeking.start([file = m_file, gone = m_gone, promise, path] {
        LogReader reader(file);
        do
            reader.refresh();
        while (reader.hasMore() && !*gone);
        promise->addResult(save(reader, path, *gone));
        promise->finish();
    });
    return promise->future();
}

void LogFollower::find(const LogQuery &query)
{
    if (m_searchStopped)
        *m_searchStopped = true;
    ++m_generation;
    m_query = query;
    m_hits.clear();
    m_searched = 0;
    m_searching = false;
    m_searchStopped = std::make_shared<std::atomic<bool>>(false);
    if (query.text.isEmpty() || !query.complaint().isEmpty()) {
        m_query = {};
        Q_EMIT searchMoved();
        return;
    }
    searchOn();
}

void LogFollower::searchOn()
{
    if (m_query.text.isEmpty() || m_searching || m_searched >= m_known.count)
        return;
    m_searching = true;
    if (!m_searchReader)
        m_searchReader = std::make_shared<LogReader>(m_file);
    m_seeking.start([this, reader = m_searchReader, stopped = m_searchStopped, query = m_query, from = m_searched,
                     generation = m_generation] {
        const auto mine = [this, generation](auto what) {
            QMetaObject::invokeMethod(
                this,
                [this, generation, what = std::move(what)] {
                    if (generation == m_generation)
                        what();
                },
                Qt::QueuedConnection);
        };
        do
            reader->refresh();
        while (reader->hasMore() && !*stopped);
        reader->search(
            query, from,
            [&](const QList<qint64> &hits) {
                mine([this, hits] {
                    m_hits += hits;
                    Q_EMIT searchMoved();
                });
            },
            [&](qint64 lines) { mine([this, lines] { m_searched = lines; }); }, *stopped);
        mine([this] {
            m_searching = false;
            Q_EMIT searchMoved();
            searchOn();
        });
    });
}

} // namespace humdrum
