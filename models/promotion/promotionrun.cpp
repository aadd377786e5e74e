// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/promotionrun.h"

#include "promotion/gateround.h"
#include "promotion/runnotes.h"
#include "promotion/runtrace.h"
#include "promotion/variables.h"

#include <QDir>
#include <QSysInfo>

#include <cmath>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

QString logPath(const WorkerOptions &options, PromotionId id)
{
    return QDir(options.logFolder).filePath(u"promotion-%1.log"_s.arg(id.value));
}

} // namespace

PromotionRun::PromotionRun(Workshop &shop, Promotion promotion, QObject *parent)
    : QObject(parent)
    , m_shop(shop)
    , m_promotion(std::move(promotion))
    , m_log(logPath(shop.options, m_promotion.id), shop.clock, this)
{
    m_promotion.logFile = m_log.path();
    m_backoff.setSingleShot(true);
    connect(&m_backoff, &QTimer::timeout, this, &PromotionRun::retry);
    m_round.setSingleShot(true);
    m_round.setTimerType(Qt::PreciseTimer); // one that is early finds that its time has not come
    connect(&m_round, &QTimer::timeout, this, &PromotionRun::beginRound);
    connect(&m_shop.runner, &Runner::started, this, &PromotionRun::commandStarted);
    connect(&m_shop.runner, &Runner::finished, this, &PromotionRun::commandFinished);
    m_clock.start();
}

PromotionRun::~PromotionRun() { m_reading.request_stop(); }

Intent PromotionRun::intent() const
{
    return {{.person = m_promotion.requestedBy, .program = u"worker"_s, .host = QSysInfo::machineHostName()},
            m_promotion.request.reason};
}

QString PromotionRun::subjectText() const { return m_promotion.request.service.value % u' ' % m_subject.build.version; }

void PromotionRun::enter(const QString &step, double fraction)
{
    m_stepTitle = step;
    m_fraction = std::max(m_fraction, fraction);
    Q_EMIT progressed();
}

WorkerProgress PromotionRun::progress() const
{
    WorkerProgress p;
    p.promotion = m_promotion.id;
    const QString where = m_environment.name.isEmpty() ? m_promotion.request.environment.value : m_environment.name;
    p.text = m_promotion.request.kind == PromotionKind::Rollback ? tr("Rolling %1 back → %2").arg(subjectText(), where)
                                                                 : tr("Promoting %1 → %2").arg(subjectText(), where);
    p.step = m_stepTitle;
    const double byTime =
        m_usually > Duration{0} ? std::min(0.95, double(m_clock.elapsed()) / double(m_usually.count())) : 0;
    p.fraction = std::max(m_fraction, byTime);
    if (m_soak && !m_end)
        p.step =
            tr("%1, %2 min left").arg(m_stepTitle).arg(std::chrono::ceil<std::chrono::minutes>(soakLeft()).count());
    return p;
}

// Pre-flight ---------------------------------------------------------------------------------------------------------

void PromotionRun::start() { load(); }

Result<PromotionRun::Loaded> PromotionRun::loadFrom(Session &session, const Promotion &p, const GateSources &sources)
{
    Loaded loaded;
    auto product = session.products().current();
    if (!product)
        return std::unexpected(product.error());
    if (!*product)
        return fail(ErrorCode::ConfigInvalid, tr("No product is described"));
    loaded.product = std::move(**product);
    loaded.mayRun = sources.mayRun(loaded.product);
    auto subject = subjectOf(session, p);
    if (!subject)
        return std::unexpected(subject.error());
    loaded.subject = std::move(*subject);
    auto usually = usualDuration(session, p.request.service, p.request.environment);
    if (!usually)
        return std::unexpected(usually.error());
    loaded.usually = *usually;
    auto steps = session.promotions().steps(p.id);
    if (!steps)
        return std::unexpected(steps.error());
    loaded.steps = std::move(*steps);
    auto gates = session.promotions().gates(p.id);
    if (!gates)
        return std::unexpected(gates.error());
    loaded.gates = std::move(*gates);
    return loaded;
}

