// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/commands/dryrun.h"

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

/// For scripts, which depend on it.
QString wordOf(SkipReason reason)
{
    switch (reason) {
    case SkipReason::None:
        break;
    case SkipReason::AlreadyThere:
        return u"already-there"_s;
    case SkipReason::Frozen:
        return u"frozen"_s;
    case SkipReason::GateNotMet:
        return u"gate-not-met"_s;
    case SkipReason::Held:
        return u"held"_s;
    case SkipReason::NoPermission:
        return u"no-permission"_s;
    case SkipReason::Unfinished:
        return u"unfinished"_s;
    case SkipReason::NothingToRollBackTo:
        return u"nothing-to-roll-back-to"_s;
    case SkipReason::NotAccepted:
        return u"not-accepted"_s;
    case SkipReason::NoSecret:
        return u"no-secret"_s;
    case SkipReason::Dependency:
        return u"dependency"_s;
    }
    return {};
}

QJsonObject toJson(const PlannedPromotion &item, bool takesBack)
{
    QJsonArray changes, gates;
    for (const Change &change : item.changes)
        changes.append(
            QJsonObject{{u"commit"_s, change.commit}, {u"type"_s, change.type}, {u"summary"_s, change.summary}});
    for (const GateOutcome &gate : item.gates)
        gates.append(QJsonObject{{u"gate"_s, humdrum::wordOf(gate.kind)},
                                 {u"result"_s, humdrum::wordOf(gate.result)},
                                 {u"text"_s, gate.text},
                                 {u"opens"_s, jsonTime(gate.opensAt)}});
    const bool goes = item.skip == SkipReason::None;
    return {{u"service"_s, item.service.value},
            {u"environment"_s, item.environment.value},
            {u"version"_s, item.build.version},
            {u"replaces"_s, item.replaces ? QJsonValue(item.replaces->version) : QJsonValue()},
            {u"promote"_s, goes},
            {u"skip"_s, goes ? QJsonValue() : QJsonValue(wordOf(item.skip))},
            {u"reason"_s, goes ? QJsonValue() : QJsonValue(item.skipText)},
            {u"usually_ms"_s, item.usually > Duration{0} ? QJsonValue(qint64{item.usually.count()}) : QJsonValue()},
            {u"waits_for"_s, item.waitsFor.isEmpty() ? QJsonValue() : QJsonValue(item.waitsFor)},
            {u"waits_until"_s, jsonTime(item.waitsUntil)},
            {u"changes"_s, changes},
            {u"takes_back"_s, takesBack},
            {u"gates"_s, gates}};
}

void show(const PlannedPromotion &item, bool takesBack)
{
    const QString way =
        item.replaces ? QString(item.replaces->version + u" -> " + item.build.version) : item.build.version;
    if (item.skip == SkipReason::None) {
        QString line = (takesBack ? u"roll back %1 %2 in %3, takes back %4"_s : u"promote %1 %2 to %3, %4"_s)
                           .arg(item.service.value, way, item.environment.value,
                                item.changes.size() == 1 ? u"1 change"_s : u"%1 changes"_s.arg(item.changes.size()));
        if (item.usually > Duration{0})
            line += u", usually %1 s"_s.arg(static_cast<double>(item.usually.count()) / 1000.0, 0, 'f', 1);
        print(line);
        if (!item.waitsFor.isEmpty())
            print(u"        will wait for: %1"_s.arg(item.waitsFor));
    } else {
        print(u"skip    %1 %2: %3: %4"_s.arg(item.service.value, way, wordOf(item.skip), item.skipText));
    }
    for (const GateOutcome &gate : item.gates)
        print(u"        %1: %2, %3"_s.arg(titleOf(gate.kind), humdrum::wordOf(gate.result), gate.text));
    if (!takesBack || item.skip != SkipReason::None)
        return;
    for (const Change &change : item.changes)
        print(u"        takes back: %1 %2"_s.arg(change.commit.left(8), change.summary));
}

/// What the real thing would refuse, or do besides.
void showEnd(const PromotionPlan &plan)
{
    if (!plan.early.isEmpty())
        print(u"warning: "_s + plan.early);
    if (!plan.willDoSomething())
        print(u"Nothing would happen."_s);
    else if (!plan.willBeQueued())
        print(u"Nothing would happen: not all of %1 can go. Name what goes with --service, or ask for a part with "
              "--partial."_s.arg(plan.releaseVersion));
    else if (plan.takesBack())
        print(u"A hold would be set on what is rolled back, until it is lifted."_s);
}

} // namespace

int showPlan(const Invocation &invocation, const PromotionPlan &plan)
{
    const bool something = plan.willBeQueued();
    if (invocation.json) {
        QJsonArray items;
        for (const PlannedPromotion &item : plan.items)
            items.append(toJson(item, plan.takesBack()));
        printJson(
            QJsonObject{{u"kind"_s, humdrum::wordOf(plan.ask.kind)},
                        {u"environment"_s, plan.ask.environment.value},
                        {u"release"_s, plan.releaseVersion.isEmpty() ? QJsonValue() : QJsonValue(plan.releaseVersion)},
                        {u"warning"_s, plan.early.isEmpty() ? QJsonValue() : QJsonValue(plan.early)},
                        {u"something_would_happen"_s, something},
                        {u"partial"_s, plan.isPartial()},
                        {u"hold_would_be_set"_s, something && plan.takesBack()},
                        {u"promotions"_s, items}});
    } else {
        for (const PlannedPromotion &item : plan.items)
            show(item, plan.takesBack());
        showEnd(plan);
    }
    return something ? 0 : 1;
}

} // namespace humdrum::ctl
