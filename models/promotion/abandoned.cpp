// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/abandoned.h"

#include "promotion/processgroup.h"
#include "promotion/promotionrecords.h"

#include <QThreadPool>

namespace humdrum {

namespace {

Result<std::optional<ProcessIdentity>> commandLeftBy(Session &session, PromotionId id)
{
    const auto stored = session.promotions().byId(id);
    if (!stored)
        return std::unexpected(stored.error());
    if (!*stored)
        return std::optional<ProcessIdentity>{};
    return standingOf(session, **stored).transform([](const PromotionStanding &standing) { return standing.command; });
}

} // namespace

QFuture<Result<void>> abortAbandoned(Store &store, PromotionId id, const Actor &actor, const QString &reason,
                                     Duration grace)
{
    auto promise = std::make_shared<QPromise<Result<void>>>();
    promise->start();
    const auto answer = [promise](const Result<void> &result) {
        promise->addResult(result);
        promise->finish();
    };
    const auto abort = [&store, id, actor, reason, answer] {
        store.write({actor, reason}, [=](Session &session) { return abortStored(session, id, actor, reason); })
            .then(answer);
    };
    store.read([id](Session &session) { return commandLeftBy(session, id); })
        .then([answer, abort, grace](const Result<std::optional<ProcessIdentity>> &left) {
            if (!left)
                return answer(std::unexpected(left.error()));
            if (!*left)
                return abort();
            // Whether it is gone, abortStored() looks for itself.
            QThreadPool::globalInstance()->start([abort, command = **left, grace] {
                (void)endGroup(command, grace);
                abort();
            });
        });
    return promise->future();
}

} // namespace humdrum
