// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/deployments.h"

#include "example/dice.h"
#include "example/estate.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum::example {

namespace {

/// Something that went wrong while deploying and was put right by deploying once more.
struct Mishap {
    int week;
    const char *environment, *service, *cause, *message;
    int minutes; ///< until it was put right
};
constexpr Mishap mishaps[] = {
    {2, "int", "billing", "test", "smoke: the check of the version was written for the release before", 50},
    {2, "aurora-prod", "ledger", "environment", "No space left on device: pool shared is full (16.0 of 16.0 MiB)", 170},
    {5, "int", "gateway", "environment", "No space left on device: pool shared is full (15.9 of 16.0 MiB)", 95},
    {5, "aurora-staging", "ledger", "change", "ledger did not start: KeyError: 'HARBOUR_DATA'", 240},
    {6, "borealis-staging", "billing", "environment", "No space left on device: pool shared is full (16.0 of 16.0 MiB)",
     300},
    {8, "int", "ledger", "environment", "No free address in pool shared (24 of 24 leased)", 130},
    {8, "aurora-staging", "billing", "environment", "No space left on device: pool shared is full (16.0 of 16.0 MiB)",
     210},
    {9, "borealis-staging", "ledger", "environment", "No space left on device: pool shared is full (16.0 of 16.0 MiB)",
     1600},
    {10, "aurora-prod", "gateway", "environment", "No free address in pool shared (24 of 24 leased)", 75},
    {11, "aurora-staging", "ledger", "environment", "No space left on device: pool shared is full (15.8 of 16.0 MiB)",
     60},
    {13, "int", "gateway", "change", "gateway did not start: HARBOUR_LEDGER is not known here", 45},
    {15, "aurora-staging", "billing", "test", "smoke: the check of totals depended on the order of clients", 35},
    {17, "int", "billing", "test", "smoke: timed out while another test used the machine", 20},
};

class Teller {
public:
    explicit Teller(const Story &story) : m_story(story), m_weeks(story.weeks), m_dice(story.seed * 7919 + 17) {}

    Deployments tell()
    {
        first();
        for (const ReleaseStory &release : m_story.releases) {
            if (!release.patches.isEmpty())
                bag(release);
            else if (release.week < turning::weekly)
                big(release);
            else
                train(release);
        }
        borealisFork();
        builds();
        finish();
        return std::move(m_out);
    }

private:
    struct Ride {
        const ReleaseStory *release = nullptr;
        QString environment;
        QDateTime at;
        QString deployer;
        bool attended = false;
        int mishapWeek = -1;
    };

    const Commit &commit(const QString &service, int index) const
    {
        return m_story.services.at(service).commits[static_cast<size_t>(index)];
    }
    DeploymentStory record(const Ride &ride, const QString &service, int index, const QDateTime &started);
    void deploy(const Ride &ride);
    void first();
    void big(const ReleaseStory &release);
    void train(const ReleaseStory &release);
    void bag(const ReleaseStory &patch);
    void borealisFork();
    void builds();
    void finish();

