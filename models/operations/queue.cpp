// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/queue.h"

#include "domain/reason.h"
#include "operations/releases.h"
#include "promotion/decisions.h"
#include "promotion/gates.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

namespace {

class Text {
    Q_DECLARE_TR_FUNCTIONS(Operations)
};

Result<void> mayOrder(Session &session, const Actor &actor)
{
    return requireProduct(session).and_then(
        [&](const Product &product) { return mayDo(product, actor.person, Right::Promote); });
}

Result<QString> reasonOf(const QString &text)
{
    auto reason = reasonFrom(text);
    if (reason && reason->isEmpty())
        return fail(ErrorCode::InvalidInput, Text::tr("The queue is paused and resumed for a reason."),
                    Text::tr("Say why."));
    return reason;
}

} // namespace

Result<QueueView> readQueue(Session &session)
{
    auto paused = session.queue().paused();
    if (!paused)
        return std::unexpected(paused.error());
    auto promotions = session.promotions().queueListing();
    if (!promotions)
        return std::unexpected(promotions.error());
    auto stopped = stoppedBehind(session);
    if (!stopped)
        return std::unexpected(stopped.error());
    return QueueView{std::move(*paused), std::move(*promotions), std::move(*stopped)};
}

Result<void> pauseQueue(Session &session, const QString &reason, const Actor &actor)
{
    const auto why = reasonOf(reason);
    if (!why)
        return std::unexpected(why.error());
    return mayOrder(session, actor).and_then([&] { return session.queue().pause(*why); });
}

Result<void> resumeQueue(Session &session, const QString &reason, const Actor &actor)
{
    const auto why = reasonOf(reason);
    if (!why)
        return std::unexpected(why.error());
    return mayOrder(session, actor).and_then([&] { return session.queue().resume(*why); });
}

Result<void> moveInQueue(Session &session, PromotionId id, PromotionId before, const Actor &actor)
{
    if (auto may = mayOrder(session, actor); !may)
        return may;
    const auto view = readQueue(session);
    if (!view)
        return std::unexpected(view.error());
    std::vector<PromotionGroupId> waiting; // in order, each once
    for (const PromotionListing &l : view->promotions) {
        if (l.promotion.state == PromotionState::Queued && !std::ranges::contains(waiting, l.promotion.group))
            waiting.push_back(l.promotion.group);
    }
    const auto groupOf = [&](PromotionId wanted) -> Result<PromotionGroupId> {
        const auto it =
            std::ranges::find_if(view->promotions, [&](const PromotionListing &l) { return l.promotion.id == wanted; });
        if (it == view->promotions.end() || it->promotion.state != PromotionState::Queued)
            return fail(ErrorCode::NotFound, Text::tr("Promotion %1 is not queued.").arg(wanted.value),
                        Text::tr("See “humdrumctl queue list”."));
        return it->promotion.group;
    };
    const auto group = groupOf(id);
    if (!group)
        return std::unexpected(group.error());
    const auto next = before.isValid() ? groupOf(before) : Result<PromotionGroupId>(waiting.front());
    if (!next)
        return std::unexpected(next.error());
    const auto here = std::ranges::find(waiting, *group);
    const bool there = std::next(here) != waiting.end() && *std::next(here) == *next;
    if (id == before)
        return fail(ErrorCode::InvalidInput, Text::tr("It cannot be taken before itself."));
    if (*group == *next || there)
        return fail(ErrorCode::NothingToDo,
                    *group == *next && before.isValid()
                        ? Text::tr("Both were asked for together, and keep their order.")
                        : Text::tr("It stands there already."));
    return session.queue().moveBefore(*group, *next);
}

} // namespace humdrum
