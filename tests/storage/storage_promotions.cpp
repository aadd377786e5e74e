// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/fixture.h"

using namespace humdrum;
using namespace humdrum::test;

/// Protects: promotions, their steps and gates, deployments and holds come back as they were, in the promised order.
class StoragePromotions final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void promotionsComeBackWhole();
    void stepsAndGatesComeBackWhole();
    void deploymentsFollowEachOther();
    void deploymentsAreImportedInOrder();
    void importedDeploymentsMeetWhatRuns();
    void rollbackGoesToTheLastGoodDeployment();
    void oneOfManyTakesOver();
    void howItWillEndIsKept();
    void aStepThatWasNotStartedGetsAnotherFolder();
    void holdsComeBackWhole();
};

namespace {

Deployment deployment(BuildId build, int minutes)
{
    Deployment d;
    d.service = {u"billing"_s};
    d.environment = {u"prod"_s};
    d.build = build;
    d.from = at(minutes);
    d.startedAt = at(minutes - 1);
    d.deployer = u"nr"_s;
    return d;
}

} // namespace

void StoragePromotions::promotionsComeBackWhole()
{
    Fixture f;
    const BuildId old = f.addBuild(u"billing"_s, u"1.0.0"_s);
    const BuildId build = f.addBuild(u"billing"_s, u"1.1.0"_s);
    const Release release = f.addRelease(u"2026.48"_s, build, u"billing"_s);
    Promotion p;
    p.group = must(f.write([](Session &s) { return s.promotions().newGroup(); }));
    p.position = 2;
    p.request = {
        {u"billing"_s},   {u"prod"_s}, build, release.id, PromotionKind::Rollback, {{u"window"_s, u"urgent"_s}},
        u"smoke failed"_s};
    p.replaces = old;
    p.requestedBy = u"nr"_s;
    p = must(f.write([&](Session &s) { return s.promotions().queue(p); }));
    QCOMPARE(p.queuedAt, at(0));
    QCOMPARE(f.lastEvent().reason, u"smoke failed"_s);
    p = must(f.write([&](Session &s) { return s.promotions().claim(u"boot/1/2"_s, at(7)); })).value();
    QCOMPARE(p.state, PromotionState::PreFlight);
    QVERIFY(!must(f.write([&](Session &s) { return s.promotions().claim(u"boot/3/4"_s, at(8)); })));
    p.message = u"deploying"_s;
    p.logFile = u"/tmp/p.log"_s;
    must(f.write([&](Session &s) { return s.promotions().transition(p, PromotionState::Running); }));
    p.state = PromotionState::Running;
    p.cause = Cause::Environment;
    p.finishedAt = at(9);
    must(f.write([&](Session &s) { return s.promotions().transition(p, PromotionState::Errored); }));
    f.reopen();
    const Promotion b = must(f.read([&](Session &s) { return s.promotions().byId(p.id); })).value();
    QCOMPARE(b.group, p.group);
    QCOMPARE(b.position, 2);
    QCOMPARE(b.request.service.value, u"billing"_s);
    QCOMPARE(b.request.environment.value, u"prod"_s);
    QCOMPARE(b.request.build, build);
    QCOMPARE(b.request.release, release.id);
    QCOMPARE(b.request.kind, PromotionKind::Rollback);
    QCOMPARE(b.request.overrides, p.request.overrides);
    QCOMPARE(b.request.reason, u"smoke failed"_s);
    QCOMPARE(b.state, PromotionState::Errored);
    QCOMPARE(b.replaces, old);
    QVERIFY(!b.deployment.isValid());
    QCOMPARE(b.requestedBy, u"nr"_s);
    QCOMPARE(b.queuedAt, at(0));
    QCOMPARE(b.startedAt, at(7));
    QCOMPARE(b.finishedAt, at(9));
    QCOMPARE(b.message, u"deploying"_s);
    QCOMPARE(b.cause, Cause::Environment);
    QCOMPARE(b.logFile, u"/tmp/p.log"_s);
    QCOMPARE(b.worker, u"boot/1/2"_s);
    QCOMPARE(must(f.read([&](Session &s) { return s.promotions().ofGroup(p.group); })).size(), 1u);
    QCOMPARE(must(f.read([&](Session &s) { return s.promotions().ofRelease(release.id); })).size(), 1u);
    QCOMPARE(must(f.read([&](Session &s) { return s.promotions().recent(5); })).size(), 1u);
    QVERIFY(must(f.read([](Session &s) { return s.promotions().unfinished(); })).empty());
}

