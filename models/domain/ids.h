// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHashFunctions>
#include <QString>

#include <compare>

namespace humdrum {

/// A row id that cannot be mistaken for the id of another kind of thing. 0 is "none"; stored ids are >= 1.
template <class Tag>
struct Id {
    qint64 value = 0;

    [[nodiscard]] constexpr bool isValid() const { return value > 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
    friend size_t qHash(Id id, size_t seed = 0) { return ::qHash(id.value, seed); }
};

/// The key a thing has in humdrum.yaml: lower-case letters, digits, '-', '_' and '.', starting with a letter or digit,
/// unique in its kind. Empty is "none".
template <class Tag>
struct Key {
    QString value;

    [[nodiscard]] bool isEmpty() const { return value.isEmpty(); }
    friend std::strong_ordering operator<=>(const Key &a, const Key &b)
    {
        return a.value < b.value ? std::strong_ordering::less
            : a.value == b.value ? std::strong_ordering::equal
                                 : std::strong_ordering::greater;
    }
    friend bool operator==(const Key &a, const Key &b) { return a.value == b.value; }
    friend size_t qHash(const Key &key, size_t seed = 0) { return ::qHash(key.value, seed); }
};

using ServiceKey = Key<struct ServiceTag>;
using StageKey = Key<struct StageTag>;
using EnvironmentKey = Key<struct EnvironmentTag>;
using PoolKey = Key<struct PoolTag>;
using PersonKey = Key<struct PersonTag>;
using RoleKey = Key<struct RoleTag>;

using BuildId = Id<struct BuildTag>;
using StageRunId = Id<struct StageRunTag>;
using ManifestId = Id<struct ManifestTag>;
using ReleaseId = Id<struct ReleaseTag>;
using TrainId = Id<struct TrainTag>;
using PromotionId = Id<struct PromotionTag>;
using PromotionGroupId = Id<struct PromotionGroupTag>;
using DecisionId = Id<struct DecisionTag>;
using StepId = Id<struct StepTag>;
using DeploymentId = Id<struct DeploymentTag>;
using ChangeId = Id<struct ChangeTag>;
using NotesDocumentId = Id<struct NotesDocumentTag>;
using NotesRevisionId = Id<struct NotesRevisionTag>;
using SignOffId = Id<struct SignOffTag>;
using IssueId = Id<struct IssueTag>;
using HoldId = Id<struct HoldTag>;
using AuditEventId = Id<struct AuditEventTag>;

} // namespace humdrum
