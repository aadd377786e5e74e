// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/appcontext.h"
#include "app/humdrum/pages.h"
#include "e2e/harbour.h"
#include "ui/logshown.h"
#include "ui/pipeline/pipelineview.h"
#include "ui/promotions/promotepanel.h"
#include "ui/settings/preferences.h"
#include "ui/shell/actionregistry.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/sidebar.h"
#include "ui/theme/theme.h"
#include "ui/widgets/errorbanner.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>
#include <QTimer>

#include <ctime>

using namespace humdrum;
using namespace humdrum::e2e;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;

/// Measures how long the event loop did not come round. What the thread itself computed meanwhile is told apart from what the
/// machine gave to others.
class Watchdog : public QObject {
public:
    Watchdog()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        m_timer.setInterval(5);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            const qint64 computed = computing() - m_computed;
            if (const qint64 gap = m_clock.elapsed(); gap > worst)
                worst = gap;
            worstComputed = std::max(worstComputed, computed);
            begin();
        });
        begin();
        m_timer.start();
    }
    /// What the test did itself in this thread does not count.
    void begin()
    {
        m_clock.start();
        m_computed = computing();
    }
    qint64 worst = 0, worstComputed = 0; ///< milliseconds

private:
    [[nodiscard]] static qint64 computing()
    {
        timespec t{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
        return t.tv_sec * 1000 + t.tv_nsec / 1'000'000;
    }
    QTimer m_timer;
    QElapsedTimer m_clock;
    qint64 m_computed = 0;
};

/// The real window on the example's database, as the program opens it.
struct Window {
    explicit Window(const Harbour &harbour)
    {
        AppOptions options;
        options.databaseFile = harbour.database();
        options.person = u"nr"_s;
        options.program = u"humdrum"_s;
        options.mustExist = true;
        auto opened = AppContext::open(options);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().toString()));
        context = std::move(*opened);
        const ShellParts parts{context->store(), context->desk(), context->clock(), [this] { return context->actor(); },
                               actions,          theme,           preferences,      session};
        window = std::make_unique<MainWindow>(parts, allPages());
        window->restoreSession();
        window->show();
        window->activateWindow();
    }
    [[nodiscard]] PipelineView *view() const { return window->findChild<PipelineView *>(); }
    [[nodiscard]] PromotePanel *panel() const { return window->currentPage()->findChild<PromotePanel *>(); }
    template <class W>
    [[nodiscard]] W *find(const QString &name) const
    {
        return window->currentPage()->findChild<W *>(name);
    }
    [[nodiscard]] int row(const QString &stage) const { return view()->model().rowOf(stage); }
    [[nodiscard]] PipelineNode node(const QString &stage) const { return view()->model().at(row(stage)); }
    [[nodiscard]] QString log() const { return test::shownIn(*window->currentPage()->findChild<LogRows *>()); }
    /// Everything the page in front says in labels.
    [[nodiscard]] QString texts() const
    {
        QStringList all;
        for (const QLabel *label : window->currentPage()->findChildren<QLabel *>()) {
            if (label->isVisibleTo(window.get()))
                all << label->text();
        }
        return all.join(u'|');
    }
    void click(const QString &stage) const
    {
        const QPointF at = view()->pipeline()->rectOf(row(stage)).center();
        QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, view()->mapFromScene(at));
    }
    /// What the palette offers as `title` when `words` are typed, by the keyboard.
    [[nodiscard]] bool palette(const QString &words, const QString &title) const
    {
        QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : window.get(), Qt::Key_K,
                        Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), words);
        const auto *list = window->commandPalette()->findChild<QListView *>();
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            if (list->currentIndex().data().toString() == title) {
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
                return true;
            }
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        }
        return false;
    }

    /// Saves what is on the screen for people to look at; the build folder's pictures/.
    void picture(const QString &name) const
    {
        const QDir folder(u"" HUMDRUM_BINARY_DIR "/pictures"_s);
        folder.mkpath(u"."_s);
        window->grab().save(folder.filePath(u"e2e-"_s + name + u".png"_s));
    }

    Theme theme{*qApp, ThemeMode::Light};
    Preferences preferences{QString()};
    JsonFile session{QString()};
    ActionRegistry actions;
    std::unique_ptr<AppContext> context;
    std::unique_ptr<MainWindow> window;
};

