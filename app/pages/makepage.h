// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "ui/shell/page.h"

#include <QFuture>

namespace humdrum {

// The pages bring libraries of their own (charts, highlighting) that take longer to load than the window takes to show. So
// the program keeps them in a module, which it loads once its first frame is painted: modulepages.cpp. Tests, and builds
// with a sanitizer, link them: linkedpages.cpp.

/// Makes what is needed to make a page, on a thread of its own. Never blocks; may be repeated.
[[nodiscard]] QFuture<Result<void>> preparePages();

/// Makes the page of that id. Waits for preparePages(); null where that failed.
[[nodiscard]] Page *makePage(const PageDescription &description, const PageServices &services, QWidget *parent);

} // namespace humdrum
