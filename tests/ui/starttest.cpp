// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrum/firststart.h"
#include "app/humdrum/options.h"
#include "app/humdrum/startwindows.h"
#include "app/humdrum/tour.h"
#include "fakes.h"
#include "product.h"
#include "ui/settings/preferences.h"
#include "ui/shell/actionregistry.h"
#include "ui/shell/jsonfile.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/label.h"

#include <QAtomicInt>
#include <QClipboard>
#include <QFutureWatcher>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

using namespace humdrum;
using namespace humdrum::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

const Timestamp now = at(u"2026-11-23T17:00:00Z"_s);

/// Never ready.
class StuckPage final : public Page {
public:
    using Page::Page;
};

/// Ready, with an error on it.
class BrokenPage final : public Page {
public:
    BrokenPage(const PageDescription &d, const PageServices &s, QWidget *parent) : Page(d, s, parent)
    {
        auto *banner = new ErrorBanner(this);
        banner->showError({ErrorCode::StorageFailed, u"The weeks could not be read."_s, {}, {}, {}});
    }
    void activated() override { setReady(); }
};

template <class ConcretePage>
PageFactory factory(const QString &id)
{
    return {{id, id, {}, {}, true}, [](const PageDescription &d, const PageServices &s, QWidget *parent) -> Page * {
                return new ConcretePage(d, s, parent);
            }};
}

QFuture<Result<void>> run(const FirstStart &start, const FirstStart::Steps &steps)
{
    return start.run(steps, [](double, const QString &) {});
}

} // namespace

