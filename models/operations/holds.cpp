// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/holds.h"

#include "domain/reason.h"
#include "operations/releases.h"
#include "promotion/gates.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

namespace {

class Text {
    Q_DECLARE_TR_FUNCTIONS(Operations)
};

Result<QString> reasonOf(const QString &text)
{
    auto reason = reasonFrom(text);
    if (reason && reason->isEmpty())
        return fail(ErrorCode::InvalidInput, Text::tr("A hold is set and lifted for a reason."), Text::tr("Say why."));
    return reason;
}

Result<Product> productFor(Session &session, const Actor &actor)
{
    auto product = requireProduct(session);
    if (!product)
        return product;
    if (auto may = mayDo(*product, actor.person, Right::Promote); !may)
        return std::unexpected(may.error());
    return product;
}

} // namespace

Result<Hold> setHold(Session &session, const HoldAsk &ask)
{
    const auto reason = reasonOf(ask.reason);
    if (!reason)
        return std::unexpected(reason.error());
    const auto product = productFor(session, ask.actor);
    if (!product)
        return std::unexpected(product.error());
    if (!ask.service.isEmpty() && !product->service(ask.service))
        return fail(ErrorCode::NotFound, Text::tr("There is no service %1.").arg(ask.service.value));
    if (!ask.environment.isEmpty() && !product->environment(ask.environment))
        return fail(ErrorCode::NotFound, Text::tr("There is no environment %1.").arg(ask.environment.value));
    const auto active = session.holds().active();
    if (!active)
        return std::unexpected(active.error());
    const auto same = std::ranges::find_if(
        *active, [&](const Hold &hold) { return hold.service == ask.service && hold.environment == ask.environment; });
    if (same != active->end())
        return fail(ErrorCode::AlreadyExists, Text::tr("It is held already, by %1: %2").arg(same->setBy, same->reason));
    Hold hold;
    hold.service = ask.service;
    hold.environment = ask.environment;
    hold.reason = *reason;
    hold.setBy = ask.actor.person;
    hold.setAt = session.now();
    const auto id = session.holds().set(hold);
    if (!id)
        return std::unexpected(id.error());
    hold.id = *id;
    return hold;
}

Result<Hold> liftHold(Session &session, HoldId id, const QString &reason, const Actor &actor)
{
    const auto why = reasonOf(reason);
    if (!why)
        return std::unexpected(why.error());
    if (const auto product = productFor(session, actor); !product)
        return std::unexpected(product.error());
    const auto active = session.holds().active();
    if (!active)
        return std::unexpected(active.error());
    // The store says whether there is such a hold, or it was lifted already and by whom.
    if (auto lifted = session.holds().lift(id, *why); !lifted)
        return std::unexpected(lifted.error());
    Hold hold = *std::ranges::find(*active, id, &Hold::id);
    hold.liftedAt = session.now();
    hold.liftedBy = actor.person;
    return hold;
}

} // namespace humdrum
