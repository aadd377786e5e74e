// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/bench.h"

#include "app/humdrum/pages.h"
#include "logs/logfile.h"
#include "logs/logfollower.h"
#include "logs/packedlog.h"
#include "promotion/bench.h"
#include "promotion/launchedrunner.h"
#include "ui/promotions/logrows.h"
#include "ui/promotions/logtext.h"
#include "ui/promotions/logview.h"
#include "ui/promotions/promotionlive.h"
#include "ui/promotions/promotionpanel.h"
#include "ui/settings/preferences.h"
#include "ui/shell/actionregistry.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QEventLoop>
#include <QProcess>
#include <QTimer>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <zstd.h>

namespace humdrum::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 megabyte = 1'000'000;
constexpr qint64 floodSize = 100 * megabyte;
constexpr qint64 cap = 512 * megabyte;
constexpr int times = 7;
constexpr double slowestCapture = 2; ///< at least half as quick as cat
constexpr double longestGap = 16;    ///< milliseconds
constexpr double mostMemory = 100;   ///< megabytes over idle
constexpr double soon = 100;         ///< milliseconds; what takes longer has to show that it goes on

/// 100 MB of lines such as programs write, two million of them; every thirteenth with colours.
QByteArray makeFlood()
{
    QByteArray bytes;
    bytes.reserve(floodSize + 100);
    for (int i = 0; bytes.size() < floodSize; ++i) {
        if (i % 13 == 0)
            bytes += "\x1b[32mok\x1b[0m " + QByteArray::number(i) + " test passed in " + QByteArray::number(i % 97) +
                " ms\n";
        else
            bytes += "10:12:" + QByteArray::number(i % 60) + (i % 6 ? " INFO request " : " ERROR request ") +
                QByteArray::number(i) + " to /api/v" + QByteArray::number(i % 3) + " took " +
                QByteArray::number(i % 911) + " ms\n";
    }
    return bytes;
}

/// Says how long the event loop did not come back for.
class Watchdog : public QObject {
public:
    Watchdog()
    {
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            const double computed = computing();
            m_worst = std::max(m_worst, double(m_since.nsecsElapsed()) / 1e6 - every);
            m_worstComputed = std::max(m_worstComputed, computed - m_computed);
            m_computed = computing();
            m_since.start();
        });
        m_computed = computing();
        m_since.start();
        m_timer.start(every);
    }
    [[nodiscard]] double worst() const { return m_worst; }
    /// What the thread itself has worked between two ticks: without what others on the machine took from it.
    [[nodiscard]] double worstComputed() const { return m_worstComputed; }

private:
    static double computing()
    {
        timespec t{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
        return double(t.tv_sec) * 1e3 + double(t.tv_nsec) / 1e6;
    }
    static constexpr int every = 2;
    QTimer m_timer;
    QElapsedTimer m_since;
    double m_worst = 0, m_worstComputed = 0, m_computed = 0;
};

/// Megabytes, "VmRSS" or "VmHWM".
double memory(const QByteArray &which)
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("there is no /proc");
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(which))
            return line.simplified().split(' ').value(1).toDouble() * 1024 / 1e6;
    }
    return 0;
}

void forgetPeak()
{
    QFile file(u"/proc/self/clear_refs"_s);
    if (!file.open(QIODevice::WriteOnly) || file.write("5") != 1)
        qFatal("the peak of memory cannot be set back");
}

template <class Sender, class Signal>
void await(const Sender *sender, Signal signal)
{
    QEventLoop loop;
    QObject::connect(sender, signal, &loop, &QEventLoop::quit);
    loop.exec();
}

