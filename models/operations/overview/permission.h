// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/gates.h"

namespace humdrum {

/// Whether a button may be pressed, and why not.
struct Permission {
    bool granted = true;
    QString whyNot;      ///< for people; empty when granted
    bool hidden = false; ///< a stakeholder: never sees the button
    friend bool operator==(const Permission &, const Permission &) = default;
};

/// By the roles of `person`, see mayDo().
[[nodiscard]] inline Permission permissionOf(const Product &product, const QString &person, Right right)
{
    const Result<void> may = mayDo(product, person, right);
    if (may)
        return {};
    // Who is not known is told what to do about it; who is known and has no such role has other work.
    return {false, may.error().toString(), product.person(PersonKey{person}) != nullptr};
}

} // namespace humdrum
