// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/abandoned.h"

#include "promotion/promotionrecords.h"
#include "promotion/runtrace.h"

#include <QThreadPool>

namespace humdrum {

namespace {

/// Where the commands run, or would, that a worker which is gone has asked for; nothing while that worker may be alive.
Result<QStringList> runsLeftOf(Session &session, PromotionId id)
{
    QStringList folders;
    const auto stored = session.promotions().byId(id);
    if (!stored)
        return std::unexpected(stored.error());
    if (!*stored)
        return folders;
    const auto standing = standingOf(session, **stored);
    if (!standing)
        return std::unexpected(standing.error());
    const auto steps = session.promotions().steps(id);
    if (!steps)
        return std::unexpected(steps.error());
    for (const PromotionStep &step : *steps) {
        if (standing->interrupted && !isFinished(step.state) && !step.runFolder.isEmpty())
            folders.push_back(step.runFolder);
    }
    return folders;
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
    store.read([id](Session &session) { return runsLeftOf(session, id); })
        .then([answer, abort, grace](const Result<QStringList> &left) {
            if (!left)
                return answer(std::unexpected(left.error()));
            if (left->isEmpty())
                return abort();
            // Whether it is gone, abortStored() looks for itself.
            QThreadPool::globalInstance()->start([abort, folders = *left, grace] {
                for (const QString &folder : folders) {
                    if (const Result<bool> ended = endRun(folder, grace); !ended)
                        qWarning("%s", qUtf8Printable(ended.error().toString()));
                }
                abort();
            });
        });
    return promise->future();
}

} // namespace humdrum
