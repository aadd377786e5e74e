// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/promotionrepository.h"

#include "storage/condition.h"
#include "storage/queuerepository.h"
#include "storage/text.h"

#include <QJsonDocument>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

const QString columns =
    u"id, group_id, position, service, environment, build, release, kind, overrides, reason, state, replaces, deployment, requested_by, queued_at, started_at, finished_at, message, cause, log_file, worker, rollback_cause, decided, waits_since, waits_until, retries, turn"_s;
const QString stepColumns =
    u"id, promotion, position, kind, attempt, state, title, command_hash, process, exit_code, started_at, finished_at, tests, failed, errors, skipped, message, run_folder"_s;

/// SQL: that the row `a` of a group is taken before `b`.
QString before(const QString &a, const QString &b)
{
    return u"coalesce(%1.turn, %1.position) < coalesce(%2.turn, %2.position)"_s.arg(a, b);
}

/// SQL: that nobody has decided on the promotion `p`.
const QString undecided = u"NOT EXISTS (SELECT 1 FROM promotion_decision c WHERE c.promotion = p.id)"_s;

QJsonObject overridesJson(const QHash<QString, QString> &overrides)
{
    QJsonObject json;
    for (const auto &[gate, reason] : overrides.asKeyValueRange())
        json[gate] = reason;
    return json;
}

Promotion readPromotion(const Row &r)
{
    Promotion p;
    p.id = r.id<PromotionId>(0);
    p.group = r.id<PromotionGroupId>(1);
    p.position = r.number(2);
    p.request.service = r.key<ServiceKey>(3);
    p.request.environment = r.key<EnvironmentKey>(4);
    p.request.build = r.id<BuildId>(5);
    p.request.release = r.id<ReleaseId>(6);
    p.request.kind = r.word<PromotionKind>(7);
    const QJsonObject overrides = QJsonDocument::fromJson(r.utf8(8)).object();
    for (auto it = overrides.begin(); it != overrides.end(); ++it)
        p.request.overrides.insert(it.key(), it.value().toString());
    p.request.reason = r.text(9);
    p.state = r.word<PromotionState>(10);
    p.replaces = r.id<BuildId>(11);
    p.deployment = r.id<DeploymentId>(12);
    p.requestedBy = r.text(13);
    p.queuedAt = r.time(14);
    p.startedAt = r.time(15);
    p.finishedAt = r.time(16);
    p.message = r.text(17);
    p.cause = r.word<Cause>(18);
    p.logFile = r.text(19);
    p.worker = r.text(20);
    p.request.cause = r.word<Cause>(21);
    if (!r.text(22).isEmpty())
        p.decided = r.word<PromotionState>(22);
    p.waitsSince = r.time(23);
    p.waitsUntil = r.time(24);
    p.retries = r.id<PromotionId>(25);
    p.turn = r.isNull(26) ? p.position : r.number(26);
    return p;
}

/// A promotion with its builds and its release, as a list shows it: readListing() reads what this selects.
QString listingOf(const QString &where)
{
    QString own = u"p."_s + columns;
    own.replace(u", "_s, u", p."_s);
    return u"SELECT " + own +
        u", b.version, b.commit_hash, coalesce(o.version, ''), coalesce(o.commit_hash, ''), coalesce(r.version, '') "
        u"FROM promotion p JOIN build b ON b.id = p.build LEFT JOIN build o ON o.id = p.replaces "
        u"LEFT JOIN release r ON r.id = p.release" +
        where;
}

PromotionListing readListing(const Row &r)
{
    return {readPromotion(r), r.text(27), r.text(28), r.text(29), r.text(30), r.text(31)};
}

/// Only the condition that narrows most may choose the index, which then gives the order as well: "+" keeps the others
/// from being looked at for that.
Condition conditionOf(const PromotionFilter &filter)
{
    Condition condition;
    QString plus;
    const auto require = [&](const QString &column, const auto &value) {
        condition.require(plus + u"p." + column + u" = ?", value);
        plus = u"+"_s;
    };
    if (filter.id.isValid())
        require(u"id"_s, filter.id);
    if (filter.among) {
        condition.require(u"p.id IN (SELECT value FROM json_each(?))"_s, sqlIds(*filter.among));
        plus = u"+"_s;
    }
    if (filter.group.isValid())
        require(u"group_id"_s, filter.group);
    if (!filter.environment.isEmpty())
        require(u"environment"_s, filter.environment);
    if (!filter.service.isEmpty())
        require(u"service"_s, filter.service);
    if (!filter.person.isEmpty())
        require(u"requested_by"_s, filter.person);
    condition.requireOneOf(u"+p.state"_s, filter.states);
    if (filter.from != noTime)
        condition.require(u"p.queued_at >= ?"_s, filter.from);
    if (filter.to != noTime)
        condition.require(u"p.queued_at < ?"_s, filter.to);
    return condition;
}

