// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/bench.h"

#include "storage/sqlitestore.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

namespace humdrum::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int rows = 100'000;

Timestamp at(qint64 minutes)
{
    return toTimestamp(QDateTime(QDate(2024, 1, 1), QTime(0, 0), QTimeZone::UTC)) + std::chrono::minutes{minutes};
}

class Measurement {
public:
    Measurement(QList<Figure> &figures, const QString &file) : m_figures(figures)
    {
        SqliteOptions options;
        options.file = file;
        QElapsedTimer timer;
        timer.start();
        m_store = must(SqliteStore::open(options));
        add(u"storage: make a new database"_s, static_cast<double>(timer.nsecsElapsed()) / 1e6, u"ms"_s);
        m_store.reset();
        timer.restart();
        m_store = must(SqliteStore::open(options));
        add(u"storage: open a database"_s, static_cast<double>(timer.nsecsElapsed()) / 1e6, u"ms"_s);
    }

    template <class Job>
    void rate(const QString &name, double count, const QString &unit, Job job)
    {
        QElapsedTimer timer;
        timer.start();
        job();
        add(name, count * 1e9 / static_cast<double>(timer.nsecsElapsed()), unit);
    }
    /// The best of five, as the thread that asks sees it.
    template <class Job>
    void query(const QString &name, Job job)
    {
        double best = std::numeric_limits<double>::max();
        for (int i = 0; i < 5; ++i) {
            QElapsedTimer timer;
            timer.start();
            must(m_store->read(job).takeResult());
            best = std::min(best, static_cast<double>(timer.nsecsElapsed()) / 1e6);
        }
        add(name, best, u"ms"_s);
    }
    template <class Job>
    auto write(Job job)
    {
        return must(m_store->write(m_intent, job).takeResult());
    }
    void add(const QString &name, double value, const QString &unit)
    {
        m_figures.append(
            {.name = name, .value = value, .reference = 0, .unit = unit, .referenceName = {}, .limit = {}});
    }

private:
    QList<Figure> &m_figures;
    std::unique_ptr<SqliteStore> m_store;
    Intent m_intent{{u"bench"_s, u"bench"_s, u"here"_s}, {}};
};

QString hash(qint64 number) { return QString::number(number * 2654435761LL, 16).rightJustified(40, u'0'); }

std::vector<Change> manyChanges()
{
    std::vector<Change> changes(rows);
    for (int i = 0; i < rows; ++i) {
        Change &c = changes[static_cast<size_t>(i)];
        c.commit = hash(i);
        c.parents = QStringList{hash(std::max(0, i - 1))};
        c.ordinal = i;
        c.type = u"fix"_s;
        c.scope = u"ledger"_s;
        c.summary = u"round amounts of entry %1 the way the bank does"_s.arg(i);
        c.body = u"The bank rounds half to even, and so does everybody who wants its statements to match."_s;
        c.authorName = u"Nora Reuter"_s;
        c.authorEmail = u"nora@harbour.example"_s;
        c.authoredAt = c.committedAt = at(i * 10);
        c.references = QStringList{u"#%1"_s.arg(i)};
    }
    return changes;
}

std::vector<StageRun> manyRuns()
{
    std::vector<StageRun> runs(rows);
    for (int i = 0; i < rows; ++i) {
        StageRun &r = runs[static_cast<size_t>(i)];
        r.stage = {u"s%1.commit"_s.arg(i % 20)};
        r.commit = hash(i / 20);
        r.state = i % 9 == 0 ? StageRunState::Failed : StageRunState::Passed;
        r.startedAt = at(i * 10);
        r.finishedAt = at(i * 10 + 3);
        r.tests = {100, i % 9 == 0 ? 1 : 0, 0, 0};
    }
    return runs;
}

} // namespace

QList<Figure> storage(const Places &)
{
    QList<Figure> figures;
    const QTemporaryDir temporary;
    Measurement m(figures, temporary.filePath(u"humdrum.db"_s));
    constexpr int commits = 2000;
    m.rate(u"storage: durable commits"_s, commits, u"per second"_s, [&] {
        for (int i = 0; i < commits; ++i)
            m.write([](Session &s) { return s.holds().set({{}, {}, {}, u"measured"_s, {}, {}, {}, {}}); });
    });
    const std::vector<Change> changes = manyChanges();
    const auto import = [&](Session &s) { return s.changes().import({u"billing"_s}, changes); };
    m.rate(u"storage: import of 100 000 changes"_s, rows, u"rows per second"_s, [&] { m.write(import); });
    m.rate(u"storage: the same import again"_s, rows, u"rows per second"_s, [&] { m.write(import); });
    const std::vector<StageRun> runs = manyRuns();
    m.rate(u"storage: import of 100 000 stage runs"_s, rows, u"rows per second"_s,
           [&] { m.write([&](Session &s) { return s.stageRuns().import(runs); }); });

    m.query(u"storage: an empty job, there and back"_s, [](Session &) -> Result<int> { return 0; });
    m.query(u"storage: newest change of the main line"_s,
            [](Session &s) { return s.changes().newestOnMainLine({u"billing"_s}); });
    m.query(u"storage: search in 100 000 changes, a rare word"_s,
            [](Session &s) { return s.changes().search(u"entry 77777 "_s, 20); });
    m.query(u"storage: search in 100 000 changes, a frequent word"_s,
            [](Session &s) { return s.changes().search(u"bank"_s, 20); });
    m.query(u"storage: all 100 000 changes"_s, [](Session &s) { return s.changes().all({u"billing"_s}); });
    m.query(u"storage: 50 latest stage runs"_s, [](Session &s) { return s.stageRuns().recent({}, 50); });
    m.query(u"storage: 50 latest runs of a stage"_s,
            [](Session &s) { return s.stageRuns().recent({u"s3.commit"_s}, 50); });
    m.query(u"storage: stage runs of a week of 1000"_s,
            [](Session &s) { return s.stageRuns().between(at(500'000), at(510'080)); });
    m.query(u"storage: unfinished stage runs"_s, [](Session &s) { return s.stageRuns().unfinished(); });
    m.query(u"storage: verify 2 000 audit events"_s, [](Session &s) { return s.audit().verify(); });
    return figures;
}

} // namespace humdrum::bench
