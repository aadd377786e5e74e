// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/git.h"
#include "operations/importing.h"
#include "operations/releases.h"

#include <QCoreApplication>

namespace humdrum {

namespace {

struct Known {
    Service service;
    QString newest; ///< of the main line, empty when nothing is known yet
};

Result<Known> known(Session &session, const ServiceKey &key)
{
    auto product = requireProduct(session);
    if (!product)
        return std::unexpected(product.error());
    const Service *service = product->service(key);
    if (!service) {
        QStringList keys;
        for (const Service &s : product->services)
            keys << s.key.value;
        return fail(ErrorCode::NotFound,
                    QCoreApplication::translate("Operations", "There is no service %1.").arg(key.value),
                    QCoreApplication::translate("Operations", "One of %1.").arg(keys.join(QStringLiteral(", "))));
    }
    auto newest = session.changes().newestOnMainLine(key);
    if (!newest)
        return std::unexpected(newest.error());
    return Known{*service, *newest ? (*newest)->commit : QString()};
}

} // namespace

Result<ImportSummary> importGit(Store &store, const Intent &intent, const ServiceKey &key, bool all)
{
    auto before = store.read([&](Session &session) { return known(session, key); }).takeResult();
    if (!before)
        return std::unexpected(before.error());
    auto repository = GitRepository::open(before->service.repository);
    if (!repository)
        return std::unexpected(repository.error());
    auto changes = repository->history(before->service, all ? QString() : before->newest);
    if (!changes)
        return std::unexpected(changes.error());
    ImportSummary summary;
    summary.read = static_cast<int>(changes->size());
    if (changes->empty())
        return summary;
    auto added =
        store.write(intent, [&](Session &session) { return session.changes().import(key, *changes); }).takeResult();
    if (!added)
        return std::unexpected(added.error());
    summary.added = *added;
    return summary;
}

} // namespace humdrum
