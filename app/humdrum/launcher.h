// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/context/appcontext.h"
#include "app/context/exampleopener.h"
#include "app/context/interrupts.h"
#include "options.h"
#include "ui/settings/preferences.h"
#include "ui/shell/actionregistry.h"
#include "ui/shell/jsonfile.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace humdrum {

class DesktopNotices;
class MainWindow;
class ProgressWindow;

/// Takes the program from its options to its window: first start if need be, database, window, tour. The window does not
/// wait for the database. Owns all of them and lets them go in reverse. GUI thread.
class Launcher : public QObject {
    Q_OBJECT
public:
    Launcher(Options options, Theme &theme, Preferences &preferences, JsonFile &session, QObject *parent = nullptr);
    ~Launcher() override;

    /// Returns at once; everything else happens in the event loop, which is left with the program's exit code.
    void start();
    /// Null until the database is open.
    [[nodiscard]] MainWindow *window() const { return m_window.get(); }
    /// Ends the program in order, as SIGTERM, SIGINT and SIGHUP ask for: nobody is there to be asked, so a command that runs
    /// is ended as after “End it and quit”. Making the example goes on to its end first.
    void leave();

private:
    void open();
    void goOn(const Result<void> &opened);
    void showProgress();
    void makeExample();
    void testExample();
    void warnOfStranger();
    void showWindow();
    void showError(const Error &error);
    void startTour();
    void pageAfterFirstFrame();
    void leaveWhenReady();
    [[nodiscard]] bool isTour() const { return !m_options.tourFolder.isEmpty(); }
    [[nodiscard]] bool usesDefaultDatabase() const { return m_options.databaseFile.isEmpty(); }
    [[nodiscard]] QString databaseFile() const;
    [[nodiscard]] Actor actor() const;

    Interrupts m_interrupts;
    Options m_options;
    Theme &m_theme;
    Preferences &m_preferences;
    JsonFile &m_session;
    bool m_firstStart = false;
    bool m_leaving = false; ///< the person has closed the progress window
    // In the order of need: each is used by those below it.
    std::unique_ptr<AppContext> m_context;
    std::unique_ptr<ActionRegistry> m_actions;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<DesktopNotices> m_notices;
    std::unique_ptr<QWidget> m_interim; ///< progress or error, before there is a window
    QPointer<ProgressWindow> m_progress;
};

} // namespace humdrum
