// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/appcontext.h"
#include "storage/fixture.h"

#include <QSignalSpy>

using namespace humdrum;
using namespace humdrum::test;
using namespace std::chrono_literals;

namespace {

const QByteArray description = R"(humdrum: 1
product: {key: p, zone: UTC}
services:
  web: {repository: web}
pipeline:
  service-stages:
    commit: {kind: commit, run: [make]}
environments:
  live:
    deploy: {run: [deploy]}
    smoke: {run: [smoke]}
    rollback: {run: [back]}
)";

/// A program at work on a product with one train that was to leave an hour ago.
struct Program {
    QTemporaryDir folder;
    QString file = folder.filePath(u"humdrum.db"_s);
    std::unique_ptr<AppContext> context;

    Program()
        : context(
              must(AppContext::open({.databaseFile = file, .person = u"nr"_s, .program = u"test"_s, .work = false})))
    {
        Train train;
        train.version = u"2026.48"_s;
        train.isoYear = 2026;
        train.isoWeek = 48;
        train.departure = context->clock().now() - 1h;
        train.cutoff = train.departure - 1h;
        must(context->store()
                 .write(Intent{context->actor(), {}},
                        [&](Session &s) -> Result<int> {
                            Product product;
                            product.key = u"p"_s;
                            product.digest = "p";
                            must(s.products().describe(product, description));
                            return s.trains().plan(std::span(&train, 1));
                        })
                 .takeResult());
    }
    TrainState state()
    {
        return must(context->store().read([](Session &s) { return s.trains().byVersion(u"2026.48"_s); }).takeResult())
            .value()
            .state;
    }
};

} // namespace

/// Protects that what happens without anybody asking happens, and that it is told when it does not.
class HousekeeperTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sendsOffTrainsWhoseTimeHasCome()
    {
        Program program;
        QSignalSpy failed(&program.context->store(), &Store::failed);
        program.context->startWork();
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), TrainState::Arrived, 30'000);
        QVERIFY(failed.isEmpty());
    }

    void tellsWhenTrainsDoNotMove()
    {
        Program program;
        RawConnection(program.file)
            .run(
                u"CREATE TRIGGER stuck BEFORE UPDATE ON train BEGIN SELECT RAISE(ABORT, 'the points are frozen'); END"_s);
        std::optional<Error> told;
        connect(&program.context->store(), &Store::failed, this, [&](const Error &error) { told = error; });
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"Trains do not move"_s));
        program.context->startWork();
        QTRY_VERIFY_WITH_TIMEOUT(told, 30'000);
        QVERIFY2(told->message.startsWith(u"Trains do not move"_s), qPrintable(told->toString()));
        QVERIFY2(told->details.contains(u"the points are frozen"_s), qPrintable(told->details));
        QCOMPARE(program.state(), TrainState::Planned);
    }
};

QTEST_GUILESS_MAIN(HousekeeperTest)
#include "housekeepertest.moc"
