// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/fixture.h"

#include <QProcess>
#include <QSignalSpy>
#include <QThread>

#include <csignal>
#include <cstdio>
#include <deque>
#include <stdexcept>

using namespace humdrum;
using namespace humdrum::test;

/// Protects: jobs run in order on one thread, each is one transaction, what was acknowledged is durable even when the
/// process is killed, nothing waits forever when the store closes, and everybody hears of every commit.
class StorageThread final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jobsRunInOrderOnOneThread();
    void writeIsOneTransaction();
    void readCannotWrite();
    void exceptionsDoNotEscape();
    void waitingJobsAreCancelled();
    void laterJobsAreCancelled();
    void closingDoesNotWaitForALock();
    void timeStandsStillInATransaction();
    void commitsAreAnnounced();
    void refusalsAreNotAnnounced();
    void commitsOfOthersAreNoticed();
    void commitsOfAnotherProcessAreNoticed();
    void replacedFileIsNotWrittenTo();
    void unknownStateIsSetAside();
    void manyThreadsMaySubmit();
    void killedProcessLosesNothingAcknowledged();
};

namespace {

auto addHold(const QString &reason)
{
    return [reason](Session &s) { return s.holds().set({{}, {}, {}, reason, {}, {}, {}, {}}); };
}

/// Called by a job: goes on once another thread has begun to close the store, which then answers at once.
void waitForClosing(SqliteStore *store)
{
    while (!store->read([](Session &) -> Result<int> { return 0; }).isFinished())
        QThread::yieldCurrentThread();
}

/// Opens again; `writing` tells when the first job is about to ask for the right to write.
void reopenWatched(Fixture &f, std::atomic<bool> &writing)
{
    f.close();
    f.options.statementSeen = [&writing](const QString &sql) {
        if (sql == u"BEGIN IMMEDIATE")
            writing = true;
    };
    f.open();
}

size_t holds(Fixture &f)
{
    return must(f.read([](Session &s) { return s.holds().active(); })).size();
}

/// The child: commits holds one after the other and says so after each, until it is killed or has done `count`.
int writeHolds(const QString &file, int count)
{
    SqliteOptions options;
    options.file = file;
    options.patience = std::chrono::seconds{30};
    const auto store = must(SqliteStore::open(options));
    const Intent intent{{u"child"_s, u"test"_s, u"here"_s}, {}};
    // Some are always queued, so that the kill meets the thread at work.
    std::deque<QFuture<Result<HoldId>>> waiting;
    for (int i = 0; i < count || !waiting.empty();) {
        while (i < count && waiting.size() < 8)
            waiting.push_back(store->write(intent, addHold(QString::number(i++))));
        std::printf("%lld\n", static_cast<long long>(must(waiting.front().takeResult()).value));
        std::fflush(stdout);
        waiting.pop_front();
    }
    return 0;
}

} // namespace

void StorageThread::jobsRunInOrderOnOneThread()
{
    Fixture f;
    std::vector<int> order;
    QSet<QThread *> threads;
    std::vector<QFuture<Result<void>>> futures;
    for (int i = 0; i < 50; ++i) {
        const auto job = [&, i](Session &) -> Result<void> {
            order.push_back(i);
            threads.insert(QThread::currentThread());
            return {};
        };
        futures.push_back(i % 3 == 0 ? f.store->write(f.intent, job) : f.store->read(job));
    }
    for (auto &future : futures)
        must(future.takeResult());
    QVERIFY(std::ranges::is_sorted(order));
    QCOMPARE(order.size(), 50u);
    QCOMPARE(threads.size(), 1);
    QVERIFY(!threads.contains(QThread::currentThread()));
}

void StorageThread::writeIsOneTransaction()
{
    Fixture f;
    const Error error = refusal(f.write([](Session &s) -> Result<int> {
        must(addHold(u"one"_s)(s));
        must(addHold(u"two"_s)(s));
        return fail(ErrorCode::GateNotMet, u"no"_s, u"hint"_s);
    }));
    QCOMPARE(error.code, ErrorCode::GateNotMet);
    QCOMPARE(error.hint, u"hint"_s);
    QCOMPARE(holds(f), 0u);
    must(f.write(addHold(u"three"_s)));
    QCOMPARE(holds(f), 1u);
}

