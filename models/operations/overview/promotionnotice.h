// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"
#include "ports/store.h"

namespace humdrum {

/// What there is to say of a promotion that ended, or waits, to somebody who looks elsewhere.
struct PromotionNotice {
    enum class Why {
        Decision, ///< a person has to decide what comes next
        LongOne,  ///< one that took long has come to its end
    };
    Why why = Why::Decision;
    PromotionId promotion;
    QString title; ///< "billing 4.18.2 → Aurora staging: failed"
    QString text;  ///< plain; may be empty
};

struct PromotionFacts {
    Promotion promotion;
    QString version;     ///< of the build
    QString environment; ///< its name
    Duration usually{0}; ///< of earlier ones there; 0: there is none
};

[[nodiscard]] Result<PromotionFacts> readPromotionFacts(Session &session, PromotionId id);

/// Nothing where nobody has to know: what goes on, what a person has ended, what went well as fast as ever. Long is two
/// minutes, or half a minute and more than usual.
[[nodiscard]] std::optional<PromotionNotice> noticeOf(const PromotionFacts &facts);

} // namespace humdrum
