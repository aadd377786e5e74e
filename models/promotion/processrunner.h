// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/runner.h"

#include <memory>
#include <unordered_map>

namespace humdrum {

/// Runs commands as children of this process, each in a session and process group of its own, with standard input from
/// /dev/null and every other file closed. A command is finished when its own process ends: what it left running (a
/// service it started) neither holds it up nor is touched. After a cancel or a timeout the whole group is ended.
/// Memory: at most command.outputCap bytes of a command are handed on, plus its last 4 KiB; lines over 64 KiB are split.
class ProcessRunner final : public Runner {
    Q_OBJECT
public:
    explicit ProcessRunner(const Clock &clock, QObject *parent = nullptr);
    ~ProcessRunner() override; ///< ends what still runs with SIGKILL

    RunToken start(const RunAsk &ask) override;
    void cancel(RunToken token) override;

private:
    class Job;
    void finish(RunToken token, const RunOutcome &outcome);

    const Clock &m_clock;
    RunToken m_last = 0;
    std::unordered_map<RunToken, std::unique_ptr<Job>> m_jobs;
};

} // namespace humdrum
