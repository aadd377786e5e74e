// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/interrupts.h"
#include "app/humdrumctl/invocation.h"
#include "operations/releases.h"

#include <CLI/CLI.hpp>

#include <QCoreApplication>
#include <QFutureWatcher>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

struct StageOptions {
    std::string service, stage, commit, release;
};

/// "billing commit" is the key billing.commit; a stage outside the rows has its own key and "-" for the service.
Result<Stage> resolveStage(Session &session, const StageOptions &options)
{
    auto product = requireProduct(session);
    if (!product)
        return std::unexpected(product.error());
    const QString service = QString::fromStdString(options.service);
    const QString stage = QString::fromStdString(options.stage);
    for (const QString &key : {QString(service + u'.' + stage), stage}) {
        const Stage *found = product->stage(StageKey{key});
        if (found && (found->service.value == service || service == "-"_L1))
            return *found;
    }
    QStringList known;
    for (const Stage &s : product->stages) {
        if (s.kind != StageKind::Deploy)
            known << s.key.value;
    }
    return fail(ErrorCode::NotFound, u"Service %1 has no stage %2."_s.arg(service, stage),
                u"Stages: "_s + known.join(u", "_s));
}

void show(const Invocation &invocation, const StageRun &run)
{
    if (invocation.json) {
        QJsonArray failures;
        for (const TestFailure &f : run.failures)
            failures.append(QJsonObject{{u"suite"_s, f.suite}, {u"name"_s, f.name}, {u"message"_s, f.message}});
        printJson(QJsonObject{{u"id"_s, run.id.value},
                              {u"stage"_s, run.stage.value},
                              {u"commit"_s, run.commit},
                              {u"attempt"_s, run.attempt},
                              {u"state"_s, wordOf(run.state)},
                              {u"tests"_s, run.tests.total},
                              {u"failed"_s, run.tests.failed},
                              {u"errors"_s, run.tests.errors},
                              {u"skipped"_s, run.tests.skipped},
                              {u"started"_s, jsonTime(run.startedAt)},
                              {u"finished"_s, jsonTime(run.finishedAt)},
                              {u"message"_s, run.message},
                              {u"failures"_s, failures},
                              {u"log"_s, run.logFile}});
        return;
    }
    print(u"%1, attempt %2: %3, %4 of %5 tests passed%6"_s.arg(
        run.stage.value, QString::number(run.attempt), wordOf(run.state), QString::number(run.tests.passed()),
        QString::number(run.tests.total), run.message.isEmpty() ? QString() : u", "_s + run.message));
    for (const TestFailure &f : run.failures)
        print(u"  %1: %2"_s.arg(f.name, f.message.section(u'\n', 0, 0)));
}

struct Resolved {
    StageKey stage;
    QString commit;
    ReleaseId release;
};

Result<Resolved> resolve(Session &session, const StageOptions &options)
{
    Resolved r;
    auto stage = resolveStage(session, options);
    if (!stage)
        return std::unexpected(stage.error());
    r.stage = stage->key;
    if (stage->kind == StageKind::Join && options.release.empty())
        return fail(ErrorCode::InvalidInput, u"%1 tests the manifest of a release."_s.arg(r.stage.value),
                    u"Name it with --release, such as --release 2026.48."_s);
    r.commit = QString::fromStdString(options.commit);
    if (!options.release.empty()) {
        auto release = findRelease(session, QString::fromStdString(options.release));
        if (!release)
            return std::unexpected(release.error());
        r.release = release->id;
    } else if (r.commit.isEmpty() && options.service != "-") {
        const QString service = QString::fromStdString(options.service);
        auto newest = session.changes().newestOnMainLine(ServiceKey{service});
        if (!newest)
            return std::unexpected(newest.error());
        if (!*newest)
            return fail(ErrorCode::NotFound, u"No commit of %1 is known."_s.arg(service),
                        u"Import them first with: humdrumctl import git"_s);
        r.commit = (*newest)->commit;
    }
    return r;
}

int runStage(const Invocation &invocation, const StageOptions &options)
{
    auto context = invocation.open(Invocation::Need::Work);
    if (!context)
        return report(invocation, context.error());
    auto resolved = (*context)->store().read([&](Session &session) { return resolve(session, options); }).takeResult();
    if (!resolved)
        return report(invocation, resolved.error());

    Interrupts interrupts;
    bool interrupted = false;
    QObject::connect(&interrupts, &Interrupts::interrupted, &interrupts, [&] {
        interrupted = true;
        QCoreApplication::exit();
    });
    auto future =
        (*context)->desk().runStage(resolved->stage, resolved->commit, resolved->release, (*context)->actor());
    QFutureWatcher<Result<StageRun>> watcher;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &watcher, [] { QCoreApplication::exit(); });
    watcher.setFuture(future);
    QCoreApplication::exec();
    if (interrupted)
        context->reset(); // ends the command with its whole group and records that it was cancelled
    const Result<StageRun> run = future.result();
    if (!run)
        return report(invocation, run.error());
    show(invocation, *run);
    return run->state == StageRunState::Passed ? 0 : static_cast<int>(ErrorKind::Technical);
}

} // namespace

void addStage(CLI::App &app, Invocation &invocation)
{
    CLI::App *stage = app.add_subcommand("stage", "Stages of the pipeline");
    stage->require_subcommand(1);
    stage->fallthrough();
    auto options = std::make_shared<StageOptions>();
    CLI::App *command =
        stage->add_subcommand("run", "Run one stage for one commit, or an integration stage for one release");
    command->add_option("SERVICE", options->service, "The service's key; - for a stage that belongs to none")
        ->required();
    command->add_option("STAGE", options->stage, "The stage's key within the service's row")->required();
    command->add_option("--commit", options->commit, "Commit, branch or tag (default: the newest that was imported)")
        ->type_name("C");
    command->add_option("--release", options->release, "The release whose manifest an integration stage runs on")
        ->type_name("RELEASE");
    command->callback(
        [&invocation, options] { invocation.run = [&invocation, options] { return runStage(invocation, *options); }; });
}

} // namespace humdrum::ctl
