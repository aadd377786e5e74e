// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "logs/logfollower.h"
#include "ui/promotions/ansitext.h"

#include <QHash>
#include <QTextLayout>

#include <list>
#include <memory>
#include <optional>
#include <vector>

namespace humdrum {

/// A line of a log as it is shown.
struct LogRow {
    Timestamp at{};
    QString text; ///< of all runs
    std::vector<AnsiRun> runs;
    bool own = false;
    /// How its letters look, as whoever shows it has found last; `formatted` is whose.
    mutable QList<QTextLayout::FormatRange> formats;
    mutable quint64 formatted = 0;

    [[nodiscard]] bool isPlain() const { return runs.size() == 1 && runs.front().look == AnsiLook{}; }
};

/// The rows of some logs, one log after the other. Of millions of rows it keeps the few hundred that were asked for last; the
/// others are read, not in this thread, when somebody asks for them. What is new at the end of a log counts when it has been
/// read, so that the end is never empty.
class LogRows : public QObject {
    Q_OBJECT
public:
    explicit LogRows(QObject *parent = nullptr);
    ~LogRows() override;

    /// Anew, from nothing.
    void setLogs(const QStringList &files);
    /// Whether the logs grow; they are read once in any case.
    void setLive(bool live);
    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    /// Whether all logs have said that nothing more comes.
    [[nodiscard]] bool isEnded() const;

    [[nodiscard]] qint64 count() const;
    /// Null while it is being read, which rowsRead() tells.
    [[nodiscard]] const LogRow *row(qint64 number);
    /// The line behind the last, as far as it is written; null most of the time.
    [[nodiscard]] const LogRow *partial() const { return m_partial ? &*m_partial : nullptr; }
    [[nodiscard]] QStringList problems() const;

    /// The texts of those rows, each with a line end. Empty where the logs became others meanwhile.
    [[nodiscard]] QFuture<QString> text(qint64 first, qint64 count);
    [[nodiscard]] QFuture<Result<void>> saveTo(const QString &path); ///< of several logs the first

    void find(const LogQuery &query);
    [[nodiscard]] const LogQuery &query() const { return m_query; }
    [[nodiscard]] qint64 hitCount() const;
    [[nodiscard]] bool isSearching() const;
    [[nodiscard]] double searched() const; ///< 0..1
    [[nodiscard]] bool isHit(qint64 number) const;
    /// The next that matches behind `from` (before it when `backward`), around the ends; -1: none so far.
    [[nodiscard]] qint64 hitFrom(qint64 from, bool backward) const;
    /// Its number among the hits, from 1; 0 when it is none.
    [[nodiscard]] qint64 hitNumber(qint64 row) const;

Q_SIGNALS:
    /// `count` rows came before row `at`; they may be at the end.
    void rowsAdded(qint64 at, qint64 count);
    void rowsRead();
    /// All logs have been read to their present end.
    void loaded();
    void searchMoved();

private:
    struct Page {
        std::vector<LogRow> rows;
        std::list<std::pair<int, qint64>>::iterator used;
    };
    struct Section {
        std::unique_ptr<LogFollower> log;
        qint64 shown = 0;
        bool growing = false, read = false;
        QHash<qint64, Page> pages; ///< by their number
        QList<qint64> asked;       ///< pages under way
    };
    struct Place {
        int section = -1;
        qint64 line = 0;
    };
    [[nodiscard]] Place placeOf(qint64 number) const;
    [[nodiscard]] qint64 before(int section) const;
    void grow(int section);
    struct Rows {
        qint64 first = 0;
        std::vector<LogRow> rows;
    };
    [[nodiscard]] static Rows rowsOf(const LogPage &read);
    void take(int section, const Rows &read);
    void ask(int section, qint64 page);
    void showPartial();
    void sectionRead(int section);

    std::vector<Section> m_sections;
    std::list<std::pair<int, qint64>> m_used; ///< pages, last used first
    std::optional<LogRow> m_partial;
    LogQuery m_query;
    quint64 m_generation = 0;
    bool m_live = false, m_loaded = false;
};

} // namespace humdrum