void StoragePromotions::stepsAndGatesComeBackWhole()
{
    Fixture f;
    const Promotion p = must(f.queue(u"billing"_s, u"prod"_s, f.addBuild(u"billing"_s, u"1.0.0"_s)));
    PromotionStep step;
    step.promotion = p.id;
    step.position = 1;
    step.kind = StepKind::Deploy;
    step.title = u"Deploy billing 1.0.0"_s;
    step.commandHash = "abcdef";
    step = must(f.write([&](Session &s) { return s.promotions().addStep(step); }));
    step.process = u"boot/5/6"_s;
    step.startedAt = at(1);
    must(f.write([&](Session &s) { return s.promotions().transitionStep(step, StepState::Running); }));
    step.exitCode = 0;
    step.finishedAt = at(2);
    step.tests = {4, 0, 0, 1};
    step.message = u"done"_s;
    must(f.write([&](Session &s) { return s.promotions().transitionStep(step, StepState::Passed); }));
    PromotionStep first;
    first.promotion = p.id;
    first.position = 0;
    must(f.write([&](Session &s) { return s.promotions().addStep(first); }));
    const GateOutcome gate{
        GateKind::Window, GateResult::Overridden, u"closed until Monday"_s, at(500), u"nr"_s, u"urgent"_s, at(3)};
    must(f.write([&](Session &s) { return s.promotions().addGate(p.id, gate); }));
    QCOMPARE(f.lastEvent().reason, u"urgent"_s);
    f.reopen();
    const auto steps = must(f.read([&](Session &s) { return s.promotions().steps(p.id); }));
    QCOMPARE(steps.size(), 2u);
    QCOMPARE(steps[0].kind, StepKind::PreFlight);
    QVERIFY(!steps[0].exitCode);
    const PromotionStep &b = steps[1];
    QCOMPARE(b.promotion, p.id);
    QCOMPARE(b.kind, StepKind::Deploy);
    QCOMPARE(b.attempt, 1);
    QCOMPARE(b.state, StepState::Passed);
    QCOMPARE(b.title, step.title);
    QCOMPARE(b.commandHash, "abcdef"_ba);
    QCOMPARE(b.process, u"boot/5/6"_s);
    QVERIFY(b.exitCode == 0);
    QCOMPARE(b.startedAt, at(1));
    QCOMPARE(b.finishedAt, at(2));
    QCOMPARE(b.tests, step.tests);
    QCOMPARE(b.message, u"done"_s);
    const auto gates = must(f.read([&](Session &s) { return s.promotions().gates(p.id); }));
    QCOMPARE(gates.size(), 1u);
    QCOMPARE(gates[0].kind, gate.kind);
    QCOMPARE(gates[0].result, gate.result);
    QCOMPARE(gates[0].text, gate.text);
    QCOMPARE(gates[0].opensAt, gate.opensAt);
    QCOMPARE(gates[0].overriddenBy, gate.overriddenBy);
    QCOMPARE(gates[0].overrideReason, gate.overrideReason);
    QCOMPARE(gates[0].checkedAt, gate.checkedAt);
}

