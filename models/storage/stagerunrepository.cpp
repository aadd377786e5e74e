// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/stagerunrepository.h"

#include "storage/text.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <ranges>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr size_t failuresKept = 100;
const QString columns =
    u"id, stage, build, manifest, commit_hash, attempt, state, queued_at, started_at, finished_at, tests, failed, errors, skipped, cause, log_file, message"_s;

QString failuresJson(const std::vector<TestFailure> &failures)
{
    if (failures.empty())
        return {};
    QJsonArray array;
    for (const TestFailure &f : failures | std::views::take(failuresKept))
        array.append(
            QJsonObject{{u"suite"_s, f.suite}, {u"name"_s, f.name}, {u"message"_s, f.message}, {u"error"_s, f.error}});
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

std::vector<TestFailure> failuresOf(const QString &json)
{
    std::vector<TestFailure> failures;
    if (json.isEmpty())
        return failures;
    const QJsonArray array = QJsonDocument::fromJson(json.toUtf8()).array();
    for (const auto value : array) {
        const QJsonObject f = value.toObject();
        failures.push_back(
            {f[u"suite"].toString(), f[u"name"].toString(), f[u"message"].toString(), f[u"error"].toBool()});
    }
    return failures;
}

StageRun readRun(const Row &r)
{
    StageRun run;
    run.id = r.id<StageRunId>(0);
    run.stage = r.key<StageKey>(1);
    run.build = r.id<BuildId>(2);
    run.manifest = r.id<ManifestId>(3);
    run.commit = r.text(4);
    run.attempt = r.number(5);
    run.state = r.word<StageRunState>(6);
    run.queuedAt = r.time(7);
    run.startedAt = r.time(8);
    run.finishedAt = r.time(9);
    run.tests = {r.number(10), r.number(11), r.number(12), r.number(13)};
    run.cause = r.word<Cause>(14);
    run.logFile = r.text(15);
    run.message = r.text(16);
    return run;
}

StageRun readWithFailures(const Row &r)
{
    StageRun run = readRun(r);
    run.failures = failuresOf(r.text(17));
    return run;
}

QJsonObject summary(const StageRun &run)
{
    QJsonObject json{{u"stage"_s, run.stage.value}, {u"state"_s, wordOf(run.state)}, {u"attempt"_s, run.attempt}};
    if (run.build.isValid())
        json[u"build"] = run.build.value;
    if (run.manifest.isValid())
        json[u"manifest"] = run.manifest.value;
    if (!run.commit.isEmpty())
        json[u"commit"] = run.commit;
    return json;
}

QString nameOf(StageRunId id) { return Storage::tr("stage run %1").arg(id.value); }

} // namespace

namespace {

/// Fills in the commit of the build, and tells whose attempts are counted: 'm:' and a manifest, or 'c:' and a commit.
Result<QString> subjectOfRun(Connection &db, StageRun &run)
{
    if (run.stage.isEmpty())
        return fail(ErrorCode::InvalidInput, Storage::tr("A stage run needs a stage."));
    if (run.manifest.isValid())
        return QString(u"m:" + QString::number(run.manifest.value));
    if (run.commit.isEmpty() && run.build.isValid()) {
        auto commit = db.one(
            u"SELECT commit_hash FROM build WHERE id = ?"_s, [](const Row &r) { return r.text(0); }, run.build.value);
        if (!commit)
            return std::unexpected(commit.error());
        run.commit = commit->value_or(QString());
    }
    if (run.commit.isEmpty())
        return fail(ErrorCode::InvalidInput, Storage::tr("A stage run needs a commit, a build or a manifest."));
    return QString(u"c:" + run.commit);
}

/// Inserts the run with the next attempt of its stage and subject. Returns 0, and does nothing, when `once` is set and there is
/// one with the same start already.
Result<int> insertRun(Connection &db, const StageRun &run, const QString &subject, bool once)
{
    struct Known {
        int attempts = 0;
        bool same = false;
    };
    // Two statements, as an INSERT that selects from its own table makes a temporary one each time: a tenth of the speed.
    auto known = db.one(
        u"SELECT max(attempt), max(started_at = ?) FROM stage_run WHERE stage = ? AND subject = ?"_s,
        [](const Row &r) { return Known{r.number(0), r.flag(1)}; }, run.startedAt, run.stage, subject);
    if (!known)
        return std::unexpected(known.error());
    const Known before = known->value_or(Known{});
    if (once && before.same)
        return 0;
    return db.update(u"INSERT INTO stage_run (stage, subject, build, manifest, commit_hash, attempt, state, queued_at, "
                     u"started_at, finished_at, tests, failed, errors, skipped, cause, log_file, message, failures) "
                     "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
                     run.stage, subject, run.build, run.manifest, run.commit, before.attempts + 1, run.state,
                     run.queuedAt, run.startedAt, run.finishedAt, run.tests.total, run.tests.failed, run.tests.errors,
                     run.tests.skipped, run.cause, run.logFile, run.message, failuresJson(run.failures));
}

} // namespace

