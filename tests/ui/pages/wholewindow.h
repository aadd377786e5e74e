// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/humdrum/pages.h"
#include "ui/fakes.h"
#include "ui/pages/story.h"
#include "ui/settings/preferences.h"
#include "ui/shell/actionregistry.h"
#include "ui/shell/jsonfile.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QTest>

namespace humdrum::test {

/// The whole window over a store, with every page there is.
class Window {
public:
    Window(Store &store, QSize size, const QString &session = {})
        : m_preferences(QString())
        , m_session(session)
        , window(ShellParts{store, m_desk, clock(),
                            [] { return Actor{QStringLiteral("nr"), QStringLiteral("test"), {}}; }, actions, theme,
                            m_preferences, m_session},
                 allPages())
    {
        window.resize(size);
        window.show();
        window.activateWindow();
    }

    /// Brings the page to the front and waits until it shows what it has; null when it never does.
    [[nodiscard]] Page *goTo(const QString &id)
    {
        window.navigate({id, {}});
        Page *page = window.currentPage();
        const auto settled = [&] { return window.isReady() && page->isReady(); };
        if (!page || page->id() != id || !QTest::qWaitFor(settled, 20'000))
            return nullptr;
        QCoreApplication::sendPostedEvents();
        QCoreApplication::processEvents();
        window.grab(); // lays out and paints, which is when labels find out that they are cut
        return page;
    }
    /// Saves what is on the screen for people to look at; the build folder's pictures/.
    void picture(const QString &name)
    {
        QDir().mkpath(QStringLiteral(HUMDRUM_BINARY_DIR "/pictures"));
        window.grab().save(QStringLiteral(HUMDRUM_BINARY_DIR "/pictures/") + name + QStringLiteral(".png"));
    }

private:
    /// Jobs that the window has asked the store for read it, perhaps after the window has gone.
    static const Clock &clock()
    {
        static const FixedClock fixed(Story::now());
        return fixed;
    }

    IdleDesk m_desk;
    Preferences m_preferences;
    JsonFile m_session;

public:
    Theme theme{*qApp, ThemeMode::Light};
    ActionRegistry actions;
    MainWindow window;
};

[[nodiscard]] inline QStringList pageIds()
{
    QStringList ids;
    for (const PageFactory &factory : allPages())
        ids << factory.description.id;
    return ids;
}

} // namespace humdrum::test
