// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/states.h"

#include <QWidget>

namespace humdrum {

/// A mark beside wrapped text, with a strong line above it where there is one.
class MarkedLine final : public QWidget {
    Q_OBJECT
public:
    MarkedLine(Mark mark, const QString &strong, const QString &text, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Mark m_mark;
};

} // namespace humdrum