template <class Condition>
void until(Condition condition)
{
    if (!QTest::qWaitFor(condition, 120'000))
        qFatal("it does not come to an end");
}

int runShell(const QString &script) { return std::system(qPrintable(script)); }

/// A product whose deploy prints the flood.
class Flood {
public:
    Flood()
    {
        QFile file(m_bench.file(u"flood"_s));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("%s", qPrintable(file.errorString()));
        const QByteArray bytes = makeFlood();
        m_lines = bytes.count('\n');
        m_size = bytes.size();
        file.write(bytes);
        file.close();
        Environment &dev = m_bench.environment(u"dev"_s);
        dev.deploy = {};
        dev.deploy.argv = {u"cat"_s, m_bench.file(u"flood"_s)};
        dev.deploy.outputCap = cap;
        dev.smoke = {};
        dev.observe = {};
        m_bench.open();
        for (int i = 0; i < 2 * times; ++i)
            m_releases.push_back(m_bench.release(QString::number(i)));
    }

    /// What the launcher does, from being started to having all of it, and the end, on the disk.
    void capture()
    {
        LaunchedRunner runner(m_bench.options().launcher, m_clock);
        RunAsk ask;
        ask.command = m_bench.environment(u"dev"_s).deploy;
        ask.folder = m_bench.file({});
        ask.runFolder = m_bench.file(u"capture-%1"_s.arg(++m_runs));
        QEventLoop loop;
        QObject::connect(&runner, &Runner::finished, &loop, [&](RunToken, const RunOutcome &outcome) {
            if (!outcome.succeeded() || outcome.droppedBytes != 0)
                qFatal("%s", qPrintable(outcome.message));
            loop.quit();
        });
        runner.start(ask);
        loop.exec();
        m_last = ask.runFolder;
    }
    void dropCapture() const { QDir(m_last).removeRecursively(); }
    /// The peer: the same child, its output to a file by cat.
    void copy() const
    {
        if (runShell(copyScript()) != 0)
            qFatal("cat does not run");
    }
    [[nodiscard]] QString copyScript() const
    {
        return u"cat '%1' | cat > '%2'"_s.arg(m_bench.file(u"flood"_s), m_bench.file(u"copy"_s));
    }
    void dropCopy() const { QFile::remove(m_bench.file(u"copy"_s)); }

    /// Queues one; its end comes by the desk.
    PromotionId promote()
    {
        const auto queued =
            m_bench.desk().promote(m_bench.ask(m_releases[m_next++], u"dev"_s, u"ledger"_s)).takeResult();
        if (!queued)
            qFatal("%s", qUtf8Printable(queued.error().toString()));
        return queued->front().id;
    }
    [[nodiscard]] Bench &bench() { return m_bench; }
    [[nodiscard]] qint64 lines() const { return m_lines; }
    [[nodiscard]] qint64 size() const { return m_size; }
    [[nodiscard]] const QString &lastRun() const { return m_last; }

private:
    Bench m_bench;
    SystemClock m_clock;
    std::vector<Release> m_releases;
    size_t m_next = 0;
    int m_runs = 0;
    qint64 m_lines = 0, m_size = 0;
    QString m_last;
};

/// The window with the log of a promotion in sight, as it comes.
class Window {
public:
    explicit Window(Bench &bench)
        : m_bench(bench)
        , m_window({*bench.store, bench.desk(), m_clock, [] { return Actor{u"nr"_s, {}, {}}; }, m_actions, m_theme,
                    m_preferences, m_session},
                   allPages())
    {
        m_window.resize(1440, 900);
        m_window.show();
        m_window.navigate({QString(pages::promotions), {}});
        until([this] { return m_window.currentPage()->isReady(); });
        // What the window does once, behind its first frame: it makes the pages that nobody has seen yet.
        until([this] { return m_window.findChildren<Page *>().size() == static_cast<qsizetype>(allPages().size()); });
    }
    struct Gap {
        double worst, computed;
    };
    /// Milliseconds of the worst gap from the click until the promotion has ended and all its lines are there.
    Gap watch(Flood &flood)
    {
        PromotionId id;
        bool over = false;
        QObject context;
        QObject::connect(&m_bench.desk(), &PromotionDesk::finished, &context,
                         [&](PromotionId ended) { over = over || ended == id; });
        const Watchdog watchdog;
        id = flood.promote();
        m_window.navigate({QString(pages::promotions), subjectOf(id)});
        until([&] {
            const auto *panel = m_window.currentPage()->findChild<PromotionPanel *>();
            const LogRows *rows = panel ? panel->live()->log()->rows() : nullptr;
            return over && rows && rows->isEnded() && rows->count() > flood.lines();
        });
        return {watchdog.worst(), watchdog.worstComputed()};
    }
    /// The floor: a window that has nothing to do, beside the same child and cat.
    static double watchCopy(const Flood &flood)
    {
        QProcess copying;
        const Watchdog watchdog;
        copying.start(u"/bin/sh"_s, {u"-c"_s, flood.copyScript()});
        until([&] { return copying.state() == QProcess::NotRunning; });
        flood.dropCopy();
        return watchdog.worst();
    }

private:
    Bench &m_bench;
    SystemClock m_clock;
    ActionRegistry m_actions;
    Theme m_theme{*qApp, ThemeMode::Light};
    Preferences m_preferences{QString()};
    JsonFile m_session{QString()};
    MainWindow m_window;
};

QList<Figure> capturing(Flood &flood)
{
    std::vector<double> captures, copies;
    for (int i = 0; i <= times; ++i) {
        const double capture = timeOf([&] { flood.capture(); });
        flood.dropCapture();
        const double copy = timeOf([&] { flood.copy(); });
        flood.dropCopy();
        if (i == 0)
            continue;
        captures.push_back(capture);
        copies.push_back(copy);
    }
    return {{.name = u"log: capture 100 MB, on the disk"_s,
             .value = median(captures),
             .reference = median(copies),
             .unit = u"ms"_s,
             .referenceName = u"… | cat > file"_s,
             .limit = slowestCapture}};
}

QList<Figure> watching(Flood &flood)
{
    Window window(flood.bench());
    std::vector<double> gaps, computed, floors, peaks;
    for (int i = 0; i < times; ++i) {
        const double idle = memory("VmRSS");
        forgetPeak();
        const Window::Gap gap = window.watch(flood);
        gaps.push_back(gap.worst);
        computed.push_back(gap.computed);
        floors.push_back(Window::watchCopy(flood));
        peaks.push_back(memory("VmHWM") - idle);
    }
    return {{.name = u"log: longest gap of the event loop, best of %1"_s.arg(times),
             .value = *std::ranges::min_element(gaps),
             .reference = 0,
             .unit = u"ms"_s,
             .referenceName = {},
             .limit = longestGap},
            {.name = u"log:   the same, median of %1"_s.arg(times),
             .value = median(gaps),
             .reference = median(floors),
             .unit = u"ms"_s,
             .referenceName = u"idle beside cat"_s,
             .limit = {}},
            {.name = u"log:   of it worked by the window itself, worst of %1"_s.arg(times),
             .value = *std::ranges::max_element(computed),
             .reference = 0,
             .unit = u"ms"_s,
             .referenceName = {},
             .limit = longestGap},
            {.name = u"log:   the worst of %1"_s.arg(times),
             .value = *std::ranges::max_element(gaps),
             .reference = 0,
             .unit = u"ms"_s,
             .referenceName = {},
             .limit = {}},
            {.name = u"log: memory over idle, worst of %1"_s.arg(times),
             .value = *std::ranges::max_element(peaks),
             .reference = 0,
             .unit = u"MB"_s,
             .referenceName = {},
             .limit = mostMemory}};
}

/// What zstdcat LOG | grep -c WORD does.
void peerSearch(const QString &file, const QByteArray &word)
{
    QFile packed(file);
    std::FILE *grep = ::popen(QByteArray("grep -c " + word + " > /dev/null").constData(), "w");
    if (!grep || !packed.open(QIODevice::ReadOnly))
        qFatal("grep does not run");
    const std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx *)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
    QByteArray out(static_cast<qsizetype>(ZSTD_DStreamOutSize()), '\0');
    for (QByteArray in; !(in = packed.read(static_cast<qint64>(ZSTD_DStreamInSize()))).isEmpty();) {
        ZSTD_inBuffer from{in.constData(), static_cast<size_t>(in.size()), 0};
        while (from.pos < from.size) {
            ZSTD_outBuffer to{out.data(), static_cast<size_t>(out.size()), 0};
            if (ZSTD_isError(ZSTD_decompressStream(context.get(), &to, &from)) != 0)
                qFatal("it is no zstd");
            std::fwrite(out.constData(), 1, to.pos, grep);
        }
    }
    ::pclose(grep);
}

QList<Figure> finished(Flood &flood)
{
    flood.capture();
    const QString folder = flood.bench().file(u"kept"_s);
    QDir().mkpath(folder);
    std::vector<double> packing, opening, jumping;
    const QString packed = PackedLog::fileFor(folder, flood.lastRun());
    SystemClock clock;
    const QString log = folder + u"/one.log"_s;
    {
        LogFile file(log, clock);
        file.beginRun(flood.lastRun());
        file.end();
    }
    for (int i = 0; i < times; ++i) {
        QFile::remove(packed);
        packing.push_back(timeOf([&] { must(packRun(folder, flood.lastRun())); }));
    }
    flood.dropCapture();
    for (int i = 0; i < times; ++i) {
        LogRows rows;
        LogText text(rows);
        text.resize(800, 600);
        opening.push_back(timeOf([&] {
            rows.setLogs({log});
            await(&rows, &LogRows::loaded);
        }));
        if (rows.count() != flood.lines())
            qFatal("there are %lld lines", static_cast<long long>(rows.count()));
        jumping.push_back(timeOf([&] {
            if (!rows.row(rows.count() / 2 + i * 1000))
                await(&rows, &LogRows::rowsRead);
        }));
    }
    LogFollower follower(log);
    await(&follower, &LogFollower::refreshed);
    const auto search = [&](const LogQuery &query) {
        follower.find(query);
        until([&] { return !follower.isSearching() && follower.searched() == follower.count(); });
    };
    std::vector<double> plain, folded, expressions, peers;
    for (int i = 0; i < times; ++i) {
        plain.push_back(timeOf([&] { search({u"ERROR"_s, false, true}); }));
        folded.push_back(timeOf([&] { search({u"error"_s, false, false}); }));
        expressions.push_back(timeOf([&] { search({u"ERROR request \\d+7 "_s, true, true}); }));
        peers.push_back(timeOf([&] { peerSearch(packed, "ERROR"); }));
    }
    const auto figure = [](const QString &name, double value, std::optional<double> limit, double peer = 0) {
        return Figure{.name = u"log: "_s + name,
                      .value = value,
                      .reference = peer,
                      .unit = u"ms"_s,
                      .referenceName = peer > 0 ? u"zstdcat | grep -c"_s : QString(),
                      .limit = limit};
    };
    return {figure(u"pack 100 MB"_s, median(packing), {}),
            {.name = u"log: packed"_s,
             .value = double(QFileInfo(packed).size()) / 1e6,
             .reference = double(flood.size()) / 1e6,
             .unit = u"MB"_s,
             .referenceName = u"as it came"_s,
             .limit = {}},
            figure(u"open one of %L1 lines"_s.arg(flood.lines()), median(opening), soon),
            figure(u"go to any line"_s, median(jumping), soon),
            figure(u"search it"_s, median(plain), {}, median(peers)),
            figure(u"search it in any case"_s, median(folded), {}, median(peers)),
            figure(u"search it by an expression"_s, median(expressions), {}, median(peers))};
}

} // namespace

QList<Figure> logs(const Places &)
{
    Flood flood;
    QList<Figure> figures = capturing(flood);
    figures += finished(flood);
    figures += watching(flood);
    return figures;
}

} // namespace humdrum::bench