void StoragePromotions::deploymentsFollowEachOther()
{
    Fixture f;
    const BuildId one = f.addBuild(u"billing"_s, u"1.0.0"_s);
    const BuildId two = f.addBuild(u"billing"_s, u"1.1.0"_s);
    const Release release = f.addRelease(u"2026.48"_s, two, u"billing"_s);
    const Promotion p = must(f.queue(u"billing"_s, u"prod"_s, two));
    const DeploymentId a = must(f.write([&](Session &s) { return s.deployments().start(deployment(one, 1)); }));
    Deployment d = deployment(two, 5);
    d.release = release.id;
    d.promotion = p.id;
    d.origin = DeploymentOrigin::Promoted;
    d.cause = Cause::Change;
    d.message = u"fixes it"_s;
    d.remedies = a;
    d.attended = true;
    const DeploymentId b =
        must(f.write([&](Session &s) { return s.deployments().start(d, DeploymentOutcome::Failed); }));
    f.reopen();
    const Deployment first = must(f.read([&](Session &s) { return s.deployments().byId(a); })).value();
    QCOMPARE(first.outcome, DeploymentOutcome::Failed);
    QCOMPARE(first.to, at(5));
    const Deployment second =
        must(f.read([](Session &s) { return s.deployments().runningIn({u"billing"_s}, {u"prod"_s}); })).value();
    QCOMPARE(second.id, b);
    QCOMPARE(second.service, d.service);
    QCOMPARE(second.environment, d.environment);
    QCOMPARE(second.build, two);
    QCOMPARE(second.release, release.id);
    QCOMPARE(second.promotion, p.id);
    QCOMPARE(second.origin, DeploymentOrigin::Promoted);
    QCOMPARE(second.outcome, DeploymentOutcome::Running);
    QCOMPARE(second.from, at(5));
    QCOMPARE(second.to, noTime);
    QCOMPARE(second.startedAt, at(4));
    QCOMPARE(second.deployer, u"nr"_s);
    QCOMPARE(second.cause, Cause::Change);
    QCOMPARE(second.message, u"fixes it"_s);
    QCOMPARE(second.remedies, a);
    QVERIFY(second.attended);
    // What happens at the same moment, or by a clock that went back, still comes after.
    const DeploymentId c = must(f.write([&](Session &s) { return s.deployments().start(deployment(one, 5)); }));
    QCOMPARE(must(f.read([&](Session &s) { return s.deployments().byId(c); }))->from,
             at(5) + std::chrono::milliseconds{1});
    QCOMPARE(must(f.read([](Session &s) { return s.deployments().running(); })).size(), 1u);
    QCOMPARE(must(f.read([&](Session &s) { return s.deployments().ofRelease(release.id); })).size(), 1u);
    const auto between = [&](const QString &service, const QString &environment) {
        return must(f.read([&](Session &s) { return s.deployments().between(at(1), at(5), {service}, {environment}); }))
            .size();
    };
    QCOMPARE(between({}, {}), 1u);
    QCOMPARE(between(u"billing"_s, {}), 1u);
    QCOMPARE(between({}, u"prod"_s), 1u);
    QCOMPARE(between(u"billing"_s, u"prod"_s), 1u);
    QCOMPARE(between(u"ledger"_s, {}), 0u);
    QCOMPARE(between({}, u"dev"_s), 0u);
}

void StoragePromotions::deploymentsAreImportedInOrder()
{
    Fixture f;
    const BuildId one = f.addBuild(u"billing"_s, u"1.0.0"_s);
    std::vector<Deployment> list{deployment(one, 3), deployment(one, 1), deployment(one, 2)};
    list[1].outcome = DeploymentOutcome::Failed;
    list[0].outcome = DeploymentOutcome::Replaced; // nothing replaced it: it is what runs
    const auto import = [&] { return must(f.write([&](Session &s) { return s.deployments().import(list); })); };
    QCOMPARE(import(), 3);
    QCOMPARE(import(), 0);
    auto all = must(f.read([](Session &s) { return s.deployments().between(at(0), at(99)); }));
    QCOMPARE(all.size(), 3u);
    QCOMPARE(all[0].outcome, DeploymentOutcome::Failed);
    QCOMPARE(all[0].to, at(2));
    QCOMPARE(all[1].outcome, DeploymentOutcome::Replaced);
    QCOMPARE(all[1].to, at(3));
    QCOMPARE(all[2].outcome, DeploymentOutcome::Running);
    QCOMPARE(all[2].to, noTime);
}

