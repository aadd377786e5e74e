// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"

#include <optional>
#include <vector>

/// What the long lists of the program ask the store for, and the rows they get: each record together with what stands
/// beside it in a list, so that a list is one query however long it is.
namespace humdrum {

/// Which releases. What is left empty does not narrow.
struct ReleaseFilter {
    std::vector<ReleaseState> states;
    std::optional<ReleaseKind> kind;
    QString text;  ///< case-insensitive part of its version, or of "service version" of a build in its manifest
    ReleaseId id;  ///< only this one
    int limit = 0; ///< 0 is all
    friend bool operator==(const ReleaseFilter &, const ReleaseFilter &) = default;
};

struct ReleaseListing {
    Release release;
    QString train; ///< version of the train it rides; empty: none
    Timestamp departure{};
    Timestamp departedAt{}; ///< of its train; noTime while it has not left
    TrainState trainState = TrainState::Planned;
    std::optional<NotesState> notes; ///< none: there is no document yet
    QString createdBy;               ///< key of a person or an account; empty for one that was imported
};

/// Which promotions. What is left empty does not narrow.
struct PromotionFilter {
    EnvironmentKey environment;
    ServiceKey service;
    std::vector<PromotionState> states;
    QString person;                          ///< who asked
    Timestamp from{}, to{};                  ///< asked for in [from, to)
    PromotionId id;                          ///< only this one
    PromotionGroupId group;                  ///< only those of this click
    std::optional<QList<PromotionId>> among; ///< only these
    int limit = 0;                           ///< 0 is all
    friend bool operator==(const PromotionFilter &, const PromotionFilter &) = default;
};

struct PromotionListing {
    Promotion promotion;
    QString version, commit;    ///< of its build
    QString replaces, replaced; ///< version and commit of what ran before; empty for the first
    QString release;            ///< version; empty for a single build
};

} // namespace humdrum
