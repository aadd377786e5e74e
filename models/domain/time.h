// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QTimeZone>

#include <chrono>

namespace humdrum {

/// A moment in UTC with millisecond resolution; the only time type that is stored. Zones belong to the edges.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;
using Duration = std::chrono::milliseconds;

/// "No time": the epoch itself is never a real moment of a product.
inline constexpr Timestamp noTime{};

[[nodiscard]] inline QDateTime toQDateTime(Timestamp t)
{
    return QDateTime::fromMSecsSinceEpoch(t.time_since_epoch().count(), QTimeZone::UTC);
}
[[nodiscard]] inline Timestamp toTimestamp(const QDateTime &t)
{
    return Timestamp{std::chrono::milliseconds{t.toMSecsSinceEpoch()}};
}

/// Where "now" comes from, so that tests and the example choose it. Thread-safe.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Timestamp now() const = 0;
};

/// The machine's wall clock.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Timestamp now() const override
    {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

/// A clock that stands where it was put.
class FixedClock final : public Clock {
public:
    explicit FixedClock(Timestamp t) : m_now(t) {}
    [[nodiscard]] Timestamp now() const override { return m_now; }

private:
    Timestamp m_now;
};

} // namespace humdrum
