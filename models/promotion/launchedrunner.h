// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/runner.h"

#include <memory>
#include <unordered_map>

namespace humdrum {

/// Runs each command under a launcher of its own (app/launch), which writes what the command says and how it ended to the
/// folder RunAsk::runFolder, whether or not this process lives. What another process has begun can be taken up again by
/// adopt(). A command is finished when its own process ends: what it left running neither holds it up nor is touched. Where the
/// launcher was killed, its command is waited for, and ended by a cancel, all the same; only how it ended is not known then.
/// Destroying the runner lets the commands run on.
class LaunchedRunner final : public Runner {
    Q_OBJECT
public:
    /// `launcher` is the program, an absolute path.
    LaunchedRunner(QString launcher, const Clock &clock, QObject *parent = nullptr);
    ~LaunchedRunner() override;

    RunToken start(const RunAsk &ask) override;
    void cancel(RunToken token) override;
    RunToken adopt(const QString &runFolder, Duration grace) override;

private:
    class Job;
    RunToken add(std::unique_ptr<Job> job);
    void finish(RunToken token, const RunOutcome &outcome);

    QString m_launcher;
    const Clock &m_clock;
    RunToken m_last = 0;
    std::unordered_map<RunToken, std::unique_ptr<Job>> m_jobs;
};

} // namespace humdrum
