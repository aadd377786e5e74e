// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench.h"

#include "promotion/processgroup.h"

#include <QProcess>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QSqlQuery>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

QStringList stepWords(const std::vector<PromotionStep> &steps)
{
    QStringList words;
    for (const PromotionStep &s : steps)
        words.push_back(wordOf(s.kind) + u' ' + wordOf(s.state));
    return words;
}

} // namespace

class WorkerTest : public QObject {
    Q_OBJECT
    std::unique_ptr<Bench> m_bench;

    /// Deploys a first release everywhere, as the good state to come back to.
    Release good()
    {
        const Release r = m_bench->release(u"1.0"_s);
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(r)));
        if (!queued)
            qFatal("%s", qPrintable(queued.error().toString()));
        for (const Promotion &p : *queued) {
            if (m_bench->ended(p.id).state != PromotionState::Succeeded)
                qFatal("%s", qPrintable(m_bench->ended(p.id).message));
        }
        return r;
    }
    Promotion promoteOne(const Release &release, const QString &service = u"billing"_s)
    {
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(release, u"dev"_s, service)));
        if (!queued)
            qFatal("%s", qPrintable(queued.error().toString()));
        return m_bench->ended(queued->front().id);
    }
    std::vector<Promotion> recent()
    {
        return m_bench->read([](Session &s) { return s.promotions().recent(20); }).value_or(std::vector<Promotion>{});
    }
    /// The automatic rollback that followed.
    std::optional<Promotion> rollback()
    {
        for (const Promotion &p : recent()) {
            if (p.request.kind == PromotionKind::Rollback)
                return m_bench->ended(p.id);
        }
        return std::nullopt;
    }
    QString logText(PromotionId id)
    {
        QString text;
        for (const LogLine &l : Bench::await(m_bench->desk().log(id)).value_or(QList<LogLine>{}))
            text += (l.own ? u"h "_s : l.error ? u"e "_s : u"o "_s) + l.text + u'\n';
        return text;
    }

