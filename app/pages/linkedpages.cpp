// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "makepage.h"

#include "pagemaker.h"

namespace humdrum {

QFuture<Result<void>> preparePages() { return QtFuture::makeReadyValueFuture(Result<void>{}); }

Page *makePage(const PageDescription &description, const PageServices &services, QWidget *parent)
{
    return humdrumMakePage(description, services, parent);
}

} // namespace humdrum
