// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <functional>

namespace humdrum {

/// One message for the desktop to show. Texts are plain: what looks like markup is shown as it is written.
struct DesktopMessage {
    QString subject; ///< handed back when it is clicked
    QString title;
    QString text;
    QString show; ///< what its button says
    bool urgent = false;
};

/// The desktop's notifications (org.freedesktop.Notifications), over D-Bus. Everything happens on a thread of its own; where
/// there is no bus, or nobody who shows them, nothing happens at all.
class DesktopNotifier {
public:
    virtual ~DesktopNotifier() = default;
    virtual void show(const DesktopMessage &message) = 0;

    /// Called on the notifier's thread; `token` is what a Wayland compositor wants to see of whoever comes to the front.
    /// Set before the first show().
    std::function<void(const QString &subject, const QString &token)> clicked;
};

} // namespace humdrum

/// A new one, to be deleted by whoever asked.
extern "C" Q_DECL_EXPORT humdrum::DesktopNotifier *humdrumDesktopNotifier();
