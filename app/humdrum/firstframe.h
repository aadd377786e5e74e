// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

class QWidget;

namespace humdrum {

/// Tells when a window's first frame has been painted, for the bench.
class FirstFrame : public QObject {
    Q_OBJECT
public:
    explicit FirstFrame(QWidget &window, QObject *parent = nullptr);

Q_SIGNALS:
    void painted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

/// Milliseconds since this process was started: by LAUNCH_NS (nanoseconds since the epoch, set by who started it), else by
/// the kernel's record, which is exact to 10 ms.
[[nodiscard]] double millisecondsSinceLaunch();

} // namespace humdrum
