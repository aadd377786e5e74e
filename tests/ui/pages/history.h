// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pages/story.h"

namespace humdrum::test {

/// Years before the story: `releases` releases, each with a change of every service, made a week apart, and `promotions`
/// finished promotions of them: of ten one failed, one succeeded, the others were aborted. The newest of all are still those of the story.
void addHistory(Story &story, int releases, int promotions);

} // namespace humdrum::test