PromotionStep readStep(const Row &r)
{
    PromotionStep s;
    s.id = r.id<StepId>(0);
    s.promotion = r.id<PromotionId>(1);
    s.position = r.number(2);
    s.kind = r.word<StepKind>(3);
    s.attempt = r.number(4);
    s.state = r.word<StepState>(5);
    s.title = r.text(6);
    s.commandHash = r.utf8(7);
    s.process = r.text(8);
    if (!r.isNull(9))
        s.exitCode = r.number(9);
    s.startedAt = r.time(10);
    s.finishedAt = r.time(11);
    s.tests = {r.number(12), r.number(13), r.number(14), r.number(15)};
    s.message = r.text(16);
    s.runFolder = r.text(17);
    return s;
}

GateOutcome readGate(const Row &r)
{
    return {r.word<GateKind>(0), r.word<GateResult>(1), r.text(2), r.time(3), r.text(4), r.text(5), r.time(6)};
}

QString nameOf(PromotionId id) { return Storage::tr("promotion %1").arg(id.value); }

QJsonObject summary(const Promotion &p)
{
    QJsonObject json{{u"service"_s, p.request.service.value},
                     {u"environment"_s, p.request.environment.value},
                     {u"build"_s, p.request.build.value},
                     {u"kind"_s, wordOf(p.request.kind)},
                     {u"state"_s, wordOf(p.state)},
                     {u"group"_s, p.group.value},
                     {u"position"_s, p.position}};
    if (p.request.release.isValid())
        json[u"release"] = p.request.release.value;
    if (p.retries.isValid())
        json[u"retries"] = p.retries.value;
    if (p.replaces.isValid())
        json[u"replaces"] = p.replaces.value;
    if (!p.request.overrides.isEmpty())
        json[u"overrides"] = overridesJson(p.request.overrides);
    if (p.request.cause != Cause::Unknown)
        json[u"cause"] = wordOf(p.request.cause);
    return json;
}

} // namespace

Result<PromotionGroupId> SqlitePromotionRepository::newGroup()
{
    auto id = m_context.db.insert(u"INSERT INTO promotion_group (created_at) VALUES (?)"_s, m_context.now);
    if (!id)
        return std::unexpected(id.error());
    return PromotionGroupId{*id};
}

Result<Promotion> SqlitePromotionRepository::queue(const Promotion &promotion)
{
    const PromotionRequest &request = promotion.request;
    if (request.service.isEmpty() || request.environment.isEmpty() || !request.build.isValid())
        return fail(ErrorCode::InvalidInput, Storage::tr("A promotion needs a service, an environment and a build."));
    auto other = unfinishedFor(request.service, request.environment);
    if (!other)
        return std::unexpected(other.error());
    if (*other)
        return fail(ErrorCode::RuleRefused,
                    Storage::tr("%1 is on its way to %2 already (promotion %3, %4).")
                        .arg(request.service.value, request.environment.value, QString::number((*other)->id.value),
                             wordOf((*other)->state)),
                    Storage::tr("Let it finish or abort it first."));
    Promotion p = promotion;
    p.state = PromotionState::Queued;
    p.worker.clear();
    if (!p.retries.isValid())
        p.turn = p.position;
    if (p.queuedAt == noTime)
        p.queuedAt = m_context.now;
    if (!p.group.isValid()) {
        auto group = newGroup();
        if (!group)
            return std::unexpected(group.error());
        p.group = *group;
    }
    const QString overrides =
        request.overrides.isEmpty() ? QString() : QString::fromUtf8(compactJson(overridesJson(request.overrides)));
    auto id = m_context.db.insert(
        u"INSERT INTO promotion (group_id, position, service, environment, build, release, kind, "
        u"overrides, reason, state, replaces, deployment, requested_by, queued_at, started_at, "
        u"finished_at, message, cause, log_file, worker, rollback_cause, retries, turn) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        p.group, p.position, request.service, request.environment, request.build, request.release, request.kind,
        overrides, request.reason, p.state, p.replaces, p.deployment, p.requestedBy, p.queuedAt, p.startedAt,
        p.finishedAt, p.message, p.cause, p.logFile, p.worker, request.cause, p.retries, p.turn);
    if (!id)
        return std::unexpected(id.error());
    p.id = PromotionId{*id};
    m_context.touch(Aggregate::Promotion, *id);
    if (auto ok =
            m_context.record(u"promotion.queued"_s, subjectOf("promotion"_L1, *id), {}, summary(p), request.reason);
        !ok)
        return std::unexpected(ok.error());
    return p;
}

