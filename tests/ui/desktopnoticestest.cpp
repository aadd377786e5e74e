// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/desktopnotices.h"
#include "promotion/bench.h"
#include "sessionbus.h"
#include "ui/modules/modules.h"
#include "ui/settings/preferences.h"
#include "ui/shell/destination.h"

#include <QDBusMessage>
#include <QElapsedTimer>
#include <QWidget>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;
const QString service = u"org.freedesktop.Notifications"_s;

} // namespace

/// What shows notifications on a desktop, as a desktop has it.
class Shower : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    struct Shown {
        QString application, icon, title, text;
        QStringList actions;
        QVariantMap hints;
    };

    Shower(const SessionBus &bus, QStringList capabilities)
        : m_bus(bus.connection())
        , m_capabilities(std::move(capabilities))
    {
        m_bus.registerObject(u"/org/freedesktop/Notifications"_s, this, QDBusConnection::ExportScriptableContents);
        m_bus.registerService(service);
    }
    ~Shower() override
    {
        m_bus.unregisterService(service);
        m_bus.unregisterObject(u"/org/freedesktop/Notifications"_s);
    }
    void click(uint id, const QString &action = u"default"_s)
    {
        Q_EMIT ActivationToken(id, u"a-token"_s);
        Q_EMIT ActionInvoked(id, action);
    }

    std::vector<Shown> shown; ///< the id of each is its place, from 1

public Q_SLOTS:
    // Named as the specification names them.
    Q_SCRIPTABLE QStringList GetCapabilities() { return m_capabilities; }
    Q_SCRIPTABLE uint Notify(const QString &application, uint, const QString &icon, const QString &title,
                             const QString &text, const QStringList &actions, const QVariantMap &hints, int)
    {
        shown.push_back({application, icon, title, text, actions, hints});
        return static_cast<uint>(shown.size());
    }

Q_SIGNALS:
    Q_SCRIPTABLE void ActionInvoked(uint id, const QString &action);
    Q_SCRIPTABLE void ActivationToken(uint id, const QString &token);

private:
    QDBusConnection m_bus;
    QStringList m_capabilities;
};

class Ways final : public Navigator {
public:
    void navigate(const Destination &destination) override { last = destination; }
    Destination last;
};

/// Hands on what it is to show, and counts it.
class Counted final : public DesktopNotifier {
public:
    explicit Counted(int &asked) : m_asked(asked)
    {
        const auto make = modules::function(modules::notifications, "humdrumDesktopNotifier");
        m_real.reset(reinterpret_cast<DesktopNotifier *(*)()>(make)());
    }
    void show(const DesktopMessage &message) override
    {
        ++m_asked;
        m_real->show(message);
    }

private:
    int &m_asked;
    std::unique_ptr<DesktopNotifier> m_real;
};

/// Protects that somebody who looks elsewhere learns what waits for them, comes to it with one click, and is left alone
/// otherwise. With the real module on a real bus, and real promotions.
class DesktopNoticesTest : public QObject {
    Q_OBJECT
    std::unique_ptr<SessionBus> m_bus;
    std::unique_ptr<Bench> m_bench;
    std::unique_ptr<Preferences> m_preferences;
    std::unique_ptr<QWidget> m_window;
    Ways m_ways;

