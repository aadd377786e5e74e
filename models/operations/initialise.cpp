// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/initialise.h"

#include "config/productfile.h"
#include "operations/trains.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace humdrum {

Result<Initialised> initialise(Store &store, const Intent &intent, const QString &configFile)
{
    QFile file(configFile);
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(
            ErrorCode::InvalidInput,
            QCoreApplication::translate("Operations", "%1 cannot be read: %2.").arg(configFile, file.errorString()),
            QCoreApplication::translate("Operations", "Name the file with --config."));
    }
    const QByteArray text = file.readAll();
    auto product = parseProduct(text, QFileInfo(configFile).absoluteFilePath());
    if (!product)
        return std::unexpected(product.error());
    return store
        .write(intent,
               [&](Session &session) -> Result<Initialised> {
                   Initialised done;
                   auto before = session.products().current();
                   // A description that cannot be read any more is no reason to refuse a better one.
                   done.changed = !before || !*before || (*before)->digest != product->digest;
                   if (auto described = session.products().describe(*product, text); !described)
                       return std::unexpected(described.error());
                   auto trains = advanceTrains(session, *product, session.now());
                   if (!trains)
                       return std::unexpected(trains.error());
                   done.trains = *trains;
                   done.product = *product;
                   return done;
               })
        .takeResult();
}

} // namespace humdrum