/// Notes the marks that a stage goes through on the picture.
class Marks : public QObject {
public:
    Marks(const Window &window, const QString &stage)
    {
        const auto note = [this, &window, stage] {
            const PipelineNode now = window.node(stage);
            if (seen.empty() || seen.back() != now.mark)
                seen.push_back(now.mark);
            if (!now.step.isEmpty() && !steps.contains(now.step))
                steps << now.step;
        };
        connect(&window.view()->model(), &QAbstractItemModel::dataChanged, this, note);
        connect(&window.view()->model(), &QAbstractItemModel::modelReset, this, note);
        note();
    }
    std::vector<Mark> seen;
    QStringList steps;
};

} // namespace

#define SOON(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, patience)

/// Protects the way of a release through the window: real widgets, real database, real commands, an event loop that always comes
/// round, and a picture that tells what happens while it happens.
class WindowTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void cleanup();
    void aReleaseIsPlannedTestedAndPromotedByMouse();
    void aDeployThatFails();
    void aCommandThatDoesNotExist();
    void aHangingDeployIsCancelled();
    void aFailedSmokeTestIsRolledBack();
    void theKeyboardAloneIsEnough();
    void whatAnotherProgramDoesIsSeen();

private:
    /// Outside of the window, by programs the test waits for.
    template <class F>
    auto outside(F f)
    {
        auto result = f();
        m_watchdog->begin();
        return result;
    }
    [[nodiscard]] bool showPipeline() const
    {
        QTest::mouseClick(m_window->window->sidebar()->button(pages::pipeline), Qt::LeftButton);
        return QTest::qWaitFor(
            [&] { return m_window->window->currentPage()->isReady() && m_window->view()->model().rowCount() > 0; },
            patience);
    }
    /// Asks for the promotion to a stage and waits until it says what would happen.
    [[nodiscard]] bool ask(const QString &stage) const
    {
        if (!showPipeline())
            return false;
        m_window->click(stage);
        auto *promote = m_window->find<QPushButton>(u"pipeline.promote"_s);
        if (!QTest::qWaitFor(
                [&] { return promote->isEnabled() && m_window->texts().contains(m_window->node(stage).name); },
                patience)) {
            qWarning("%s", qPrintable(promote->toolTip()));
            return false;
        }
        QTest::mouseClick(promote, Qt::LeftButton);
        return QTest::qWaitFor([&] { return m_window->panel()->plan().has_value(); }, patience);
    }
    void confirm() const
    {
        auto *button = m_window->find<QPushButton>(u"promoteConfirm"_s);
        QVERIFY2(button->isEnabled(), qPrintable(button->toolTip() + m_window->texts()));
        QTest::mouseClick(button, Qt::LeftButton);
    }

    /// What waits for a decision behind one that did not succeed is taken out of the queue, by another program.
    void letGo()
    {
        const Ran listed = outside([&] { return m_harbour->json({u"promotion"_s, u"list"_s}); });
        QJsonArray rows = listed.array();
        while (!rows.isEmpty()) { // the newest is the first
            const QJsonValue row = rows.takeAt(rows.size() - 1);
            if (row[u"state"].toString() != u"queued")
                continue;
            const QString id = QString::number(row[u"id"].toInteger());
            // With it go those behind it.
            QCOMPARE(outside([&] {
                         return m_harbour->ctl({u"queue"_s, u"cancel"_s, id, u"--reason"_s, u"not today"_s});
                     }).exitCode,
                     0);
            return;
        }
        QFAIL("nothing waits");
    }

    std::unique_ptr<Harbour> m_harbour;
    std::unique_ptr<Window> m_window;
    std::unique_ptr<Watchdog> m_watchdog;
    qint64 m_worst = 0, m_worstComputed = 0;
};

void WindowTest::initTestCase()
{
    m_harbour = std::make_unique<Harbour>();
    Ran made = m_harbour->create();
    if (made.exitCode == 0)
        made = m_harbour->describe();
    QVERIFY2(made.exitCode == 0, qPrintable(made.all()));
}

