// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/workerpresence.h"
#include "app/humdrumctl/commands/dryrun.h"
#include "app/humdrumctl/invocation.h"
#include "app/humdrumctl/waiting.h"
#include "operations/releases.h"
#include "promotion/plan.h"

#include <CLI/CLI.hpp>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

struct PromoteOptions {
    std::string release, environment, service, reason, cause;
    std::vector<std::string> overrides;
    bool wait = false;
    bool dryRun = false;
    bool partial = false;
};

/// Fills in what was typed; NotFound lists what there is.
Result<PromotionAsk> ask(AppContext &context, const PromoteOptions &options)
{
    PromotionAsk wanted;
    wanted.environment = EnvironmentKey{QString::fromStdString(options.environment)};
    wanted.service = ServiceKey{QString::fromStdString(options.service)};
    wanted.reason = QString::fromStdString(options.reason);
    wanted.partial = options.partial;
    wanted.actor = context.actor();
    wanted.cause = fromWord<Cause>(QString::fromStdString(options.cause)).value_or(Cause::Unknown);
    for (const std::string &word : options.overrides) {
        const QString gate = QString::fromStdString(word);
        if (!fromWord<GateKind>(gate)) {
            QStringList known;
            for (const std::string_view w : Words<GateKind>::list)
                known << QString::fromLatin1(w.data(), static_cast<qsizetype>(w.size()));
            return fail(ErrorCode::InvalidInput, u"--override %1: there is no such gate."_s.arg(gate),
                        u"One of "_s + known.join(u", "_s));
        }
        if (wanted.reason.isEmpty())
            return fail(ErrorCode::InvalidInput, u"An override needs --reason TEXT."_s);
        wanted.overrides.insert(gate, wanted.reason);
    }
    return wanted;
}

Result<void> checkNames(Session &session, const PromotionAsk &wanted)
{
    auto product = requireProduct(session);
    if (!product)
        return std::unexpected(product.error());
    if (!product->environment(wanted.environment)) {
        QStringList known;
        for (const Environment &e : product->environments)
            known << e.key.value;
        return fail(ErrorCode::NotFound, u"There is no environment %1."_s.arg(wanted.environment.value),
                    u"One of "_s + known.join(u", "_s));
    }
    if (!wanted.service.isEmpty() && !product->service(wanted.service)) {
        QStringList known;
        for (const Service &s : product->services)
            known << s.key.value;
        return fail(ErrorCode::NotFound, u"There is no service %1."_s.arg(wanted.service.value),
                    u"One of "_s + known.join(u", "_s));
    }
    return {};
}

void addDryRun(CLI::App &command, PromoteOptions &options, CLI::Option *wait)
{
    command.add_flag("--dry-run", options.dryRun, "Say what would happen, and why not, and change nothing")
        ->excludes(wait);
}

/// What stays behind of a release of which a part was asked for: nobody should believe that all of it is there.
Result<void> sayWhatStaysBehind(AppContext &context, const PromotionAsk &wanted)
{
    const auto plan = context.desk().plan(wanted).takeResult();
    if (!plan)
        return std::unexpected(plan.error());
    if (!plan->isPartial())
        return {};
    for (const PlannedPromotion &item : plan->items) {
        if (PromotionPlan::staysBehind(item))
            warn(u"%1 %2 stays behind: %3"_s.arg(item.service.value, item.build.version, item.skipText));
    }
    return {};
}

