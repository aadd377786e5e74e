// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>
#include <QStringList>

#include <span>

namespace humdrum {

/// The version of humdrum.yaml this program reads.
inline constexpr int productSchema = 1;

/// The kinds of map in humdrum.yaml.
enum class Section {
    Top,
    Product,
    Service,
    Pipeline,
    RowStage,
    Stage,
    Environment,
    Command,
    Smoke,
    Await,
    Validate,
    Pool,
    Resource,
    Calendar,
    Trains,
    Rule,
    Role,
    Person,
    Away,
};

struct SectionKeys {
    Section section;
    QString heading;  ///< of its part in resources/humdrum-yaml.md
    QStringList keys; ///< all that may stand in it
};

/// Every key there is: what the reader accepts and what resources/humdrum-yaml.md describes.
[[nodiscard]] std::span<const SectionKeys> productSections();
[[nodiscard]] const QStringList &keysOf(Section section);

} // namespace humdrum