void WindowTest::init()
{
    m_window = std::make_unique<Window>(*m_harbour);
    QVERIFY(QTest::qWaitForWindowActive(m_window->window.get()));
    SOON(m_window->window->isReady() && m_window->window->currentPage()->isReady());
    m_watchdog = std::make_unique<Watchdog>();
}

void WindowTest::cleanup()
{
    if (m_watchdog) {
        m_worst = std::max(m_worst, m_watchdog->worst);
        m_worstComputed = std::max(m_worstComputed, m_watchdog->worstComputed);
        qInfo("the event loop was away for %lld ms at most, and computed for %lld ms of one turn at most",
              static_cast<long long>(m_watchdog->worst), static_cast<long long>(m_watchdog->worstComputed));
        // Generous, for a debug build on a machine that does other things; a wait for a command or a disk is seconds.
        QVERIFY(m_watchdog->worstComputed < 700);
        QVERIFY(m_watchdog->worst < 3000);
    }
    m_watchdog.reset();
    m_window.reset();
}

void WindowTest::cleanupTestCase()
{
    qInfo("worst of all: %lld ms away, %lld ms computed", static_cast<long long>(m_worst),
          static_cast<long long>(m_worstComputed));
    m_harbour->stopServices();
    // What this program itself has open below the folder is no process of its own.
    QCOMPARE(m_harbour->processes(), QStringList());
}

void WindowTest::aReleaseIsPlannedTestedAndPromotedByMouse()
{
    QCOMPARE(m_window->window->currentPage()->id(), QString(pages::weeks));
    auto *plan = m_window->find<QPushButton>(u"weeks.plan"_s);
    SOON(plan->isEnabled());
    QTest::mouseClick(plan, Qt::LeftButton);
    auto *create = m_window->find<QPushButton>(u"planConfirm"_s);
    SOON(create->isVisible() && create->isEnabled());
    const QString release = create->text().section(u' ', -1);
    QTest::mouseClick(create, Qt::LeftButton);
    SOON(!create->isVisible());

    QVERIFY(showPipeline());
    SOON(m_window->view()->model().overview().release &&
         m_window->view()->model().overview().release->version == release);
    const int layouts = m_window->view()->pipeline()->layouts();
    {
        Marks marks(*m_window, u"integration"_s);
        m_window->click(u"integration"_s);
        auto *run = m_window->find<QPushButton>(u"pipeline.runstage"_s);
        SOON(run->isVisible() && run->isEnabled());
        QTest::mouseClick(run, Qt::LeftButton);
        SOON(m_window->node(u"integration"_s).mark == Mark::Passed);
        QVERIFY(std::ranges::contains(marks.seen, Mark::Running));
    }
    QVERIFY(ask(u"dev"_s));
    for (const QString &part : {u"Promote %1 to Dev?"_s.arg(release),
                                u"3 of 3 services will be promoted, in this order"_s, u"|ledger|"_s, u"replaces "_s})
        QTRY_VERIFY2_WITH_TIMEOUT(m_window->texts().contains(part), qPrintable(part + u" in "_s + m_window->texts()),
                                  patience);
    m_window->picture(u"question"_s);
    Marks marks(*m_window, u"dev"_s);
    confirm();
    // The log fills while it runs, not afterwards.
    SOON(m_window->log().contains(u"deploying ledger"_s));
    QCOMPARE(m_window->node(u"dev"_s).mark, Mark::Running);
    m_window->picture(u"running"_s);
    SOON(m_window->node(u"dev"_s).mark == Mark::Passed);
    QCOMPARE(m_window->node(u"dev"_s).runs, release);
    QVERIFY(std::ranges::contains(marks.seen, Mark::Running));
    QVERIFY2(marks.steps.size() >= 2, qPrintable(marks.steps.join(u',')));
    QCOMPARE(m_window->view()->pipeline()->layouts(), layouts);
    SOON(m_window->log().count(u"· succeeded"_s) == 3);
    SOON(m_window->texts().contains(u"Dev · last promoted "_s + release));
    SOON(m_window->find<QPushButton>(u"promoteRollBack"_s)->isVisible());
    QVERIFY(!m_window->find<QPushButton>(u"promoteCancel"_s)->isVisible());
    for (const QString &service : {u"ledger"_s, u"billing"_s, u"gateway"_s}) {
        const auto told = outside([&] { return m_harbour->health(u"dev"_s, service); });
        const auto row = outside([&] { return m_harbour->running(u"dev"_s, service); });
        QCOMPARE(told.value(u"version"_s), row.value(u"version"_s));
        QCOMPARE(row.value(u"release"_s).toString(), release);
    }
}

