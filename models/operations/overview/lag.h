// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/environmentsoverview.h"

namespace humdrum {

class Reading;

/// How far the environments are behind each other, of one transaction.
class Lags {
public:
    Lags(Reading &reading, const Running &running);

    /// One service in all environments by rank: lag against the newest build of the main line that runs anywhere, forks.
    [[nodiscard]] Result<std::vector<EnvironmentCell>> of(const ServiceKey &service);
    /// The commit of that newest build, of the service asked last; empty when none runs.
    [[nodiscard]] QString newestCommit() const { return m_newest; }
    /// The newest commit of its main line.
    [[nodiscard]] QString tipCommit() const { return m_tip; }

private:
    Result<int> releasesAfter(const ServiceKey &service, const Release &release);
    Result<void> compare(std::vector<EnvironmentCell> &row, const ServiceKey &service);
    Result<void> placeFork(EnvironmentCell &cell);

    Reading &m_reading;
    const Running &m_running;
    QString m_newest, m_tip;
};

} // namespace humdrum