Result<StageRun> SqliteStageRunRepository::add(StageRun run)
{
    auto subject = subjectOfRun(m_context.db, run);
    if (!subject)
        return std::unexpected(subject.error());
    if (run.queuedAt == noTime)
        run.queuedAt = m_context.now;
    if (auto inserted = insertRun(m_context.db, run, *subject, false); !inserted)
        return std::unexpected(inserted.error());
    auto stored =
        m_context.db.one(u"SELECT " + columns +
                             u", failures FROM stage_run WHERE stage = ? AND subject = ? ORDER BY attempt DESC LIMIT 1",
                         readWithFailures, run.stage, *subject);
    if (!stored)
        return std::unexpected(stored.error());
    StageRun added = std::move(stored->value());
    m_context.touch(Aggregate::StageRun, added.id.value);
    if (auto ok = m_context.record(u"stage-run.added"_s, subjectOf("stage-run"_L1, added.id.value), {}, summary(added));
        !ok)
        return std::unexpected(ok.error());
    return added;
}

Result<int> SqliteStageRunRepository::import(std::span<const StageRun> runs)
{
    int added = 0;
    for (const StageRun &given : runs) {
        if (!isFinished(given.state))
            return fail(ErrorCode::InvalidInput,
                        Storage::tr("Only finished stage runs can be imported; one of %1 is “%2”.")
                            .arg(given.stage.value, wordOf(given.state)));
        StageRun run = given;
        if (run.queuedAt == noTime)
            run.queuedAt = run.startedAt;
        auto subject = subjectOfRun(m_context.db, run);
        if (!subject)
            return std::unexpected(subject.error());
        auto inserted = insertRun(m_context.db, run, *subject, true);
        if (!inserted)
            return std::unexpected(inserted.error());
        added += *inserted;
    }
    if (added == 0)
        return 0;
    m_context.touch(Aggregate::StageRun, 0);
    if (auto ok = m_context.record(u"stage-run.imported"_s, u"stage-run"_s, {}, {{u"added"_s, added}}); !ok)
        return std::unexpected(ok.error());
    return added;
}

