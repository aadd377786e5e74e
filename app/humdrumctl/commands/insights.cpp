// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"
#include "items/funnelbars.h"
#include "items/insightwords.h"

#include <CLI/CLI.hpp>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

struct InsightsOptions {
    int weeks = 16;
    std::string service, tier, environment;
};

/// All that the page shows.
struct Answer {
    InsightsOverview overview;
    ThroughputOverview throughput;
};

constexpr std::array measureKeys{"deployments", "lead_time", "change_failure_rate", "recovery_time", "rework_rate"};

QJsonValue orNull(std::optional<double> value) { return value ? QJsonValue(*value) : QJsonValue(); }

QJsonObject toJson(const Figure &f)
{
    return {{u"value"_s, orNull(f.value())},
            {u"numerator"_s, f.numerator},
            {u"denominator"_s, f.denominator},
            {u"n"_s, f.n},
            {u"low"_s, f.interval ? QJsonValue(f.interval->low) : QJsonValue()},
            {u"high"_s, f.interval ? QJsonValue(f.interval->high) : QJsonValue()}};
}

/// Seconds: times of a spread are milliseconds.
QJsonObject toJson(const Spread &s)
{
    const auto seconds = [](std::optional<double> ms) { return ms ? QJsonValue(*ms / 1000) : QJsonValue(); };
    return {
        {u"n"_s, s.n}, {u"median_s"_s, seconds(s.median)}, {u"p75_s"_s, seconds(s.p75)}, {u"p90_s"_s, seconds(s.p90)}};
}

QJsonObject toJson(const DeliveryFigures &f)
{
    QJsonObject rate = toJson(f.failures.rate);
    rate.insert(u"unattributed"_s, static_cast<qint64>(f.failures.unattributed.size()));
    QJsonObject recovery = toJson(f.recovery.time);
    recovery.insert(u"not_restored"_s, static_cast<qint64>(f.recovery.open.size()));
    recovery.insert(u"other_causes"_s, static_cast<qint64>(f.recovery.otherCauses.size()));
    recovery.insert(u"unattributed"_s, static_cast<qint64>(f.recovery.unattributed.size()));
    const std::array values{toJson(f.frequency), toJson(f.lead.time), rate, recovery, toJson(f.rework)};
    QJsonObject object;
    for (size_t i = 0; i < values.size(); ++i)
        object.insert(QLatin1StringView(measureKeys[i]), values[i]);
    return object;
}

QJsonArray toJson(const Containment &funnel)
{
    QJsonArray rows;
    for (const ContainmentRow &row : funnel.rows) {
        rows.append(QJsonObject{{u"stage"_s, row.title},
                                {u"client"_s, row.client},
                                {u"caught"_s, static_cast<qint64>(row.issues.size())},
                                {u"young"_s, row.young},
                                {u"detection"_s, orNull(row.detection.value())}});
    }
    return rows;
}

QJsonArray toJson(const std::vector<TrainBar> &trains)
{
    QJsonArray array;
    for (const TrainBar &bar : trains) {
        array.append(QJsonObject{{u"train"_s, bar.train.version},
                                 {u"state"_s, wordOf(bar.train.state)},
                                 {u"changes"_s, bar.changes ? QJsonValue(*bar.changes) : QJsonValue()},
                                 {u"brown_paper_bags"_s, bar.bags},
                                 {u"on_time"_s, bar.onTime},
                                 {u"score"_s, bar.left() ? QJsonValue(bar.score.value()) : QJsonValue()}});
    }
    return array;
}

QJsonArray toJson(const ThroughputOverview &throughput)
{
    QJsonArray array;
    for (const ThroughputRow &row : throughput.rows) {
        QJsonArray rest;
        for (const ThroughputRest &r : row.rest)
            rest.append(QJsonObject{{u"state"_s, wordOf(r.state)},
                                    {u"cause"_s, wordOf(r.cause)},
                                    {u"count"_s, static_cast<qint64>(r.runs.size())}});
        array.append(QJsonObject{{u"stage"_s, row.title},
                                 {u"entered"_s, row.passed.denominator},
                                 {u"passed"_s, row.passed.numerator},
                                 {u"rest"_s, rest}});
    }
    return array;
}

