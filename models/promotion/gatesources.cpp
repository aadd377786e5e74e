// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "planning/calendar.h"
#include "pools/gate.h"
#include "pools/measure.h"
#include "promotion/gates.h"

namespace humdrum {

GateSources defaultGateSources()
{
    GateSources sources;
    sources.calendar = &judge;
    sources.resources = [](const Product &product, const EnvironmentKey &environment,
                           const std::vector<PoolSample> &samples, const QHash<QString, double> &claims,
                           Timestamp now) { return judgeResources(product, environment, samples, claims, now); };
    sources.measure = [](const Pool &pool, const Product &product, Timestamp now) {
        return measure(pool, product.folder, now);
    };
    return sources;
}

} // namespace humdrum
