// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrum/launcher.h"
#include "app/humdrum/startwindows.h"
#include "storage/fixture.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/mainwindow.h"
#include "ui/widgets/label.h"

#include <QApplication>
#include <QPushButton>
#include <QtTest>

using namespace humdrum;
using namespace humdrum::test;
using namespace Qt::StringLiterals;

namespace {

/// A program about to be started on a database.
struct Start {
    explicit Start(const QString &database = {}) : launcher(optionsFor(database), theme, preferences, session) {}

    static Options optionsFor(const QString &database)
    {
        Options options;
        options.databaseFile = database;
        return options;
    }
    [[nodiscard]] bool isReady() const
    {
        const MainWindow *window = launcher.window();
        return window && window->isReady() && window->currentPage() && window->currentPage()->isReady();
    }

    Theme theme{*qApp, ThemeMode::Light};
    Preferences preferences{QString()};
    JsonFile session{QString()};
    Launcher launcher;
};

/// Keeps everybody else out of a database.
class Locked {
public:
    explicit Locked(const QString &file) : m_connection(file)
    {
        m_connection.run(u"PRAGMA locking_mode = EXCLUSIVE"_s);
        m_connection.run(u"BEGIN EXCLUSIVE"_s);
    }

private:
    RawConnection m_connection;
};

/// The window of that kind which is shown.
template <class Window>
Window *shown()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *window = qobject_cast<Window *>(widget); window && window->isVisible())
            return window;
    }
    return nullptr;
}

bool says(const QWidget &window, const QString &text)
{
    return std::ranges::any_of(window.findChildren<Label *>(),
                               [&](const Label *label) { return label->isVisible() && label->text() == text; });
}

void makeDatabase(const QString &file)
{
    must(AppContext::open({.databaseFile = file, .person = {}, .program = u"test"_s, .work = false}));
}

const QString reading = u"Reading what is stored…"_s;

} // namespace

/// Protects the start: the window is there before the database is, and says what goes on and what went wrong.
class LauncherTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theWindowDoesNotWaitForTheDatabase()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"humdrum.db"_s);
        makeDatabase(file);
        std::optional<Locked> lock(file);
        Start start(file);
        start.launcher.start();
        const MainWindow *window = start.launcher.window();
        QVERIFY(window && window->isVisible());
        QVERIFY(!window->currentPage()); // it is made after the first frame
        QTRY_VERIFY(window->currentPage());
        QVERIFY(!window->isReady());
        QVERIFY(says(*window, reading));
        QVERIFY(!window->currentPage()->isVisible());
        lock.reset();
        QTRY_VERIFY(start.isReady());
        QVERIFY(!says(*window, reading));
        QVERIFY(window->currentPage()->isVisible());
    }

    void leavingDoesNotWaitForTheDatabase()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"humdrum.db"_s);
        makeDatabase(file);
        const Locked lock(file);
        QElapsedTimer timer;
        timer.start();
        {
            Start start(file);
            start.launcher.start();
            QTRY_VERIFY(start.launcher.window()->currentPage());
        }
        QVERIFY(timer.elapsed() < 4000); // the store would wait 5 s for the lock
    }

    void aPageThatWasAskedForIsAnnounced()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"humdrum.db"_s);
        Theme theme(*qApp, ThemeMode::Light);
        Preferences preferences{QString()};
        JsonFile session{QString()};
        Options options = Start::optionsFor(file);
        options.page = pages::environments;
        options.size = QSize(1024, 640);
        Launcher launcher(options, theme, preferences, session);
        launcher.start();
        QCOMPARE(launcher.window()->title(), u"Environments"_s);
        QCOMPARE(launcher.window()->size(), QSize(1024, 640));
        QTRY_VERIFY(launcher.window()->currentPage());
        QCOMPARE(launcher.window()->currentPage()->id(), pages::environments);
        QTRY_VERIFY(launcher.window()->currentPage()->isReady());
    }

    void whatCannotBeOpenedIsSaidAndTriedAgain()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"humdrum.db"_s);
        QFile notes(file);
        QVERIFY(notes.open(QIODevice::WriteOnly));
        notes.write("not a database");
        notes.close();
        Start start(file);
        start.launcher.start();
        QTRY_VERIFY(shown<ErrorWindow>());
        QVERIFY(!start.launcher.window());
        QVERIFY(shown<ErrorWindow>()->text().contains(file));
        QVERIFY(QApplication::quitOnLastWindowClosed());
        QVERIFY(QFile::remove(file));
        const auto buttons = shown<ErrorWindow>()->findChildren<QPushButton *>();
        const auto again = std::ranges::find(buttons, u"Try again"_s, &QPushButton::text);
        QVERIFY(again != buttons.end());
        QTest::mouseClick(*again, Qt::LeftButton);
        QTRY_VERIFY(start.isReady());
        QVERIFY(!shown<ErrorWindow>());
    }

    void everythingThatCanBeDoneIsFoundFromTheStart()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"humdrum.db"_s);
        makeDatabase(file);
        Start start(file);
        start.launcher.start();
        QTRY_VERIFY(start.isReady());
        QTRY_COMPARE(start.launcher.window()->findChildren<Page *>().size(), 7);
        CommandPalette *palette = start.launcher.window()->commandPalette();
        palette->popup(u"promote"_s);
        QStringList found;
        for (int row = 0; row < palette->model()->rowCount(); ++row)
            found << palette->model()->entry(row).title;
        QVERIFY2(found.contains(u"Promote…"_s), qPrintable(found.join(u'|')));
    }

    /// With the real example: git repositories, import, pages.
    void theFirstStartMakesTheExample()
    {
        QVERIFY(QDir(QFileInfo(AppContext::defaultDatabaseFile()).absolutePath()).removeRecursively());
        {
            Start start;
            start.launcher.start();
            QTRY_VERIFY(shown<ProgressWindow>());
            QTRY_VERIFY_WITH_TIMEOUT(start.isReady(), 60'000);
            QVERIFY(!shown<ProgressWindow>());
            QVERIFY(says(*start.launcher.window(), u"Harbour Suite"_s));
            QVERIFY(QApplication::quitOnLastWindowClosed());
        }
        Start again;
        again.launcher.start();
        QTRY_VERIFY(again.isReady());
        QVERIFY(!shown<ProgressWindow>());
        QVERIFY(says(*again.launcher.window(), u"Harbour Suite"_s));
    }
};

QTEST_MAIN(LauncherTest)
#include "launchertest.moc"
