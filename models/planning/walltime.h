// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/time.h"

#include <QDateTime>
#include <QTimeZone>

namespace humdrum {

/// The moment of a wall time that counts without a zone of its own (its date and time are taken). In the hour that the clocks
/// skip, and in the one that comes twice, the offset before the change holds.
[[nodiscard]] inline Timestamp momentOf(const QDateTime &wall, const QTimeZone &zone)
{
    return toTimestamp(QDateTime(wall.date(), wall.time(), zone, QDateTime::TransitionResolution::RelativeToBefore));
}

/// The later moment where a wall time has two readings; for the end of what must not end early.
[[nodiscard]] inline Timestamp latestMomentOf(const QDateTime &wall, const QTimeZone &zone)
{
    return std::max(
        momentOf(wall, zone),
        toTimestamp(QDateTime(wall.date(), wall.time(), zone, QDateTime::TransitionResolution::RelativeToAfter)));
}

/// The date and time on the wall at a moment, as a QDateTime in UTC whose figures are those of the wall: arithmetic on it is
/// arithmetic on wall times.
[[nodiscard]] inline QDateTime wallOf(Timestamp moment, const QTimeZone &zone)
{
    const QDateTime there = toQDateTime(moment).toTimeZone(zone);
    return {there.date(), there.time(), QTimeZone::UTC};
}

/// The figures of a date and time as a wall time, whatever zone it carries.
[[nodiscard]] inline QDateTime asWall(const QDateTime &t) { return {t.date(), t.time(), QTimeZone::UTC}; }

} // namespace humdrum
