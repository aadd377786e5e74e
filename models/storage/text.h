// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QCoreApplication>

namespace humdrum {

/// Texts for people that come from the storage: Storage::tr("…").
struct Storage {
    Q_DECLARE_TR_FUNCTIONS(Storage)
};

} // namespace humdrum
