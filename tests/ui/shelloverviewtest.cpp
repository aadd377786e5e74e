// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/shelloverview.h"
#include "operations/overview/boringtrains.h"
#include "operations/overview/promotionsoverview.h"
#include "operations/overview/search.h"
#include "product.h"

#include <QtTest>

using namespace humdrum;
using namespace humdrum::test;
using namespace Qt::StringLiterals;

namespace {

const Timestamp now = at(u"2026-11-23T17:00:00Z"_s);

/// Puts a release of one build on a train, the same build for all.
Result<void> load(Session &s, Train train)
{
    const ServiceKey billing{u"billing"_s};
    const Result<BuildId> build =
        s.builds().add({{}, billing, u"4.18.0"_s, QString(40, u'c'), u"git-tree:"_s + QString(40, u'c'), now});
    if (!build)
        return std::unexpected(build.error());
    Manifest manifest;
    manifest.digest = u"carried"_s;
    manifest.builds[billing] = *build;
    const Result<ManifestId> id = s.releases().addManifest(manifest);
    if (!id)
        return std::unexpected(id.error());
    Release release;
    release.version = train.version;
    release.manifest = *id;
    release.train = train.id;
    const Result<Release> made = s.releases().create(release);
    if (!made)
        return std::unexpected(made.error());
    train.release = made->id;
    return s.trains().change(train, u"test"_s);
}

enum class Load { Release, Nothing };

/// A train `weeksAgo` weeks before the next one, moved through `states`, each at its departure plus `late`.
void addTrain(StoredProduct &stored, int weeksAgo, const QString &deployer, const std::vector<TrainState> &states,
              Load loaded = Load::Release, Duration late = {})
{
    stored.change([=](Session &s) -> Result<void> {
        Train train;
        train.version = u"2026.%1"_s.arg(48 - weeksAgo);
        train.isoYear = 2026;
        train.isoWeek = 48 - weeksAgo;
        train.departure = at(u"2026-11-24T09:00:00Z"_s) - std::chrono::weeks{weeksAgo};
        train.cutoff = train.departure - std::chrono::hours{89};
        train.deployer = PersonKey{deployer};
        if (auto r = s.trains().plan(std::span(&train, 1)); !r)
            return std::unexpected(r.error());
        const auto planned = s.trains().byVersion(train.version);
        if (!planned)
            return std::unexpected(planned.error());
        if (loaded == Load::Release) {
            if (auto r = load(s, **planned); !r)
                return r;
        }
        for (const TrainState state : states) {
            if (auto r = s.trains().transition((*planned)->id, state, train.departure + late, u"test"_s); !r)
                return r;
        }
        return {};
    });
}

const std::vector<TrainState> left{TrainState::Boarding, TrainState::Locked, TrainState::Departed, TrainState::Arrived};

int streak(StoredProduct &stored)
{
    const auto result = stored.store().read([](Session &s) { return readStreak(s, now); }).result();
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
    return *result ? (*result)->current : -1;
}

ShellOverview overview(StoredProduct &stored)
{
    const auto result = stored.store().read([](Session &s) { return readShellOverview(s, now); }).result();
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
    return *result;
}

std::optional<StripGate> gate(const ShellOverview &shell, GateKind kind)
{
    for (const StripGate &g : shell.strip->gates) {
        if (g.kind == kind)
            return g;
    }
    return std::nullopt;
}

} // namespace

