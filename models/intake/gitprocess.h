// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QStringList>

#include <functional>
#include <stop_token>

namespace humdrum {

/// What one git process left behind.
struct GitOutcome {
    int exitCode = 0;
    QByteArray standardError; ///< its last 64 KiB
};

/// Takes the output in pieces, as it comes. An error ends the process.
using GitSink = std::function<Result<void>(QByteArrayView)>;

/// Runs git in the repository at `path` with everything switched off that a repository could make it execute, waits, and hands the output
/// to `sink`. `input`, when not empty, is its standard input. Any exit code is an outcome, not an error.
[[nodiscard]] Result<GitOutcome> runGit(const QString &path, const std::stop_token &stop, const QStringList &arguments,
                                        const GitSink &sink, const QByteArray &input = {});

/// Collects all output (at most `cap` bytes, GitFailed beyond); any exit code but 0 is GitFailed.
[[nodiscard]] Result<QByteArray> gitOutput(const QString &path, const std::stop_token &stop,
                                           const QStringList &arguments, const QByteArray &input = {},
                                           qsizetype cap = qsizetype(1) << 30);

/// The error for a process that ended with another exit code than 0.
[[nodiscard]] Error gitError(const QString &path, const GitOutcome &outcome);

/// Bytes of a commit or a path: UTF-8 where valid, Latin-1 otherwise, so that no two byte strings that git tells apart fail.
[[nodiscard]] QString gitText(QByteArrayView bytes);

} // namespace humdrum
