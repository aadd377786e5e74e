// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "logs/logreader.h"

#include <QFuture>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>

namespace humdrum {

/// A LogReader for a thread that must not wait: it reads on a thread of its own, searches on another, and tells how many lines
/// there are, never which. Lives in the thread that made it. Destroying it ends what it does, at most a block later.
class LogFollower : public QObject {
    Q_OBJECT
public:
    explicit LogFollower(const QString &file, QObject *parent = nullptr);
    ~LogFollower() override;

    /// Whether it looks for new lines, every 100 ms, until the log has ended. It looks once in any case.
    void setLive(bool live);
    [[nodiscard]] bool isLive() const { return m_timer.isActive(); }
    /// Looks now; answered by refreshed().
    void refresh();

    [[nodiscard]] const QString &file() const { return m_file; }
    [[nodiscard]] qint64 count() const { return m_known.count; }
    [[nodiscard]] bool isEnded() const { return m_known.ended; }
    [[nodiscard]] const LogLine &partial() const { return m_known.partial; } ///< of the line behind the last
    [[nodiscard]] QStringList problems() const { return m_known.problems; }

    [[nodiscard]] QFuture<LogPage> read(qint64 first, qint64 count);
    /// Writes "<ISO time>\t<text>" lines, as they are shown. Replaces the file when all is written.
    [[nodiscard]] QFuture<Result<void>> saveTo(const QString &path);

    /// Looks for it, from the first line on, and goes on as the log grows. One at a time; an empty text ends it.
    void find(const LogQuery &query);
    [[nodiscard]] const LogQuery &query() const { return m_query; }
    [[nodiscard]] const QList<qint64> &hits() const { return m_hits; } ///< lines, ascending
    [[nodiscard]] qint64 searched() const { return m_searched; }       ///< how many lines have been looked at
    [[nodiscard]] bool isSearching() const { return m_searching; }

Q_SIGNALS:
    /// There are more lines, or it has ended.
    void grown();
    /// It has been read to its present end.
    void refreshed();
    /// More hits, or the search came to the end.
    void searchMoved();

private:
    struct Known {
        qint64 count = 0;
        bool ended = false, more = false;
        LogLine partial;
        QStringList problems;
    };
    void look();
    void take(const Known &known, bool news);
    void searchOn();

    QString m_file;
    std::shared_ptr<std::atomic<bool>> m_gone = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<LogReader> m_reader;                ///< of m_reading's thread
    std::shared_ptr<std::atomic<bool>> m_searchStopped; ///< of the search under way
    std::shared_ptr<LogReader> m_searchReader;          ///< of m_seeking's thread
    Known m_known;
    QTimer m_timer;
    bool m_looking = false, m_lookAgain = false;

    LogQuery m_query;
    QList<qint64> m_hits;
    qint64 m_searched = 0;
    quint64 m_generation = 0;
    bool m_searching = false;
    QThreadPool m_reading, m_seeking; ///< last: they end first
};

} // namespace humdrum
