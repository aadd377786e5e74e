// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/ids.h"

#include <QString>

namespace humdrum {

/// Where to go: a page and, optionally, what to show there. Subjects read "kind:id" or "kind:key", as in the audit log:
/// "release:17", "train:9", "promotion:4", "build:3", "change:12", "notes:17" (of that release), "environment:aurora-prod",
/// "service:billing", "stage:billing.commit", "person:nr".
struct Destination {
    QString page;
    QString subject;
    friend bool operator==(const Destination &, const Destination &) = default;
};

/// The ids of the seven pages.
namespace pages {
inline constexpr QLatin1StringView weeks{"weeks"};
inline constexpr QLatin1StringView pipeline{"pipeline"};
inline constexpr QLatin1StringView releases{"releases"};
inline constexpr QLatin1StringView notes{"notes"};
inline constexpr QLatin1StringView promotions{"promotions"};
inline constexpr QLatin1StringView environments{"environments"};
inline constexpr QLatin1StringView insights{"insights"};
} // namespace pages

[[nodiscard]] QString subjectOf(ReleaseId id);
[[nodiscard]] QString subjectOf(TrainId id);
[[nodiscard]] QString subjectOf(PromotionId id);
[[nodiscard]] QString subjectOf(BuildId id);
[[nodiscard]] QString subjectOf(ChangeId id);
[[nodiscard]] QString subjectOf(const EnvironmentKey &key);
[[nodiscard]] QString subjectOf(const ServiceKey &key);
[[nodiscard]] QString subjectOf(const StageKey &key);
[[nodiscard]] QString subjectOf(const PersonKey &key);

/// "release" of "release:17".
[[nodiscard]] QString kindOfSubject(const QString &subject);
/// What follows the colon.
[[nodiscard]] QString keyOfSubject(const QString &subject);
/// The id of a subject of that kind, or an invalid id. For example idOfSubject<ReleaseId>(subject, u"release").
template <class IdType>
[[nodiscard]] IdType idOfSubject(const QString &subject, QStringView kind)
{
    if (kindOfSubject(subject) != kind)
        return {};
    return IdType{keyOfSubject(subject).toLongLong()};
}

/// Who can bring a page to the front. Implemented by the window.
class Navigator {
public:
    virtual ~Navigator() = default;
    virtual void navigate(const Destination &destination) = 0;
};

} // namespace humdrum