void StorageThread::readCannotWrite()
{
    Fixture f;
    QCOMPARE(refusal(f.read(addHold(u"no"_s))).code, ErrorCode::Internal);
    QCOMPARE(holds(f), 0u);
}

void StorageThread::exceptionsDoNotEscape()
{
    Fixture f;
    const Error error = refusal(f.write([](Session &s) -> Result<int> {
        must(addHold(u"one"_s)(s));
        throw std::runtime_error("boom");
    }));
    QCOMPARE(error.code, ErrorCode::Internal);
    QCOMPARE(error.details, u"boom"_s);
    QCOMPARE(refusal(f.read([](Session &) -> Result<int> { throw 7; })).code, ErrorCode::Internal);
    QCOMPARE(holds(f), 0u);
    must(f.write(addHold(u"two"_s)));
}

void StorageThread::waitingJobsAreCancelled()
{
    Fixture f;
    SqliteStore *store = f.store.get();
    QSemaphore entered;
    auto running = f.store->write(f.intent, [&](Session &s) {
        entered.release();
        waitForClosing(store);
        return addHold(u"running"_s)(s);
    });
    std::vector<QFuture<Result<HoldId>>> waiting;
    for (int i = 0; i < 5; ++i)
        waiting.push_back(f.store->write(f.intent, addHold(u"waiting"_s)));
    entered.acquire();
    f.close();
    must(running.takeResult());
    for (auto &future : waiting)
        QCOMPARE(refusal(future.takeResult()).code, ErrorCode::Cancelled);
    f.open();
    QCOMPARE(holds(f), 1u);
}

void StorageThread::laterJobsAreCancelled()
{
    // A continuation that asks for more while the store closes gets its answer too.
    Fixture f;
    SqliteStore *store = f.store.get();
    QSemaphore entered;
    auto chained = store
                       ->read([&](Session &) -> Result<int> {
                           entered.release();
                           waitForClosing(store);
                           return 1;
                       })
                       .then([store](Result<int>) { return store->read([](Session &) -> Result<int> { return 2; }); })
                       .unwrap();
    entered.acquire();
    f.close();
    QCOMPARE(refusal(chained.takeResult()).code, ErrorCode::Cancelled);
}

void StorageThread::closingDoesNotWaitForALock()
{
    std::atomic<bool> writing = false;
    Fixture f; // it would wait for 20 s
    reopenWatched(f, writing);
    RawConnection raw(f.options.file);
    raw.run(u"BEGIN IMMEDIATE"_s);
    auto future = f.store->write(f.intent, addHold(u"x"_s));
    QTRY_VERIFY(writing);
    QElapsedTimer timer;
    timer.start();
    f.close();
    QVERIFY(timer.elapsed() < 5000);
    QCOMPARE(refusal(future.takeResult()).code, ErrorCode::Cancelled);
}

void StorageThread::timeStandsStillInATransaction()
{
    Fixture f(false);
    f.options.clock = nullptr;
    f.open();
    const auto times = must(f.read([](Session &s) -> Result<std::pair<Timestamp, Timestamp>> {
        const Timestamp first = s.now();
        QDeadlineTimer soon(20);
        while (!soon.hasExpired())
            QThread::yieldCurrentThread();
        return std::pair{first, s.now()};
    }));
    QVERIFY(times.first == times.second);
    QVERIFY(SystemClock().now() - times.first < std::chrono::minutes{1});
}

