// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "logs/background.h"

#include <sys/resource.h>
#include <unistd.h>

namespace humdrum {

void workInBackground()
{
    constexpr int niceness = 10;
    // On Linux it is a thread's own.
    (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), niceness);
}

} // namespace humdrum
