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
        QCOMPARE(store.waiting(), size_t(2));
        store.answer(1); // the newer question is answered first …
        QTRY_COMPARE(seen, QList<int>{2});
        store.answer(0); // … and the older one must not overwrite it
        QCoreApplication::processEvents();
        QCoreApplication::sendPostedEvents();
        QCOMPARE(seen, QList<int>{2});
        QCOMPARE(*feed.snapshot(), 2);
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
        store.answer(0);
        QTRY_VERIFY(feed.snapshot());
        QCOMPARE(failed.count(), 0);
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
};

QTEST_MAIN(SnapshotFeedTest)
#include "snapshotfeedtest.moc"
