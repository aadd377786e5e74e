// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace humdrum {

/// Lets everybody else on the machine go first, from now on and for good: of the calling thread, which does nothing but what can
/// wait, so that the window is not kept waiting while there is much of it.
void workInBackground();

} // namespace humdrum
