// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/waiting.h"

#include "promotion/gateround.h"

#include <QCoreApplication>
#include <QTimeZone>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

QString clockText(Timestamp t, Timestamp now, const QByteArray &zone)
{
    const QTimeZone there(zone);
    const QDateTime at = toQDateTime(t).toTimeZone(there);
    return at.toString(at.date() == toQDateTime(now).toTimeZone(there).date() ? u"HH:mm:ss" : u"yyyy-MM-dd HH:mm");
}

} // namespace

std::vector<StepKind> plannedSteps(const Environment *environment)
{
    std::vector<StepKind> kinds{StepKind::PreFlight, StepKind::Deploy, StepKind::Smoke, StepKind::Verify};
    if (environment && environment->validation)
        kinds.push_back(StepKind::Soak);
    kinds.push_back(StepKind::Record);
    return kinds;
}

std::optional<WaitLine> waitOf(const Promotion &p, std::span<const PromotionStep> steps, const Product &product,
                               Timestamp now)
{
    const Environment *environment = product.environment(p.request.environment);
    if (!environment || p.waitsUntil == noTime)
        return std::nullopt;
    const QString until = clockText(p.waitsUntil, now, product.zone);
    if (p.state == PromotionState::AwaitingGate) {
        const Timestamp next = nextRound(environment->wait.value_or(GateWait{}), p.waitsSince, p.waitsUntil, now);
        return WaitLine{
            .soaks = false,
            .brief = {},
            .text =
                Text::tr("next round %1, denied at %2 at the latest").arg(clockText(next, now, product.zone), until),
            .fraction = 0};
    }
    const bool soaks = p.state == PromotionState::Validating && std::ranges::any_of(steps, [](const PromotionStep &s) {
                           return s.kind == StepKind::Soak && s.state == StepState::Running;
                       });
    if (!soaks)
        return std::nullopt;
    const Duration every = environment->validation ? environment->validation->every : p.waitsUntil - p.waitsSince;
    const Timestamp next = nextRound({.delay = every, .interval = std::max(every, Duration{1}), .timeout = every},
                                     p.waitsSince, p.waitsUntil, now);
    const double whole = static_cast<double>(std::max(p.waitsUntil - p.waitsSince, Duration{1}).count());
    return WaitLine{.soaks = true,
                    .brief = Text::tr("Soak until %1").arg(until),
                    .text = Text::tr("until %1, tested again at %2").arg(until, clockText(next, now, product.zone)),
                    .fraction = std::clamp(static_cast<double>((now - p.waitsSince).count()) / whole, 0.0, 1.0)};
}

} // namespace humdrum