void StorageThread::commitsAreAnnounced()
{
    std::vector<ChangeSet> seen;
    Fixture f;
    QObject receiver;
    QThread *thread = nullptr;
    connect(f.store.get(), &Store::changed, &receiver, [&](const ChangeSet &set) {
        seen.push_back(set);
        thread = QThread::currentThread();
    });
    const HoldId id = must(f.write(addHold(u"x"_s)));
    QTRY_COMPARE(seen.size(), 1u);
    QCOMPARE(thread, QThread::currentThread());
    QVERIFY(!seen[0].elsewhere);
    QCOMPARE(seen[0].changes, (std::vector<Changed>{{Aggregate::Hold, id.value}}));
    const BuildId build = f.addBuild(u"billing"_s, u"1"_s);
    must(f.queue(u"billing"_s, u"prod"_s, build));
    QTRY_COMPARE(seen.size(), 3u);
    QVERIFY(seen[1].touches(Aggregate::Build));
    QVERIFY(seen[2].touches(Aggregate::Promotion));
    QVERIFY(!seen[2].touches(Aggregate::Build));
}

void StorageThread::refusalsAreNotAnnounced()
{
    std::atomic<int> seen = 0;
    Fixture f;
    connect(f.store.get(), &Store::changed, this, [&](const ChangeSet &) { ++seen; }, Qt::DirectConnection);
    refusal(f.write([](Session &s) -> Result<void> {
        must(addHold(u"x"_s)(s));
        return fail(ErrorCode::RuleRefused, u"no"_s);
    }));
    must(f.read([](Session &s) { return s.holds().active(); }));
    must(f.write([](Session &) -> Result<void> { return {}; }));
    f.close(); // whatever there was to announce has been
    QCOMPARE(seen.load(), 0);
}

void StorageThread::commitsOfOthersAreNoticed()
{
    std::atomic<int> here = 0, there = 0;
    Fixture f;
    const auto other = must(SqliteStore::open(f.options));
    connect(
        f.store.get(), &Store::changed, this, [&](const ChangeSet &set) { here += set.elsewhere; },
        Qt::DirectConnection);
    connect(
        other.get(), &Store::changed, this, [&](const ChangeSet &set) { there += set.elsewhere; },
        Qt::DirectConnection);
    must(f.write(addHold(u"x"_s)));
    QElapsedTimer timer;
    timer.start();
    QTRY_COMPARE(there.load(), 1);
    QVERIFY(timer.elapsed() < 2000);
    QCOMPARE(must(other->read([](Session &s) { return s.holds().active(); }).takeResult()).size(), 1u);
    must(other->write(f.intent, addHold(u"y"_s)).takeResult());
    QTRY_COMPARE(here.load(), 1);
    QCOMPARE(there.load(), 1); // one's own commits are not elsewhere
    QCOMPARE(holds(f), 2u);
}

void StorageThread::commitsOfAnotherProcessAreNoticed()
{
    std::atomic<int> here = 0;
    Fixture f;
    connect(
        f.store.get(), &Store::changed, this, [&](const ChangeSet &set) { here += set.elsewhere; },
        Qt::DirectConnection);
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(), {u"--write-holds"_s, f.options.file, u"5"_s});
    // Meanwhile this process writes as well; the two wait for each other.
    for (int i = 0; i < 20; ++i)
        must(f.write(addHold(u"here"_s)));
    QVERIFY(child.waitForFinished());
    QCOMPARE(child.exitCode(), 0);
    QTRY_VERIFY(here > 0);
    QCOMPARE(holds(f), 25u);
    QVERIFY(f.verify().intact);
}

void StorageThread::replacedFileIsNotWrittenTo()
{
    std::atomic<int> failures = 0;
    Fixture f;
    connect(f.store.get(), &Store::failed, this, [&](const Error &) { ++failures; }, Qt::DirectConnection);
    must(f.write(addHold(u"x"_s)));
    QVERIFY(QFile::rename(f.options.file, f.options.file + u".moved"));
    QTRY_VERIFY(failures > 0); // noticed without anybody writing
    QCOMPARE(refusal(f.write(addHold(u"lost"_s))).code, ErrorCode::StorageFailed);
    QVERIFY(QFile::rename(f.options.file + u".moved", f.options.file));
    must(f.write(addHold(u"y"_s)));
    QCOMPARE(holds(f), 2u);
}