/// False when it is over: its environment is gone.
bool PromotionRun::take(Loaded loaded)
{
    m_product = std::move(loaded.product);
    m_subject = std::move(loaded.subject);
    m_usually = loaded.usually;
    m_course = courseOf(loaded.steps, loaded.gates);
    m_gates = lastOfEach(loaded.gates);
    m_mayRun = std::move(loaded.mayRun);
    const Environment *e = m_product.environment(m_promotion.request.environment);
    if (!e) {
        finish(PromotionState::Errored, Cause::Unknown,
               tr("The environment %1 is not described any more").arg(m_promotion.request.environment.value));
        return false;
    }
    m_environment = *e;
    return true;
}

void PromotionRun::load(int attempt)
{
    enter(tr("Pre-flight"), 0.02);
    PromotionStep step;
    step.promotion = m_promotion.id;
    step.kind = StepKind::PreFlight;
    step.attempt = attempt;
    step.title = tr("Pre-flight");
    struct Begun {
        Loaded loaded;
        PromotionStep step;
    };
    write(
        "preflight",
        [p = m_promotion, step, sources = m_shop.options.gates](Session &session) -> Result<Begun> {
            auto loaded = loadFrom(session, p, sources);
            if (!loaded)
                return std::unexpected(loaded.error());
            auto added = session.promotions().addStep(step);
            if (!added)
                return std::unexpected(added.error());
            if (auto r = settleStep(session, *added, StepState::Running); !r)
                return std::unexpected(r.error());
            return Begun{std::move(*loaded), *added};
        },
        [this](Begun begun) {
            m_step = begun.step;
            if (!take(std::move(begun.loaded)))
                return;
            m_log.say(tr("Promotion %1: %2 → %3, asked for by %4")
                          .arg(QString::number(m_promotion.id.value), subjectText(), m_environment.name,
                               m_promotion.requestedBy));
            beforeGates();
        });
}

/// What needs no gate to be refused: commands that may not be run, or could not be.
void PromotionRun::beforeGates()
{
    if (stopping())
        return stopNow();
    if (!m_mayRun)
        return finish(PromotionState::Denied, Cause::Unknown, m_mayRun.error().toString());
    const QStringList names = secretsOf(m_environment, m_promotion.request.kind);
    if (names.isEmpty())
        return measure();
    m_busy = true;
    m_reading = {};
    auto work = [keeper = m_shop.options.secrets, names, stop = m_reading.get_token()] {
        return trySecrets(keeper, names, stop);
    };
    whenDone<void>(inPool(m_shop.secrets, work), this, [this](const Result<void> &had) {
        m_busy = false;
        if (m_ended)
            return;
        if (!had && !stopping())
            return finish(PromotionState::Denied, Cause::Unknown, had.error().toString());
        measure();
    });
}

void PromotionRun::measure()
{
    if (stopping())
        return stopNow();
    const Pool *pool = m_product.pool(m_environment.pool);
    if (!pool || m_promotion.request.kind == PromotionKind::Rollback)
        return judge({});
    m_busy = true;
    auto work = [measure = m_shop.options.gates.measure, pool = *pool, product = m_product, now = m_shop.clock.now()] {
        return measure(pool, product, now);
    };
    whenDone<std::vector<PoolSample>>(inPool(m_shop.pool, work), this, [this](Result<std::vector<PoolSample>> samples) {
        m_busy = false;
        if (!samples)
            m_log.say(tr("The pool could not be measured: %1").arg(samples.error().toString()));
        // Without a fresh sample the gate itself says that the pool is not known.
        judge(samples ? *samples : std::vector<PoolSample>{});
    });
}

// The steps ----------------------------------------------------------------------------------------------------------

PromotionRun::Command PromotionRun::commandFor(StepKind kind) const
{
    Command c;
    c.kind = kind;
    if (kind == StepKind::Smoke) {
        c.spec = m_environment.smoke;
        c.title = m_soak ? tr("Smoke test while it soaks") : tr("Smoke test");
        c.junit = m_environment.smokeJunit;
    } else if (kind == StepKind::Verify) {
        c.spec = m_environment.observe;
        c.title = tr("Verify that %1 runs").arg(m_subject.build.version);
    } else {
        const bool back = m_promotion.request.kind == PromotionKind::Rollback;
        c.spec = back && !m_environment.rollback.isEmpty() ? m_environment.rollback : m_environment.deploy;
        c.title = back ? tr("Roll back to %1").arg(subjectText()) : tr("Deploy %1").arg(subjectText());
    }
    return c;
}