private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }
    void cleanup() { m_bench.reset(); }

    void aReleaseArrivesServiceByServiceAndIsRecorded()
    {
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s);
        QSignalSpy logged(&m_bench->desk(), &PromotionDesk::logAppended);
        QSignalSpy finished(&m_bench->desk(), &PromotionDesk::finished);
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(release)));
        QVALUE(queued);
        QCOMPARE(queued->size(), size_t(2));
        QCOMPARE(queued->front().request.service.value, u"ledger"_s); // billing depends on it
        for (const Promotion &p : *queued) {
            const Promotion done = m_bench->ended(p.id);
            QVERIFY2(done.state == PromotionState::Succeeded, qPrintable(done.message));
            QVERIFY(done.deployment.isValid());
            QVERIFY(done.startedAt != noTime && done.finishedAt >= done.startedAt);
            QCOMPARE(stepWords(m_bench->steps(p.id)),
                     QStringList({u"pre-flight passed"_s, u"deploy passed"_s, u"smoke passed"_s, u"verify passed"_s,
                                  u"record passed"_s}));
            for (const PromotionStep &s : m_bench->steps(p.id)) {
                const bool command = s.kind != StepKind::PreFlight && s.kind != StepKind::Record;
                QCOMPARE(s.commandHash.size(), command ? 64 : 0);
                QCOMPARE(ProcessIdentity::fromString(s.process).has_value(), command);
                QCOMPARE(s.exitCode, command ? std::optional(0) : std::nullopt);
            }
            const auto d = m_bench->running(p.request.service.value);
            QVERIFY(d && d->promotion == p.id && d->release == release.id && d->build == p.request.build);
            QCOMPARE(d->deployer, u"nr"_s);
            QVERIFY(!d->attended);
        }
        QCOMPARE(m_bench->content(u"envs/history"_s), u"ledger 1.0\nbilling 1.0\n"_s);
        QTRY_COMPARE(finished.size(), 2);
        QVERIFY(!logged.isEmpty());
        const QString log = logText(queued->front().id);
        QVERIFY2(log.contains(u"o deploying\n"_s) && log.contains(u"o smoking\n"_s) && log.contains(u"h succeeded"_s),
                 qPrintable(log));
        const auto r = m_bench->read([&](Session &s) { return s.releases().byId(release.id); });
        QCOMPARE((*r)->state, ReleaseState::InPromotion);
        QVERIFY(m_bench->read([](Session &s) { return s.audit().verify(); })->intact);
    }
    void whatIsNotDescribedIsSkipped()
    {
        m_bench->environment(u"dev"_s).smoke = {};
        m_bench->environment(u"dev"_s).observe = {};
        m_bench->open();
        const Promotion p = promoteOne(m_bench->release(u"1.0"_s));
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        QCOMPARE(stepWords(m_bench->steps(p.id)),
                 QStringList({u"pre-flight passed"_s, u"deploy passed"_s, u"smoke skipped"_s, u"verify skipped"_s,
                              u"record passed"_s}));
    }
    void aReleaseThatRunsAtTheClientIsReleased()
    {
        m_bench->open();
        const Release release = good();
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(release, u"staging"_s)));
        QVALUE(queued);
        for (const Promotion &p : *queued)
            QCOMPARE(m_bench->ended(p.id).state, PromotionState::Succeeded);
        QCOMPARE((*m_bench->read([&](Session &s) { return s.releases().byId(release.id); }))->state,
                 ReleaseState::Released);
    }
    void theTrainMovesWithItsRelease()
    {
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s, true, u"2026.48"_s);
        const auto train = [&] { return *m_bench->read([&](Session &s) { return s.trains().byId(release.train); }); };
        const auto promote = [&](const QString &environment) {
            const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(release, environment)));
            if (queued) {
                for (const Promotion &p : *queued)
                    (void)m_bench->ended(p.id);
            }
            return queued.has_value();
        };
        QVERIFY(promote(u"dev"_s));
        QCOMPARE(train()->state, TrainState::Boarding); // dev is no client's
        QVERIFY(promote(u"staging"_s));
        const auto first = m_bench->running(u"ledger"_s, u"staging"_s),
                   last = m_bench->running(u"billing"_s, u"staging"_s);
        QCOMPARE(train()->state, TrainState::Arrived);
        QCOMPARE(train()->departedAt, first->startedAt);
        QCOMPARE(train()->arrivedAt, last->from);
        // In the transactions that made it so: no event of another lies between.
        const auto events = m_bench->read([](Session &s) { return s.audit().list(1000, {}); });
        const auto at = [&](const QString &action, const QString &subject) {
            const auto it = std::ranges::find_if(
                *events, [&](const AuditEvent &e) { return e.action == action && e.subject == subject; });
            return it == events->end() ? noTime : it->at;
        };
        const QString subject = u"train:%1"_s.arg(release.train.value);
        QCOMPARE(at(u"train.departed"_s, subject),
                 at(u"deployment.started"_s, u"deployment:%1"_s.arg(first->id.value)));
        QCOMPARE(at(u"train.arrived"_s, subject), at(u"deployment.started"_s, u"deployment:%1"_s.arg(last->id.value)));
        QVERIFY(at(u"train.arrived"_s, subject) != noTime);
    }
    void aFailedDeployIsTechnicalAndIsCleanedUp()
    {
        m_bench->environment(u"dev"_s).deploy = Bench::sh(u"echo no space left >&2; exit 9"_s);
        m_bench->environment(u"dev"_s).deploy.cleanup = {u"touch"_s, u"cleaned"_s};
        m_bench->open();
        const Promotion p = promoteOne(m_bench->release(u"1.0"_s));
        QCOMPARE(p.state, PromotionState::Errored);
        QVERIFY2(p.message.contains(u"9"_s) && p.message.contains(u"no space left"_s), qPrintable(p.message));
        QCOMPARE(p.cause, Cause::Environment);
        QVERIFY(!p.deployment.isValid());
        QVERIFY(!m_bench->running(u"billing"_s));
        QCOMPARE(stepWords(m_bench->steps(p.id)),
                 QStringList({u"pre-flight passed"_s, u"deploy errored"_s, u"cleanup passed"_s}));
        QVERIFY(QFile::exists(m_bench->file(u"cleaned"_s)));
        QVERIFY(!rollback());
    }
    void aFailedSmokeTestIsRolledBackAndHeld()
    {
        m_bench->environment(u"dev"_s).smoke =
            Bench::sh(u"test \"$HUMDRUM_VERSION\" = 1.0 && echo 0 0 3 > smoke.xml || echo 2 0 3 > smoke.xml"_s);
        m_bench->environment(u"dev"_s).smokeJunit = {u"smoke*.xml"_s};
        m_bench->open();
        good();
        const Promotion p = promoteOne(m_bench->release(u"2.0"_s));
        QCOMPARE(p.state, PromotionState::Failed);
        QCOMPARE(p.cause, Cause::Change);
        QVERIFY2(p.message.contains(u"2 of 3"_s), qPrintable(p.message));
        const auto back = rollback();
        QVERIFY(back);
        QVERIFY2(back->state == PromotionState::Succeeded, qPrintable(back->message));
        QCOMPARE(back->requestedBy, automaticActor());
        QCOMPARE(m_bench->content(u"envs/dev-billing"_s), u"1.0"_s);
        QVERIFY(m_bench->content(u"envs/history"_s).endsWith(u"billing 2.0\nback\nbilling 1.0\n"_s));
        // The failed deployment is history, the good one runs and says what it made good.
        const auto all = m_bench->read([](Session &s) {
            return s.deployments().between(Timestamp::min(), Timestamp::max(), {u"billing"_s}, {u"dev"_s});
        });
        QCOMPARE(all->size(), size_t(3));
        QCOMPARE((*all)[0].outcome, DeploymentOutcome::Replaced);
        QCOMPARE((*all)[1].outcome, DeploymentOutcome::Failed);
        QCOMPARE((*all)[1].cause, Cause::Change);
        QCOMPARE((*all)[1].id, p.deployment);
        QCOMPARE((*all)[2].outcome, DeploymentOutcome::Running);
        QCOMPARE((*all)[2].build, (*all)[0].build);
        QCOMPARE((*all)[2].remedies, (*all)[1].id);
        const auto hold = m_bench->read([](Session &s) { return s.holds().holding({u"billing"_s}, {u"dev"_s}); });
        QVERIFY(*hold);
        QVERIFY((*hold)->reason.contains(u"2 of 3"_s));
        // The hold stops the next one.
        const auto held =
            Bench::await(m_bench->desk().promote(m_bench->ask(m_bench->release(u"3.0"_s), u"dev"_s, u"billing"_s)));
        QVERIFY(!held);
        QCOMPARE(held.error().code, ErrorCode::GateNotMet);
        QVERIFY(m_bench->read([](Session &s) { return s.audit().verify(); })->intact);
    }
    void withoutAnEarlierBuildThereIsNothingToRollBackTo()
    {
        m_bench->environment(u"dev"_s).smoke = Bench::sh(u"exit 1"_s);
        m_bench->open();
        const Promotion p = promoteOne(m_bench->release(u"1.0"_s));
        QCOMPARE(p.state, PromotionState::Failed);
        QVERIFY(!rollback());
        const auto d = m_bench->running(u"billing"_s);
        QVERIFY2(d && !d->message.isEmpty(), "what runs is recorded, with what is wrong with it");
    }
    void whatRunsBadlyMayBeTriedAgain()
    {
        m_bench->environment(u"dev"_s).smoke = Bench::sh(u"test -e ready"_s);
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s);
        QCOMPARE(promoteOne(release).state, PromotionState::Failed); // nothing to roll back to: it runs, and it is bad
        QFile ready(m_bench->file(u"ready"_s));
        QVERIFY(ready.open(QIODevice::WriteOnly));
        const Promotion again = promoteOne(release);
        QVERIFY2(again.state == PromotionState::Succeeded, qPrintable(again.message));
        const auto third = Bench::await(m_bench->desk().promote(m_bench->ask(release, u"dev"_s, u"billing"_s)));
        QVERIFY(!third && third.error().code == ErrorCode::NothingToDo);
    }
    void aFailedRollbackIsNotRolledBack()
    {
        m_bench->environment(u"dev"_s).smoke = Bench::sh(u"test ! -e broken"_s);
        m_bench->open();
        good();
        QVERIFY(QFile(m_bench->file(u"broken"_s)).open(QIODevice::WriteOnly));
        QCOMPARE(promoteOne(m_bench->release(u"2.0"_s)).state, PromotionState::Failed);
        const auto back = rollback();
        QVERIFY(back);
        QCOMPARE(back->state, PromotionState::Failed);
        QCOMPARE(std::ranges::count_if(recent(),
                                       [](const Promotion &p) { return p.request.kind == PromotionKind::Rollback; }),
                 1);
        QVERIFY(*m_bench->read([](Session &s) { return s.holds().holding({u"billing"_s}, {u"dev"_s}); }));
    }
    void theWrongVersionIsNotASuccess()
    {
        m_bench->environment(u"dev"_s).observe = Bench::sh(u"echo 0.9"_s);
        m_bench->environment(u"dev"_s).automaticRollback = false;
        m_bench->open();
        const Promotion p = promoteOne(m_bench->release(u"1.0"_s));
        QCOMPARE(p.state, PromotionState::Failed);
        QVERIFY2(p.message.contains(u"1.0"_s) && p.message.contains(u"0.9"_s), qPrintable(p.message));
    }
    void resultsOfAnEarlierSmokeTestAreNotTaken()
    {
        QFile old(m_bench->file(u"smoke.xml"_s));
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("0 0 3");
        old.close();
        m_bench->environment(u"dev"_s).smokeJunit = {u"smoke.xml"_s};
        m_bench->open();
        const Promotion p = promoteOne(m_bench->release(u"1.0"_s));
        QCOMPARE(p.state, PromotionState::Errored);
        QCOMPARE(p.cause, Cause::Test);
    }
    void aMissingCommandIsAClearError()
    {
        m_bench->environment(u"dev"_s).deploy = Bench::sh({});
        m_bench->environment(u"dev"_s).deploy.argv = {u"no-such-command"_s};
        m_bench->environment(u"dev"_s).deploy.retries = 3;
        m_bench->open();
        const Promotion p = promoteOne(m_bench->release(u"1.0"_s));
        QCOMPARE(p.state, PromotionState::Errored);
        QVERIFY2(p.message.contains(u"no-such-command"_s) && p.message.contains(m_bench->product.folder),
                 qPrintable(p.message));
        QCOMPARE(stepWords(m_bench->steps(p.id)), QStringList({u"pre-flight passed"_s, u"deploy errored"_s}));
    }
    void aTechnicalFailureIsTriedAgainAsDeclared()
    {
        m_bench->environment(u"dev"_s).deploy =
            Bench::sh(u"echo x >> tries; test $(wc -l < tries) -ge 3 && printf $HUMDRUM_VERSION > envs/dev-billing"_s);
        m_bench->environment(u"dev"_s).deploy.retries = 2;
        m_bench->open();
        const Promotion p = promoteOne(m_bench->release(u"1.0"_s));
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        const auto steps = m_bench->steps(p.id);
        QCOMPARE(stepWords(steps).mid(1, 3),
                 QStringList({u"deploy errored"_s, u"deploy errored"_s, u"deploy passed"_s}));
        QCOMPARE(steps[3].attempt, 3);
        QVERIFY(m_bench->running(u"billing"_s)->attended);
    }
    void nothingIsTriedAgainThatIsNotDeclared()
    {
        m_bench->environment(u"dev"_s).deploy = Bench::sh(u"echo x >> tries; exit 1"_s);
        m_bench->open();
        QCOMPARE(promoteOne(m_bench->release(u"1.0"_s)).state, PromotionState::Errored);
        QCOMPARE(m_bench->content(u"tries"_s), u"x\n"_s);
    }
    void aTimeoutIsATechnicalFailure()
    {
        m_bench->environment(u"dev"_s).deploy = Bench::sh(u"echo $$ > pid; sleep 600"_s);
        m_bench->environment(u"dev"_s).deploy.timeout = std::chrono::milliseconds{300};
        m_bench->open();
        const Promotion p = promoteOne(m_bench->release(u"1.0"_s));
        QCOMPARE(p.state, PromotionState::Errored);
        QVERIFY(membersOf(m_bench->content(u"pid"_s).trimmed().toLongLong()).empty());
    }
    void aHangingDeployIsCancelledWithItsWholeGroup()
    {
        m_bench->environment(u"dev"_s).deploy =
            Bench::sh(u"(trap '' TERM; while :; do sleep 1; done) & echo $! > child; echo $$ > pid; wait"_s);
        m_bench->environment(u"dev"_s).deploy.cleanup = {u"touch"_s, u"cleaned"_s};
        m_bench->open();
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(m_bench->release(u"1.0"_s))));
        QVALUE(queued);
        QTRY_VERIFY_WITH_TIMEOUT(!m_bench->content(u"pid"_s).isEmpty(), 30'000);
        const auto cancelled = Bench::await(m_bench->desk().cancel(
            queued->front().id, {.person = u"nr"_s, .program = {}, .host = {}}, u"wrong train"_s));
        QVALUE(cancelled);
        const Promotion p = m_bench->ended(queued->front().id);
        QCOMPARE(p.state, PromotionState::Aborted);
        QVERIFY(p.message.contains(u"wrong train"_s));
        QVERIFY(membersOf(m_bench->content(u"pid"_s).trimmed().toLongLong()).empty());
        const auto child = ProcessIdentity::ofPid(m_bench->content(u"child"_s).trimmed().toLongLong());
        QVERIFY(!child || livenessOf(*child) == Liveness::Dead);
        QVERIFY(QFile::exists(m_bench->file(u"cleaned"_s)));
        QCOMPARE(stepWords(m_bench->steps(p.id)),
                 QStringList({u"pre-flight passed"_s, u"deploy cancelled"_s, u"cleanup passed"_s}));
        // The rest of its group does not run.
        QCOMPARE(m_bench->ended(queued->back().id).state, PromotionState::Aborted);
        const auto again = Bench::await(m_bench->desk().cancel(p.id, {}, {}));
        QVERIFY(!again && again.error().code == ErrorCode::RuleRefused);
    }
    void aQueuedPromotionIsCancelledWithoutAWorker()
    {
        m_bench->open();
        WorkerDesk desk(*m_bench->store, m_bench->options());
        const auto queued = Bench::await(desk.promote(m_bench->ask(m_bench->release(u"1.0"_s))));
        QVALUE(queued);
        QVALUE(
            Bench::await(desk.cancel(queued->front().id, {.person = u"nr"_s, .program = {}, .host = {}}, u"later"_s)));
        for (const Promotion &p : *queued)
            QCOMPARE(m_bench->ended(p.id).state, PromotionState::Aborted);
    }
    void aGroupStopsAtTheFirstFailure()
    {
        m_bench->environment(u"dev"_s).deploy =
            Bench::sh(u"echo $HUMDRUM_SERVICE >> order; test $HUMDRUM_SERVICE != ledger"_s);
        m_bench->open();
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(m_bench->release(u"1.0"_s))));
        QVALUE(queued);
        QCOMPARE(m_bench->ended((*queued)[0].id).state, PromotionState::Errored);
        const auto second = m_bench->read([&](Session &s) { return s.promotions().byId((*queued)[1].id); });
        QCOMPARE((*second)->state, PromotionState::Queued); // until somebody has decided
        QCOMPARE(m_bench->content(u"order"_s), u"ledger\n"_s);
    }
    void oneUnfinishedPromotionForAServiceInAnEnvironment()
    {
        m_bench->open();
        WorkerDesk desk(*m_bench->store, m_bench->options());
        const Release release = m_bench->release(u"1.0"_s);
        const auto first = Bench::await(desk.promote(m_bench->ask(release)));
        QVALUE(first);
        const auto plan = Bench::await(desk.plan(m_bench->ask(release)));
        QVALUE(plan);
        for (const PlannedPromotion &item : plan->items)
            QCOMPARE(item.skip, SkipReason::Unfinished);
        const auto other = Bench::await(desk.promote(m_bench->ask(m_bench->release(u"2.0"_s))));
        QVERIFY(!other);
        QCOMPARE(other.error().code, ErrorCode::RuleRefused);
        // Asking again for what waits gives what waits.
        const auto again = Bench::await(desk.promote(m_bench->ask(release)));
        QVALUE(again);
        QCOMPARE(again->size(), first->size());
        QCOMPARE(again->front().id, first->front().id);
    }
    void differentServicesRunAtTheSameTime()
    {
        // Each waits for the other: they end only when both run.
        m_bench->environment(u"dev"_s).deploy = Bench::sh(
            u"touch run-$HUMDRUM_SERVICE; while [ ! -e run-ledger -o ! -e run-billing ]; do sleep 0.02; done; "
            "printf $HUMDRUM_VERSION > envs/dev-$HUMDRUM_SERVICE"_s);
        m_bench->open();
        const Release release = m_bench->release(u"1.0"_s);
        const auto one = Bench::await(m_bench->desk().promote(m_bench->ask(release, u"dev"_s, u"ledger"_s)));
        const auto two = Bench::await(m_bench->desk().promote(m_bench->ask(release, u"dev"_s, u"billing"_s)));
        QVALUE(one);
        QVALUE(two);
        QCOMPARE(m_bench->ended(one->front().id).state, PromotionState::Succeeded);
        QCOMPARE(m_bench->ended(two->front().id).state, PromotionState::Succeeded);
    }
    void twoWorkersOnOneDatabaseNeverRunTheSamePromotion()
    {
        m_bench->environment(u"dev"_s).deploy =
            Bench::sh(u"echo $HUMDRUM_RUN >> runs; sleep 0.02; printf $HUMDRUM_VERSION > envs/dev-$HUMDRUM_SERVICE"_s);
        m_bench->open();
        m_bench->desk();
        Bench::Other other = m_bench->other();
        other.desk->start();
        QStringList expected;
        for (int i = 1; i <= 8; ++i) {
            const auto queued =
                Bench::await(m_bench->desk().promote(m_bench->ask(m_bench->release(QString::number(i)))));
            QVALUE(queued);
            for (const Promotion &p : *queued) {
                QVERIFY(m_bench->ended(p.id).state == PromotionState::Succeeded);
                expected.push_back(u"promotion-%1"_s.arg(p.id.value));
            }
        }
        QStringList runs = m_bench->content(u"runs"_s).split(u'\n', Qt::SkipEmptyParts);
        runs.sort();
        expected.sort();
        QCOMPARE(runs, expected);
    }
    /// As by a program that makes a backup of it, for longer than any patience.
    void whatIsKnownIsStoredWhenTheDatabaseIsFreeAgain()
    {
        m_bench->patience = Duration{20};
        m_bench->environment(u"dev"_s).deploy =
            Bench::sh(u"touch begun; while [ ! -e go ]; do sleep 0.01; done; echo once >> envs/history"_s);
        m_bench->environment(u"dev"_s).observe = {};
        m_bench->open();
        const Release r = m_bench->release(u"1.0"_s);
        QStringList said;
        connect(&m_bench->desk(), &PromotionDesk::logAppended, this, [&](PromotionId, const QList<LogLine> &lines) {
            for (const LogLine &line : lines)
                said << line.text;
        });
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(r, u"dev"_s, u"ledger"_s)));
        QVALUE(queued);
        const PromotionId id = queued->front().id;
        QTRY_VERIFY(QFile::exists(m_bench->file(u"begun"_s)));
        {
            QSqlDatabase backup = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"backup"_s);
            backup.setDatabaseName(m_bench->file(u"humdrum.sqlite"_s));
            QVERIFY(backup.open());
            QVERIFY(QTest::qWaitFor([&] { return QSqlQuery(backup).exec(u"BEGIN IMMEDIATE"_s); }));
            QVERIFY(QFile(m_bench->file(u"go"_s)).open(QIODevice::WriteOnly));
            const auto waits = [](const QString &line) { return line.startsWith(u"It goes on as soon as"); };
            QTRY_VERIFY(std::ranges::any_of(said, waits));
            QCOMPARE(m_bench->steps(id).back().state, StepState::Running);
            QVERIFY(QSqlQuery(backup).exec(u"ROLLBACK"_s));
        }
        QSqlDatabase::removeDatabase(u"backup"_s);
        QCOMPARE(m_bench->ended(id).state, PromotionState::Succeeded);
        QCOMPARE(m_bench->content(u"envs/history"_s), u"once\n"_s);
    }
    void closingEndsWhatRunsAndSaysSo()
    {
        m_bench->environment(u"dev"_s).deploy = Bench::sh(u"echo $$ > pid; sleep 600"_s);
        m_bench->environment(u"dev"_s).deploy.cleanup = {u"touch"_s, u"cleaned"_s};
        m_bench->open();
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(m_bench->release(u"1.0"_s))));
        QVALUE(queued);
        QTRY_VERIFY_WITH_TIMEOUT(!m_bench->content(u"pid"_s).isEmpty(), 30'000);
        m_bench->desk().stop(StopPolicy::EndRunning);
        const Promotion p = m_bench->ended(queued->front().id);
        QCOMPARE(p.state, PromotionState::Errored);
        QVERIFY(p.message.contains(u"nterrupted"_s));
        QVERIFY(membersOf(m_bench->content(u"pid"_s).trimmed().toLongLong()).empty());
    }
    void closingCanWaitForWhatRuns()
    {
        m_bench->environment(u"dev"_s).deploy =
            Bench::sh(u"touch begun; sleep 0.5; printf $HUMDRUM_VERSION > envs/dev-$HUMDRUM_SERVICE"_s);
        m_bench->open();
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(m_bench->release(u"1.0"_s))));
        QVALUE(queued);
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(m_bench->file(u"begun"_s)), 30'000);
        m_bench->desk().stop(StopPolicy::WaitForRunning);
        const auto state = [&](PromotionId id) {
            return (*m_bench->read([id](Session &s) { return s.promotions().byId(id); }))->state;
        };
        QCOMPARE(state(queued->front().id), PromotionState::Succeeded);
        QCOMPARE(state(queued->back().id), PromotionState::Queued);
    }
    void aWindowThatClosesBeforeTheDeployDenies()
    {
        const auto open = m_bench->closableCalendar();
        m_bench->open();
        WorkerDesk desk(*m_bench->store, m_bench->options());
        const auto queued = Bench::await(desk.promote(m_bench->ask(m_bench->release(u"1.0"_s))));
        QVALUE(queued);
        *open = false;
        desk.start();
        const Promotion p = m_bench->ended(queued->front().id);
        QCOMPARE(p.state, PromotionState::Denied);
        QVERIFY(p.message.contains(u"Year-end freeze"_s));
        QVERIFY(m_bench->content(u"envs/history"_s).isEmpty());
        const auto behind = m_bench->read([&](Session &s) { return s.promotions().byId(queued->back().id); });
        QCOMPARE((*behind)->state, PromotionState::Queued);
    }
    void aPersonRollsBackWithAReason()
    {
        m_bench->open();
        good();
        QCOMPARE(promoteOne(m_bench->release(u"2.0"_s)).state, PromotionState::Succeeded);
        PromotionAsk ask;
        ask.kind = PromotionKind::Rollback;
        ask.environment = {u"dev"_s};
        ask.actor.person = u"ik"_s;
        const auto refused = Bench::await(m_bench->desk().promote(ask));
        QVERIFY(!refused && refused.error().code == ErrorCode::InvalidInput);
        ask.reason = u"clients complain"_s;
        const auto queued = Bench::await(m_bench->desk().promote(ask));
        QVALUE(queued);
        QCOMPARE(queued->size(), size_t(1)); // only what the last release brought
        const Promotion p = m_bench->ended(queued->front().id);
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        QCOMPARE(m_bench->content(u"envs/dev-billing"_s), u"1.0"_s);
        const auto all = m_bench->read([](Session &s) {
            return s.deployments().between(Timestamp::min(), Timestamp::max(), {u"billing"_s}, {u"dev"_s});
        });
        QCOMPARE((*all)[1].outcome, DeploymentOutcome::RolledBack);
        QVERIFY((*m_bench->read([](Session &s) {
                    return s.holds().holding({u"billing"_s}, {u"dev"_s});
                }))->reason.contains(u"clients complain"_s));
    }
    void valuesReachTheCommandsUntouched()
    {
        m_bench->environment(u"dev"_s).deploy =
            Bench::sh(u"env -0 | tr '\\0' '\\n' | grep ^HUMDRUM_ | cut -d= -f1 | sort > names; printf %s "
                      u"\"$HUMDRUM_RELEASE\" > value; "
                      "printf %s \"$HUMDRUM_VERSION\" > envs/dev-$HUMDRUM_SERVICE"_s);
        m_bench->open();
        const QString odd = u"1 '\"$(touch pwned)`touch pwned`;x"_s;
        const Promotion p = promoteOne(m_bench->release(odd));
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        QCOMPARE(m_bench->content(u"value"_s), odd);
        QVERIFY(!QFile::exists(m_bench->file(u"pwned"_s)));
        QCOMPARE(m_bench->content(u"names"_s).split(u'\n', Qt::SkipEmptyParts).size(), 12);
    }
};

QTEST_GUILESS_MAIN(WorkerTest)
#include "workertest.moc"
