// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/importing.h"

namespace humdrum {

Result<BuildId> addNamedBuild(Session &session, const Build &build, ImportSummary &summary)
{
    const auto known = session.builds().byVersion(build.service, build.version);
    if (!known)
        return std::unexpected(known.error());
    auto id = session.builds().add(build);
    if (!id)
        return id;
    ++summary.builds;
    summary.newBuilds += *known ? 0 : 1;
    return id;
}

} // namespace humdrum
