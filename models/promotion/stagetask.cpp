// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/stagetask.h"

#include "pipeline/upstream.h"
#include "promotion/foundissues.h"
#include "promotion/runtrace.h"
#include "promotion/variables.h"
#include "promotion/verdict.h"

#include <QDir>
#include <QSysInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int triesWhileClosing = 3;
const QString workerMark = u"worker "_s;
const QString runMark = u"run "_s;

QString logPath(const WorkerOptions &options, const StageKey &stage, const QString &subject, Timestamp now)
{
    return QDir(options.logFolder)
        .filePath(u"stage-%1-%2-%3.log"_s.arg(stage.value, subject, QString::number(now.time_since_epoch().count())));
}

} // namespace

StageTask::StageTask(Workshop &shop, StageAsk ask, QObject *parent)
    : QObject(parent)
    , m_shop(shop)
    , m_ask(std::move(ask))
{
    connect(&m_shop.runner, &Runner::output, this, [this](RunToken token, const QList<LogLine> &lines) {
        if (token == m_token && m_token != 0)
            m_log->add(lines);
    });
    connect(&m_shop.runner, &Runner::finished, this, [this](RunToken token, const RunOutcome &outcome) {
        if (token == m_token && m_token != 0) {
            m_token = 0;
            commandFinished(outcome);
        }
    });
}

template <class Job, class Next>
void StageTask::write(Job job, Next next, int tries)
{
    using R = std::invoke_result_t<Job &, Session &>;
    whenDone<typename R::value_type>(
        m_shop.store.write({m_ask.actor, {}}, job), this, [this, job, next, tries](R result) mutable {
            if (result)
                return next(std::move(*result));
            if (passesByItself(result.error()) && (m_cancelled.isEmpty() || tries < triesWhileClosing)) {
                QTimer::singleShot(storePause, this, [this, job, next, tries] { write(job, next, tries + 1); });
                return;
            }
            refuse(result.error());
        });
}

void StageTask::refuse(const Error &error)
{
    if (std::exchange(m_done, true))
        return;
    Q_EMIT refused(error);
}

bool StageTask::stopped()
{
    if (m_cancelled.isEmpty())
        return false;
    if (m_prepared.run.id.isValid())
        end(StageRunState::Cancelled, Cause::Unknown, m_cancelled);
    else
        refuse({ErrorCode::Cancelled, m_cancelled, {}, {}, std::nullopt});
    return true;
}

void StageTask::prepare()
{
    m_title = tr("Run %1").arg(m_ask.stage.value);
    auto job = [](Session &session) -> Result<Product> {
        auto product = session.products().current();
        if (!product)
            return std::unexpected(product.error());
        if (!*product)
            return fail(ErrorCode::ConfigInvalid, tr("No product is described yet"),
                        tr("Run humdrumctl init --config humdrum.yaml"));
        return std::move(**product);
    };
    whenDone<Product>(m_shop.store.read(job), this, [this](Result<Product> product) {
        if (!product)
            return refuse(product.error());
        m_product = std::move(*product);
        if (const Result<void> may = mayDo(m_product, m_ask.actor.person, Right::TakePart); !may)
            return refuse(may.error());
        if (const Result<void> run = m_shop.options.gates.mayRun(m_product); !run)
            return refuse(run.error());
        const auto error = [this](ErrorCode code, const QString &text) { refuse({code, text, {}, {}, std::nullopt}); };
        const Stage *stage = m_product.stage(m_ask.stage);
        if (!stage)
            return error(ErrorCode::NotFound, tr("There is no stage “%1”").arg(m_ask.stage.value));
        m_stage = *stage;
        if (m_stage.kind == StageKind::Deploy)
            return error(ErrorCode::InvalidInput,
                         tr("%1 is an environment: promote a release to it").arg(m_stage.key.value));
        if (m_stage.command.isEmpty())
            return error(ErrorCode::InvalidInput, tr("The stage %1 has no command").arg(m_stage.key.value));
        if (m_stage.kind == StageKind::Join)
            return m_ask.release.isValid()
                ? queue()
                : error(ErrorCode::InvalidInput, tr("%1 runs for a release").arg(m_stage.key.value));
        const Service *service = m_product.service(m_stage.service);
        if (!service)
            return error(ErrorCode::NotFound, tr("The stage %1 belongs to no service").arg(m_stage.key.value));
        m_service = *service;
        resolve();
    });
}

