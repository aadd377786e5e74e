// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/promotionnotice.h"

#include "promotion/plan.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

constexpr Duration longInAnyCase{std::chrono::minutes{2}}, longIfUnusual{std::chrono::seconds{30}};

QString minutesAndSeconds(Duration took)
{
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(took).count();
    return seconds < 60 ? Text::tr("%1 s").arg(seconds) : Text::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
}

} // namespace

Result<PromotionFacts> readPromotionFacts(Session &session, PromotionId id)
{
    const auto promotion = session.promotions().byId(id);
    if (!promotion)
        return std::unexpected(promotion.error());
    if (!*promotion)
        return fail(ErrorCode::NotFound, Text::tr("There is no promotion %1").arg(id.value));
    PromotionFacts facts;
    facts.promotion = **promotion;
    const PromotionRequest &request = facts.promotion.request;
    const auto build = session.builds().byId(request.build);
    if (!build)
        return std::unexpected(build.error());
    facts.version = *build ? (*build)->version : QString();
    const auto product = session.products().current();
    if (!product)
        return std::unexpected(product.error());
    const Environment *environment = *product ? (*product)->environment(request.environment) : nullptr;
    facts.environment = environment ? environment->name : request.environment.value;
    const auto usually = usualDuration(session, request.service, request.environment);
    if (!usually)
        return std::unexpected(usually.error());
    facts.usually = *usually;
    return facts;
}

std::optional<PromotionNotice> noticeOf(const PromotionFacts &facts)
{
    const Promotion &p = facts.promotion;
    const QString what = p.request.service.value + u' ' + facts.version;
    const QString way = p.request.kind == PromotionKind::Rollback
        ? Text::tr("%1 back → %2").arg(what, facts.environment)
        : Text::tr("%1 → %2").arg(what, facts.environment);
    PromotionNotice notice{.why = PromotionNotice::Why::Decision,
                           .promotion = p.id,
                           .title = Text::tr("%1: %2").arg(way, titleOf(p.state)),
                           .text = p.message};
    switch (p.state) {
    case PromotionState::Failed:
    case PromotionState::Errored:
    case PromotionState::Denied:
    case PromotionState::AwaitingGate:
        return notice;
    case PromotionState::Succeeded: {
        const Duration took = p.startedAt == noTime ? Duration{0} : p.finishedAt - p.startedAt;
        const bool unusual = facts.usually > Duration{0} && took > facts.usually && took >= longIfUnusual;
        if (took < longInAnyCase && !unusual)
            return std::nullopt;
        notice.why = PromotionNotice::Why::LongOne;
        notice.text = Text::tr("It took %1.").arg(minutesAndSeconds(took));
        return notice;
    }
    case PromotionState::Queued:
    case PromotionState::PreFlight:
    case PromotionState::Running:
    case PromotionState::Validating:
    case PromotionState::Aborted:
        break;
    }
    return std::nullopt;
}

} // namespace humdrum
