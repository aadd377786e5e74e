// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <optional>

namespace humdrum {

/// What tells one process of this machine from every other, also after its number was given away again: "silence is not
/// death", so a worker or a command is only called dead when this says so. Stored as "boot-id/pid/start-time/pid-namespace".
struct ProcessIdentity {
    QString bootId;       ///< of the kernel that runs it
    qint64 pid = 0;       ///< as seen in `space`
    qint64 startTime = 0; ///< clock ticks after boot
    QString space;        ///< pid namespace; empty when it was not recorded

    [[nodiscard]] QString toString() const;
    [[nodiscard]] static std::optional<ProcessIdentity> fromString(const QString &text);
    /// Of a process that exists (it may have ended but not been waited for). Nothing when there is no such process.
    [[nodiscard]] static std::optional<ProcessIdentity> ofPid(qint64 pid);
    [[nodiscard]] static ProcessIdentity ofThisProcess();

    friend bool operator==(const ProcessIdentity &, const ProcessIdentity &) = default;
};

/// Unknown: it belongs to a pid namespace that cannot be seen from here.
enum class Liveness { Alive, Dead, Unknown };
[[nodiscard]] Liveness livenessOf(const ProcessIdentity &identity);

} // namespace humdrum
