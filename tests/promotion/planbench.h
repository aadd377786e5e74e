// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "bench.h"

#include "promotion/identity.h"

Q_DECLARE_METATYPE(humdrum::SkipReason)
Q_DECLARE_METATYPE(humdrum::GateResult)

namespace humdrum {

/// What tests of plans and gates ask of a bench, and tell it.
class PlanBench : public QObject {
protected:
    std::unique_ptr<Bench> m_bench;

    Result<PromotionPlan> plan(const PromotionAsk &ask)
    {
        return Bench::await(WorkerDesk(*m_bench->store, m_bench->options()).plan(ask));
    }
    static const GateOutcome *gate(const PlannedPromotion &item, GateKind kind)
    {
        const auto it = std::ranges::find(item.gates, kind, &GateOutcome::kind);
        return it == item.gates.end() ? nullptr : &*it;
    }
    void record(const QString &service, const QString &environment, BuildId build, const QString &message = {})
    {
        const auto r = m_bench->write([=](Session &s) {
            Deployment d;
            d.service = {service};
            d.environment = {environment};
            d.build = build;
            d.from = s.now();
            d.message = message;
            return s.deployments().start(d);
        });
        if (!r)
            qFatal("%s", qPrintable(r.error().toString()));
    }
    BuildId buildOf(const QString &service, const QString &version)
    {
        return (*m_bench->read([=](Session &s) { return s.builds().byVersion({service}, version); }))->id;
    }

    void hold(const QString &service)
    {
        const auto r = m_bench->write([=](Session &s) {
            Hold h;
            h.service = {service};
            h.environment = {QStringLiteral("dev")};
            h.reason = QStringLiteral("wait");
            h.setBy = QStringLiteral("nr");
            h.setAt = s.now();
            return s.holds().set(h);
        });
        if (!r)
            qFatal("%s", qPrintable(r.error().toString()));
    }
    /// As if the program that works had been killed: nothing more is done, and its identity is nobody's.
    void die()
    {
        m_bench->desk().stop(StopPolicy::LeaveRunning);
        ProcessIdentity gone = ProcessIdentity::ofThisProcess();
        gone.startTime = 1; // long before there was anybody to run this
        const auto r = m_bench->write([&](Session &s) -> Result<void> {
            const auto unfinished = s.promotions().unfinished();
            for (const Promotion &p : *unfinished) {
                if (p.worker.isEmpty())
                    continue;
                if (auto taken = s.promotions().takeOver(p.id, p.worker, gone.toString(), {}); !taken)
                    return std::unexpected(taken.error());
            }
            return {};
        });
        if (!r)
            qFatal("%s", qPrintable(r.error().toString()));
    }
    Promotion stored(PromotionId id)
    {
        return **m_bench->read([id](Session &s) { return s.promotions().byId(id); });
    }
    /// A main line of one commit for each, those of builds by their version, which is the summary too; oldest first.
    void importLine(const QString &service, const QStringList &versions)
    {
        const auto r = m_bench->write([&](Session &s) -> Result<void> {
            std::vector<Change> changes;
            for (const QString &version : versions) {
                Change c;
                c.service = {service};
                const auto build = s.builds().byVersion({service}, version);
                if (!build)
                    return std::unexpected(build.error());
                c.commit = *build ? (*build)->commit : QString(40, u'a');
                if (!changes.empty())
                    c.parents = {changes.back().commit};
                c.ordinal = static_cast<qint64>(changes.size());
                c.summary = version;
                c.committedAt = c.authoredAt = Timestamp{std::chrono::hours{c.ordinal + 1}};
                changes.push_back(c);
            }
            auto done = s.changes().import({service}, changes);
            return done ? Result<void>() : std::unexpected(done.error());
        });
        if (!r)
            qFatal("%s", qPrintable(r.error().toString()));
    }

    /// Makes a release and promotes all of it to dev.
    bool promoted(const QString &version)
    {
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(m_bench->release(version))));
        return queued && std::ranges::all_of(*queued, [this](const Promotion &p) {
                   return m_bench->ended(p.id).state == PromotionState::Succeeded;
               });
    }
};

} // namespace humdrum