int promote(const Invocation &invocation, const PromoteOptions &options, PromotionKind kind)
{
    auto context = invocation.open(options.dryRun ? Invocation::Need::Read : Invocation::Need::Write);
    if (!context)
        return report(invocation, context.error());
    auto wanted = ask(**context, options);
    if (!wanted)
        return report(invocation, wanted.error());
    wanted->kind = kind;
    if (kind == PromotionKind::Rollback && wanted->reason.trimmed().isEmpty())
        return report(invocation, fail(ErrorCode::InvalidInput, u"A rollback needs a reason."_s).error());
    const QString version = QString::fromStdString(options.release);
    auto release = (*context)
                       ->store()
                       .read([&](Session &session) -> Result<ReleaseId> {
                           if (auto known = checkNames(session, *wanted); !known)
                               return std::unexpected(known.error());
                           if (kind == PromotionKind::Rollback)
                               return ReleaseId{};
                           return findRelease(session, version).transform([](const Release &r) { return r.id; });
                       })
                       .takeResult();
    if (!release)
        return report(invocation, release.error());
    wanted->release = *release;

    if (options.dryRun) {
        const auto plan = (*context)->desk().plan(*wanted).takeResult();
        return plan ? showPlan(invocation, *plan) : report(invocation, plan.error());
    }
    // Said before anything is queued, as the window's confirmation does.
    if (kind == PromotionKind::Forward) {
        const auto early =
            (*context)->store().read([&](Session &session) { return earlyWarning(session, *wanted); }).takeResult();
        if (early && !early->isEmpty())
            warn(*early);
        if (wanted->partial) {
            if (auto said = sayWhatStaysBehind(**context, *wanted); !said)
                return report(invocation, said.error());
        }
    }

    // The log is followed from before the first line is written.
    Waiting waiting(invocation, **context);
    auto queued = (*context)->desk().promote(*wanted).takeResult();
    if (!queued)
        return report(invocation, queued.error());
    if (options.wait) {
        // Not before: what a worker that died had left of just this is asked for again, and then is ours.
        (*context)->startWork();
        return waiting.wait(*queued);
    }
    // Whoever takes it may have ended by now; that nobody is there is what one has to be told.
    const std::optional<bool> taken = WorkerPresence::anyFor((*context)->databaseFile());
    showPromotions(invocation, *queued, taken);
    const auto paused =
        (*context)->store().read([](Session &session) { return session.queue().paused(); }).takeResult();
    if (paused && *paused)
        warn(u"The queue is paused by %1: %2. It is taken once the queue is resumed."_s.arg((*paused)->by,
                                                                                            (*paused)->reason));
    else if (!invocation.json && taken == false)
        print(
            u"No Humdrum is open to run %1: start one, or use --wait."_s.arg(queued->size() > 1 ? u"them"_s : u"it"_s));
    return 0;
}

} // namespace

void addPromote(CLI::App &app, Invocation &invocation)
{
    auto options = std::make_shared<PromoteOptions>();
    CLI::App *command = app.add_subcommand("promote", "Move a release to an environment");
    command->add_option("RELEASE", options->release, "Its version, such as 2026.48")->required();
    command->add_option("--to", options->environment, "The environment's key")->required()->type_name("ENV");
    CLI::Option *service = command->add_option("--service", options->service, "Only this service");
    service->type_name("SERVICE")->check(isNamed());
    command
        ->add_flag("--partial", options->partial,
                   "Promote what can go though something stays behind; otherwise nothing goes")
        ->excludes(service);
    addDryRun(*command, *options,
              command->add_flag("--wait", options->wait,
                                "Do the work here and wait for its end; otherwise a running Humdrum takes it"));
    command->add_option("--override", options->overrides, "Let a gate that is not met pass; needs --reason")
        ->type_name("RULE")
        ->allow_extra_args(false);
    command->add_option("--reason", options->reason, "Why; recorded in the audit")->type_name("TEXT");
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] { return promote(invocation, *options, PromotionKind::Forward); };
    });
}

void addRollback(CLI::App &app, Invocation &invocation)
{
    auto options = std::make_shared<PromoteOptions>();
    CLI::App *command =
        app.add_subcommand("rollback", "Go back to the last good build of an environment, and hold it there");
    command->add_option("ENV", options->environment, "The environment's key")->required();
    command->add_option("--service", options->service, "Only this service")->type_name("SERVICE")->check(isNamed());
    command->add_option("--reason", options->reason, "Why; recorded in the audit and on the hold")
        ->required()
        ->type_name("TEXT");
    command
        ->add_option("--cause", options->cause, "What made it necessary, where that is known; otherwise unattributed")
        ->check(CLI::IsMember({"change", "environment", "test"}))
        ->type_name("CAUSE");
    command->add_option("--override", options->overrides, "Let a gate that is not met pass, for the same reason")
        ->type_name("RULE")
        ->allow_extra_args(false);
    addDryRun(*command, *options,
              command->add_flag("--wait", options->wait,
                                "Do the work here and wait for its end; otherwise a running Humdrum takes it"));
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] { return promote(invocation, *options, PromotionKind::Rollback); };
    });
}

} // namespace humdrum::ctl