void StageTask::resolve()
{
    auto work = [resolve = m_shop.options.source.resolve, service = m_service, commit = m_ask.commit] {
        return resolve(service, commit);
    };
    whenDone<QString>(inPool(m_shop.pool, work), this, [this](const Result<QString> &commit) {
        if (!commit)
            return refuse(commit.error());
        m_ask.commit = *commit;
        queue();
    });
}

Result<StageTask::Prepared> StageTask::queueIn(Session &session, const Product &product, const Stage &stage,
                                               StageRun run, ReleaseId release)
{
    Prepared prepared;
    std::optional<Manifest> manifest;
    if (stage.kind == StageKind::Join) {
        const auto found = session.releases().byId(release);
        if (!found)
            return std::unexpected(found.error());
        if (!*found)
            return fail(ErrorCode::NotFound, tr("There is no such release"));
        prepared.releaseVersion = (*found)->version;
        const auto m = session.releases().manifest((*found)->manifest);
        if (!m)
            return std::unexpected(m.error());
        if (!*m)
            return fail(ErrorCode::StorageCorrupt, tr("The manifest of %1 is missing").arg(prepared.releaseVersion));
        manifest = **m;
        run.manifest = manifest->id;
        std::vector<BuildId> ids;
        for (const auto &[service, id] : manifest->builds)
            ids.push_back(id);
        auto builds = session.builds().byIds(ids);
        if (!builds)
            return std::unexpected(builds.error());
        prepared.manifest = std::move(*builds);
    } else {
        auto build = session.builds().byCommit(stage.service, run.commit);
        if (!build)
            return std::unexpected(build.error());
        prepared.build = *build;
        if (prepared.build)
            run.build = prepared.build->id;
    }
    const auto needs = judgeStageNeeds(session, product, stage, run.commit, manifest);
    if (!needs)
        return std::unexpected(needs.error());
    if (needs->result != GateResult::Pass)
        return fail(ErrorCode::GateNotMet, tr("%1 cannot run: %2").arg(stage.key.value, needs->text));
    run.queuedAt = session.now();
    auto stored = session.stageRuns().add(run);
    if (!stored)
        return std::unexpected(stored.error());
    prepared.run = std::move(*stored);
    return prepared;
}

void StageTask::queue()
{
    if (stopped())
        return;
    StageRun run;
    run.stage = m_stage.key;
    if (m_stage.kind != StageKind::Join)
        run.commit = m_ask.commit;
    const QString subject =
        m_stage.kind == StageKind::Join ? u"release%1"_s.arg(m_ask.release.value) : m_ask.commit.left(12);
    run.logFile = logPath(m_shop.options, m_stage.key, subject, m_shop.clock.now());
    // The log exists, and names its worker, before the row does: that is how a run whose worker died is known.
    m_log = std::make_unique<LogFile>(run.logFile, m_shop.clock);
    m_log->say(workerMark + m_shop.identity);
    m_log->flush();
    write([product = m_product, stage = m_stage, run,
           release = m_ask.release](Session &s) { return queueIn(s, product, stage, run, release); },
          [this](Prepared prepared) {
              m_prepared = std::move(prepared);
              if (!stopped())
                  Q_EMIT queued();
          });
}

void StageTask::start()
{
    if (m_done || stopped())
        return;
    m_prepared.run.startedAt = m_shop.clock.now();
    m_log->say(tr("Stage %1, attempt %2").arg(m_stage.key.value).arg(m_prepared.run.attempt));
    write(
        [run = m_prepared.run](Session &session) -> Result<StageRun> {
            if (auto r = session.stageRuns().transition(run, StageRunState::Running); !r)
                return std::unexpected(r.error());
            return run;
        },
        [this](const StageRun &) {
            m_prepared.run.state = StageRunState::Running;
            if (!stopped())
                m_stage.kind == StageKind::Join ? spawn() : checkOut();
        });
}

void StageTask::checkOut()
{
    m_folder = QDir(m_shop.options.workFolder)
                   .filePath(u"%1-%2-%3"_s.arg(m_stage.key.value, QString::number(m_prepared.run.id.value),
                                               QString::number(m_prepared.run.startedAt.time_since_epoch().count())));
    auto work = [source = m_shop.options.source, service = m_service, commit = m_ask.commit, folder = m_folder,
                 parent = m_shop.options.workFolder]() -> Result<bool> {
        if (!QDir().mkpath(parent))
            return fail(ErrorCode::FileFailed, tr("The folder %1 cannot be made").arg(parent));
        if (auto r = source.exportTo(service, commit, folder); !r)
            return std::unexpected(r.error());
        return true;
    };
    whenDone<bool>(inPool(m_shop.pool, work), this, [this](const Result<bool> &done) {
        if (stopped())
            return;
        if (!done)
            return end(StageRunState::Errored, Cause::Environment, done.error().toString());
        spawn();
    });
}