Result<void> SqliteStageRunRepository::transition(const StageRun &run, StageRunState to)
{
    auto row = byId(run.id);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::unexpected(notFound(nameOf(run.id)));
    const StageRun &now = **row;
    if (auto ok = checkTransition(nameOf(run.id), now.state, to); !ok)
        return ok;
    const Timestamp finishedAt = isFinished(to) && run.finishedAt == noTime ? m_context.now : run.finishedAt;
    const Timestamp startedAt = to == StageRunState::Running && run.startedAt == noTime ? m_context.now : run.startedAt;
    auto updated = m_context.db.update(
        u"UPDATE stage_run SET state = ?, started_at = ?, finished_at = ?, tests = ?, failed = ?, errors = ?, skipped = ?, cause = ?, log_file = ?, message = ?, failures = ? WHERE id = ?"_s,
        to, startedAt, finishedAt, run.tests.total, run.tests.failed, run.tests.errors, run.tests.skipped, run.cause,
        run.logFile, run.message, failuresJson(run.failures), run.id);
    if (!updated)
        return std::unexpected(updated.error());
    m_context.touch(Aggregate::StageRun, run.id.value);
    QJsonObject after{{u"state"_s, wordOf(to)}};
    if (isFinished(to)) {
        after[u"tests"] = run.tests.total;
        after[u"failed"] = run.tests.failed;
        after[u"errors"] = run.tests.errors;
        after[u"skipped"] = run.tests.skipped;
        after[u"cause"] = wordOf(run.cause);
        after[u"message"] = run.message;
    }
    return m_context.record(u"stage-run."_s + wordOf(to), subjectOf("stage-run"_L1, run.id.value),
                            {{u"state"_s, wordOf(now.state)}}, after);
}

Result<void> SqliteStageRunRepository::setCause(StageRunId id, Cause cause, const QString &reason)
{
    auto row = byId(id);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::unexpected(notFound(nameOf(id)));
    if ((*row)->cause == cause)
        return {};
    if (auto updated = m_context.db.update(u"UPDATE stage_run SET cause = ? WHERE id = ?"_s, cause, id); !updated)
        return std::unexpected(updated.error());
    m_context.touch(Aggregate::StageRun, id.value);
    return m_context.record(u"stage-run.cause"_s, subjectOf("stage-run"_L1, id.value),
                            {{u"cause"_s, wordOf((*row)->cause)}}, {{u"cause"_s, wordOf(cause)}}, reason);
}

Result<void> SqliteStageRunRepository::setBuild(StageRunId id, BuildId build)
{
    auto row = byId(id);
    if (!row)
        return std::unexpected(row.error());
    if (!*row)
        return std::unexpected(notFound(nameOf(id)));
    if ((*row)->build == build)
        return {};
    if ((*row)->build.isValid())
        return fail(ErrorCode::RuleRefused,
                    Storage::tr("The build of %1 is known already and never changes.").arg(nameOf(id)));
    if (auto updated = m_context.db.update(u"UPDATE stage_run SET build = ? WHERE id = ?"_s, build, id); !updated)
        return std::unexpected(updated.error());
    m_context.touch(Aggregate::StageRun, id.value);
    return m_context.record(u"stage-run.build"_s, subjectOf("stage-run"_L1, id.value), {}, {{u"build"_s, build.value}});
}

Result<std::optional<StageRun>> SqliteStageRunRepository::byId(StageRunId id)
{
    return m_context.db.one(u"SELECT " + columns + u", failures FROM stage_run WHERE id = ?", readWithFailures,
                            id.value);
}

Result<std::vector<StageRun>> SqliteStageRunRepository::latestFor(std::span<const BuildId> builds, ManifestId manifest)
{
    std::vector<StageRun> latest;
    // By stage, then attempt: the last of each stage is kept.
    const auto keep = [&latest](Result<std::vector<StageRun>> runs) -> Result<void> {
        if (!runs)
            return std::unexpected(runs.error());
        for (size_t i = 0; i < runs->size(); ++i) {
            if (i + 1 == runs->size() || (*runs)[i + 1].stage != (*runs)[i].stage)
                latest.push_back(std::move((*runs)[i]));
        }
        return {};
    };
    for (const BuildId build : builds) {
        auto runs = m_context.db.all(u"SELECT " + columns + u" FROM stage_run WHERE build = ? ORDER BY stage, attempt",
                                     readRun, build.value);
        if (auto ok = keep(std::move(runs)); !ok)
            return std::unexpected(ok.error());
    }
    if (manifest.isValid()) {
        auto runs =
            m_context.db.all(u"SELECT " + columns + u" FROM stage_run WHERE manifest = ? ORDER BY stage, attempt",
                             readRun, manifest.value);
        if (auto ok = keep(std::move(runs)); !ok)
            return std::unexpected(ok.error());
    }
    return latest;
}

