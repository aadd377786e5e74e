// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QWidget;

namespace humdrum {

/// Tells when a window's next frame has been painted: once.
class FirstFrame : public QObject {
    Q_OBJECT
public:
    explicit FirstFrame(QWidget &window, QObject *parent = nullptr);

Q_SIGNALS:
    void painted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

/// Of the machine's clock that only goes forward; who started this process compares it with its own.
[[nodiscard]] qint64 monotonicNanoseconds();

} // namespace humdrum
