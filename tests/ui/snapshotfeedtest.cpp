// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/snapshotfeed.h"
#include "fakes.h"

#include <QSignalSpy>
#include <QtTest>

using namespace humdrum;
using namespace humdrum::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

/// Protects pages from showing an old answer as the newest, and the store from being asked without need.
class SnapshotFeedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_later.setSingleShot(true); }

    void restsUntilItIsStarted()
    {
        HeldStore store;
        SnapshotFeed<int> feed(store);
        feed.setReader([](Session &) -> Result<int> { return 1; });
        QCOMPARE(store.waiting(), size_t(0));
        feed.setActive(true);
        QCOMPARE(store.waiting(), size_t(1));
        QVERIFY(feed.isLoading());
        QVERIFY(!feed.snapshot());
    }

    void dropsAStaleAnswer()
    {
        HeldStore store;
        SnapshotFeed<int> feed(store);
        QList<int> seen;
        feed.onSnapshot(&feed, [&seen](int value) { seen << value; });
        feed.setActive(true);
        feed.setReader([](Session &) -> Result<int> { return 1; });
        feed.setReader([](Session &) -> Result<int> { return 2; });
        feed.setReader([](Session &) -> Result<int> { return 3; });
        QCOMPARE(store.waiting(), size_t(1));
        store.answer(); // to the first question
        QTRY_COMPARE(store.waiting(), size_t(1));
        QVERIFY(feed.isLoading());
        QVERIFY(!feed.snapshot());
        store.answer(); // to the last; the second was never asked
        QTRY_COMPARE(seen, QList<int>{3});
        QCOMPARE(*feed.snapshot(), 3);
        QVERIFY(!feed.isLoading());
        QCOMPARE(store.waiting(), size_t(0));
    }

    void dropsAStaleError()
    {
        HeldStore store;
        SnapshotFeed<int> feed(store);
        QSignalSpy failed(&feed, &SnapshotFeedBase::failed);
        feed.setActive(true);
        feed.setReader([](Session &) -> Result<int> { return 1; });
        feed.setReader([](Session &) -> Result<int> { return 2; });
        store.answer(0, Error{ErrorCode::StorageFailed, u"old"_s, {}, {}, {}});
        QTRY_COMPARE(store.waiting(), size_t(1));
        store.answer();
        QTRY_VERIFY(feed.snapshot());
        QCOMPARE(failed.count(), 0);
    }

    void aReadThatLastsLongerThanTheChangesLeaveItInPeace()
    {
        HeldStore store;
        int now = 0;
        SnapshotFeed<int> feed(store);
        QList<int> seen;
        feed.onSnapshot(&feed, [&seen](int value) { seen << value; });
        feed.setDebounce(1ms);
        feed.setActive(true);
        feed.setReader([&now](Session &) -> Result<int> { return now; });
        for (int round = 1; round <= 3; ++round) {
            // Many times what makes it read again, while the store has not come to answer.
            for (int change = 0; change < 5; ++change) {
                Q_EMIT store.changed({{{Aggregate::Promotion, change}}, false});
                QSignalSpy later(&m_later, &QTimer::timeout);
                m_later.start(3ms);
                QVERIFY(later.wait());
                QCOMPARE(store.waiting(), size_t(1)); // it never queues behind itself
            }
            now = round;
            store.answer();
            QTRY_COMPARE(seen.size(), round); // what is there is shown, though it is no longer the newest
            QCOMPARE(seen.constLast(), round);
            QTRY_COMPARE(store.waiting(), size_t(1)); // and it is read once more
        }
        store.answer();
        QTRY_COMPARE(seen.size(), 4);
        QVERIFY(!feed.isLoading());
        QCOMPARE(store.waiting(), size_t(0));
    }

    void aChangeBehindARestingFeedIsReadWhenItIsStarted()
    {
        HeldStore store;
        SnapshotFeed<int> feed(store);
        feed.setDebounce(0ms);
        feed.setActive(true);
        feed.setReader([](Session &) -> Result<int> { return 1; });
        Q_EMIT store.changed({{{Aggregate::Train, 1}}, false});
        feed.setActive(false);
        store.answer();
        QTRY_VERIFY(feed.snapshot());
        QVERIFY(!feed.isLoading());
        QCOMPARE(store.waiting(), size_t(0)); // it rests
        feed.setActive(true);
        QCOMPARE(store.waiting(), size_t(1));
    }

    void readsAgainOnceForManyChanges()
    {
        HeldStore store;
        int reads = 0;
        SnapshotFeed<int> feed(store);
        feed.setDebounce(1ms);
        feed.setInterest({Aggregate::Train});
        feed.setActive(true);
        feed.setReader([&reads](Session &) -> Result<int> { return ++reads; });
        store.answer();
        QTRY_VERIFY(feed.snapshot());
        Q_EMIT store.changed({{{Aggregate::Promotion, 4}}, false}); // not its business
        for (int i = 0; i < 20; ++i)
            Q_EMIT store.changed({{{Aggregate::Train, i}}, false});
        QTRY_COMPARE(store.waiting(), size_t(1));
        store.answer();
        QTRY_COMPARE(*feed.snapshot(), 2);
        QCOMPARE(store.waiting(), size_t(0));
        Q_EMIT store.changed({{}, true}); // another process may have changed anything
        QTRY_COMPARE(store.waiting(), size_t(1));
    }

    void aStoreThatNeverRestsStillGetsRead()
    {
        HeldStore store;
        SnapshotFeed<int> feed(store);
        feed.setDebounce(20ms);
        feed.setActive(true);
        feed.setReader([](Session &) -> Result<int> { return 1; });
        store.answer();
        QTRY_VERIFY(feed.snapshot());
        QTimer busy;
        connect(&busy, &QTimer::timeout, &store, [&store] { Q_EMIT store.changed({{{Aggregate::Train, 1}}, false}); });
        busy.start(1ms);
        QTRY_VERIFY(store.waiting() >= 1);
    }

    void catchesUpWhenItIsStartedAgain()
    {
        HeldStore store;
        SnapshotFeed<int> feed(store);
        feed.setDebounce(0ms);
        feed.setActive(true);
        feed.setReader([](Session &) -> Result<int> { return 1; });
        store.answer();
        QTRY_VERIFY(feed.snapshot());
        feed.setActive(false);
        Q_EMIT store.changed({{{Aggregate::Train, 1}}, false});
        QCoreApplication::processEvents();
        QCOMPARE(store.waiting(), size_t(0));
        feed.setActive(true);
        QCOMPARE(store.waiting(), size_t(1));
        store.answer();
        QTRY_VERIFY(!feed.isLoading());
        feed.setActive(false);
        feed.setActive(true);
        QCOMPARE(store.waiting(), size_t(0)); // nothing changed meanwhile
    }

    void keepsTheSnapshotOverAnError()
    {
        HeldStore store;
        SnapshotFeed<int> feed(store);
        QSignalSpy failed(&feed, &SnapshotFeedBase::failed);
        feed.setActive(true);
        feed.setReader([](Session &) -> Result<int> { return 7; });
        store.answer();
        QTRY_VERIFY(feed.snapshot());
        feed.reload();
        store.answer(0, Error{ErrorCode::StorageLocked, u"locked"_s, {}, {}, {}});
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(feed.error()->code, ErrorCode::StorageLocked);
        QCOMPARE(*feed.snapshot(), 7);
        feed.reload();
        store.answer();
        QTRY_VERIFY(!feed.error());
    }

    void mayGoWhileItIsAsked()
    {
        HeldStore store;
        {
            SnapshotFeed<int> feed(store);
            feed.setActive(true);
            feed.setReader([](Session &) -> Result<int> { return 1; });
        }
        store.answer();
        QCoreApplication::processEvents();
    }

private:
    QTimer m_later;
};

QTEST_MAIN(SnapshotFeedTest)
#include "snapshotfeedtest.moc"