Result<void> SqlitePromotionRepository::transition(const Promotion &promotion, PromotionState to)
{
    auto row = byId(promotion.id);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::unexpected(notFound(nameOf(promotion.id)));
    const PromotionState now = (*row)->state;
    if (now != promotion.state)
        return fail(ErrorCode::IllegalTransition,
                    Storage::tr("%1 is “%2” by now, not “%3”; it was not changed to “%4”.")
                        .arg(nameOf(promotion.id), wordOf(now), wordOf(promotion.state), wordOf(to)),
                    Storage::tr("Look at where it is and try again."));
    if (auto ok = checkTransition(nameOf(promotion.id), now, to); !ok)
        return ok;
    const Timestamp finishedAt =
        isFinished(to) && promotion.finishedAt == noTime ? m_context.now : promotion.finishedAt;
    auto updated = m_context.db.update(
        u"UPDATE promotion SET state = ?, deployment = ?, started_at = ?, finished_at = ?, message = ?, cause = ?, log_file = ?, worker = ? WHERE id = ?"_s,
        to, promotion.deployment, promotion.startedAt, finishedAt, promotion.message, promotion.cause,
        promotion.logFile, promotion.worker, promotion.id);
    if (!updated)
        return std::unexpected(updated.error());
    m_context.touch(Aggregate::Promotion, promotion.id.value);
    QJsonObject after{{u"state"_s, wordOf(to)}, {u"message"_s, promotion.message}};
    if (isFinished(to))
        after[u"cause"] = wordOf(promotion.cause);
    if (promotion.deployment.isValid())
        after[u"deployment"] = promotion.deployment.value;
    return m_context.record(u"promotion."_s + wordOf(to), subjectOf("promotion"_L1, promotion.id.value),
                            {{u"state"_s, wordOf(now)}}, after);
}

Result<std::optional<Promotion>> SqlitePromotionRepository::claim(const QString &worker, Timestamp now,
                                                                  PromotionGroupId group)
{
    auto taken = m_context.db.updateReturning(
        u"UPDATE promotion SET state = 'pre-flight', worker = ?, started_at = ? WHERE state = 'queued' AND id = ("
        "SELECT p.id FROM promotion p WHERE p.state = 'queued' AND (? = 0 OR p.group_id = ?) AND NOT EXISTS ("
        "SELECT 1 FROM promotion b WHERE b.group_id = p.group_id AND "_s +
            before(u"b"_s, u"p"_s) +
            u" AND b.state NOT IN ('succeeded', 'aborted') AND NOT EXISTS (SELECT 1 FROM promotion_decision d WHERE "
            u"d.promotion = b.id AND d.choice <> 'rollback')) AND " +
            SqliteQueueRepository::notPaused() + u" ORDER BY " + SqliteQueueRepository::order() +
            u" LIMIT 1) RETURNING " + columns,
        readPromotion, worker, now, group.value, group.value);
    if (!taken)
        return std::unexpected(taken.error());
    if (!*taken)
        return std::nullopt;
    const Promotion &promotion = **taken;
    m_context.touch(Aggregate::Promotion, promotion.id.value);
    auto ok = m_context.record(u"promotion.pre-flight"_s, subjectOf("promotion"_L1, promotion.id.value),
                               {{u"state"_s, wordOf(PromotionState::Queued)}},
                               {{u"state"_s, wordOf(promotion.state)}, {u"worker"_s, worker}});
    if (!ok)
        return std::unexpected(ok.error());
    return taken;
}

Result<std::optional<Promotion>> SqlitePromotionRepository::takeOver(PromotionId id, const QString &from,
                                                                     const QString &to, const QString &facts)
{
    auto taken = m_context.db.updateReturning(
        u"UPDATE promotion SET worker = ? WHERE id = ? AND worker = ? AND state IN ('pre-flight', 'awaiting-gate', "
        u"'running', 'validating') RETURNING "_s +
            columns,
        readPromotion, to, id, from);
    if (!taken || !*taken)
        return taken;
    m_context.touch(Aggregate::Promotion, id.value);
    auto ok = m_context.record(u"promotion.taken-over"_s, subjectOf("promotion"_L1, id.value), {{u"worker"_s, from}},
                               {{u"worker"_s, to}, {u"message"_s, facts}});
    if (!ok)
        return std::unexpected(ok.error());
    return taken;
}

