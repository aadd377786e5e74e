// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/initialise.h"

#include "config/productfile.h"
#include "operations/trains.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace humdrum {

Result<Description> readDescription(const QString &configFile)
{
    QFile file(configFile);
    const QFileInfo info(configFile);
    // A folder or a device can be opened, and the one would be empty, the other endless.
    const bool opened = (info.isFile() || !info.exists()) && file.open(QIODevice::ReadOnly);
    if (!opened) {
        const QString why = info.exists() && !info.isFile() ? QCoreApplication::translate("Operations", "it is no file")
                                                            : file.errorString();
        return fail(ErrorCode::InvalidInput,
                    QCoreApplication::translate("Operations", "%1 cannot be read: %2.").arg(configFile, why),
                    QCoreApplication::translate("Operations", "Name the file with --config."));
    }
    const QByteArray text = file.readAll();
    return parseProduct(text, QFileInfo(configFile).absoluteFilePath()).transform([&](Product product) {
        return Description{std::move(product), text};
    });
}

Result<Initialised> initialise(Store &store, const Intent &intent, const Description &description)
{
    return store
        .write(intent,
               [&](Session &session) -> Result<Initialised> {
                   const Product &product = description.product;
                   Initialised done;
                   auto before = session.products().current();
                   // A description that cannot be read any more is no reason to refuse a better one.
                   done.first = before && !*before;
                   done.changed = !before || !*before || (*before)->digest != product.digest;
                   if (auto described = session.products().describe(product, description.text); !described)
                       return std::unexpected(described.error());
                   auto trains = advanceTrains(session, product, session.now());
                   if (!trains)
                       return std::unexpected(trains.error());
                   done.trains = *trains;
                   done.product = product;
                   return done;
               })
        .takeResult();
}

} // namespace humdrum
