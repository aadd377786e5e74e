// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/latestwork.h"
#include "ui/shell/actionregistry.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/noticebar.h"

#include <QAction>
#include <QPushButton>
#include <QSemaphore>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using namespace humdrum;

/// Protects: what follows typing shows the newest text and never falls behind for ever, and what is said stays said once.
class LatestWorkTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyTheLastOfManyQuestionsIsAsked();
    void aQuestionDuringTheWorkIsAskedAfterIt();
    void answersComeInTheOrderOfTheirQuestions();
    void steadyQuestionsAreAnsweredMeanwhile();
    void whatIsCancelledIsNotTold();
    void theEndWaitsForTheWork();
    void aNoticeIsSaidOnceAndStaysClosed();
    void aButtonMayChangeItsAction();
};

void LatestWorkTest::onlyTheLastOfManyQuestionsIsAsked()
{
    LatestWork<int> work(1ms);
    QList<int> told;
    std::atomic<int> ran = 0;
    work.onDone([&](int value) { told << value; });
    for (int i = 1; i <= 5; ++i) {
        work.ask([i, &ran] {
            ++ran;
            return i;
        });
    }
    QVERIFY(work.isBusy());
    QTRY_COMPARE(told, QList<int>{5});
    QCOMPARE(ran.load(), 1);
    QVERIFY(!work.isBusy());
}

void LatestWorkTest::aQuestionDuringTheWorkIsAskedAfterIt()
{
    LatestWork<int> work(1ms);
    QList<int> told;
    QSemaphore began, mayEnd;
    work.onDone([&](int value) { told << value; });
    work.askNow([&] {
        began.release();
        mayEnd.acquire();
        return 1;
    });
    began.acquire();
    work.ask([] { return 2; });
    work.ask([] { return 3; });
    mayEnd.release();
    QTRY_COMPARE(told, (QList<int>{1, 3}));
}

void LatestWorkTest::answersComeInTheOrderOfTheirQuestions()
{
    // The second is often done before anybody can wait for it.
    for (int round = 0; round < 500; ++round) {
        LatestWork<int> work(1h);
        QList<int> told;
        work.onDone([&](int value) { told << value; });
        work.askNow([] { return 1; });
        work.askNow([] { return 2; });
        QTRY_COMPARE(told.size(), 2);
        QCOMPARE(told, (QList<int>{1, 2}));
    }
}

void LatestWorkTest::steadyQuestionsAreAnsweredMeanwhile()
{
    LatestWork<int> work(5ms);
    int told = 0, asked = 0;
    work.onDone([&](int value) { told = value; });
    // A key at each turn of the event loop, and the next always before the delay is over.
    QTimer keys;
    connect(&keys, &QTimer::timeout, &keys, [&] { work.ask([n = ++asked] { return n; }); });
    keys.start(1ms);
    QTRY_VERIFY(told > 0);
    QVERIFY(keys.isActive());
}

void LatestWorkTest::whatIsCancelledIsNotTold()
{
    LatestWork<int> work(1ms);
    QList<int> told;
    QSemaphore began, mayEnd;
    work.onDone([&](int value) { told << value; });
    work.askNow([&] {
        began.release();
        mayEnd.acquire();
        return 1;
    });
    began.acquire();
    work.cancel();
    mayEnd.release();
    work.ask([] { return 2; });
    QTRY_COMPARE(told, QList<int>{2});
}

void LatestWorkTest::theEndWaitsForTheWork()
{
    std::atomic<bool> ended = false;
    {
        QSemaphore began;
        LatestWork<int> work(1ms);
        work.onDone([](int) { QFAIL("told after its end"); });
        work.askNow([&] {
            began.release();
            QThread::yieldCurrentThread();
            ended = true;
            return 1;
        });
        began.acquire();
    }
    QVERIFY(ended);
    QCoreApplication::processEvents();
}

void LatestWorkTest::aNoticeIsSaidOnceAndStaysClosed()
{
    NoticeBar bar;
    int taken = 0;
    bar.showNotice(Mark::Attention, u"Decide"_s, {{u"Yes"_s, [&] { ++taken; }}});
    QVERIFY(bar.isVisible());
    QPointer<QPushButton> yes = bar.findChild<QPushButton *>();
    bar.showNotice(Mark::Attention, u"Decide"_s, {{u"Yes"_s, [&] { ++taken; }}});
    QCOMPARE(bar.findChild<QPushButton *>(), yes.data()); // the same button, with its focus
    QTest::mouseClick(yes, Qt::LeftButton);
    QTRY_COMPARE(taken, 1);

    bar.showNotice(Mark::Waiting, u"By the way"_s);
    auto *close = bar.findChild<QToolButton *>();
    QVERIFY(close->isVisible());
    QTest::mouseClick(close, Qt::LeftButton);
    QVERIFY(!bar.isVisible());
    bar.showNotice(Mark::Waiting, u"By the way"_s);
    QVERIFY(!bar.isVisible());
    bar.clear();
    bar.showNotice(Mark::Waiting, u"By the way"_s);
    QCOMPARE(bar.text(), u"By the way"_s);
}

void LatestWorkTest::aButtonMayChangeItsAction()
{
    ActionRegistry actions;
    QObject owner;
    int saved = 0, published = 0;
    actions.add(&owner, {u"a.save"_s, u"Save"_s, {}, {}, {}, [&] { ++saved; }, {}});
    actions.add(&owner, {u"a.publish"_s, u"Publish"_s, u"document-save"_s, {}, {}, [&] { ++published; }, {}});
    QWidget window;
    auto *button = new ActionButton(actions.action(u"a.save"_s), &window);
    window.show();
    QTest::mouseClick(button, Qt::LeftButton);
    button->setAction(actions.action(u"a.publish"_s));
    QCOMPARE(button->text(), u"Publish"_s);
    QTest::mouseClick(button, Qt::LeftButton);
    actions.setEnabled(u"a.save"_s, false, u"not now"_s); // no business of this button any more
    QVERIFY(button->isEnabled());
    QCOMPARE(saved, 1);
    QCOMPARE(published, 1);
    button->setIconOnly();
    QCOMPARE(button->text(), QString());
    QCOMPARE(button->accessibleName(), u"Publish"_s);
    button->hide(); // by who uses it; a change of the action does not bring it back
    actions.setEnabled(u"a.publish"_s, false, u"not now"_s);
    QVERIFY(!button->isVisible());
    actions.action(u"a.publish"_s)->setVisible(false);
    actions.action(u"a.publish"_s)->setVisible(true);
    QVERIFY(button->isVisible());
}

QTEST_MAIN(LatestWorkTest)
#include "latestworktest.moc"
