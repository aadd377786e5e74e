// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/bench.h"

#include "operations/queue.h"
#include "promotion/bench.h"

#include <QEventLoop>
#include <QProcess>

namespace humdrum::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int environments = 50;
constexpr int services = 20;
constexpr int promotionCount = environments * services;
constexpr int atOnce = 8;
constexpr double budget = 1 / 0.6; ///< at least 60 % of what xargs gets through

/// As many services and environments as one team can hardly have, all of them waiting for the same release.
class Fleet {
public:
    explicit Fleet(const QStringList &command)
    {
        Product &p = m_bench.product;
        const Environment model = p.environments.front();
        const Stage join = p.stages.at(2), deploy = p.stages.at(3);
        p.services.clear();
        p.stages = {join};
        p.stages.front().needs.clear();
        p.environments.clear();
        for (int i = 0; i < services; ++i) {
            Service s;
            s.key = {u"service-%1"_s.arg(i)};
            s.name = s.key.value;
            p.services.push_back(s);
            Stage commit;
            commit.key = {s.key.value + u".commit"};
            commit.kind = StageKind::Commit;
            commit.service = s.key;
            p.stages.front().needs.push_back(commit.key);
            p.stages.push_back(commit);
        }
        for (int i = 0; i < environments; ++i) {
            Environment e = model;
            e.key = {u"environment-%1"_s.arg(i)};
            e.name = e.key.value;
            e.deploy = {};
            e.deploy.argv = command;
            e.smoke = {};
            e.observe = {};
            p.environments.push_back(e);
            Stage to = deploy;
            to.key = {e.key.value};
            to.environment = e.key;
            p.stages.push_back(to);
        }
        m_bench.parallel = atOnce;
        m_bench.open();
        QObject::connect(&m_bench.desk(), &PromotionDesk::finished, &m_loop,
                         [this](PromotionId, PromotionState state, const QString &message) {
                             if (state != PromotionState::Succeeded)
                                 qFatal("a promotion did not succeed: %s", qUtf8Printable(message));
                             if (++m_ended == promotionCount)
                                 m_loop.quit();
                         });
        const Release release = m_bench.release(u"1.0"_s);
        pause(true);
        for (const Environment &e : p.environments) {
            const auto queued = must(Bench::await(m_bench.desk().promote(m_bench.ask(release, e.key.value))));
            if (queued.size() != services)
                qFatal("%zu promotions were queued", queued.size());
        }
    }

    /// Milliseconds from letting them go to the last end.
    [[nodiscard]] double run()
    {
        return timeOf([this] {
            pause(false);
            m_loop.exec();
        });
    }

private:
    void pause(bool paused)
    {
        const Actor actor{.person = u"nr"_s, .program = u"bench"_s, .host = {}};
        must(m_bench.write([=](Session &s) {
            return paused ? pauseQueue(s, u"All at once"_s, actor) : resumeQueue(s, u"All at once"_s, actor);
        }));
    }

    Bench m_bench;
    QEventLoop m_loop;
    int m_ended = 0;
};

/// The floor: the same commands without anything written down.
double xargs(const QStringList &command)
{
    return timeOf([&] {
        const QString lines = u"yes '%1' | head -n %2 | xargs -P %3 -n 1 %4"_s.arg(
            command.value(1, u"x"_s), QString::number(promotionCount), QString::number(atOnce), command.front());
        if (QProcess::execute(u"/bin/sh"_s, {u"-c"_s, lines}) != 0)
            qFatal("xargs does not run");
    });
}

Figure figure(const QString &name, const QStringList &command, std::optional<double> limit)
{
    Fleet fleet(command);
    const double alone = xargs(command);
    return {.name = name,
            .value = fleet.run(),
            .reference = alone,
            .unit = u"ms"_s,
            .referenceName = u"xargs -P %1"_s.arg(atOnce),
            .limit = limit};
}

} // namespace

QList<Figure> throughput(const Places &)
{
    return {figure(u"1 000 promotions of 100 ms, 50 environments, 8 at once"_s, {u"/bin/sleep"_s, u"0.1"_s}, budget),
            figure(u"1 000 promotions of nothing at all, likewise"_s, {u"/bin/true"_s}, {})};
}

} // namespace humdrum::bench
