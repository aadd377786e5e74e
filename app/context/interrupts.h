// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

namespace humdrum {

/// Turns SIGINT, SIGTERM and SIGHUP into a signal of the event loop, so that what runs can be ended properly; a reader of our
/// output that goes away does not end the work either. One at a time; afterwards the signals do again what they did.
class Interrupts : public QObject {
    Q_OBJECT
public:
    Interrupts();
    ~Interrupts() override;

Q_SIGNALS:
    void interrupted();
};

} // namespace humdrum