Result<std::vector<StageRun>> SqliteStageRunRepository::forCommit(const ServiceKey &service, const QString &commit)
{
    if (commit.isEmpty())
        return std::vector<StageRun>{};
    auto runs = m_context.db.all(u"SELECT " + columns + u", failures FROM stage_run WHERE commit_hash = ? ORDER BY id",
                                 readWithFailures, commit);
    if (!runs)
        return runs;
    // Services may share a repository, so the commit alone does not tell whose run it was. The stage does; where the
    // description does not know the stage (any more), its key begins with that of its service.
    auto product = m_products.current();
    std::erase_if(*runs, [&](const StageRun &run) {
        if (run.manifest.isValid())
            return true;
        const Stage *stage = product && *product ? (*product)->stage(run.stage) : nullptr;
        return stage ? stage->service != service : !run.stage.value.startsWith(service.value + u'.');
    });
    return runs;
}

Result<std::vector<StageRun>> SqliteStageRunRepository::recent(const StageKey &stage, int limit)
{
    if (stage.isEmpty())
        return m_context.db.all(u"SELECT " + columns +
                                    u", failures FROM stage_run ORDER BY queued_at DESC, id DESC LIMIT ?",
                                readWithFailures, sqlLimit(limit));
    return m_context.db.all(u"SELECT " + columns +
                                u", failures FROM stage_run WHERE stage = ? ORDER BY queued_at DESC, id DESC LIMIT ?",
                            readWithFailures, stage, sqlLimit(limit));
}

Result<std::vector<StageRun>> SqliteStageRunRepository::attempts(Timestamp from, Timestamp to)
{
    return m_context.db.all(
        u"SELECT id, stage, build, manifest, commit_hash, attempt, state, queued_at, 0, 0, 0, 0, 0, 0, cause, '', '' FROM stage_run WHERE queued_at >= ? AND queued_at < ? ORDER BY queued_at, id"_s,
        readRun, from, to);
}

Result<std::vector<StageRun>> SqliteStageRunRepository::byIds(std::span<const qint64> ids)
{
    return m_context.db.all(u"SELECT " + columns + u" FROM stage_run WHERE id IN (SELECT value FROM json_each(?))",
                            readRun, sqlIds(ids));
}

Result<std::vector<StageRun>> SqliteStageRunRepository::between(Timestamp from, Timestamp to)
{
    return m_context.db.all(
        u"SELECT " + columns +
            u", failures FROM stage_run WHERE started_at >= ? AND started_at < ? ORDER BY started_at, id",
        readWithFailures, from, to);
}

Result<std::vector<StageRun>> SqliteStageRunRepository::unfinished()
{
    return m_context.db.all(u"SELECT " + columns +
                                u", failures FROM stage_run WHERE state IN ('queued', 'running') ORDER BY id",
                            readWithFailures);
}

Result<bool> SqliteStageRunRepository::hasPassed(const StageKey &stage, BuildId build)
{
    auto found = m_context.db.one(
        u"SELECT 1 FROM stage_run WHERE build = ? AND stage = ? AND state = 'passed' LIMIT 1"_s,
        [](const Row &) { return true; }, build.value, stage);
    if (!found)
        return std::unexpected(found.error());
    return found->has_value();
}

Result<bool> SqliteStageRunRepository::hasPassed(const StageKey &stage, ManifestId manifest)
{
    auto found = m_context.db.one(
        u"SELECT 1 FROM stage_run WHERE manifest = ? AND stage = ? AND state = 'passed' LIMIT 1"_s,
        [](const Row &) { return true; }, manifest.value, stage);
    if (!found)
        return std::unexpected(found.error());
    return found->has_value();
}

} // namespace humdrum
