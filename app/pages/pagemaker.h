// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/shell/page.h"

/// The one function of the module: by a name that a loader can ask for.
extern "C" Q_DECL_EXPORT humdrum::Page *humdrumMakePage(const humdrum::PageDescription &description,
                                                        const humdrum::PageServices &services, QWidget *parent);