/// Protects the line above every page from saying what is not so.
class ShellOverviewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyStoreIsNoError()
    {
        StoredProduct stored(now);
        QCOMPARE(overview(stored), ShellOverview());
        QCOMPARE(streak(stored), -1);
    }

    void saysWhatIsMissing()
    {
        StoredProduct stored(now);
        stored.describe();
        QVERIFY(!overview(stored).strip);
        stored.plan();
        ShellOverview shell = overview(stored);
        QVERIFY(shell.strip);
        QCOMPARE(shell.strip->version, u"2026.48"_s);
        QCOMPARE(shell.strip->changes, 2);
        QCOMPARE(shell.strip->documented, 0);
        QCOMPARE(gate(shell, GateKind::Notes)->mark, Mark::Attention);
        QCOMPARE(gate(shell, GateKind::Upstream)->mark, Mark::Waiting); // nothing has passed any stage
        QCOMPARE(gate(shell, GateKind::Resource)->mark, Mark::Waiting); // unknown is no pass
        QCOMPARE(shell.strip->gates.front().mark, Mark::Attention);     // what a person has to decide stands first
        QCOMPARE(shell.openReleases, 1);
        QCOMPARE(shell.notesToFinish, 1);
    }

    void notesAreCountedByWhatTheyTell()
    {
        StoredProduct stored(now);
        stored.describe();
        const ReleaseId release = stored.plan();
        stored.change([release](Session &s) -> Result<void> {
            NotesRevision text;
            text.text = u"## Added\n- **billing**: retry on bank timeout\n"_s;
            if (auto r = s.notes().create(release, text); !r)
                return std::unexpected(r.error());
            return {};
        });
        const ShellOverview shell = overview(stored);
        QCOMPARE(shell.strip->documented, 1);
        QVERIFY(gate(shell, GateKind::Notes)->details.contains(u"round monthly totals"_s));
    }

    void internalChangesNeedNoNotes()
    {
        StoredProduct stored(now);
        stored.describe();
        const ReleaseId release = stored.plan(true);
        stored.change([release](Session &s) -> Result<void> {
            NotesRevision text;
            text.text = u"## Added\n- **billing**: retry on bank timeout\n"_s;
            return s.notes().create(release, text).transform([](const auto &) {});
        });
        const ShellOverview shell = overview(stored);
        QCOMPARE(shell.strip->changes, 3);
        QCOMPARE(shell.strip->internal, 1);
        QCOMPARE(shell.strip->documented, 1);
    }

    void aFullPoolStops()
    {
        StoredProduct stored(now);
        stored.describe();
        stored.plan();
        const auto measure = [&stored](double used) {
            stored.change([used](Session &s) -> Result<void> {
                const auto product = s.products().current();
                std::vector<PoolSample> samples;
                for (const Pool &pool : (*product)->pools) {
                    for (const PoolResource &r : pool.resources) {
                        const double capacity = std::max(r.capacity, r.reserve * 10);
                        samples.push_back({pool.key, r.name, used * capacity, capacity,
                                           s.now() + std::chrono::milliseconds{static_cast<int>(used * 1000)}});
                    }
                }
                return s.pools().add(samples).transform([](int) {});
            });
        };
        measure(0.1);
        QCOMPARE(gate(overview(stored), GateKind::Resource)->mark, Mark::Passed);
        // An hour later nobody knows: that is no pass.
        const auto later =
            stored.store().read([](Session &s) { return readShellOverview(s, now + std::chrono::hours{1}); }).result();
        QCOMPARE(gate(*later, GateKind::Resource)->mark, Mark::Waiting);
        measure(0.99);
        QCOMPARE(gate(overview(stored), GateKind::Resource)->mark, Mark::Failed);
    }

    void holdsAreSaid()
    {
        StoredProduct stored(now);
        stored.describe();
        stored.plan();
        QVERIFY(!gate(overview(stored), GateKind::Hold));
        const HoldId hold = stored.write([](Session &s) {
            return s.holds().set({{}, ServiceKey{u"billing"_s}, {}, u"rollback"_s, u"nr"_s, {}, {}, {}});
        });
        QVERIFY(gate(overview(stored), GateKind::Hold)->details.contains(u"rollback"_s));
        QCOMPARE(overview(stored).holds, 1);
        stored.change([hold](Session &s) { return s.holds().lift(hold, u"fixed"_s); });
        QVERIFY(!gate(overview(stored), GateKind::Hold));
        QCOMPARE(overview(stored).holds, 0);
    }

    /// Until somebody tries again, which is then what is unfinished.
    void promotionsThatEndedBadlyAreCounted()
    {
        StoredProduct stored(now);
        stored.describe();
        const ReleaseId release = stored.plan();
        const auto queue = [&] {
            return stored.write([&](Session &s) -> Result<Promotion> {
                const auto manifest = s.releases().manifest((*s.releases().byId(release))->manifest);
                const auto product = s.products().current();
                Promotion p;
                p.request.service = {u"billing"_s};
                p.request.environment = (*product)->environments.front().key;
                p.request.build = (*manifest)->builds.at({u"billing"_s});
                return s.promotions().queue(p);
            });
        };
        Promotion p = queue();
        QCOMPARE(overview(stored).unfinishedPromotions, 1);
        QCOMPARE(overview(stored).unsettledPromotions, 0);
        QCOMPARE(overview(stored).needAPerson(), 0); // what goes on needs nobody
        stored.change([&](Session &s) -> Result<void> {
            if (auto r = s.promotions().transition(p, PromotionState::PreFlight); !r)
                return r;
            p.state = PromotionState::PreFlight;
            return s.promotions().transition(p, PromotionState::Errored);
        });
        QCOMPARE(overview(stored).unfinishedPromotions, 0);
        QCOMPARE(overview(stored).unsettledPromotions, 1);
        QCOMPARE(overview(stored).decisions, 1);
        QCOMPARE(overview(stored).needAPerson(), 1);
        // Whatever release it was of: what the sidebar counts, the strip says.
        QCOMPARE(gate(overview(stored), GateKind::Smoke)->text, u"1 decision needed"_s);
        QVERIFY(gate(overview(stored), GateKind::Smoke)->details.contains(u"errored"_s));
        stored.write([](Session &s) {
            return s.holds().set({{}, ServiceKey{u"billing"_s}, {}, u"rollback"_s, u"nr"_s, {}, {}, {}});
        });
        QCOMPARE(overview(stored).needAPerson(), 2);
        const auto page = stored.store().read([](Session &s) { return readPromotions(s, {}, u"nr"_s); }).result();
        QCOMPARE(page->needAPerson(), 2u);
        p = queue();
        QCOMPARE(overview(stored).unfinishedPromotions, 1);
        QCOMPARE(overview(stored).unsettledPromotions, 0);
    }

    void boringTrainsAreCounted()
    {
        StoredProduct stored(now);
        stored.describe();
        addTrain(stored, 4, u"nr"_s, left);
        addTrain(stored, 3, u"ik"_s, left);
        QCOMPARE(streak(stored), 2);
        addTrain(stored, 2, u"tm"_s, {TrainState::Skipped}); // a freeze neither counts nor ends it
        QCOMPARE(streak(stored), 2);
        addTrain(stored, 1, u"wc"_s, {TrainState::Cancelled});
        QCOMPARE(streak(stored), 0);
    }

    void aTrainThatLeftEmptyIsNoPartOfTheStreak()
    {
        StoredProduct stored(now);
        stored.describe();
        addTrain(stored, 4, u"nr"_s, left, Load::Nothing);
        QCOMPARE(streak(stored), 0);
        addTrain(stored, 3, u"ik"_s, left);
        addTrain(stored, 2, u"tm"_s, left, Load::Nothing);
        QCOMPARE(streak(stored), 1);
    }

    void theNextTrainIsNoPartOfTheStreak()
    {
        StoredProduct stored(now);
        stored.describe();
        stored.plan();
        QCOMPARE(streak(stored), -1);
    }

    void findsOnlyWhatAnswersEveryWord()
    {
        StoredProduct stored(now);
        stored.describe();
        stored.plan();
        const auto found = [&stored](const QString &query, int limit = 40) {
            const auto hits = stored.store().read([=](Session &s) { return search(s, query, limit); }).result();
            if (!hits)
                qFatal("%s", qPrintable(hits.error().toString()));
            QStringList titles;
            for (const SearchHit &hit : *hits)
                titles << hit.title;
            return titles;
        };
        QCOMPARE(found(u"  "_s), QStringList());
        QCOMPARE(found(u"billing"_s).constFirst(), u"billing"_s); // the very same word first
        QCOMPARE(found(u"bank"_s), QStringList{u"retry on bank timeout"_s});
        QCOMPARE(found(u"aaaaaaa"_s).size(), 2); // the build and the change of that commit
        QCOMPARE(found(u"aurora dev"_s), QStringList());
        QCOMPARE(found(u"billing"_s, 1).size(), 1);
        QVERIFY(!found(u"arbour"_s).contains(u"Nora Reuter"_s)); // the middle of a mail address
    }
};

QTEST_GUILESS_MAIN(ShellOverviewTest)
#include "shelloverviewtest.moc"