QJsonObject toJson(const Answer &answer)
{
    const InsightsOverview &o = answer.overview;
    const auto period = [](Period p) { return QJsonObject{{u"from"_s, jsonTime(p.from)}, {u"to"_s, jsonTime(p.to)}}; };
    const auto parts = [](const std::vector<InsightsPart> &list) {
        QJsonObject object;
        for (const InsightsPart &part : list)
            object.insert(part.key, toJson(part.figures));
        return object;
    };
    QJsonArray causes;
    for (const CauseCount &c : o.causes)
        causes.append(QJsonObject{{u"cause"_s, wordOf(c.cause)},
                                  {u"resource"_s, c.resource.isEmpty() ? QJsonValue() : QJsonValue(c.resource)},
                                  {u"count"_s, c.count()},
                                  {u"deployments"_s, static_cast<qint64>(c.deployments.size())},
                                  {u"promotions"_s, static_cast<qint64>(c.promotions.size())},
                                  {u"last"_s, jsonTime(c.last)}});
    return {{u"weeks"_s, o.ask.weeks},
            {u"service"_s, o.ask.service.isEmpty() ? QJsonValue() : QJsonValue(o.ask.service.value)},
            {u"tier"_s, o.ask.tier.isEmpty() ? QJsonValue() : QJsonValue(o.ask.tier)},
            {u"environments"_s, QJsonArray::fromStringList(o.counted)},
            {u"period"_s, period(o.period)},
            {u"before"_s, o.before ? QJsonValue(period(*o.before)) : QJsonValue()},
            {u"recorded_since"_s, jsonTime(o.recordedSince)},
            {u"figures"_s, toJson(o.figures)},
            {u"figures_before"_s, o.before ? QJsonValue(toJson(o.earlier)) : QJsonValue()},
            {u"on_time"_s, toJson(o.onTime)},
            {u"streak"_s, QJsonObject{{u"current"_s, o.streak.current}, {u"best"_s, o.streak.best}}},
            {u"by_service"_s, parts(o.byService)},
            {u"by_environment"_s, parts(o.byEnvironment)},
            {u"trains"_s, toJson(o.trains)},
            {u"issues_by_changes"_s, toJson(o.issues.change)},
            {u"issues_by_environments"_s, toJson(o.issues.environment)},
            {u"throughput"_s, toJson(answer.throughput)},
            {u"promotions_not_entered"_s, static_cast<qint64>(answer.throughput.notEntered.size())},
            {u"failures_by_cause"_s, causes}};
}

void showFunnel(const QString &title, const QString &part, const FunnelPicture &picture)
{
    print({});
    print(title + u": "_s + picture.finding);
    std::vector<QStringList> rows;
    for (const FunnelBar &bar : picture.bars)
        rows.push_back({bar.title, bar.value, bar.part > 0 ? QString::number(bar.part) : QString(), bar.detail});
    printTable({u"STAGE"_s, u"COUNT"_s, part, {}}, rows);
    if (!picture.remark.isEmpty())
        print(picture.remark);
}

void show(const Answer &answer)
{
    const InsightsOverview &o = answer.overview;
    print(insightwords::scope(o));
    std::vector<QStringList> rows;
    for (const Measure measure : measures) {
        const FigureText text = insightwords::figure(o, measure);
        rows.push_back({text.title, text.value, text.basis, text.was, text.leftOut});
    }
    printTable({u"MEASURE"_s, u"VALUE"_s, u"OF"_s, u"BEFORE"_s, {}}, rows);
    print({});
    print(u"Changes per train: "_s + insightwords::changesFinding(o));
    print(u"Brown paper bags: "_s + insightwords::bagsFinding(o));
    print(u"Boring: "_s + insightwords::streakFinding(o));
    QStringList causes;
    for (const CauseCount &c : o.causes)
        causes << u"%1 %2"_s.arg(insightwords::titleOf(c)).arg(c.count());
    const QString finding = insightwords::causesFinding(o);
    if (!finding.isEmpty())
        causes << finding;
    print(u"Needed intervention, by cause: "_s + causes.join(u" · "_s));
    showFunnel(u"Where issues were caught"_s, u"OF YOUNG RELEASES"_s, containmentPicture(o, Cause::Change));
    showFunnel(u"Where faults of environments were caught"_s, u"OF YOUNG RELEASES"_s,
               containmentPicture(o, Cause::Environment));
    showFunnel(u"How far builds came"_s, u"NOT PASSED"_s, throughputPicture(answer.throughput));
    print({});
    std::vector<QStringList> parts;
    for (const auto &[kind, list] :
         {std::pair(u"service"_s, &o.byService), std::pair(u"environment"_s, &o.byEnvironment)}) {
        for (const InsightsPart &part : *list) {
            QStringList row{kind, part.key};
            for (const Measure measure : measures) {
                if (measure != Measure::Trains)
                    row << insightwords::figure(part.figures, measure).value;
            }
            parts.push_back(row);
        }
    }
    printTable({u"PART"_s, {}, u"DEPLOYMENTS"_s, u"LEAD TIME"_s, u"FAILURE RATE"_s, u"RECOVERY"_s, u"REWORK"_s}, parts);
}

} // namespace

void addInsights(CLI::App &app, Invocation &invocation)
{
    auto options = std::make_shared<InsightsOptions>();
    CLI::App *command =
        app.add_subcommand("insights", "Whether deployments became boring: the figures of the page Insights");
    command->add_option("--weeks", options->weeks, "How far back; 0 is everything that is recorded")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--service", options->service, "Only this service")->type_name("SERVICE");
    CLI::Option *tier =
        command->add_option("--tier", options->tier, "Environments of this tier (default: where clients work)")
            ->type_name("TIER");
    command->add_option("--environment", options->environment, "Only this environment")
        ->type_name("ENV")
        ->excludes(tier);
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return readAndShow(
                invocation,
                [options](Session &session) -> Result<Answer> {
                    const InsightsAsk ask{.weeks = options->weeks,
                                          .service = {QString::fromStdString(options->service)},
                                          .tier = QString::fromStdString(options->tier),
                                          .environment = {QString::fromStdString(options->environment)}};
                    auto overview = readInsights(session, ask, session.now());
                    if (!overview)
                        return std::unexpected(overview.error());
                    auto throughput = readThroughput(session, ask, session.now());
                    if (!throughput)
                        return std::unexpected(throughput.error());
                    return Answer{std::move(*overview), std::move(*throughput)};
                },
                [&](const Answer &answer) {
                    if (invocation.json)
                        printJson(toJson(answer));
                    else
                        show(answer);
                });
        };
    });
}

} // namespace humdrum::ctl
