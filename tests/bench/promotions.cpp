// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/bench.h"

#include "faults/faultpoint.h"
#include "promotion/bench.h"

#include <QCoreApplication>
#include <QEventLoop>

#include <spawn.h>
#include <sys/wait.h>

namespace humdrum::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int times = 60;
constexpr double overheadBudget = 10; ///< milliseconds
constexpr auto command = "/bin/true";

/// The floor: the command by itself.
void spawnAndWait()
{
    std::array<char *, 2> arguments{const_cast<char *>(command), nullptr};
    pid_t pid = 0;
    int status = 0;
    if (::posix_spawn(&pid, command, nullptr, nullptr, arguments.data(), environ) != 0 ||
        ::waitpid(pid, &status, 0) != pid || status != 0)
        qFatal("%s does not run", command);
}

/// A product whose deploy is that command, and which has no other; promoted again and again.
class OneStep {
public:
    OneStep()
    {
        Environment &dev = m_bench.environment(u"dev"_s);
        dev.deploy = {};
        dev.deploy.argv = {QString::fromLatin1(command)};
        dev.smoke = {};
        dev.observe = {};
        m_bench.open();
        for (int i = 0; i < 2 * (times + 2); ++i)
            m_releases.push_back(m_bench.release(QString::number(i)));
        QObject::connect(&m_bench.desk(), &PromotionDesk::finished, &m_loop,
                         [this](PromotionId, PromotionState state, const QString &message) {
                             if (state != PromotionState::Succeeded)
                                 qFatal("the promotion did not succeed: %s", qUtf8Printable(message));
                             m_loop.quit();
                         });
    }

    /// From the click to its end.
    void promote()
    {
        const auto queued =
            m_bench.desk().promote(m_bench.ask(m_releases[m_next++], u"dev"_s, u"ledger"_s)).takeResult();
        if (!queued)
            qFatal("%s", qUtf8Printable(queued.error().toString()));
        m_loop.exec();
    }
    [[nodiscard]] QString file(const QString &name) const { return m_bench.file(name); }

private:
    Bench m_bench;
    std::vector<Release> m_releases;
    size_t m_next = 0;
    QEventLoop m_loop;
};

/// The parts of a promotion by its fault points, in milliseconds.
class Parts {
public:
    void add(const QByteArray &trace)
    {
        QHash<QByteArray, double> at;
        for (const QByteArray &line : trace.split('\n')) {
            const QList<QByteArray> words = line.split(' ');
            if (words.size() == 2 && !at.contains(words[0]))
                at.insert(words[0], words[1].toDouble() / 1e6);
        }
        for (size_t i = 0; i + 1 < std::size(bounds); ++i)
            m_took[i].push_back(at.value(bounds[i + 1].point) - at.value(bounds[i].point));
    }
    [[nodiscard]] QList<Figure> figures() const
    {
        QList<Figure> list;
        for (size_t i = 0; i + 1 < std::size(bounds); ++i)
            list.append({.name = u"promotion:   "_s + QString::fromLatin1(bounds[i + 1].what),
                         .value = median(m_took[i]),
                         .reference = 0,
                         .unit = u"ms"_s,
                         .referenceName = {},
                         .limit = {}});
        return list;
    }
    static constexpr auto begin = "click:before";

private:
    struct Bound {
        const char *point, *what; ///< `what` is what ends there
    };
    static constexpr Bound bounds[]{{begin, ""},
                                    {"claim:after", "plan, queue and claim"},
                                    {"preflight:after", "pre-flight: read and store the step"},
                                    {"judge:after", "pre-flight: judge the gates and store them"},
                                    {"intend:after", "store the intent"},
                                    {"asked:after", "start the launcher"},
                                    {"begun:after", "launcher: take the run, store that it began"},
                                    {"reaped:after", "the command itself, forked and waited for"},
                                    {"exit:after", "launcher: store how it ended"},
                                    {"ended:before", "notice and read the end"},
                                    {"settle:after", "store the step's end"},
                                    {"end:after", "store the deployment and the end"},
                                    {"click:after", "tell it"}};
    std::vector<double> m_took[std::size(bounds)];
};

} // namespace

QList<Figure> promotions(const Places &)
{
    OneStep step;
    const auto [whole, alone] = alternately(times, [&] { step.promote(); }, spawnAndWait);
    QList<Figure> figures{{.name = u"promotion: one trivial step"_s,
                           .value = whole,
                           .reference = alone,
                           .unit = u"ms"_s,
                           .referenceName = u"posix_spawn and wait"_s,
                           .limit = {}},
                          {.name = u"promotion: overhead of Humdrum"_s,
                           .value = whole - alone,
                           .reference = 0,
                           .unit = u"ms"_s,
                           .referenceName = {},
                           .limit = overheadBudget}};
    // Once more with the time of each point: where it goes.
    const QByteArray trace = QFile::encodeName(step.file(u"trace"_s));
    qputenv("HUMDRUM_FAULT_TRACE", trace); // for the launchers
    faultSettings().trace = trace.constData();
    Parts parts;
    for (int i = 0; i < times; ++i) {
        QFile::remove(QFile::decodeName(trace));
        faultPoint("click", "before");
        step.promote();
        faultPoint("click", "after");
        QFile file(QFile::decodeName(trace));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("there is no trace");
        parts.add(file.readAll());
    }
    faultSettings().trace = nullptr;
    qunsetenv("HUMDRUM_FAULT_TRACE");
    return figures + parts.figures();
}

} // namespace humdrum::bench
