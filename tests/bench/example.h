// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "bench/bench.h"

#include <QTemporaryDir>

namespace humdrum::bench {

/// The example product, made and imported as at a first start, in a folder of its own.
class Example {
public:
    Example();
    [[nodiscard]] Places places() const;
    [[nodiscard]] QList<Figure> figures() const { return m_figures; }

private:
    QTemporaryDir m_folder;
    QList<Figure> m_figures;
};

} // namespace humdrum::bench
