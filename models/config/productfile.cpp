// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config/productfile.h"

#include "config/productreader.h"
#include "config/text.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

std::pair<Product, QList<Error>> readAll(const QByteArray &yaml, const QString &file)
{
    Product product;
    const QFileInfo info(file);
    product.configFile = info.absoluteFilePath();
    product.folder = info.absolutePath();
    product.digest = QCryptographicHash::hash(yaml, QCryptographicHash::Sha256).toHex();

    QList<Error> errors;
    const YamlPtr root = readYaml(yaml, file, {}, errors);
    if (root) {
        Complaints complaints(file);
        ProductReader(complaints, product).read(root);
        errors += complaints.errors();
    }
    std::ranges::stable_sort(errors, {}, [](const Error &e) { return std::pair(e.where->line, e.where->column); });
    // A list that is read for two purposes complains twice.
    const auto again = std::ranges::unique(
        errors, [](const Error &a, const Error &b) { return a.where == b.where && a.message == b.message; });
    errors.erase(again.begin(), again.end());
    return {std::move(product), std::move(errors)};
}

} // namespace

Result<Product> parseProduct(const QByteArray &yaml, const QString &file)
{
    auto [product, errors] = readAll(yaml, file);
    if (errors.isEmpty())
        return std::move(product);
    Error first = errors.takeFirst();
    QStringList others;
    for (const Error &e : std::as_const(errors))
        others.append(e.toString());
    first.details = others.join(u'\n');
    return std::unexpected(std::move(first));
}

Result<Product> readProduct(const QString &file)
{
    const auto refuse = [&](const QString &message, const QString &hint) {
        return std::unexpected(Error{ErrorCode::FileFailed, message, hint, {}, SourcePosition{file, 0, 0}});
    };
    QFile in(file);
    if (!in.exists())
        return refuse(Text::tr("There is no such file"), Text::tr("Name the humdrum.yaml of the product."));
    if (!QFileInfo(file).isFile())
        return refuse(Text::tr("This is no file"), Text::tr("Name the humdrum.yaml of the product."));
    if (!in.open(QIODevice::ReadOnly))
        return refuse(Text::tr("The file cannot be read: %1").arg(in.errorString()),
                      Text::tr("Look at its permissions."));
    const QByteArray yaml = in.read(YamlLimits{}.bytes + 1);
    if (in.error() != QFileDevice::NoError)
        return refuse(Text::tr("The file cannot be read: %1").arg(in.errorString()), Text::tr("Look at the disk."));
    return parseProduct(yaml, file);
}

QList<Error> checkProduct(const QByteArray &yaml, const QString &file) { return readAll(yaml, file).second; }

} // namespace humdrum