void WindowTest::aDeployThatFails()
{
    m_harbour->setFault(u"int"_s, u"deploy-fails"_s, true);
    QVERIFY(ask(u"int"_s));
    confirm();
    SOON(m_window->texts().contains(u"the fault deploy-fails is switched on here"_s));
    m_harbour->setFault(u"int"_s, u"deploy-fails"_s, false);
    SOON(m_window->node(u"int"_s).mark == Mark::Attention); // the others wait for a decision
    letGo();
    SOON(m_window->node(u"int"_s).mark == Mark::Failed);
    QVERIFY2(m_window->texts().contains(u"Deploy ledger"_s), qPrintable(m_window->texts()));
    SOON(m_window->log().contains(u"cleaned up int-ledger"_s));
    m_window->picture(u"deploy-failed"_s);
    // It can be asked for again.
    SOON(m_window->find<QPushButton>(u"pipeline.promote"_s)->isEnabled());
}

void WindowTest::aCommandThatDoesNotExist()
{
    const QString line = u"run: [python3, -B, tools/deploy.py, deploy]"_s, wrong = u"run: [no-such-command, deploy]"_s;
    QCOMPARE(outside([&] { return m_harbour->redescribe(line, wrong); }).exitCode, 0);
    QVERIFY(ask(u"int"_s));
    confirm();
    SOON(m_window->texts().contains(u"no-such-command"_s));
    QCOMPARE(outside([&] { return m_harbour->redescribe(wrong, line); }).exitCode, 0);
    letGo();
    SOON(m_window->node(u"int"_s).mark == Mark::Failed);
}

void WindowTest::aHangingDeployIsCancelled()
{
    m_harbour->setFault(u"int"_s, u"deploy-hangs"_s, true);
    QVERIFY(ask(u"int"_s));
    confirm();
    const QRegularExpression form(u"process (\\d+) hangs"_s);
    SOON(form.match(m_window->log()).hasMatch());
    const qint64 hanging = form.match(m_window->log()).captured(1).toLongLong();
    m_harbour->setFault(u"int"_s, u"deploy-hangs"_s, false);
    QVERIFY(isThere(hanging));
    auto *cancel = m_window->find<QPushButton>(u"promoteCancel"_s);
    SOON(cancel->isVisible());
    QTest::mouseClick(cancel, Qt::LeftButton);
    auto *reason = m_window->find<QLineEdit>(u"promoteStopReason"_s);
    SOON(reason->isVisible());
    m_window->picture(u"cancel"_s);
    QTest::keyClicks(reason, u"wrong week"_s);
    QTest::mouseClick(m_window->find<QPushButton>(u"promoteStopConfirm"_s), Qt::LeftButton);
    SOON(m_window->texts().contains(u"Cancelled by nr: wrong week"_s));
    SOON(m_window->find<QPushButton>(u"promoteRollBack"_s)->isVisible());
    // Cancelled means that all of it is gone.
    QVERIFY(!isThere(hanging));
    QVERIFY(m_window->node(u"int"_s).mark != Mark::Running);
}

void WindowTest::aFailedSmokeTestIsRolledBack()
{
    const QString before =
        outside([&] { return m_harbour->running(u"int"_s, u"ledger"_s); }).value(u"version"_s).toString();
    const QString next =
        outside([&] { return m_harbour->running(u"dev"_s, u"ledger"_s); }).value(u"version"_s).toString();
    m_harbour->setFault(u"int"_s, u"smoke-fails"_s, true);
    writeTo(m_harbour->path(u"envs/int/faults/smoke-fails"_s), next.toUtf8());
    QVERIFY(ask(u"int"_s));
    confirm();
    SOON(m_window->log().contains(u"It is rolled back by promotion"_s));
    letGo();
    SOON(m_window->texts().contains(u"Integration · last rolled back"_s));
    m_harbour->setFault(u"int"_s, u"smoke-fails"_s, false);
    QVERIFY2(m_window->texts().contains(u"The smoke test failed: 1 of"_s), qPrintable(m_window->texts()));
    SOON(m_window->node(u"int"_s).held);
    m_window->picture(u"rolled-back"_s);
    const auto row = outside([&] { return m_harbour->running(u"int"_s, u"ledger"_s); });
    QCOMPARE(row.value(u"version"_s).toString(), before);
    QCOMPARE(outside([&] { return m_harbour->health(u"int"_s, u"ledger"_s); }).value(u"version"_s).toString(), before);
}

