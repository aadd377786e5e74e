// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "sessionbus.h"

namespace humdrum {

/// A bus of its own with a real gnome-keyring on it, open and empty. Programs that are started from here find it; whatever
/// desktop the tests run under is left alone.
class KeychainBench {
public:
    KeychainBench();
    ~KeychainBench();
    Q_DISABLE_COPY_MOVE(KeychainBench)

    /// Why there is none; empty when all is well.
    [[nodiscard]] QString problem() const { return m_problem; }
    void lock();
    /// As after a crash: the bus stays.
    void killKeychain();
    [[nodiscard]] qint64 keychainPid() const { return m_keychain.processId(); }
    void killBus() { m_bus.kill(); }
    /// Whether any file of the keychain shows these bytes.
    [[nodiscard]] bool filesContain(const QByteArray &bytes) const;

private:
    [[nodiscard]] QString start();

    SessionBus m_bus;
    QTemporaryDir m_dir;
    QProcess m_keychain;
    QString m_problem;
};

} // namespace humdrum
