// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/promotionnotice.h"
#include "ui/modules/notifications.h"

#include <QObject>

#include <memory>

class QWidget;

namespace humdrum {

class Navigator;
class Preferences;
class PromotionDesk;

/// Tells by the desktop's notifications what of the promotions somebody has to know who looks elsewhere, and comes to the front
/// with the promotion when one is clicked. What shows them is loaded for the first of them.
class DesktopNotices : public QObject {
    Q_OBJECT
public:
    using Factory = std::function<DesktopNotifier *()>;

    /// Whether a person who is at `window`, on a page that shows promotions or not, has to be told on the desktop too: not what
    /// they see, and of the others only what waits for them.
    [[nodiscard]] static bool concerns(const PromotionNotice &notice, bool windowIsActive, bool onPromotions);

    /// All of it must outlive this. `page` is the one in front of the window. The factory is the module's, but in tests.
    DesktopNotices(Store &store, PromotionDesk &desk, const Preferences &preferences, Navigator &navigator,
                   QWidget &window, std::function<QString()> page, Factory factory = {}, QObject *parent = nullptr);
    ~DesktopNotices() override;

    /// Of a promotion that ended or waits. The one place where notices begin.
    void consider(PromotionId id);

private:
    void show(const PromotionNotice &notice);
    void comeToTheFront(const QString &subject, const QString &token);

    Store &m_store;
    const Preferences &m_preferences;
    Navigator &m_navigator;
    QWidget &m_window;
    std::function<QString()> m_page;
    Factory m_factory;
    std::unique_ptr<DesktopNotifier> m_notifier;
    bool m_missing = false; ///< there is nothing that could show them
};

} // namespace humdrum