void PromotionRun::deploy()
{
    enter(m_promotion.request.kind == PromotionKind::Rollback ? tr("Roll back") : tr("Deploy"), 0.1);
    intend(commandFor(StepKind::Deploy));
}

void PromotionRun::smoke()
{
    enter(m_soak ? tr("Soak: smoke test") : tr("Smoke test"), 0.5);
    if (m_environment.smoke.isEmpty()) {
        skip(StepKind::Smoke, tr("Smoke test"));
        return verify();
    }
    intend(commandFor(StepKind::Smoke));
}

void PromotionRun::verify()
{
    if (m_environment.observe.isEmpty()) {
        if (!m_soak)
            skip(StepKind::Verify, tr("Verify"));
        return validated();
    }
    enter(m_soak ? tr("Soak: verify") : tr("Verify"), 0.8);
    intend(commandFor(StepKind::Verify));
}

void PromotionRun::record()
{
    enter(tr("Record"), 0.95);
    PromotionStep step;
    step.promotion = m_promotion.id;
    step.position = m_position++;
    step.kind = StepKind::Record;
    step.title = tr("Record");
    m_step = step; // stored together with the end
    m_openStepState = StepState::Passed;
    finish(PromotionState::Succeeded, Cause::Unknown, {});
}

/// Stored together with what comes next: nothing is done in between.
void PromotionRun::skip(StepKind kind, const QString &title)
{
    PromotionStep step;
    step.promotion = m_promotion.id;
    step.position = m_position++;
    step.kind = kind;
    step.title = title;
    step.message = tr("The environment describes no command for it");
    m_skipped.push_back(std::move(step));
}

Result<void> PromotionRun::storeSkipped(Session &session, const std::vector<PromotionStep> &skipped)
{
    for (const PromotionStep &step : skipped) {
        auto added = session.promotions().addStep(step);
        if (!added)
            return std::unexpected(added.error());
        added->message = step.message;
        if (auto r = settleStep(session, *added, StepState::Skipped); !r)
            return r;
    }
    return {};
}

RunAsk PromotionRun::askFor(const CommandSpec &spec) const
{
    return {.command = spec,
            .folder = m_product.folder,
            .variables = variablesOf(m_product, m_promotion, m_subject),
            .runFolder = m_step.runFolder,
            .grace = m_shop.options.grace};
}

QString PromotionRun::runFolderFor(StepKind kind, int attempt) const
{
    const QString name =
        u"promotion-%1-%2-%3"_s.arg(QString::number(m_promotion.id.value), wordOf(kind), QString::number(attempt));
    return newRunFolder(m_shop.options.runFolder, name);
}

/// Stores that the command is about to run. Only then is it spawned.
void PromotionRun::intend(Command command)
{
    m_command = std::move(command);
    if (!m_mayRun) // it was accepted in pre-flight: the description changed while nobody worked
        return finish(PromotionState::Errored, Cause::Unknown, m_mayRun.error().toString());
    PromotionStep step;
    step.promotion = m_promotion.id;
    step.position = m_position;
    step.kind = m_command.kind;
    step.attempt = m_command.attempt;
    step.title = m_command.title;
    step.commandHash = commandHash(askFor(m_command.spec));
    step.runFolder = runFolderFor(step.kind, step.attempt);
    auto job = [step, skipped = m_skipped, p = m_promotion, product = m_product,
                sources = m_shop.options.gates](Session &session) -> Result<StepIntent> {
        if (auto r = makeRunFolder(step.runFolder); !r)
            return std::unexpected(r.error());
        if (auto r = storeSkipped(session, skipped); !r)
            return std::unexpected(r.error());
        return intendStep(session, product, sources, p, step);
    };
    write("intend", job, [this](const StepIntent &intent) {
        m_skipped.clear();
        intended(intent);
    });
}