/// Protects how the program starts: options, the first start, what is said when it cannot, and the tour.
class StartTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void optionsAreRead()
    {
        const auto options = readOptions({u"humdrum"_s, u"--db"_s, u"/tmp/x.db"_s, u"--tour"_s, u"out"_s, u"--theme"_s,
                                          u"dark"_s, u"--size"_s, u"1024x640"_s, u"--lang"_s, u"de"_s, u"--page"_s,
                                          u"weeks"_s, u"--as"_s, u"nr"_s});
        QVERIFY(options);
        QCOMPARE(options->databaseFile, u"/tmp/x.db"_s);
        QCOMPARE(options->tourFolder, u"out"_s);
        QCOMPARE(options->theme, ThemeMode::Dark);
        QCOMPARE(options->size, QSize(1024, 640));
        QCOMPARE(options->language, u"de"_s);
        QCOMPARE(options->page, u"weeks"_s);
        QCOMPARE(options->person, u"nr"_s);
        QVERIFY(readOptions({u"humdrum"_s, u"--help"_s})->text.contains(u"--tour"_s));
        QVERIFY(readOptions({u"humdrum"_s, u"--version"_s})->text.startsWith(u"humdrum "_s));
    }

    void wrongOptionsAreRefused_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("unknown") << QStringList{u"--nonsense"_s};
        QTest::newRow("no value") << QStringList{u"--db"_s};
        QTest::newRow("empty value") << QStringList{u"--db="_s};
        QTest::newRow("theme") << QStringList{u"--theme"_s, u"sepia"_s};
        QTest::newRow("size") << QStringList{u"--size"_s, u"big"_s};
        QTest::newRow("size with a tail") << QStringList{u"--size"_s, u"1024x640x2"_s};
        QTest::newRow("a word") << QStringList{u"weeks"_s};
    }
    void wrongOptionsAreRefused()
    {
        QFETCH(QStringList, arguments);
        const auto options = readOptions(QStringList{u"humdrum"_s} + arguments);
        QVERIFY(!options);
        QCOMPARE(kindOf(options.error().code), ErrorKind::WrongUse);
        QVERIFY(!options.error().message.isEmpty());
    }

    void aFirstStartMakesAndImportsOnce()
    {
        QTemporaryDir folder;
        const FirstStart start(folder.filePath(u"data/humdrum.db"_s), folder.filePath(u"example"_s));
        QVERIFY(start.isNeeded().result());
        QAtomicInt created = 0, imported = 0;
        FirstStart::Steps steps;
        steps.create = [&](const QString &, const FirstStart::Progress &) -> Result<void> {
            ++created;
            return {};
        };
        steps.import = [&](const QString &, const FirstStart::Progress &) -> Result<void> {
            ++imported;
            return {};
        };
        const auto future = run(start, steps);
        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result());
        QCOMPARE(created.loadRelaxed(), 1);
        QCOMPARE(imported.loadRelaxed(), 1);
        QFile database(folder.filePath(u"data/humdrum.db"_s));
        QVERIFY(database.open(QIODevice::WriteOnly)); // as the store makes it
        QVERIFY(!start.isNeeded().result());
    }

    void anInterruptedFirstStartIsTakenUp()
    {
        QTemporaryDir folder;
        const QString example = folder.filePath(u"example"_s);
        const FirstStart start(folder.filePath(u"humdrum.db"_s), example);
        int created = 0;
        FirstStart::Steps steps;
        steps.create = [&](const QString &where, const FirstStart::Progress &) -> Result<void> {
            ++created;
            if (QDir(where).exists())
                return fail(ErrorCode::AlreadyExists, u"half a folder is left"_s);
            QDir().mkpath(where);
            return created == 1 ? Result<void>(fail(ErrorCode::StorageFull, u"the disk is full"_s)) : Result<void>();
        };
        bool importFails = true;
        steps.import = [&](const QString &, const FirstStart::Progress &) -> Result<void> {
            return std::exchange(importFails, false) ? Result<void>(fail(ErrorCode::StorageLocked, u"locked"_s))
                                                     : Result<void>();
        };
        auto future = run(start, steps);
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::StorageFull);
        QVERIFY(start.isNeeded().result());
        future = run(start, steps); // the half-written folder is ours and goes
        QTRY_VERIFY(future.isFinished());
        QCOMPARE(future.result().error().code, ErrorCode::StorageLocked);
        future = run(start, steps); // the example is whole: only the import is done again
        QTRY_VERIFY(future.isFinished());
        QVERIFY(future.result());
        QCOMPARE(created, 2);
    }

    void aForeignFolderIsNeverRemoved()
    {
        QTemporaryDir folder;
        const QString example = folder.filePath(u"example"_s);
        QDir().mkpath(example);
        QFile precious(example + u"/thesis.tex"_s);
        QVERIFY(precious.open(QIODevice::WriteOnly));
        precious.close();
        const FirstStart start(folder.filePath(u"humdrum.db"_s), example);
        FirstStart::Steps steps;
        steps.create = [](const QString &where, const FirstStart::Progress &) -> Result<void> {
            return QDir(where).isEmpty() ? Result<void>()
                                         : Result<void>(fail(ErrorCode::AlreadyExists, u"the folder is not empty"_s));
        };
        steps.import = [](const QString &, const FirstStart::Progress &) -> Result<void> { return {}; };
        for (int attempt = 0; attempt < 2; ++attempt) {
            const auto future = run(start, steps);
            QTRY_VERIFY(future.isFinished());
            QCOMPARE(future.result().error().code, ErrorCode::AlreadyExists);
            QVERIFY(precious.exists());
        }
    }

    void aDatabaseErrorSaysWhatIsIntactAndCanBeCopied()
    {
        for (const ErrorCode code : {ErrorCode::StorageLocked, ErrorCode::StorageReadOnly, ErrorCode::StorageCorrupt,
                                     ErrorCode::StorageTooNew, ErrorCode::StorageFull})
            QVERIFY(!intactAfter(code).isEmpty());
        ErrorWindow window(
            {ErrorCode::StorageCorrupt, u"The file is no database."_s, u"Restore a copy."_s, u"code 26"_s, {}},
            u"/data/humdrum.db"_s);
        QSignalSpy again(&window, &ErrorWindow::tryAgain);
        for (QPushButton *button : window.findChildren<QPushButton *>()) {
            if (button->text() != u"Quit"_s)
                button->click();
        }
        QCOMPARE(again.count(), 1);
        const QString copied = QGuiApplication::clipboard()->text();
        for (const QString &part : {u"The file is no database."_s, u"Restore a copy."_s, u"code 26"_s,
                                    u"/data/humdrum.db"_s, intactAfter(ErrorCode::StorageCorrupt)})
            QVERIFY2(copied.contains(part), qPrintable(part));
    }

    void theProgressStaysAsLargeAsItWas()
    {
        // Without a display each later change of its least size is complained about on stderr.
        QTest::failOnWarning(QRegularExpression(u"propagateSizeHints"_s));
        ProgressWindow window;
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const QSize size = window.size();
        window.setProgress(0.2, u"Importing commits of a service with a long name "_s.repeated(9));
        QCoreApplication::processEvents();
        window.setProgress(0.9, {});
        QCoreApplication::processEvents();
        QCOMPARE(window.size(), size);
        for (const Label *label : window.findChildren<Label *>())
            QVERIFY2(window.rect().contains(QRect(label->mapTo(&window, QPoint()), label->size())),
                     qPrintable(label->text()));
    }

    void theTourDrawsEveryPageInEveryTheme()
    {
        StoredProduct stored(now);
        stored.describe();
        Parts parts(stored.store(), {factory<RecordingPage>(u"weeks"_s), factory<RecordingPage>(u"insights"_s)});
        QTemporaryDir folder;
        Tour tour(parts.window, parts.theme,
                  {folder.filePath(u"deep/tour"_s), {u"weeks"_s, u"insights"_s}, {ThemeMode::Light, ThemeMode::Dark}});
        QSignalSpy finished(&tour, &Tour::finished);
        parts.window.resize(1024, 640);
        parts.window.show();
        tour.start();
        QTRY_COMPARE(finished.count(), 1);
        QCOMPARE(finished.constFirst().constFirst().toString(), QString());
        QStringList names;
        for (const QString &file : tour.files()) {
            names << QFileInfo(file).fileName();
            QCOMPARE(QImage(file).size(), QSize(1024, 640));
        }
        QCOMPARE(names,
                 (QStringList{u"01-weeks-light.png"_s, u"02-insights-light.png"_s, u"01-weeks-dark.png"_s,
                              u"02-insights-dark.png"_s}));
        QVERIFY(QImage(tour.files().at(0)).pixelColor(600, 600).lightness() >
                QImage(tour.files().at(2)).pixelColor(600, 600).lightness());
    }

    void theTourFailsLoudly()
    {
        StoredProduct stored(now);
        stored.describe();
        Parts parts(stored.store(), {factory<StuckPage>(u"stuck"_s), factory<BrokenPage>(u"broken"_s)});
        parts.window.show();
        QTemporaryDir folder;
        const auto problemOf = [&](const QString &where, const QString &page) {
            Tour tour(parts.window, parts.theme, {where, {page}, {ThemeMode::Light}, 300ms});
            QSignalSpy finished(&tour, &Tour::finished);
            tour.start();
            if (finished.isEmpty() && !finished.wait())
                return u"nothing"_s;
            return finished.constFirst().constFirst().toString();
        };
        QVERIFY(problemOf(folder.path(), u"stuck"_s).contains(u"stuck"_s));
        QCOMPARE(problemOf(folder.path(), u"broken"_s), u"The weeks could not be read."_s);
        QVERIFY(problemOf(folder.path(), u"nowhere"_s).contains(u"nowhere"_s));
        QVERIFY(problemOf(u"/proc/nothing/here"_s, u"broken"_s).contains(u"/proc/nothing/here"_s));
    }

private:
    struct Parts {
        Parts(Store &store, std::vector<PageFactory> pages)
            : clock(now)
            , preferences(QString())
            , session(QString())
            , window(ShellParts{store, desk, clock, [] { return Actor{}; }, actions, theme, preferences, session},
                     std::move(pages))
        {}
        FixedClock clock;
        IdleDesk desk;
        ActionRegistry actions;
        Theme theme{*qApp, ThemeMode::Light};
        Preferences preferences;
        JsonFile session;
        MainWindow window;
    };
};

QTEST_MAIN(StartTest)
#include "starttest.moc"
