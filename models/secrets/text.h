// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoreApplication>

namespace humdrum {

/// The translation context of everything this folder says.
struct SecretText {
    Q_DECLARE_TR_FUNCTIONS(Secrets)
};

} // namespace humdrum
