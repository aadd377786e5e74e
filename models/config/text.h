// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoreApplication>

namespace humdrum {

/// The translation context of everything this folder says.
struct Text {
    Q_DECLARE_TR_FUNCTIONS(Config)
};

} // namespace humdrum