void PromotionRun::intended(const StepIntent &intent)
{
    if (intent.closed) {
        m_log.say(tr("The calendar closed: %1").arg(intent.closed->text));
        if (m_command.kind == StepKind::Deploy) {
            const bool begun = m_promotion.state != PromotionState::PreFlight;
            m_openStepState = StepState::Cancelled;
            return finish(begun ? PromotionState::Errored : PromotionState::Denied, Cause::Unknown,
                          intent.closed->text);
        }
    }
    m_step = intent.step;
    m_promotion = intent.promotion;
    if (stopping())
        return stopNow();
    spawn();
}

/// `next` gets the secrets of `command`, which are read off this thread; at once where it has none.
void PromotionRun::withSecrets(const CommandSpec &command, const std::function<void(Result<CommandSecrets>)> &next)
{
    if (command.secrets.isEmpty())
        return next(CommandSecrets{});
    m_busy = true;
    m_reading = {};
    auto work = [keeper = m_shop.options.secrets, command, stop = m_reading.get_token()] {
        return resolveSecrets(keeper, command, stop);
    };
    whenDone<CommandSecrets>(inPool(m_shop.secrets, work), this, [this, next](Result<CommandSecrets> secrets) {
        m_busy = false;
        if (!m_ended)
            next(std::move(secrets));
    });
}

void PromotionRun::spawn()
{
    m_masker = nullptr;
    if (m_command.attempt == 1)
        m_toCleanUp.clear(); // that of the command before it, which passed
    withSecrets(m_command.spec, [this](const Result<CommandSecrets> &secrets) {
        if (stopping())
            return stopNow();
        secrets ? spawnWith(*secrets) : commandUnfit(secrets.error());
    });
}

/// It is not started without what it needs.
void PromotionRun::commandUnfit(const Error &error)
{
    m_log.say(error.toString());
    m_step.finishedAt = m_shop.clock.now();
    m_endedRuns.push_back(m_step.runFolder);
    commandJudged({.end = RunEnd::NotStarted, .message = error.toString()}, TestTally{});
}

void PromotionRun::spawnWith(const CommandSecrets &secrets)
{
    m_masker = secrets.masker;
    m_fresh = FreshFiles(workingFolderOf(m_command.spec, m_product.folder), m_command.junit);
    m_toCleanUp = m_command.spec.cleanup;
    m_cleanupSpec = m_command.spec;
    m_step.startedAt = m_shop.clock.now();
    m_log.say(m_command.attempt > 1 ? tr("%1, attempt %2").arg(m_command.title).arg(m_command.attempt)
                                    : m_command.title);
    m_log.beginRun(m_step.runFolder);
    if (const Result<void> noted = noteAsked(m_step.runFolder, {m_fresh}); !noted)
        m_log.say(noted.error().toString());
    faultPoint("ask", "before");
    RunAsk ask = askFor(m_command.spec);
    ask.secrets = secrets;
    m_token = m_shop.runner.start(ask);
    Q_EMIT progressed();
}

void PromotionRun::commandStarted(RunToken token, const ProcessIdentity &process)
{
    if (token != m_token || m_ended || !m_step.id.isValid())
        return;
    m_step.process = process.toString();
    if (m_step.state != StepState::Pending)
        return; // taken up: its beginning is recorded
    // Not waited for: the storage does jobs in order, so the result of the command comes after this.
    whenDone<void>(m_shop.store.write(intent(),
                                      [step = m_step](Session &s) {
                                          faultPoint("running", "before");
                                          return s.promotions().transitionStep(step, StepState::Running);
                                      }),
                   this, [this](const Result<void> &r) {
                       faultPoint("running", "after");
                       if (!r && !m_ended && r.error().code == ErrorCode::IllegalTransition)
                           abandon(r.error());
                   });
    m_step.state = StepState::Running;
}