Result<void> SqlitePromotionRepository::decide(const Promotion &promotion, PromotionState end)
{
    auto row = byId(promotion.id);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::unexpected(notFound(nameOf(promotion.id)));
    if (auto ok = checkTransition(nameOf(promotion.id), (*row)->state, end); !ok)
        return ok;
    auto updated = m_context.db.update(u"UPDATE promotion SET decided = ?, message = ?, cause = ? WHERE id = ?"_s, end,
                                       promotion.message, promotion.cause, promotion.id);
    if (!updated)
        return std::unexpected(updated.error());
    m_context.touch(Aggregate::Promotion, promotion.id.value);
    return m_context.record(
        u"promotion.decided"_s, subjectOf("promotion"_L1, promotion.id.value), {},
        {{u"end"_s, wordOf(end)}, {u"message"_s, promotion.message}, {u"cause"_s, wordOf(promotion.cause)}});
}

Result<void> SqlitePromotionRepository::wait(const Promotion &promotion)
{
    auto updated = m_context.db.update(
        u"UPDATE promotion SET waits_since = ?, waits_until = ?, message = ? WHERE id = ? AND finished_at = 0"_s,
        promotion.waitsSince, promotion.waitsUntil, promotion.message, promotion.id);
    if (!updated)
        return std::unexpected(updated.error());
    m_context.touch(Aggregate::Promotion, promotion.id.value);
    return {};
}

Result<void> SqlitePromotionRepository::addGate(PromotionId id, const GateOutcome &outcome)
{
    const Timestamp checkedAt = outcome.checkedAt == noTime ? m_context.now : outcome.checkedAt;
    auto inserted = m_context.db.insert(
        u"INSERT INTO gate_outcome (promotion, kind, result, text, opens_at, overridden_by, override_reason, checked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s,
        id, outcome.kind, outcome.result, outcome.text, outcome.opensAt, outcome.overriddenBy, outcome.overrideReason,
        checkedAt);
    if (!inserted)
        return std::unexpected(inserted.error());
    m_context.touch(Aggregate::Promotion, id.value);
    QJsonObject after{
        {u"gate"_s, wordOf(outcome.kind)}, {u"result"_s, wordOf(outcome.result)}, {u"text"_s, outcome.text}};
    if (!outcome.overriddenBy.isEmpty())
        after[u"overridden-by"] = outcome.overriddenBy;
    return m_context.record(u"promotion.gate"_s, subjectOf("promotion"_L1, id.value), {}, after,
                            outcome.overrideReason);
}

Result<PromotionStep> SqlitePromotionRepository::addStep(const PromotionStep &step)
{
    auto id = m_context.db.insert(
        u"INSERT INTO promotion_step (promotion, position, kind, attempt, state, title, command_hash, process, "
        u"exit_code, started_at, finished_at, tests, failed, errors, skipped, message, run_folder) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        step.promotion, step.position, step.kind, step.attempt, step.state, step.title, step.commandHash, step.process,
        step.exitCode, step.startedAt, step.finishedAt, step.tests.total, step.tests.failed, step.tests.errors,
        step.tests.skipped, step.message, step.runFolder);
    if (!id)
        return std::unexpected(id.error());
    PromotionStep stored = step;
    stored.id = StepId{*id};
    m_context.touch(Aggregate::Promotion, step.promotion.value);
    auto ok = m_context.record(u"promotion.step-added"_s, subjectOf("promotion"_L1, step.promotion.value), {},
                               {{u"step"_s, *id},
                                {u"kind"_s, wordOf(step.kind)},
                                {u"attempt"_s, step.attempt},
                                {u"state"_s, wordOf(step.state)},
                                {u"title"_s, step.title},
                                {u"command"_s, QString::fromLatin1(step.commandHash)},
                                {u"run"_s, step.runFolder}});
    if (!ok)
        return std::unexpected(ok.error());
    return stored;
}