    const Story &m_story;
    const Weeks &m_weeks;
    Dice m_dice;
    Deployments m_out;
    std::map<QString, std::map<QString, int>> m_now; ///< by the rides so far
};

DeploymentStory Teller::record(const Ride &ride, const QString &service, int index, const QDateTime &started)
{
    DeploymentStory d;
    d.service = service;
    d.environment = ride.environment;
    d.commit = index;
    d.version = commit(service, index).version;
    d.started = started;
    d.from = started.addSecs(m_dice.between(55, 190));
    d.deployer = ride.deployer;
    d.attended = ride.attended;
    if (ride.release) {
        d.release = ride.release->version;
        if (ride.release->patches.isEmpty())
            d.train = m_weeks.train(ride.release->week);
        else
            d.kind = u"patch"_s;
        d.patches = ride.release->patches;
    }
    return d;
}

void Teller::deploy(const Ride &ride)
{
    QDateTime at = ride.at;
    for (const QString &service : serviceKeys()) {
        const int index = ride.release ? ride.release->commits.at(service) : 0;
        std::map<QString, int> &now = m_now[ride.environment];
        const bool forked = ride.environment == "borealis-prod"_L1 && service == "ledger"_L1 &&
            ride.at > m_weeks.at(turning::fork, 0, 0, 0);
        if (forked || (now.contains(service) && now[service] == index))
            continue;
        DeploymentStory d = record(ride, service, index, at);
        const auto mishap = std::ranges::find_if(mishaps, [&](const Mishap &m) {
            return m.week == ride.mishapWeek && ride.environment == QLatin1StringView(m.environment) &&
                service == QLatin1StringView(m.service);
        });
        if (mishap != std::end(mishaps)) {
            d.outcome = u"failed"_s;
            d.cause = QString::fromLatin1(mishap->cause);
            d.message = QString::fromLatin1(mishap->message);
            m_out.records.push_back(d);
            const QDateTime failed = d.from;
            d = record(ride, service, index, failed.addSecs(60 * mishap->minutes));
            d.remedies = failed;
            d.attended = true;
        }
        at = d.from.addSecs(m_dice.between(25, 70));
        now[service] = index;
        m_out.records.push_back(std::move(d));
    }
}

void Teller::first()
{
    // What ran when the story begins.
    for (const EnvironmentSpec &e : environments())
        deploy({nullptr, e.key, m_weeks.at(0, -5, 9, 0), u"ik"_s, false, -1});
}

void Teller::big(const ReleaseStory &release)
{
    const int w = release.week;
    const int late = w == turning::firstBag ? 1 : 0; // days after the train should have left
    const auto ride = [&](const char *environment, QDateTime at, int week) {
        deploy({&release, QString::fromLatin1(environment), at, u"ik"_s, true, week});
    };
    ride("dev", m_weeks.at(w, -1, 22, 40), w);
    ride("int", m_weeks.at(w, 0, 8, 50), w);
    ride("aurora-staging", m_weeks.at(w, 0, 13, 5), w);
    ride("aurora-prod", m_weeks.at(w, late, 20, 40), w);
    if (w == turning::firstBag)
        return; // Borealis waits for the patch
    ride("borealis-staging", m_weeks.at(w + 1, 1, 14, 0), w + 1);
    if (w != turning::secondBag)
        ride("borealis-prod", m_weeks.at(w + 1, 2, 19, 30), w + 1);
}

void Teller::train(const ReleaseStory &release)
{
    const int w = release.week;
    const QString deployer = people()[static_cast<size_t>(w) % people().size()].key;
    const bool calm = m_weeks.boring(w);
    const auto ride = [&](const char *environment, QDateTime at) {
        deploy({&release, QString::fromLatin1(environment), at, deployer, !calm && w < turning::ownPools, w});
    };
    ride("dev", m_weeks.at(w, -4, 17, 25));
    ride("int", m_weeks.at(w, -1, 9, 30));
    ride("aurora-staging", m_weeks.at(w, -1, 13, 30));
    if (w >= turning::borealis)
        ride("borealis-staging", m_weeks.at(w, -1, 15, 0));
    // While it was new, the train left late now and then.
    const int minute = w == turning::weekly + 1 ? 55 : calm ? 0 : static_cast<int>(m_dice.below(3));
    ride("aurora-prod", m_weeks.at(w, 0, 10, minute));
    // Borealis takes what it has time for, and has not had time for the last one.
    if (w >= turning::borealis && w != m_weeks.last() - 1 && w % 5 != 1)
        ride("borealis-prod", m_weeks.at(w, 0, 10, 25));
}

void Teller::bag(const ReleaseStory &patch)
{
    const ReleaseStory &bad = *m_story.release(patch.patches);
    QString service;
    for (const auto &[key, index] : patch.commits) {
        if (bad.commits.at(key) != index)
            service = key;
    }
    const auto broken = std::ranges::find_if(m_out.records, [&](const DeploymentStory &d) {
        return d.service == service && d.environment == "aurora-prod"_L1 && d.release == bad.version &&
            d.outcome == "succeeded"_L1;
    });
    const QDateTime failed = broken->from;
    broken->cause = u"change"_s;
    broken->message = service == "billing"_L1
        ? u"A re-sent order is billed twice; 31 clients of Aurora got two invoices"_s
        : u"Requests of one client use up the limit of all; Aurora is refused with 429"_s;
    broken->outcome = u"failed"_s;
    if (service == "gateway"_L1) {
        // Taken back in the night, put right in the morning.
        broken->outcome = u"rolled-back"_s;
        const ReleaseStory &before = *m_story.release(m_weeks.train(turning::firstBag) + u".1"_s);
        DeploymentStory back = record({&before, u"aurora-prod"_s, {}, u"ik"_s, true, -1}, service,
                                      before.commits.at(service), failed.addSecs(3 * 3600 + 840));
        back.kind = u"rollback"_s;
        back.patches = bad.version;
        back.remedies = failed;
        m_now[u"aurora-prod"_s][service] = back.commit;
        m_out.records.push_back(std::move(back));
    }
    QDateTime at = patch.assembled;
    for (const char *environment : {"dev", "int", "aurora-staging", "aurora-prod"}) {
        const size_t before = m_out.records.size();
        deploy({&patch, QString::fromLatin1(environment), at, u"ik"_s, true, -1});
        for (size_t i = before; i < m_out.records.size(); ++i) {
            if (m_out.records[i].environment == "aurora-prod"_L1)
                m_out.records[i].remedies = failed;
        }
        at = at.addSecs(25 * 60);
    }
    if (patch.week == turning::firstBag) {
        const int next = patch.week + 1;
        deploy({&patch, u"borealis-staging"_s, m_weeks.at(next, 1, 14, 0), u"ik"_s, true, next});
        deploy({&patch, u"borealis-prod"_s, m_weeks.at(next, 2, 19, 30), u"ik"_s, true, next});
    }
}

void Teller::borealisFork()
{
    const int fork = m_story.services.at(u"ledger"_s).fork;
    if (fork < 0)
        return;
    DeploymentStory d = record({nullptr, u"borealis-prod"_s, {}, u"wc"_s, true, -1}, u"ledger"_s, fork,
                               m_weeks.at(turning::fork, 2, 18, 20));
    d.kind = u"patch"_s;
    m_out.records.push_back(std::move(d));
}

void Teller::builds()
{
    // Builds go to dev as they come, a few each week, between the releases.
    for (int w = 0; w < m_weeks.count; ++w) {
        for (int day : {-6, -5, -1}) {
            const QString service = serviceKeys().at((w + day + 60) % 3);
            const QDateTime at = m_weeks.at(w, day, 12, static_cast<int>(m_dice.between(5, 50)));
            if (at.date() >= m_weeks.until || at.date() < m_weeks.at(0, -4, 0, 0).date())
                continue;
            const ServiceStory &story = m_story.services.at(service);
            int found = -1;
            for (size_t i = 0; i < story.commits.size(); ++i) {
                const Commit &c = story.commits[i];
                if (c.onMain && c.tested && !c.breaks && c.at.addSecs(3600) <= at)
                    found = static_cast<int>(i);
            }
            // The builds of the coming release are left for its own way.
            const bool coming = found >= 0 && w == m_weeks.last() &&
                story.releaseBefore(at) > story.releaseBefore(m_weeks.departure(w - 1));
            if (found < 0 || coming || story.commits[static_cast<size_t>(found)].release)
                continue;
            DeploymentStory d = record({nullptr,
                                        u"dev"_s,
                                        {},
                                        m_story.services.at(service).commits[static_cast<size_t>(found)].person,
                                        false,
                                        -1},
                                       service, found, at);
            m_out.records.push_back(std::move(d));
        }
    }
}

void Teller::finish()
{
    std::ranges::stable_sort(m_out.records, {}, [](const DeploymentStory &d) { return std::pair(d.from, d.service); });
    std::vector<DeploymentStory> kept;
    std::map<std::pair<QString, QString>, int> runs;
    for (DeploymentStory &d : m_out.records) {
        const std::pair key(d.environment, d.service);
        // A build that is older than what a release brought meanwhile was not deployed.
        const auto now = runs.find(key);
        if (d.environment == "dev"_L1 && d.release.isEmpty() && now != runs.end() && now->second >= d.commit &&
            d.commit != 0)
            continue;
        if (d.outcome != "failed"_L1 || d.cause == "change"_L1)
            runs[key] = d.commit;
        std::vector<int> &there = m_out.there[d.environment][d.service];
        if (d.outcome == "succeeded"_L1) {
            std::erase(there, d.commit);
            there.push_back(d.commit);
        }
        kept.push_back(std::move(d));
    }
    m_out.records = std::move(kept);
}

} // namespace

