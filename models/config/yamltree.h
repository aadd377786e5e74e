// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>
#include <vector>

namespace humdrum {

/// Bounds of a humdrum.yaml; more is refused before it can cost time or memory.
struct YamlLimits {
    qint64 bytes = 1024 * 1024;
    int depth = 24;     ///< of maps and sequences in each other
    int nodes = 20'000; ///< after aliases are followed
};

/// One node of a YAML file with its place. Aliases are followed and merge keys (`<<`) applied, so that a reader meets only
/// these four kinds. A node stands where it was written: behind an alias that is the anchor's place.
struct YamlNode {
    enum class Kind { Null, Scalar, Sequence, Map };
    struct Entry;

    Kind kind = Kind::Null;
    QString text;             ///< of a scalar, as written; nothing is turned into a number, a boolean or a date
    bool plain = true;        ///< a scalar without quotes
    int line = 0, column = 0; ///< from 1; columns count characters, not bytes
    int weight = 1;           ///< nodes below and including this one, aliases followed
    int height = 1;           ///< levels below and including this one
    std::vector<std::shared_ptr<const YamlNode>> items; ///< of a sequence
    std::vector<Entry> entries;                         ///< of a map, in the order of the file; keys are unique

    [[nodiscard]] const Entry *find(QStringView key) const;
};
using YamlPtr = std::shared_ptr<const YamlNode>;

struct YamlNode::Entry {
    YamlPtr key;
    YamlPtr value;
};

/// The one document of `yaml`, or null. `errors` gets what is wrong: one that ended the reading (then the result is null),
/// and any number of duplicate keys. Throws nothing.
[[nodiscard]] YamlPtr readYaml(const QByteArray &yaml, const QString &file, const YamlLimits &limits,
                               QList<Error> &errors);

} // namespace humdrum