Result<void> SqlitePromotionRepository::transitionStep(const PromotionStep &step, StepState to)
{
    auto row =
        m_context.db.one(u"SELECT " + stepColumns + u" FROM promotion_step WHERE id = ?", readStep, step.id.value);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::unexpected(notFound(Storage::tr("step %1").arg(step.id.value)));
    const PromotionStep &now = **row;
    if (auto ok = checkTransition(
            Storage::tr("step %1 of %2").arg(QString::number(now.position), nameOf(now.promotion)), now.state, to);
        !ok)
        return ok;
    const Timestamp startedAt = to == StepState::Running && step.startedAt == noTime ? m_context.now : step.startedAt;
    const Timestamp finishedAt = isFinished(to) && step.finishedAt == noTime ? m_context.now : step.finishedAt;
    auto updated = m_context.db.update(
        u"UPDATE promotion_step SET state = ?, process = ?, exit_code = ?, started_at = ?, finished_at = ?, tests = ?, failed = ?, errors = ?, skipped = ?, message = ? WHERE id = ?"_s,
        to, step.process, step.exitCode, startedAt, finishedAt, step.tests.total, step.tests.failed, step.tests.errors,
        step.tests.skipped, step.message, step.id);
    if (!updated)
        return std::unexpected(updated.error());
    m_context.touch(Aggregate::Promotion, now.promotion.value);
    QJsonObject after{{u"step"_s, step.id.value},
                      {u"kind"_s, wordOf(now.kind)},
                      {u"state"_s, wordOf(to)},
                      {u"message"_s, step.message}};
    if (!step.process.isEmpty())
        after[u"process"] = step.process;
    if (step.exitCode)
        after[u"exit-code"] = *step.exitCode;
    return m_context.record(u"promotion.step-"_s + wordOf(to), subjectOf("promotion"_L1, now.promotion.value),
                            {{u"step"_s, step.id.value}, {u"state"_s, wordOf(now.state)}}, after);
}

Result<void> SqlitePromotionRepository::beginAgain(const PromotionStep &step)
{
    auto updated = m_context.db.update(
        u"UPDATE promotion_step SET run_folder = ? WHERE id = ? AND state IN ('pending', 'running')"_s, step.runFolder,
        step.id);
    if (!updated)
        return std::unexpected(updated.error());
    if (*updated == 0)
        return fail(ErrorCode::IllegalTransition,
                    Storage::tr("Step %1 of %2 has ended; it is not begun again.")
                        .arg(QString::number(step.position), nameOf(step.promotion)));
    m_context.touch(Aggregate::Promotion, step.promotion.value);
    return m_context.record(u"promotion.step-begun-again"_s, subjectOf("promotion"_L1, step.promotion.value),
                            {{u"step"_s, step.id.value}},
                            {{u"step"_s, step.id.value}, {u"kind"_s, wordOf(step.kind)}, {u"run"_s, step.runFolder}});
}

Result<std::optional<Promotion>> SqlitePromotionRepository::byId(PromotionId id)
{
    return m_context.db.one(u"SELECT " + columns + u" FROM promotion WHERE id = ?", readPromotion, id.value);
}

Result<std::vector<Promotion>> SqlitePromotionRepository::ofGroup(PromotionGroupId id)
{
    return m_context.db.all(u"SELECT " + columns + u" FROM promotion WHERE group_id = ? ORDER BY position",
                            readPromotion, id.value);
}

Result<std::vector<PromotionStep>> SqlitePromotionRepository::steps(PromotionId id)
{
    return m_context.db.all(u"SELECT " + stepColumns +
                                u" FROM promotion_step WHERE promotion = ? ORDER BY position, attempt, kind",
                            readStep, id.value);
}

Result<std::vector<GateOutcome>> SqlitePromotionRepository::gates(PromotionId id)
{
    return m_context.db.all(
        u"SELECT kind, result, text, opens_at, overridden_by, override_reason, checked_at FROM gate_outcome WHERE promotion = ? ORDER BY id"_s,
        readGate, id.value);
}

Result<std::vector<Promotion>> SqlitePromotionRepository::unfinished()
{
    return m_context.db.all(u"SELECT " + columns +
                                u" FROM promotion WHERE state IN ('queued', 'pre-flight', 'awaiting-gate', 'running', "
                                u"'validating') ORDER BY queued_at, id",
                            readPromotion);
}

Result<std::optional<Promotion>> SqlitePromotionRepository::unfinishedFor(const ServiceKey &service,
                                                                          const EnvironmentKey &environment)
{
    return m_context.db.one(u"SELECT " + columns +
                                u" FROM promotion WHERE service = ? AND environment = ? AND state IN ('queued', "
                                u"'pre-flight', 'awaiting-gate', 'running', 'validating')",
                            readPromotion, service, environment);
}

