// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDBusConnection>
#include <QProcess>
#include <QTemporaryDir>

namespace humdrum {

/// A session bus of its own, on which nothing is started by itself. This program and those that it starts find it; whatever
/// desktop the tests run under is left alone.
class SessionBus {
public:
    SessionBus();
    ~SessionBus();
    Q_DISABLE_COPY_MOVE(SessionBus)

    /// Why there is none; empty when all is well.
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] QDBusConnection connection() const { return QDBusConnection(m_name); }
    [[nodiscard]] bool has(const QString &service) const;
    [[nodiscard]] bool waitFor(const QString &service, bool there = true) const;
    void kill();

private:
    [[nodiscard]] QString start();

    QTemporaryDir m_dir;
    QProcess m_bus;
    QString m_name = QStringLiteral("test bus"), m_problem;
};

} // namespace humdrum
