// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/product.h"

#include <QByteArray>
#include <QList>
#include <QString>

/// humdrum.yaml, whose every key resources/humdrum-yaml.md describes. Functions here keep no state, throw nothing and may
/// be called on any thread. Every Error has the code ConfigInvalid (FileFailed where the file cannot be read) and says
/// where: file, line and column.
namespace humdrum {

/// The product that `yaml` describes, complete and consistent, or the first thing that is wrong with it in the order of the
/// file; Error::details then lists the others, one a line. `file` names the text in errors and is the base of relative paths;
/// it need not exist.
[[nodiscard]] Result<Product> parseProduct(const QByteArray &yaml, const QString &file);

/// The same from a file of at most 1 MiB.
[[nodiscard]] Result<Product> readProduct(const QString &file);

/// All that is wrong, in the order of the file; empty when parseProduct() would succeed. What cannot be told before
/// something else is put right is left out.
[[nodiscard]] QList<Error> checkProduct(const QByteArray &yaml, const QString &file);

} // namespace humdrum
