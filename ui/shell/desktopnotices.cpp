// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/desktopnotices.h"

#include "promotion/desk.h"
#include "ui/modules/modules.h"
#include "ui/settings/preferences.h"
#include "ui/shell/destination.h"

#include <QWidget>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

DesktopNotifier *ofTheModule()
{
    using Make = DesktopNotifier *(*)();
    const auto make = reinterpret_cast<Make>(modules::function(modules::notifications, "humdrumDesktopNotifier"));
    return make ? make() : nullptr;
}

} // namespace

bool DesktopNotices::concerns(const PromotionNotice &notice, bool windowIsActive, bool onPromotions)
{
    if (!windowIsActive)
        return true;
    return notice.why == PromotionNotice::Why::Decision && !onPromotions;
}

DesktopNotices::DesktopNotices(Store &store, PromotionDesk &desk, const Preferences &preferences, Navigator &navigator,
                               QWidget &window, std::function<QString()> page, Factory factory, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_preferences(preferences)
    , m_navigator(navigator)
    , m_window(window)
    , m_page(std::move(page))
    , m_factory(factory ? std::move(factory) : ofTheModule)
{
    connect(&desk, &PromotionDesk::finished, this, [this](PromotionId id) { consider(id); });
}

DesktopNotices::~DesktopNotices() = default;

void DesktopNotices::consider(PromotionId id)
{
    if (!m_preferences.notifications() || m_missing)
        return;
    m_store.read([id](Session &session) { return readPromotionFacts(session, id); })
        .then(this, [this](const Result<PromotionFacts> &facts) {
            if (!facts)
                return; // the pages say what is wrong with the store
            const auto notice = noticeOf(*facts);
            if (notice && concerns(*notice, m_window.isActiveWindow(), m_page() == pages::promotions))
                show(*notice);
        });
}

void DesktopNotices::show(const PromotionNotice &notice)
{
    if (!m_notifier && !m_missing) {
        m_notifier.reset(m_factory());
        m_missing = !m_notifier;
        if (m_notifier)
            // On the notifier's thread, which ends before this does.
            m_notifier->clicked = [this](const QString &subject, const QString &token) {
                QMetaObject::invokeMethod(this, [this, subject, token] { comeToTheFront(subject, token); });
            };
    }
    if (m_notifier)
        m_notifier->show({.subject = subjectOf(notice.promotion),
                          .title = notice.title,
                          .text = notice.text,
                          .show = tr("Show the promotion"),
                          .urgent = notice.why == PromotionNotice::Why::Decision});
}

void DesktopNotices::comeToTheFront(const QString &subject, const QString &token)
{
    if (!token.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8()); // Qt hands it to the compositor with the next activation
    if (m_window.isMinimized())
        m_window.showNormal();
    m_window.show();
    m_window.raise();
    m_window.activateWindow();
    m_navigator.navigate({QString(pages::promotions), subject});
}

} // namespace humdrum
