// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "insightsworld.h"
#include "promotion/promotionrecords.h"

namespace humdrum::test {

/// Releases of billing on trains of their own, and promotions as the worker ends them.
class ClientsWorld : public World {
public:
    /// Release "2026.46" with build 46 of billing, in promotion, on the train of its week that is to leave at `departure`.
    /// With `ledger`, that build of ledger is in it too.
    Release onTrain(int week, Timestamp departure, int ledger = 0)
    {
        const QString version = u"2026.%1"_s.arg(week);
        std::map<ServiceKey, BuildId> builds{{ServiceKey{u"billing"_s}, build(u"billing"_s, week)}};
        if (ledger > 0)
            builds.emplace(ServiceKey{u"ledger"_s}, build(u"ledger"_s, ledger));
        return write([&](Session &s) -> Result<Release> {
            Train t;
            t.version = version;
            t.isoYear = 2026;
            t.isoWeek = week;
            t.departure = departure;
            t.cutoff = departure - 89h;
            must(s.trains().plan(std::span(&t, 1)));
            t = *must(s.trains().byVersion(version));
            Release r;
            r.version = version;
            r.createdAt = departure - 72h;
            r.train = t.id;
            r.manifest = must(s.releases().addManifest({{}, builds, u"digest-"_s + version, r.createdAt}));
            r = must(s.releases().create(r));
            t.release = r.id;
            must(s.trains().change(t, u"aboard"_s));
            must(s.trains().transition(t.id, TrainState::Boarding, departure - 90h, {}));
            must(s.releases().transition(r.id, ReleaseState::InPromotion, u"test"_s));
            return r;
        });
    }
    Promotion queue(const Release &release, const QString &environment, Timestamp at,
                    const QString &service = u"billing"_s)
    {
        return write([&](Session &s) -> Result<Promotion> {
            Promotion p;
            p.group = must(s.promotions().newGroup());
            p.request.service = {service};
            p.request.environment = {environment};
            p.request.build = must(s.releases().manifest(release.manifest))->builds.at({service});
            p.request.release = release.id;
            p.requestedBy = u"nr"_s;
            p.queuedAt = at;
            return s.promotions().queue(p);
        });
    }
    void move(PromotionId id, std::initializer_list<PromotionState> states)
    {
        const std::vector<PromotionState> list(states);
        write([&](Session &s) -> Result<void> {
            for (const PromotionState state : list)
                must(s.promotions().transition(*must(s.promotions().byId(id)), state));
            return {};
        });
    }
    /// Ends it at `at`, by the worker's own function; `deployed`: its build runs now.
    void end(const Promotion &queued, PromotionState state, bool deployed, Timestamp at, const QString &message = {})
    {
        move(queued.id, {PromotionState::PreFlight, PromotionState::Running});
        if (deployed)
            move(queued.id, {PromotionState::Validating});
        write([&](Session &s) -> Result<void> {
            PromotionEnd end;
            end.promotion = *must(s.promotions().byId(queued.id));
            end.promotion.message = message;
            end.promotion.cause = state == PromotionState::Succeeded ? Cause::Unknown : Cause::Change;
            end.state = state;
            end.course.deployed = deployed;
            end.course.deployStarted = end.course.deployFinished = at;
            return endPromotion(s, smallProduct(), end).transform([](const PromotionEnded &) {});
        });
    }
    void promote(const Release &release, const QString &environment, Timestamp at,
                 const QString &service = u"billing"_s)
    {
        end(queue(release, environment, at, service), PromotionState::Succeeded, true, at);
    }
    void promoteBoth(const Release &release, const QString &environment, Timestamp at)
    {
        promote(release, environment, at, u"ledger"_s);
        promote(release, environment, at + 1min);
    }
    void rollBack(const QString &environment, int number, Timestamp at)
    {
        const BuildId before = build(u"billing"_s, number);
        const Promotion queued = write([&](Session &s) -> Result<Promotion> {
            Promotion p;
            p.group = must(s.promotions().newGroup());
            p.request = {{u"billing"_s}, {environment}, before, {}, PromotionKind::Rollback, {}, u"wrong totals"_s};
            p.requestedBy = u"nr"_s;
            p.queuedAt = at;
            return s.promotions().queue(p);
        });
        end(queued, PromotionState::Succeeded, true, at);
    }
    Release releaseNow(ReleaseId id)
    {
        return must(read([id](Session &s) { return s.releases().byId(id); })).value();
    }
    Train trainNow(int week)
    {
        return must(read([week](Session &s) { return s.trains().byVersion(u"2026.%1"_s.arg(week)); })).value();
    }
};

} // namespace humdrum::test