void StoragePromotions::importedDeploymentsMeetWhatRuns()
{
    Fixture f;
    const BuildId one = f.addBuild(u"billing"_s, u"1.0.0"_s);
    const DeploymentId running = must(f.write([&](Session &s) { return s.deployments().start(deployment(one, 10)); }));
    const std::vector<Deployment> list{deployment(one, 5), deployment(one, 20)};
    QCOMPARE(must(f.write([&](Session &s) { return s.deployments().import(list); })), 2);
    const auto all = must(f.read([](Session &s) { return s.deployments().between(at(0), at(99)); }));
    QCOMPARE(all.size(), 3u);
    QCOMPARE(all[0].to, at(10));
    QCOMPARE(all[0].outcome, DeploymentOutcome::Replaced);
    QCOMPARE(all[1].id, running);
    QCOMPARE(all[1].to, at(20));
    QCOMPARE(all[1].outcome, DeploymentOutcome::Replaced);
    QCOMPARE(all[2].outcome, DeploymentOutcome::Running);
}

void StoragePromotions::rollbackGoesToTheLastGoodDeployment()
{
    Fixture f;
    const BuildId one = f.addBuild(u"billing"_s, u"1.0.0"_s);
    const BuildId two = f.addBuild(u"billing"_s, u"1.1.0"_s);
    const BuildId three = f.addBuild(u"billing"_s, u"1.2.0"_s);
    const auto start = [&](BuildId build, int minutes, DeploymentOutcome previous) {
        return must(f.write([&](Session &s) { return s.deployments().start(deployment(build, minutes), previous); }));
    };
    const auto good = [&] {
        return must(f.read([](Session &s) { return s.deployments().previousGood({u"billing"_s}, {u"prod"_s}); }));
    };
    QVERIFY(!good());
    const DeploymentId first = start(one, 1, DeploymentOutcome::Replaced);
    QVERIFY(!good());
    start(two, 2, DeploymentOutcome::Replaced);
    QCOMPARE(good()->id, first);
    start(three, 3, DeploymentOutcome::Failed);
    QCOMPARE(good()->id, first); // not the one that failed
    start(one, 4, DeploymentOutcome::RolledBack);
    QVERIFY(!good()); // the only good one is of the build that runs
}

void StoragePromotions::oneOfManyTakesOver()
{
    Fixture f;
    const PromotionId id = must(f.queue(u"billing"_s, u"prod"_s, f.addBuild(u"billing"_s, u"1.0.0"_s))).id;
    const auto takeOver = [&](const QString &from, const QString &to) {
        return must(f.write([&](Session &s) { return s.promotions().takeOver(id, from, to, u"deploy: alive"_s); }));
    };
    QVERIFY(!takeOver({}, u"a"_s)); // queued: it is claimed
    must(f.write([](Session &s) { return s.promotions().claim(u"dead"_s, at(1)); }));
    const auto taken = takeOver(u"dead"_s, u"a"_s);
    QVERIFY(taken && taken->worker == u"a"_s && taken->state == PromotionState::PreFlight);
    const AuditEvent event = f.lastEvent();
    QCOMPARE(event.action, u"promotion.taken-over"_s);
    QVERIFY(event.before.contains("dead") && event.after.contains("deploy: alive"));
    QVERIFY(!takeOver(u"dead"_s, u"b"_s));
    QCOMPARE(must(f.read([&](Session &s) { return s.promotions().byId(id); }))->worker, u"a"_s);
    QCOMPARE(f.lastEvent().id, event.id);
    QVERIFY(f.verify().intact);
}