void StageTask::spawn()
{
    RunAsk ask{.command = m_stage.command,
               .folder = m_folder.isEmpty() ? m_product.folder : m_folder,
               .variables = variablesOf(m_product, m_stage, m_prepared.run, m_prepared.build, m_prepared.releaseVersion,
                                        m_prepared.manifest),
               .runFolder = newRunFolder(m_shop.options.runFolder, u"stage-%1"_s.arg(m_prepared.run.id.value)),
               .grace = m_shop.options.grace};
    // Who runs it and where stand in the log before anything the command says, or can do.
    m_runFolder = ask.runFolder;
    m_log->say(runMark + m_runFolder);
    m_log->flush();
    m_fresh = FreshFiles(workingFolderOf(ask.command, ask.folder), m_stage.junit);
    m_token = m_shop.runner.start(ask);
}

void StageTask::commandFinished(const RunOutcome &outcome)
{
    if (!outcome.message.isEmpty())
        m_log->say(outcome.message, true);
    if (stopped())
        return;
    if (!m_fresh.wanted() || outcome.end != RunEnd::Exited)
        return judged(outcome, TestTally{});
    auto work = [fresh = m_fresh, reader = m_shop.options.readTests] { return readFreshTests(fresh, reader); };
    whenDone<TestTally>(inPool(m_shop.pool, work), this, [this, outcome](const Result<TestTally> &tally) {
        if (!stopped())
            judged(outcome, tally);
    });
}

void StageTask::judged(const RunOutcome &outcome, const Result<TestTally> &tally)
{
    StageRun &run = m_prepared.run;
    if (tally) {
        run.tests = tally->counts;
        run.failures = tally->failures;
        if (run.failures.size() > 100)
            run.failures.resize(100);
    }
    if (outcome.end != RunEnd::Exited)
        return end(StageRunState::Errored, Cause::Environment, outcome.message);
    if (run.tests.failed > 0 || run.tests.errors > 0)
        return end(run.tests.failed > 0 ? StageRunState::Failed : StageRunState::Errored, causeOf(run.tests),
                   run.tests.errors > 0 ? shortfallText(run.tests) : tr("%1 failed").arg(shortfallText(run.tests)));
    if (outcome.exitCode != 0)
        return end(StageRunState::Failed, Cause::Unknown,
                   outcome.lastLine.isEmpty() ? outcome.message
                                              : outcome.message + u" – "_s + outcome.lastLine.left(300));
    if (!tally)
        return end(StageRunState::Errored, Cause::Test, tally.error().toString());
    if (m_stage.kind == StageKind::Commit)
        return makeBuild();
    end(StageRunState::Passed, Cause::Unknown, {});
}

void StageTask::makeBuild()
{
    auto work = [build = m_shop.options.source.build, service = m_service, commit = m_ask.commit] {
        return build(service, commit);
    };
    whenDone<Build>(inPool(m_shop.pool, work), this, [this](const Result<Build> &build) {
        if (stopped())
            return;
        if (!build)
            return end(StageRunState::Errored, Cause::Environment, build.error().toString());
        end(StageRunState::Passed, Cause::Unknown, {}, *build);
    });
}

