// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planning/calendar.h"

#include "planning/recurrence.h"
#include "planning/text.h"
#include "planning/walltime.h"

#include <QLocale>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

QString shown(Timestamp t, const QTimeZone &zone)
{
    return toQDateTime(t).toTimeZone(zone).toString(u"yyyy-MM-dd HH:mm"_s);
}

struct Applying {
    std::vector<Occurrence> freezes, windows;
    bool windowed = false; ///< at least one window names the environment, whether or not it occurs any more
};

const Occurrence *covering(const std::vector<Occurrence> &list, Timestamp t)
{
    const auto it = std::ranges::find_if(list, [&](const Occurrence &o) { return o.from <= t && t < o.to; });
    return it == list.end() ? nullptr : &*it;
}

Result<Applying> applying(const Product &product, const EnvironmentKey &environment, Timestamp at)
{
    Applying result;
    for (const CalendarRule &rule : product.calendar) {
        if (rule.kind == RuleKind::EnvironmentChange)
            continue;
        if (!rule.environments.empty() && !std::ranges::contains(rule.environments, environment))
            continue;
        const auto list = occurrences(product, rule, at, at + calendarHorizon);
        if (!list)
            return std::unexpected(list.error());
        auto &into = rule.kind == RuleKind::Freeze ? result.freezes : result.windows;
        into.insert(into.end(), list->begin(), list->end());
        result.windowed |= rule.kind == RuleKind::Window;
    }
    return result;
}

/// The first open moment from `at` on, noTime when there is none within the horizon.
Timestamp nextOpening(const Applying &rules, Timestamp at)
{
    Timestamp t = at;
    const Timestamp end = at + calendarHorizon;
    while (t < end) {
        if (const Occurrence *freeze = covering(rules.freezes, t)) {
            t = freeze->to;
            continue;
        }
        if (!rules.windowed || covering(rules.windows, t))
            return t;
        Timestamp next = end;
        for (const Occurrence &w : rules.windows) {
            if (w.from > t)
                next = std::min(next, w.from);
        }
        t = next;
    }
    return noTime;
}

QString titleOf(const Product &product, const QString &key)
{
    const auto rule = std::ranges::find(product.calendar, key, &CalendarRule::key);
    return rule == product.calendar.end() ? key : rule->title;
}

/// The windows of an environment, for a sentence that says that it is in none of them.
QString windowTitles(const Product &product, const EnvironmentKey &environment)
{
    QStringList titles;
    for (const CalendarRule &rule : product.calendar) {
        if (rule.kind == RuleKind::Window &&
            (rule.environments.empty() || std::ranges::contains(rule.environments, environment)))
            titles.append(rule.title);
    }
    return titles.join(u", "_s);
}

} // namespace

Result<std::vector<Occurrence>> occurrences(const Product &product, const CalendarRule &rule, Timestamp from,
                                            Timestamp to)
{
    const QTimeZone zone(product.zone);
    if (!zone.isValid() || rule.length <= Duration{0})
        return fail(ErrorCode::ConfigInvalid,
                    PlanningText::tr("The calendar rule %1 has no length or no time zone").arg(rule.key),
                    PlanningText::tr("Correct the calendar in humdrum.yaml."));
    // A day more on either side, because offsets move moments against wall times.
    const auto starts =
        recur(rule.start, rule.recurrence, zone, wallOf(from, zone).addMSecs(-rule.length.count()).addDays(-1),
              wallOf(to, zone).addDays(1));
    if (!starts)
        return std::unexpected(starts.error());
    std::vector<Occurrence> result;
    for (const QDateTime &start : *starts) {
        const QDateTime end = start.addMSecs(rule.length.count());
        const Occurrence o{rule.key, momentOf(start, zone),
                           rule.kind == RuleKind::Freeze ? latestMomentOf(end, zone) : momentOf(end, zone)};
        if (o.from < o.to && o.from < to && o.to > from)
            result.push_back(o);
    }
    return result;
}

GateOutcome judge(const Product &product, const EnvironmentKey &environment, Timestamp at)
{
    GateOutcome outcome;
    outcome.kind = GateKind::Window;
    outcome.result = GateResult::Error;
    outcome.checkedAt = at;
    if (!product.environment(environment)) {
        outcome.text = PlanningText::tr("There is no environment %1").arg(environment.value);
        return outcome;
    }
    const auto rules = applying(product, environment, at);
    if (!rules) {
        outcome.text = rules.error().message;
        return outcome;
    }
    const QTimeZone zone(product.zone);
    const Occurrence *freeze = covering(rules->freezes, at);
    const Occurrence *window = covering(rules->windows, at);
    if (!freeze && (window || !rules->windowed)) {
        outcome.result = GateResult::Pass;
        outcome.text = window
            ? PlanningText::tr("%1 until %2").arg(titleOf(product, window->rule), shown(window->to, zone))
            : PlanningText::tr("No window is asked for");
        return outcome;
    }
    outcome.result = GateResult::Fail;
    outcome.opensAt = nextOpening(*rules, at);
    const QString reason = freeze
        ? PlanningText::tr("%1 until %2").arg(titleOf(product, freeze->rule), shown(freeze->to, zone))
        : PlanningText::tr("Outside of %1").arg(windowTitles(product, environment));
    const QString opening = outcome.opensAt == noTime
        ? PlanningText::tr("does not open within %1 days").arg(calendarHorizon.count())
        : PlanningText::tr("opens %1").arg(shown(outcome.opensAt, zone));
    outcome.text = reason + u"; " + opening;
    return outcome;
}

} // namespace humdrum
