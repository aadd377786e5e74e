// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/time.h"
#include "secrets/secretvalue.h"

#include <QStringList>

#include <stop_token>

namespace humdrum {

/// What became of a program that answers with a secret.
struct QuietEnd {
    enum class What { Exited, Crashed, NotStarted, TimedOut, Stopped };
    What what = What::NotStarted;
    int code = 0;       ///< of Exited
    SecretValue output; ///< at most 64 KiB and a byte
    QString why;        ///< of NotStarted
    QString complaint;  ///< of standard error where it was asked for
};

struct QuietAsk {
    QString program; ///< a path, or a name that is searched in PATH
    QStringList arguments;
    SecretValue input{};
    Duration timeout{std::chrono::seconds{30}};
    bool complaints = false; ///< what it says to standard error is told; else it goes nowhere, for it may hold anything
};

/// Runs it in a session of its own, which is ended with it. Nothing of it is logged or kept. Blocks, looking at `stop` all the
/// while: never on the main thread, nor on one whose event loop others wait for.
[[nodiscard]] QuietEnd runQuietly(const QuietAsk &ask, const std::stop_token &stop = {});

} // namespace humdrum
