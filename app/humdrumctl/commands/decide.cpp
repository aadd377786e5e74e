// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/workerpresence.h"
#include "app/humdrumctl/invocation.h"
#include "app/humdrumctl/waiting.h"
#include "logs/logreader.h"
#include "operations/decisions.h"

#include <CLI/CLI.hpp>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

QJsonObject toJson(const PendingDecision &pending)
{
    QJsonObject json = toJson(pending.about.promotion);
    json[u"version"] = pending.about.version;
    json[u"release"] = pending.about.release.isEmpty() ? QJsonValue() : QJsonValue(pending.about.release);
    json[u"runs"] = pending.runs.isEmpty() ? QJsonValue() : QJsonValue(pending.runs);
    json[u"facts"] = QJsonArray::fromStringList(pending.facts());
    QJsonArray waiting;
    for (const PromotionListing &l : pending.waiting)
        waiting.append(toJson(l.promotion));
    json[u"waiting"] = waiting;
    json[u"rollback"] = pending.rollback ? QJsonValue(toJson(*pending.rollback)) : QJsonValue();
    return json;
}

namespace {

constexpr qsizetype lastLines = 5;

struct Options {
    qint64 id = 0;
    std::string choice, reason;
    bool dryRun = false, wait = false;
};

QJsonObject toJson(const DecisionOption &option)
{
    return {{u"choice"_s, wordOf(option.choice)},
            {u"offered"_s, option.isOffered()},
            {u"why_not"_s, option.isOffered() ? QJsonValue() : QJsonValue(option.whyNot)},
            {u"needs_reason"_s, option.needsReason},
            {u"effects"_s, QJsonArray::fromStringList(option.effects)}};
}

/// The last that its commands have said.
QStringList tailOf(const LogPlace &place)
{
    constexpr qint64 looked = 200; // Humdrum's own lines stand between them
    LogReader reader(place.file);
    do {
        reader.refresh();
    } while (reader.hasMore());
    QStringList said;
    for (const LogLine &line : reader.read(std::max<qint64>(0, reader.count() - looked), looked).lines) {
        if (!line.own)
            said << line.text;
    }
    return said.mid(std::max<qsizetype>(0, said.size() - lastLines));
}

void show(const DecisionOption &option)
{
    const QString word = wordOf(option.choice).leftJustified(10);
    if (!option.isOffered())
        return print(word + u"not possible: "_s + option.whyNot);
    for (qsizetype i = 0; i < option.effects.size(); ++i)
        print((i == 0 ? word : QString(10, u' ')) + option.effects[i]);
}

/// Everything that waits for a decision.
int listAll(const Invocation &invocation)
{
    return readAndShow(invocation, pendingDecisions, [&](const std::vector<PendingDecision> &open) {
        if (invocation.json) {
            QJsonArray array;
            for (const PendingDecision &pending : open)
                array.append(ctl::toJson(pending));
            return printJson(array);
        }
        if (open.empty())
            print(u"Nothing waits for a decision."_s);
        for (const PendingDecision &pending : open) {
            print(u"%1  %2"_s.arg(QString::number(pending.about.promotion.id.value), pending.sentence()));
            for (const QString &fact : pending.facts())
                print(u"    "_s + fact);
        }
    });
}

/// The facts and the choices of one.
int showChoices(const Invocation &invocation, AppContext &context, const DecisionPlan &plan)
{
    const PromotionId id = plan.pending.about.promotion.id;
    const QStringList log = tailOf(context.desk().log(id).takeResult().value_or(LogPlace{}));
    if (invocation.json) {
        QJsonObject json = ctl::toJson(plan.pending);
        json[u"last_lines"] = QJsonArray::fromStringList(log);
        QJsonArray choices;
        for (const DecisionOption &option : plan.options)
            choices.append(toJson(option));
        json[u"choices"] = choices;
        printJson(json);
        return 0;
    }
    print(u"Promotion %1: %2"_s.arg(QString::number(id.value), plan.pending.sentence()));
    for (const QString &fact : plan.pending.facts())
        print(fact);
    for (const QString &line : log)
        print(u"  | "_s + line);
    print({});
    for (const DecisionOption &option : plan.options)
        show(option);
    print({});
    print(u"humdrumctl decide %1 CHOICE --reason TEXT"_s.arg(id.value));
    return 0;
}

int showDryRun(const Invocation &invocation, const DecisionOption &option)
{
    if (invocation.json)
        printJson(toJson(option));
    else
        show(option);
    return option.isOffered() ? 0 : static_cast<int>(ErrorKind::RefusedByRule);
}

QJsonArray toJson(const std::vector<Promotion> &promotions)
{
    QJsonArray array;
    for (const Promotion &p : promotions)
        array.append(ctl::toJson(p));
    return array;
}

void showOutcome(const Invocation &invocation, const DecisionOption &option, const DecisionOutcome &outcome)
{
    if (invocation.json) {
        const Decision &d = outcome.decision;
        return printJson(QJsonObject{{u"promotion"_s, d.promotion.value},
                                     {u"choice"_s, wordOf(d.choice)},
                                     {u"reason"_s, d.reason},
                                     {u"by"_s, d.by},
                                     {u"at"_s, jsonTime(d.at)},
                                     {u"queued"_s, toJson(outcome.queued)},
                                     {u"goes_on"_s, toJson(outcome.goesOn)},
                                     {u"aborted"_s, toJson(outcome.aborted)}});
    }
    print(u"Decided: "_s + titleOf(option.choice));
    for (const QString &effect : option.effects)
        print(u"  "_s + effect);
    for (const Promotion &p : outcome.queued)
        print(u"Promotion %1 is queued: %2 to %3"_s.arg(QString::number(p.id.value), p.request.service.value,
                                                        p.request.environment.value));
}

int carryOut(const Invocation &invocation, AppContext &context, const Options &options, const DecisionOption &option)
{
    Waiting waiting(invocation, context); // the log is followed from before the first line is written
    const auto outcome =
        context.desk()
            .decide({PromotionId{options.id}, option.choice, QString::fromStdString(options.reason), context.actor()})
            .takeResult();
    if (!outcome)
        return report(invocation, outcome.error());
    std::vector<Promotion> next = outcome->queued;
    next.insert(next.end(), outcome->goesOn.begin(), outcome->goesOn.end());
    if (options.wait && !next.empty()) {
        if (!invocation.json)
            showOutcome(invocation, option, *outcome);
        context.startWork();
        return waiting.wait(next);
    }
    showOutcome(invocation, option, *outcome);
    if (!next.empty() && !invocation.json && WorkerPresence::anyFor(context.databaseFile()) == false)
        print(u"No Humdrum is open to run %1: start one, or use --wait."_s.arg(next.size() > 1 ? u"them"_s : u"it"_s));
    return 0;
}

int decide(const Invocation &invocation, const Options &options)
{
    const auto choice = fromWord<DecisionChoice>(QString::fromStdString(options.choice));
    if (options.id == 0)
        return listAll(invocation);
    const bool reads = !choice || options.dryRun;
    auto context = invocation.open(reads ? Invocation::Need::Read : Invocation::Need::Write);
    if (!context)
        return report(invocation, context.error());
    const auto plan = (*context)->desk().decisionAbout(PromotionId{options.id}, (*context)->actor()).takeResult();
    if (!plan)
        return report(invocation, plan.error());
    if (!choice)
        return showChoices(invocation, **context, *plan);
    const DecisionOption &option = plan->option(*choice);
    return options.dryRun ? showDryRun(invocation, option) : carryOut(invocation, **context, options, option);
}

} // namespace