    [[nodiscard]] std::unique_ptr<DesktopNotices> notices(const DesktopNotices::Factory &factory = {})
    {
        return std::make_unique<DesktopNotices>(
            *m_bench->store, m_bench->desk(), *m_preferences, m_ways, *m_window, [] { return QString(pages::weeks); },
            factory);
    }
    Promotion promote(const QString &version)
    {
        const auto queued =
            Bench::await(m_bench->desk().promote(m_bench->ask(m_bench->release(version), u"dev"_s, u"ledger"_s)));
        if (!queued)
            qFatal("%s", qPrintable(queued.error().toString()));
        return m_bench->ended(queued->front().id);
    }
    static PromotionFacts facts(PromotionState state, Duration took = Duration{0}, Duration usually = Duration{0})
    {
        PromotionFacts f{
            .promotion = {}, .version = u"4.18.2"_s, .environment = u"Aurora staging"_s, .usually = usually};
        f.promotion.id = PromotionId{7};
        f.promotion.state = state;
        f.promotion.request.service = {u"billing"_s};
        f.promotion.message = u"why"_s;
        f.promotion.startedAt = Timestamp{Duration{1000}};
        f.promotion.finishedAt = f.promotion.startedAt + took;
        return f;
    }

private Q_SLOTS:
    void init()
    {
        m_bus = std::make_unique<SessionBus>();
        QVERIFY2(m_bus->problem().isEmpty(), qPrintable(m_bus->problem()));
        m_bench = std::make_unique<Bench>();
        m_bench->environment(u"dev"_s).smoke = Bench::sh(u"echo '<b>1 & 2</b>' >&2; [ \"$HUMDRUM_VERSION\" = 1.0 ]"_s);
        m_bench->environment(u"dev"_s).automaticRollback = false;
        m_bench->open();
        m_preferences = std::make_unique<Preferences>(QString());
        m_window = std::make_unique<QWidget>();
        m_ways.last = {};
    }
    void cleanup()
    {
        m_window.reset();
        m_bench.reset();
        m_bus.reset();
    }

    void whatFailedIsToldAndAClickLeadsToIt()
    {
        Shower desktop(*m_bus, {u"actions"_s, u"body"_s, u"body-markup"_s});
        const auto notices = this->notices();
        QCOMPARE(promote(u"1.0"_s).state, PromotionState::Succeeded); // soon, and nobody has to know
        const Promotion failed = promote(u"2.0"_s);
        QCOMPARE(failed.state, PromotionState::Failed);
        QTRY_COMPARE_WITH_TIMEOUT(desktop.shown.size(), 1U, patience);
        const Shower::Shown &shown = desktop.shown.front();
        QCOMPARE(shown.title, u"ledger 2.0 → dev: failed"_s);
        QVERIFY2(shown.text.contains(u"&lt;b&gt;1 &amp; 2&lt;/b&gt;"), qPrintable(shown.text));
        QCOMPARE(shown.actions, (QStringList{u"default"_s, u"Show the promotion"_s}));
        QCOMPARE(shown.hints[u"urgency"_s].toInt(), 2);

        desktop.click(1, u"something else"_s);
        desktop.click(1);
        QTRY_COMPARE_WITH_TIMEOUT(m_ways.last, (Destination{QString(pages::promotions), subjectOf(failed.id)}),
                                  patience);
        QVERIFY(m_window->isVisible());
        QCOMPARE(qEnvironmentVariable("XDG_ACTIVATION_TOKEN"), u"a-token"_s);
    }

    void textIsWrittenAsTheDesktopReadsIt()
    {
        Shower desktop(*m_bus, {u"body"_s});
        const auto notices = this->notices();
        promote(u"2.0"_s);
        QTRY_COMPARE_WITH_TIMEOUT(desktop.shown.size(), 1U, patience);
        QVERIFY2(desktop.shown.front().text.contains(u"<b>1 & 2</b>"), qPrintable(desktop.shown.front().text));
        QVERIFY(desktop.shown.front().actions.isEmpty());
    }

    void whoWantsNoneGetsNone()
    {
        Shower desktop(*m_bus, {u"body"_s});
        const auto notices = this->notices();
        m_preferences->setNotifications(false);
        promote(u"2.0"_s);
        m_preferences->setNotifications(true);
        promote(u"3.0"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!desktop.shown.empty(), patience);
        QCOMPARE(desktop.shown.size(), 1U);
        QCOMPARE(desktop.shown.front().title, u"ledger 3.0 → dev: failed"_s);
    }