Result<std::vector<Promotion>> SqlitePromotionRepository::recent(int limit)
{
    return m_context.db.all(u"SELECT " + columns + u" FROM promotion ORDER BY queued_at DESC, id DESC LIMIT ?",
                            readPromotion, sqlLimit(limit));
}

Result<std::vector<Promotion>> SqlitePromotionRepository::between(Timestamp from, Timestamp to)
{
    return m_context.db.all(u"SELECT " + columns +
                                u" FROM promotion WHERE queued_at >= ? AND queued_at < ? ORDER BY queued_at, id",
                            readPromotion, from, to);
}

Result<std::vector<Promotion>> SqlitePromotionRepository::ofRelease(ReleaseId release)
{
    return m_context.db.all(u"SELECT " + columns +
                                u" FROM promotion WHERE release = ? ORDER BY queued_at DESC, id DESC",
                            readPromotion, release.value);
}

Result<std::vector<PromotionListing>> SqlitePromotionRepository::listing(const PromotionFilter &filter)
{
    Condition condition = conditionOf(filter);
    condition.bind(sqlLimit(filter.limit));
    return m_context.db.all(listingOf(condition.where() + u" ORDER BY p.queued_at DESC, p.id DESC LIMIT ?"),
                            readListing, condition.bindings());
}

Result<int> SqlitePromotionRepository::count(const PromotionFilter &filter)
{
    Condition condition = conditionOf(filter);
    // Everything there is has been asked for at some time: without this nothing would keep it from walking the table.
    if (filter == PromotionFilter{.states = filter.states, .limit = filter.limit})
        condition.require(u"p.queued_at >= 0"_s);
    auto counted = m_context.db.one(
        u"SELECT count(*) FROM promotion p" + condition.where(), [](const Row &r) { return r.number(0); },
        condition.bindings());
    if (!counted)
        return std::unexpected(counted.error());
    return counted->value_or(0);
}

Result<std::vector<PromotionListing>> SqlitePromotionRepository::queueListing()
{
    return m_context.db.all(listingOf(u" WHERE p.state IN ('queued', 'pre-flight', 'awaiting-gate', 'running', "
                                      u"'validating') ORDER BY "_s +
                                      SqliteQueueRepository::order()),
                            readListing);
}

Result<std::vector<PromotionListing>> SqlitePromotionRepository::unsettledListing(const QString &automatic)
{
    return m_context.db.all(
        listingOf(
            u" WHERE p.state IN ('failed', 'errored', 'denied') AND "_s + undecided +
            u" AND NOT EXISTS (SELECT 1 FROM promotion q WHERE q.environment = p.environment AND q.queued_at >= "
            u"p.queued_at AND +q.service = p.service AND (q.queued_at > p.queued_at OR q.id > p.id) AND "
            u"+q.requested_by <> ?) "
            u"AND NOT EXISTS (SELECT 1 FROM deployment d WHERE d.service = p.service AND d.environment = "
            u"p.environment AND d.from_at > p.finished_at AND +d.promotion IS NOT p.id AND (d.promotion IS NULL OR "
            u"(SELECT requested_by FROM promotion WHERE id = d.promotion) <> ?))"),
        readListing, automatic, automatic);
}

Result<std::vector<PromotionListing>> SqlitePromotionRepository::stoppingListing()
{
    return m_context.db.all(
        listingOf(u" WHERE p.group_id IN (SELECT group_id FROM promotion WHERE state = 'queued') AND +p.state IN "
                  u"('failed', 'errored', 'denied') AND "_s +
                  undecided +
                  u" AND EXISTS (SELECT 1 FROM promotion q WHERE q.group_id = p.group_id AND +q.state = 'queued' AND " +
                  before(u"p"_s, u"q"_s) + u") ORDER BY p.queued_at DESC, p.id DESC"),
        readListing);
}

Result<std::vector<PromotionStep>> SqlitePromotionRepository::stepsOfUnfinished()
{
    return m_context.db.all(u"SELECT " + stepColumns +
                                u" FROM promotion_step WHERE promotion IN (SELECT id FROM promotion WHERE state IN "
                                u"('queued', 'pre-flight', 'awaiting-gate', 'running', 'validating')) "
                                u"ORDER BY promotion, position, attempt, kind",
                            readStep);
}

} // namespace humdrum