void WindowTest::theKeyboardAloneIsEnough()
{
    QVERIFY(m_window->palette(u"pipe"_s, u"Pipeline"_s));
    SOON(m_window->window->currentPage()->id() == pages::pipeline && m_window->window->currentPage()->isReady());
    SOON(m_window->view()->hasFocus());
    QTest::keyClick(m_window->view(), Qt::Key_Home);
    for (int step = 0; step < 12 && m_window->view()->current() != m_window->row(u"int"_s); ++step)
        QTest::keyClick(m_window->view(), Qt::Key_Right);
    QCOMPARE(m_window->view()->current(), m_window->row(u"int"_s));
    SOON(m_window->actions.action(u"pipeline.promote"_s)->isEnabled() &&
         m_window->texts().contains(u"What Integration gets"_s));
    QVERIFY(m_window->palette(u"promote"_s, u"Promote…"_s));
    SOON(m_window->panel()->plan().has_value());
    // The ledger is held since its rollback: whoever may says why it goes all the same.
    auto *why = m_window->panel()->findChild<QLineEdit *>(u"override-hold"_s);
    QVERIFY2(why, qPrintable(m_window->texts()));
    SOON(why->isVisible()); // what a layout took in is shown in the next round
    // The answer takes the keyboard, once the palette has gone.
    SOON(m_window->panel() == QApplication::focusWidget() ||
         m_window->panel()->isAncestorOf(QApplication::focusWidget()));
    QStringList way;
    for (int tab = 0; tab < 40 && QApplication::focusWidget() != why; ++tab) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        way << QLatin1StringView(QApplication::focusWidget()->metaObject()->className()) + u' ' +
                QApplication::focusWidget()->objectName();
    }
    QVERIFY2(QApplication::focusWidget() == why, qPrintable(way.join(u", "_s)));
    m_window->picture(u"held"_s);
    QTest::keyClicks(why, u"it was the test"_s);
    QTest::keyClick(why, Qt::Key_Return);
    auto *confirm = m_window->find<QPushButton>(u"promoteConfirm"_s);
    SOON(confirm->isEnabled() && confirm->text().contains(u'3'));
    SOON(QApplication::focusWidget() == confirm);
    QTest::keyClick(confirm, Qt::Key_Space);
    SOON(m_window->node(u"int"_s).mark == Mark::Running);
    // It is there, and the hold is still a person's to lift.
    SOON(m_window->node(u"int"_s).mark == Mark::Attention);
    QCOMPARE(m_window->node(u"int"_s).runs, m_window->view()->model().overview().release->version);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
    SOON(!m_window->panel()->isVisible());
    QVERIFY(m_window->view()->hasFocus());
}

void WindowTest::whatAnotherProgramDoesIsSeen()
{
    QVERIFY(showPipeline());
    const QString release = m_window->view()->model().overview().release->version;
    QVERIFY(m_window->node(u"aurora-staging"_s).runs != release);
    Marks marks(*m_window, u"aurora-staging"_s);
    const auto promoting = m_harbour->start({u"promote"_s, release, u"--to"_s, u"aurora-staging"_s, u"--wait"_s});
    SOON(m_window->node(u"aurora-staging"_s).mark == Mark::Running);
    SOON(promoting->state() == QProcess::NotRunning);
    QCOMPARE(promoting->exitCode(), 0);
    SOON(m_window->node(u"aurora-staging"_s).mark == Mark::Passed);
    QCOMPARE(m_window->node(u"aurora-staging"_s).runs, release);
}

QTEST_MAIN(WindowTest)
#include "window.moc"