    void nobodyWhoShowsThemIsNoTrouble_data()
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("no service") << u"as it is"_s;
        QTest::newRow("no bus") << u""_s;
        QTest::newRow("a bus that is gone") << u"unix:path=/nowhere/bus"_s;
        QTest::newRow("no address") << u"nonsense"_s;
    }
    void nobodyWhoShowsThemIsNoTrouble()
    {
        QFETCH(QString, address);
        if (address.isEmpty())
            qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        else if (address != u"as it is")
            qputenv("DBUS_SESSION_BUS_ADDRESS", address.toUtf8());
        qputenv("XDG_RUNTIME_DIR", "/nowhere");
        QTest::failOnWarning();
        int asked = 0;
        auto notices = this->notices([&asked] { return new Counted(asked); });
        promote(u"2.0"_s);
        promote(u"3.0"_s);
        QTRY_COMPARE_WITH_TIMEOUT(asked, 2, patience);
        // Whatever it is, it is somebody else's thread that finds out, and going away does not wait for it.
        QElapsedTimer clock;
        clock.start();
        notices.reset();
        QVERIFY(clock.elapsed() < 5'000);
    }

    void whoComesLaterShowsTheNext()
    {
        const auto notices = this->notices();
        promote(u"2.0"_s);
        Shower desktop(*m_bus, {u"body"_s});
        promote(u"3.0"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!desktop.shown.empty() && desktop.shown.back().title.contains(u"3.0"), patience);
    }

    void whatThereIsToSay_data()
    {
        QTest::addColumn<PromotionFacts>("of");
        QTest::addColumn<QString>("says");
        using namespace std::chrono_literals;
        const QString what = u"billing 4.18.2 → Aurora staging: "_s;
        QTest::newRow("failed") << facts(PromotionState::Failed) << what + u"failed|why";
        QTest::newRow("errored") << facts(PromotionState::Errored) << what + u"errored|why";
        QTest::newRow("denied") << facts(PromotionState::Denied) << what + u"denied|why";
        QTest::newRow("waits for a person") << facts(PromotionState::AwaitingGate) << what + u"awaiting gate|why";
        QTest::newRow("aborted by a person") << facts(PromotionState::Aborted) << QString();
        QTest::newRow("still running") << facts(PromotionState::Running) << QString();
        QTest::newRow("well and soon") << facts(PromotionState::Succeeded, 100s) << QString();
        QTest::newRow("well and late") << facts(PromotionState::Succeeded, 125s)
                                       << what + u"succeeded|It took 2 min 5 s.";
        QTest::newRow("longer than usual")
            << facts(PromotionState::Succeeded, 40s, 35s) << what + u"succeeded|It took 40 s.";
        QTest::newRow("a little longer than usual") << facts(PromotionState::Succeeded, 6s, 5s) << QString();
        QTest::newRow("as long as usual") << facts(PromotionState::Succeeded, 40s, 40s) << QString();
    }
    void whatThereIsToSay()
    {
        QFETCH(PromotionFacts, of);
        QFETCH(QString, says);
        const auto notice = noticeOf(of);
        const QString said = notice ? QString(notice->title + u'|' + notice->text) : QString();
        QCOMPARE(said, says);
    }

    void whoSeesItIsNotTold()
    {
        const PromotionNotice decision{.why = PromotionNotice::Why::Decision, .promotion = {}, .title = {}, .text = {}};
        const PromotionNotice longOne{.why = PromotionNotice::Why::LongOne, .promotion = {}, .title = {}, .text = {}};
        QVERIFY(DesktopNotices::concerns(decision, false, true));
        QVERIFY(DesktopNotices::concerns(longOne, false, false));
        QVERIFY(DesktopNotices::concerns(decision, true, false)); // on another page
        QVERIFY(!DesktopNotices::concerns(decision, true, true));
        QVERIFY(!DesktopNotices::concerns(longOne, true, false));
    }
};

QTEST_MAIN(DesktopNoticesTest)
#include "desktopnoticestest.moc"