void PromotionRun::commandFinished(RunToken token, const RunOutcome &outcome)
{
    if (token != m_token || m_ended)
        return;
    m_token = 0;
    m_step.finishedAt = outcome.finishedAt != noTime ? outcome.finishedAt : m_shop.clock.now();
    if (outcome.end == RunEnd::Exited)
        m_step.exitCode = outcome.exitCode;
    m_log.endRun();
    if (!outcome.message.isEmpty())
        m_log.say(outcome.message);
    faultPoint("ended", "before");
    m_log.sync(); // before the result is stored; what the command said is on the disk already
    if (outcome.end != RunEnd::Lost)
        m_endedRuns.push_back(m_step.runFolder);
    if (m_end)
        return cleanupFinished(outcome);
    if (m_command.kind == StepKind::Deploy && outcome.succeeded()) {
        m_course.deployed = true;
        m_course.deployStarted = m_step.startedAt;
        m_course.deployFinished = m_step.finishedAt;
    }
    if (stopping())
        return stopNow();
    if (outcome.end == RunEnd::Lost)
        return m_command.spec.idempotent ? settle(StepState::Errored, outcome.message) : giveOver(outcome.message);
    if (m_fresh.wanted() && outcome.end == RunEnd::Exited)
        return readTests(outcome);
    commandJudged(outcome, TestTally{});
}

void PromotionRun::readTests(const RunOutcome &outcome)
{
    if (!m_masker && !m_command.spec.secrets.isEmpty()) { // another worker started it
        return withSecrets(m_command.spec, [this, outcome](const Result<CommandSecrets> &secrets) {
            if (!secrets)
                m_log.say(tr("What its test results say is left out: %1").arg(secrets.error().toString()));
            readTests(outcome, secrets ? secrets->masker : nullptr);
        });
    }
    readTests(outcome, m_masker ? m_masker : std::make_shared<const Masker>());
}

void PromotionRun::readTests(const RunOutcome &outcome, const std::shared_ptr<const Masker> &masker)
{
    m_busy = true;
    auto work = [fresh = m_fresh, reader = m_shop.options.readTests, masker] {
        return withoutSecrets(readFreshTests(fresh, reader), masker.get());
    };
    whenDone<TestTally>(inPool(m_shop.pool, work), this, [this, outcome](const Result<TestTally> &tally) {
        m_busy = false;
        if (tally)
            m_step.tests = tally->counts;
        if (stopping())
            return stopNow();
        commandJudged(outcome, tally);
    });
}

void PromotionRun::commandJudged(const RunOutcome &outcome, const Result<TestTally> &tests)
{
    const Verdict verdict =
        judgeAttempt({m_command.kind, m_command.title, outcome, tests, m_subject.build.version, outcome.firstLine});
    m_step.message = verdict.message;
    if (verdict.state != StepState::Passed && !(verdict.retry && m_command.attempt <= m_command.spec.retries)) {
        m_openStepState = verdict.state;
        return finish(verdict.promotion, verdict.cause,
                      m_soak ? tr("While it soaked: %1").arg(verdict.message) : verdict.message);
    }
    settle(verdict.state, verdict.message);
}

/// Stores how the command ended, and goes on: with the next step where it passed, else by trying it again.
void PromotionRun::settle(StepState state, const QString &message)
{
    m_step.message = message;
    write(
        "settle", [step = m_step, state](Session &session) mutable { return settleStep(session, step, state); },
        [this, state, message] {
            dropRuns();
            m_step = {};
            if (stopping())
                return stopNow();
            if (state != StepState::Passed) {
                m_course.attended = true;
                const auto pause = m_command.spec.backoff * std::pow(2.0, m_command.attempt - 1);
                m_log.say(tr("%1. It is tried again").arg(message));
                m_backoff.start(std::chrono::duration_cast<std::chrono::milliseconds>(pause));
                return;
            }
            goOnBehind(m_command.kind);
        });
}

void PromotionRun::goOnBehind(StepKind passed)
{
    ++m_position;
    switch (passed) {
    case StepKind::Deploy:
        return smoke();
    case StepKind::Smoke:
        return verify();
    default:
        return validated();
    }
}

void PromotionRun::retry()
{
    Command again = m_command;
    ++again.attempt;
    intend(std::move(again));
}

} // namespace humdrum
