// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/theme/colours.h"

#include <QPainter>
#include <QWidget>

namespace humdrum {

/// The thin line between rows.
class Rule final : public QWidget {
public:
    explicit Rule(QWidget *parent = nullptr) : QWidget(parent) { setFixedHeight(1); }

protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(rect(), colours::border(palette())); }
};

} // namespace humdrum