Deployments tellDeployments(const Story &story) { return Teller(story).tell(); }

std::vector<PoolStory> tellPools(const Weeks &weeks, quint64 seed)
{
    std::vector<PoolStory> out;
    Dice dice(seed * 31337 + 5);
    const QDateTime begin = weeks.at(0, -1, 6, 0);
    const QDateTime own = weeks.at(turning::ownPools, -1, 6, 0);
    const int sharedDays = static_cast<int>(begin.daysTo(own));
    const int days = static_cast<int>(begin.date().daysTo(weeks.until));
    const auto sample = [&](const PoolSpec &pool, const QDateTime &at, int diskPermille, int addresses) {
        out.push_back({pool.key, u"disk"_s, pool.disk * std::min(1000, diskPermille) / 1000, pool.disk, at});
        out.push_back({pool.key, u"addresses"_s, std::min(addresses, pool.addresses), pool.addresses, at});
    };
    for (int day = 0; day < days; ++day) {
        const QDateTime at = begin.addDays(day);
        if (at < own) {
            // Fills up, is cleared by hand in week 6 and week 9, fills up again.
            const int fill = 560 + 1000 * (day % 21) / 24 + static_cast<int>(dice.below(25));
            sample(pool(u"shared"_s), at, fill, 15 + 9 * day / std::max(1, sharedDays - 12));
            continue;
        }
        const int left = days - 1 - day; // 0 today
        for (const PoolSpec &p : pools()) {
            if (p.key == "shared"_L1)
                continue;
            const qint64 deployed = 2 * static_cast<qint64>(serviceKeys().size()) * keptReleases * payloadBytes;
            const int today = static_cast<int>((deployed + p.otherDisk) * 1000 / p.disk);
            const int leased = 2 * static_cast<int>(serviceKeys().size()) + static_cast<int>(p.otherLeases.size());
            const int perDay = p.key == "build"_L1 ? 14
                : p.key == "borealis"_L1           ? 8
                                                   : 1; // permille of the disk in five days
            const int lessAddresses = p.key == "borealis"_L1 ? std::min(left / 5, 6)
                : p.key == "build"_L1                        ? std::min(left / 30, 3)
                                                             : 0;
            const int noise = left == 0 ? 0 : static_cast<int>(dice.below(6));
            sample(p, at, std::max(200, today - left * perDay / 5 - noise), leased - lessAddresses);
        }
    }
    return out;
}

} // namespace humdrum::example
