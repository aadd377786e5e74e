// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "logs/logline.h"

#include <QByteArray>

#include <atomic>
#include <functional>
#include <memory>

namespace humdrum {

/// Some lines of a log, one after the other.
struct LogPage {
    qint64 first = 0;
    QList<LogLine> lines;
    QByteArray look; ///< SGR sequences that are in force where they begin
};

struct LogQuery {
    QString text;
    bool regularExpression = false;
    bool caseSensitive = false;

    /// Empty, or what is wrong with a regular expression.
    [[nodiscard]] QString complaint() const;
    friend bool operator==(const LogQuery &, const LogQuery &) = default;
};

/// Reads the log of a promotion or a stage run, also while it grows, whoever writes it: its own file, what running commands
/// have recorded, and what is packed, as one row of lines that only grows at its end. It keeps where the lines are, and the few
/// blocks that were read last; reading any lines costs a block or two, whatever the size of the log. Damage is told in place
/// of the lines that are lost. Blocks, so not for the main thread; one thread at a time.
class LogReader {
public:
    /// `file` need not be there yet.
    explicit LogReader(const QString &file);
    ~LogReader();
    LogReader(LogReader &&) noexcept;

    /// Looks for what was written since; true when there is something. Of a great deal it takes a part at a time, until
    /// hasMore() is false.
    bool refresh();
    [[nodiscard]] bool hasMore() const;
    /// Whoever wrote it has said that nothing more comes.
    [[nodiscard]] bool isEnded() const;
    [[nodiscard]] qint64 count() const;
    /// Fewer where there are not so many.
    [[nodiscard]] LogPage read(qint64 first, qint64 count);
    /// The line behind the last as far as its end is not written yet; most of the time nothing.
    [[nodiscard]] LogLine partial() const;
    /// Where the log cannot be read, for people.
    [[nodiscard]] QStringList problems() const;

    /// Calls `found` with the numbers of the lines from `first` on that match, in ascending order, a block's at a time, and
    /// `looked` with how many lines have been looked at. What matches is the line as it is shown, without escape sequences.
    /// False when `cancelled` was set meanwhile.
    bool search(const LogQuery &query, qint64 first, const std::function<void(const QList<qint64> &)> &found,
                const std::function<void(qint64)> &looked, const std::atomic<bool> &cancelled);

private:
    struct State;
    std::unique_ptr<State> d;
};

} // namespace humdrum

Q_DECLARE_METATYPE(humdrum::LogPage)