void StageTask::end(StageRunState state, Cause cause, const QString &message, const std::optional<Build> &build)
{
    if (m_done || std::exchange(m_ending, true))
        return;
    StageRun run = m_prepared.run;
    run.finishedAt = m_shop.clock.now();
    run.cause = cause;
    run.message = message;
    for (QString *folder : {&m_folder, &m_runFolder}) {
        if (!folder->isEmpty())
            m_shop.pool.start([path = std::exchange(*folder, {})] { QDir(path).removeRecursively(); });
    }
    m_log->say(message.isEmpty() ? titleOf(state) : titleOf(state) + u": "_s + message, state != StageRunState::Passed);
    m_log->flush();
    write(
        [run, state, build, stage = m_stage](Session &session) -> Result<StageRun> {
            StageRun done = run;
            if (build) {
                const auto id = session.builds().add(*build);
                if (!id) {
                    // The version is taken by another digest (rule 12): the tests passed, but there is no build.
                    done.message = id.error().toString();
                    done.cause = Cause::Change;
                    if (auto r = session.stageRuns().transition(done, StageRunState::Errored); !r)
                        return std::unexpected(r.error());
                    done.state = StageRunState::Errored;
                    return recordIssue(session, stage, done).transform([&] { return done; });
                }
                done.build = *id;
            }
            if (auto r = session.stageRuns().transition(done, state); !r)
                return std::unexpected(r.error());
            if (build) {
                if (auto r = session.stageRuns().setBuild(done.id, done.build); !r)
                    return std::unexpected(r.error());
            }
            done.state = state;
            return recordIssue(session, stage, done).transform([&] { return done; });
        },
        [this](const StageRun &stored) {
            if (!std::exchange(m_done, true))
                Q_EMIT finished(stored);
        });
}

void StageTask::cancel(const QString &message)
{
    if (m_done || !m_cancelled.isEmpty())
        return;
    m_cancelled = message;
    if (m_token != 0)
        m_shop.runner.cancel(m_token);
    else if (m_prepared.run.id.isValid() && m_prepared.run.state == StageRunState::Queued &&
             m_prepared.run.startedAt == noTime)
        (void)stopped(); // it waits for its turn, nothing is under way
}

namespace {

/// What the log of an unfinished stage run tells of it.
struct StageStanding {
    QString worker;      ///< identity; empty when nobody can tell
    bool isOver = false; ///< its worker is gone, and so is all that it started
};

StageStanding standingOf(const StageRun &run)
{
    const QFileInfo info(run.logFile);
    QFile file(run.logFile);
    StageStanding standing;
    if (!file.open(QIODevice::ReadOnly)) {
        // Its log was there before the run was: it has been removed. Where the whole folder cannot be seen, the run may be
        // another machine's.
        standing.isOver = !info.exists() && QFileInfo::exists(info.path());
        return standing;
    }
    std::optional<ProcessIdentity> worker;
    QString folder;
    // "<time>\th\t<text>"; these two come before the first line of the command.
    for (QByteArray line = file.readLine(4096); !line.isEmpty() && folder.isEmpty(); line = file.readLine(4096)) {
        const QList<QByteArray> parts = line.trimmed().split('\t');
        if (parts.size() < 3 || parts[1] != "h")
            break;
        const QString text = QString::fromUtf8(parts[2]);
        if (!worker && text.startsWith(workerMark))
            worker = ProcessIdentity::fromString(text.mid(workerMark.size()));
        else if (text.startsWith(runMark))
            folder = text.mid(runMark.size());
    }
    if (!worker)
        return standing;
    standing.worker = worker->toString();
    const auto trace = traceOf(folder);
    standing.isOver = livenessOf(*worker) == Liveness::Dead && !(trace && trace->running());
    return standing;
}

} // namespace

Result<StageSurvey> surveyStageRuns(Session &session, const QString &identity)
{
    const auto unfinished = session.stageRuns().unfinished();
    if (!unfinished)
        return std::unexpected(unfinished.error());
    StageSurvey survey;
    for (const StageRun &run : *unfinished) {
        if (run.logFile.isEmpty())
            continue;
        const StageStanding standing = standingOf(run);
        survey.over = survey.over || standing.isOver;
        survey.elsewhere = survey.elsewhere || (!standing.isOver && standing.worker != identity);
    }
    return survey;
}

Result<int> endInterruptedStageRuns(Session &session)
{
    auto unfinished = session.stageRuns().unfinished();
    if (!unfinished)
        return std::unexpected(unfinished.error());
    int ended = 0;
    for (StageRun &run : *unfinished) {
        if (run.logFile.isEmpty())
            continue;
        const StageStanding standing = standingOf(run);
        if (!standing.isOver)
            continue;
        run.message = standing.worker.isEmpty()
            ? StageTask::tr("Interrupted: its log is gone, and so is what it came to")
            : StageTask::tr("Interrupted: the program that ran it ended");
        run.finishedAt = session.now();
        const StageRunState to = run.state == StageRunState::Queued ? StageRunState::Cancelled : StageRunState::Errored;
        if (auto r = session.stageRuns().transition(run, to); !r)
            return std::unexpected(r.error());
        ++ended;
    }
    return ended;
}

} // namespace humdrum
