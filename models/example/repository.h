// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "example/story.h"

namespace humdrum::example {

/// Makes the repository `folder` (which must not exist) of what happened in a service, with its tags and its work tree,
/// and fills Commit::hash. Three processes, whatever the number of commits.
[[nodiscard]] Result<void> writeRepository(const QString &folder, ServiceStory &story);

} // namespace humdrum::example
