// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace humdrum;
using namespace Qt::StringLiterals;

/// Protects that a command of humdrum.yaml is run only after somebody accepted just this command on this machine.
class TrustTest : public QObject {
    Q_OBJECT
    std::unique_ptr<Bench> m_bench;

    [[nodiscard]] QString bookFile() const { return m_bench->file(u"data/accepted-commands.json"_s); }
    [[nodiscard]] TrustBook book() const { return TrustBook(bookFile()); }
    [[nodiscard]] std::unique_ptr<WorkerDesk> startedDesk() const
    {
        WorkerOptions options = m_bench->options();
        options.trust = book();
        auto desk = std::make_unique<WorkerDesk>(*m_bench->store, options);
        desk->start();
        return desk;
    }
    [[nodiscard]] Result<void> accept() const
    {
        return book().accept(m_bench->product, commandsDigest(m_bench->product), u"nr"_s, Timestamp{Duration{5}});
    }
    void write(const QByteArray &text) const
    {
        QFile file(bookFile());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

private Q_SLOTS:
    void init()
    {
        m_bench = std::make_unique<Bench>();
        m_bench->open();
    }
    void cleanup() { m_bench.reset(); }

    void nothingIsAcceptedAtFirst()
    {
        const auto standing = book().standing(m_bench->product);
        QVALUE(standing);
        QVERIFY(!standing->accepted);
        QVERIFY(!standing->anyBefore);
        QCOMPARE(standing->differences.size(), commandsOf(m_bench->product).size());
        QVERIFY(standing->differences.front().before.isEmpty());
        const auto allowed = book().allows(m_bench->product);
        QVERIFY(!allowed);
        QCOMPARE(kindOf(allowed.error().code), ErrorKind::RefusedByRule);
    }

    void whatWasAcceptedMayRunUntilItChanges()
    {
        QVALUE(accept());
        QVALUE(book().allows(m_bench->product));
        QCOMPARE(QFile::permissions(bookFile()) & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);
        // What is no command may change as it likes.
        Product changed = m_bench->product;
        changed.name = u"Another name"_s;
        changed.environments.front().deploy.timeout = std::chrono::hours{1};
        QVALUE(book().allows(changed));

        changed.environments.front().deploy.argv << u"--force"_s;
        const auto standing = book().standing(changed);
        QVALUE(standing);
        QVERIFY(!standing->accepted);
        QCOMPARE(standing->acceptedBy, u"nr"_s);
        QCOMPARE(standing->differences.size(), size_t(1));
        QCOMPARE(standing->differences[0].where, u"environments.dev.deploy"_s);
        QVERIFY(!standing->differences[0].before.contains(u"--force"_s));
        QVERIFY(standing->differences[0].now.contains(u"\"--force\"]"_s));
        const QStringList lines =
            linesOf({u"a"_s, u"run: [\"a\"]\nshell: true"_s, u"run: [\"b\"]\nshell: true\ncleanup: [\"c\"]"_s});
        QCOMPARE(lines,
                 QStringList({u"- run: [\"a\"]"_s, u"+ run: [\"b\"]"_s, u"  shell: true"_s, u"+ cleanup: [\"c\"]"_s}));
    }

    void whateverDecidesWhatIsRunIsPartOfIt_data()
    {
        QTest::addColumn<std::function<void(Product &)>>("change");
        const auto row = [](const char *name, std::function<void(Product &)> change) {
            QTest::newRow(name) << std::move(change);
        };
        row("an argument", [](Product &p) { p.environments[0].smoke.argv << u"x"_s; });
        row("a shell", [](Product &p) { p.environments[0].deploy.shell = !p.environments[0].deploy.shell; });
        row("a variable", [](Product &p) { p.environments[0].rollback.environment[u"LD_PRELOAD"_s] = u"x"_s; });
        row("a working folder", [](Product &p) { p.environments[0].deploy.workingFolder = u"/tmp"_s; });
        row("a cleanup", [](Product &p) { p.environments[0].deploy.cleanup = {u"rm"_s}; });
        row("whether it may run twice", [](Product &p) { p.environments[0].deploy.idempotent = true; });
        row("an observation", [](Product &p) { p.environments[0].observe.argv << u"x"_s; });
        row("a stage", [](Product &p) { p.stages.front().command.argv << u"x"_s; });
        row("the folder", [](Product &p) { p.folder += u"/elsewhere"_s; });
        row("one that is gone", [](Product &p) { p.environments[0].observe = {}; });
    }
    void whateverDecidesWhatIsRunIsPartOfIt()
    {
        QFETCH(std::function<void(Product &)>, change);
        QVALUE(accept());
        Product changed = m_bench->product;
        change(changed);
        QVERIFY(!book().allows(changed));
    }

    void acceptsOnlyWhatWasSeen()
    {
        const QByteArray seen = commandsDigest(m_bench->product);
        Product changed = m_bench->product;
        changed.environments.front().deploy.argv << u"--force"_s;
        QVERIFY(!book().accept(changed, seen, u"nr"_s, {}));
        QVERIFY(!book().accept(changed, commandsDigest(changed).first(11), u"nr"_s, {}));
        QVERIFY(!QFile::exists(bookFile()));
        QVALUE(book().accept(changed, commandsDigest(changed).first(12), u"nr"_s, {}));
        QVALUE(book().allows(changed));
        QVERIFY(!book().allows(m_bench->product));
    }

    void anOlderDescriptionElsewhereStaysAccepted()
    {
        QVALUE(accept());
        Product newer = m_bench->product;
        newer.environments.front().deploy.argv << u"--force"_s;
        QVALUE(book().accept(newer, commandsDigest(newer), u"nr"_s, {}));
        QVALUE(book().allows(m_bench->product));
        QVALUE(book().allows(newer));
    }

    void aBrokenBookAcceptsNothing_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::newRow("no JSON") << QByteArray("{\n \"version\": 1,\n x") << 3;
        QTest::newRow("cut off") << QByteArray("{\"version\": 1, \"accepted\": [{") << 1;
        QTest::newRow("another version") << QByteArray("{\"version\": 2}") << 1;
        QTest::newRow("empty") << QByteArray() << 1;
    }
    void aBrokenBookAcceptsNothing()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        QVALUE(accept());
        write(text);
        const auto allowed = book().allows(m_bench->product);
        QVERIFY(!allowed);
        QCOMPARE(allowed.error().code, ErrorCode::ParseFailed);
        QCOMPARE(allowed.error().where->line, line);
        QVERIFY(!accept()); // nothing is lost by writing over it
        QFile file(bookFile());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), text);
    }

    void aBookThatOthersMayWriteAcceptsNothing()
    {
        QVALUE(accept());
        QFile::setPermissions(bookFile(), QFile::ReadOwner | QFile::WriteOwner | QFile::WriteOther);
        const auto allowed = book().allows(m_bench->product);
        QVERIFY(!allowed);
        QVERIFY(allowed.error().hint.contains(u"chmod"_s));
    }

    void nothingRunsBeforeItIsAccepted()
    {
        const auto desk = startedDesk();
        const Release release = m_bench->release(u"1.0"_s);
        const auto plan = Bench::await(desk->plan(m_bench->ask(release)));
        QVALUE(plan);
        QVERIFY(!plan->willDoSomething());
        QCOMPARE(plan->items.front().skip, SkipReason::NotAccepted);
        const auto refused = Bench::await(desk->promote(m_bench->ask(release)));
        QVERIFY(!refused);
        QCOMPARE(kindOf(refused.error().code), ErrorKind::RefusedByRule);
        const auto stage = Bench::await(desk->runStage({u"integration"_s}, {}, release.id, {.person = u"nr"_s}));
        QVERIFY(!stage);
        QVERIFY2(stage.error().message.contains(u"accepted"_s), qPrintable(stage.error().message));
        QVERIFY(m_bench->content(u"envs/history"_s).isEmpty());

        const auto standing = Bench::await(desk->trust());
        QVALUE(standing);
        const auto accepted = Bench::await(desk->acceptCommands(standing->digest, {.person = u"nr"_s}));
        QVALUE(accepted);
        QVERIFY(accepted->accepted);
        const auto events = m_bench->read([](Session &s) { return s.audit().list(1); });
        QCOMPARE(events->front().action, u"commands.accepted"_s);
        QVERIFY(events->front().after.contains(standing->digest));
        const auto queued = Bench::await(desk->promote(m_bench->ask(release)));
        QVALUE(queued);
        QCOMPARE(m_bench->ended(queued->back().id).state, PromotionState::Succeeded);
    }

    /// Between the question and the work: what is queued is asked again when it is taken.
    void whatChangesWhileItWaitsIsNotRun()
    {
        QVALUE(accept());
        const Release release = m_bench->release(u"1.0"_s);
        WorkerOptions options = m_bench->options();
        options.trust = book();
        const auto queued =
            Bench::await(WorkerDesk(*m_bench->store, options).promote(m_bench->ask(release, u"dev"_s, u"ledger"_s)));
        QVALUE(queued);
        QVERIFY(QFile::remove(bookFile()));
        const auto desk = startedDesk();
        const Promotion ended = m_bench->ended(queued->front().id);
        QCOMPARE(ended.state, PromotionState::Denied);
        QVERIFY2(ended.message.contains(u"accepted"_s), qPrintable(ended.message));
        QVERIFY(m_bench->content(u"envs/history"_s).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TrustTest)
#include "trusttest.moc"