void addDecide(CLI::App &app, Invocation &invocation)
{
    auto options = std::make_shared<Options>();
    CLI::App *command =
        app.add_subcommand("decide", "Say what becomes of a promotion that did not succeed, and of those behind it");
    addNumber(*command, "PROMOTION", options->id, "Its number; without it, everything that waits for a decision")
        ->required(false);
    CLI::Option *choice = command->add_option(
        "CHOICE", options->choice, "retry, ignore, exclude or rollback; without it, the facts and what each would do");
    choice->check(CLI::IsMember({"retry", "ignore", "exclude", "rollback"}));
    command->add_option("--reason", options->reason, "Why; recorded in the audit. Only a retry needs none")
        ->type_name("TEXT")
        ->needs(choice);
    CLI::Option *dryRun = command->add_flag(
        "--dry-run", options->dryRun, "Say what the choice would do, or why it is not possible, and change nothing");
    dryRun->needs(choice);
    command
        ->add_flag("--wait", options->wait,
                   "Do here what follows, and wait for its end; otherwise a running Humdrum takes it")
        ->needs(choice)
        ->excludes(dryRun);
    command->callback(
        [&invocation, options] { invocation.run = [&invocation, options] { return decide(invocation, *options); }; });
}

} // namespace humdrum::ctl