void StorageThread::unknownStateIsSetAside()
{
    // One row of a program that knows more must not take the rest away.
    std::atomic<int> failures = 0;
    Fixture f;
    const BuildId build = f.addBuild(u"billing"_s, u"1"_s);
    const Promotion bad = must(f.queue(u"billing"_s, u"prod"_s, build));
    const Promotion good = must(f.queue(u"billing"_s, u"dev"_s, build));
    {
        RawConnection raw(f.options.file);
        raw.run(u"PRAGMA ignore_check_constraints = ON"_s);
        raw.run(u"UPDATE promotion SET cause = 'weather' WHERE id = %1"_s.arg(bad.id.value));
    }
    connect(
        f.store.get(), &Store::failed, this,
        [&](const Error &error) { failures += error.message.contains(u"weather"_s); }, Qt::DirectConnection);
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"weather"_s));
    const auto unfinished = must(f.read([](Session &s) { return s.promotions().unfinished(); }));
    QCOMPARE(unfinished.size(), 1u);
    QCOMPARE(unfinished[0].id, good.id);
    QTRY_COMPARE(failures.load(), 1);
    QCOMPARE(refusal(f.read([&](Session &s) { return s.promotions().byId(bad.id); })).code, ErrorCode::StorageCorrupt);
}

void StorageThread::manyThreadsMaySubmit()
{
    std::atomic<int> announced = 0, failed = 0;
    Fixture f;
    constexpr int threadCount = 6, each = 40;
    connect(f.store.get(), &Store::changed, this, [&](const ChangeSet &) { ++announced; }, Qt::DirectConnection);
    std::vector<std::unique_ptr<QThread>> threads;
    for (int t = 0; t < threadCount; ++t) {
        threads.emplace_back(QThread::create([&] {
            for (int i = 0; i < each; ++i) {
                failed += !f.store->write(f.intent, addHold(u"x"_s)).takeResult();
                failed += !f.store->read([](Session &s) { return s.holds().active(); }).takeResult();
            }
        }));
        threads.back()->start();
    }
    for (const auto &thread : threads)
        thread->wait();
    QCOMPARE(failed.load(), 0);
    QCOMPARE(announced.load(), threadCount * each);
    QCOMPARE(holds(f), static_cast<size_t>(threadCount * each));
    QVERIFY(f.verify().intact);
}

void StorageThread::killedProcessLosesNothingAcknowledged()
{
    Fixture f;
    f.close();
    qint64 acknowledged = 0;
    for (int round = 1; round <= 5; ++round) {
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {u"--write-holds"_s, f.options.file, u"1000000"_s});
        const qint64 wanted = acknowledged + 20 * round;
        const auto read = [&] {
            while (child.canReadLine())
                acknowledged = std::max(acknowledged, child.readLine().trimmed().toLongLong());
            return acknowledged;
        };
        QTRY_VERIFY_WITH_TIMEOUT(read() >= wanted, 20000);
        QCOMPARE(::kill(static_cast<pid_t>(child.processId()), SIGKILL), 0);
        QVERIFY(child.waitForFinished());
        read();
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        f.open();
        const auto stored = must(f.read([](Session &s) { return s.holds().active(); }));
        // All that were acknowledged, without a gap; at most those queued beyond them.
        QVERIFY(static_cast<qint64>(stored.size()) >= acknowledged);
        QCOMPARE(stored.back().id.value, static_cast<qint64>(stored.size()));
        const AuditLog::Verdict verdict = f.verify();
        QVERIFY2(verdict.intact, qUtf8Printable(verdict.message));
        QCOMPARE(verdict.events, static_cast<qint64>(stored.size()));
        f.close();
    }
}

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments[1] == u"--write-holds")
        return writeHolds(arguments[2], arguments[3].toInt());
    StorageThread test;
    return QTest::qExec(&test, argc, argv);
}

#include "storage_thread.moc"