void StoragePromotions::howItWillEndIsKept()
{
    Fixture f;
    Promotion p = must(f.queue(u"billing"_s, u"prod"_s, f.addBuild(u"billing"_s, u"1.0.0"_s)));
    p.message = u"Cancelled by nr"_s;
    const auto decide = [&](PromotionState end) {
        return f.write([&](Session &s) { return s.promotions().decide(p, end); });
    };
    QCOMPARE(decide(PromotionState::Failed).error().code, ErrorCode::IllegalTransition); // it has not begun
    must(f.write([](Session &s) { return s.promotions().claim(u"a"_s, at(1)); }));
    must(decide(PromotionState::Aborted));
    QCOMPARE(f.lastEvent().action, u"promotion.decided"_s);
    f.reopen();
    Promotion stored = *must(f.read([&](Session &s) { return s.promotions().byId(p.id); }));
    QCOMPARE(stored.decided, PromotionState::Aborted);
    QCOMPARE(stored.message, p.message);
    QCOMPARE(stored.state, PromotionState::PreFlight);
    must(f.write([&](Session &s) { return s.promotions().transition(stored, PromotionState::Aborted); }));
    QCOMPARE(decide(PromotionState::Errored).error().code, ErrorCode::IllegalTransition);
}

void StoragePromotions::aStepThatWasNotStartedGetsAnotherFolder()
{
    Fixture f;
    PromotionStep step;
    step.promotion = must(f.queue(u"billing"_s, u"prod"_s, f.addBuild(u"billing"_s, u"1.0.0"_s))).id;
    step.kind = StepKind::Deploy;
    step.runFolder = u"/runs/1"_s;
    step = must(f.write([&](Session &s) { return s.promotions().addStep(step); }));
    const auto stored = [&] {
        return must(f.read([&](Session &s) { return s.promotions().steps(step.promotion); })).front().runFolder;
    };
    QCOMPARE(stored(), u"/runs/1"_s);
    step.runFolder = u"/runs/2"_s;
    must(f.write([&](Session &s) { return s.promotions().beginAgain(step); }));
    QVERIFY(f.lastEvent().after.contains("/runs/2"));
    QCOMPARE(stored(), u"/runs/2"_s);
    must(f.write([&](Session &s) { return s.promotions().transitionStep(step, StepState::Cancelled); }));
    const auto again = f.write([&](Session &s) { return s.promotions().beginAgain(step); });
    QCOMPARE(again.error().code, ErrorCode::IllegalTransition);
}

void StoragePromotions::holdsComeBackWhole()
{
    Fixture f;
    const Hold h{{}, {u"billing"_s}, {}, u"after a rollback"_s, u"ik"_s, at(1), {}, {}};
    const HoldId id = must(f.write([&](Session &s) { return s.holds().set(h); }));
    f.reopen();
    const auto active = must(f.read([](Session &s) { return s.holds().active(); }));
    QCOMPARE(active.size(), 1u);
    QCOMPARE(active[0].id, id);
    QCOMPARE(active[0].service, h.service);
    QVERIFY(active[0].environment.isEmpty());
    QCOMPARE(active[0].reason, h.reason);
    QCOMPARE(active[0].setBy, h.setBy);
    QCOMPARE(active[0].setAt, h.setAt);
    QCOMPARE(active[0].liftedAt, noTime);
    const auto holding = [&](const QString &service, const QString &environment) {
        return must(f.read([&](Session &s) { return s.holds().holding({service}, {environment}); })).has_value();
    };
    QVERIFY(holding(u"billing"_s, u"prod"_s));
    QVERIFY(!holding(u"ledger"_s, u"prod"_s));
    must(f.write([&](Session &s) { return s.holds().lift(id, u"fixed"_s); }));
    QVERIFY(!holding(u"billing"_s, u"prod"_s));
    QCOMPARE(f.lastEvent().reason, u"fixed"_s);
    must(f.write([&](Session &s) { return s.holds().set({{}, {}, {u"prod"_s}, u"freeze"_s, {}, {}, {}, {}}); }));
    QVERIFY(holding(u"ledger"_s, u"prod"_s));
    QVERIFY(!holding(u"ledger"_s, u"dev"_s));
    QCOMPARE(must(f.read([](Session &s) { return s.holds().active(); }))[0].setBy, u"nr"_s); // the actor
}

QTEST_GUILESS_MAIN(StoragePromotions)
#include "storage_promotions.moc"
