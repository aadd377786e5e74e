// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/status.h"

#include "operations/overview/reading.h"

namespace humdrum {

Result<Status> readStatus(Session &session)
{
    Reading reading(session);
    auto product = reading.product();
    if (!product)
        return std::unexpected(product.error());
    auto running = readRunning(reading);
    if (!running)
        return std::unexpected(running.error());
    auto next = session.trains().next();
    if (!next)
        return std::unexpected(next.error());
    Status status{.product = **product, .nextTrain = *next, .running = std::move(*running)};
    auto runs = readOccupancies(reading);
    if (!runs)
        return std::unexpected(runs.error());
    status.runs = std::move(*runs);
    for (const Promotion &p : status.running.unfinished) {
        auto standing = standingOf(session, p);
        if (!standing)
            return std::unexpected(standing.error());
        status.standings.push_back(std::move(*standing));
    }
    if (status.nextTrain) {
        auto release = reading.release(status.nextTrain->release);
        if (!release)
            return std::unexpected(release.error());
        if (*release)
            status.nextRelease = **release;
    }
    return status;
}

} // namespace humdrum
