// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shellbench.h"
#include "ui/shell/commandtrust.h"
#include "ui/shell/keyboardhelp.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/productopener.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/trainstripbar.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/statuschip.h"

#include <QAbstractItemModelTester>
#include <QAction>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardItemModel>

using namespace humdrum;
using namespace humdrum::test;
using namespace Qt::StringLiterals;

namespace {

/// What a screen reader would call it.
QString nameOf(QWidget *widget)
{
    const std::unique_ptr<QAccessibleInterface, void (*)(QAccessibleInterface *)> face(
        QAccessible::queryAccessibleInterface(widget), [](QAccessibleInterface *) {});
    return face ? face->text(QAccessible::Name) : QString();
}

} // namespace

/// Protects navigation, palette, what is remembered and what is said to screen readers.
class ShellTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesAPageOnItsFirstVisit()
    {
        HeldStore store;
        Shell shell(store);
        QVERIFY(shell.window.findChildren<Page *>().isEmpty());
        shell.window.navigate({pages::releases, u"release:17"_s});
        QCOMPARE(shell.window.findChildren<Page *>().size(), 1);
        QCOMPARE(shell.front()->subjects, QStringList{u"release:17"_s});
        QCOMPARE(shell.front()->activations, 1);
        RecordingPage *releases = shell.front();
        shell.window.navigate({pages::notes, {}});
        QCOMPARE(releases->deactivations, 1);
        shell.window.navigate({pages::releases, {}});
        QCOMPARE(shell.front(), releases);
        shell.window.navigate({u"nowhere"_s, {}});
        QCOMPARE(shell.front(), releases);
    }

    void keysAndSidebarReachEveryPage()
    {
        HeldStore store;
        Shell shell(store);
        shell.window.restoreSession();
        QCOMPARE(shell.front()->id(), pages::weeks);
        show(shell.window);
        const auto descriptions = shell.window.pageDescriptions();
        for (size_t i = 0; i < descriptions.size(); ++i) {
            QTest::keyClick(&shell.window, static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(i)), Qt::ControlModifier);
            QCOMPARE(shell.front()->id(), descriptions[i].id);
            QCOMPARE(shell.window.title(), descriptions[i].title);
            QVERIFY(shell.window.sidebar()->button(descriptions[i].id)->isChecked());
        }
        QVERIFY(!shell.find<TrainStripBar>()->isVisible()); // Insights stand without it
        QTest::mouseClick(shell.window.sidebar()->button(pages::pipeline), Qt::LeftButton);
        QCOMPARE(shell.front()->id(), pages::pipeline);
        QVERIFY(shell.find<TrainStripBar>()->isVisible());
        QTest::keyClick(&shell.window, Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(shell.front()->id(), pages::insights);
        QTest::keyClick(&shell.window, Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(shell.front()->id(), pages::pipeline);
        shell.front()->rename(u"Pipeline · 2026.48"_s);
        QCOMPARE(shell.window.title(), u"Pipeline · 2026.48"_s);
    }

    void remembersWhereEverythingWas()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"deep/session.json"_s);
        HeldStore store;
        {
            Shell shell(store, file);
            shell.window.resize(800, 600);
            shell.window.restoreSession();
            shell.window.navigate({pages::notes, {}});
            shell.front()->state = QJsonObject{{u"splitter"_s, 420}};
            shell.window.navigate({pages::environments, {}});
            show(shell.window);
            shell.window.close();
        }
        {
            Shell shell(store, file);
            shell.window.restoreSession();
            QCOMPARE(shell.front()->id(), pages::environments);
            QCOMPARE(shell.window.size(), QSize(800, 600));
            show(shell.window);
            shell.window.close(); // Notes was not visited this time; its state must survive
        }
        {
            Shell shell(store, file);
            shell.window.navigate({pages::notes, {}});
            QCOMPARE(shell.front()->state[u"splitter"_s].toInt(), 420);
        }
        QFile broken(file);
        QVERIFY(broken.open(QIODevice::WriteOnly | QIODevice::Truncate));
        broken.write("{ not json");
        broken.close();
        Shell shell(store, file);
        shell.window.restoreSession();
        QCOMPARE(shell.front()->id(), pages::weeks);
    }

    void paletteGoesToAPageByKeyboardAlone()
    {
        HeldStore store;
        Shell shell(store);
        shell.window.restoreSession();
        show(shell.window);
        CommandPalette *palette = shell.window.commandPalette();
        const QAbstractItemModelTester tester(palette->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTest::keyClick(&shell.window, Qt::Key_K, Qt::ControlModifier);
        QVERIFY(palette->isVisible());
        QVERIFY(palette->field()->hasFocus());
        QVERIFY(titles(*palette->model()).contains(u"Insights"_s));
        QTest::keyClicks(palette->field(), u"insi"_s);
        QCOMPARE(titles(*palette->model()).constFirst(), u"Insights"_s);
        QTest::keyClick(palette->field(), Qt::Key_Return);
        QVERIFY(!palette->isVisible());
        QCOMPARE(shell.front()->id(), pages::insights);
        QTest::keyClick(&shell.window, Qt::Key_K, Qt::ControlModifier);
        QTest::keyClick(palette->field(), Qt::Key_Up); // wraps to the last
        QCOMPARE(palette->list()->currentIndex().row(), palette->model()->rowCount() - 1);
        QTest::keyClick(palette->field(), Qt::Key_Escape);
        QVERIFY(!palette->isVisible());
    }

    void paletteFindsWhatIsStored()
    {
        StoredProduct stored(now);
        stored.describe();
        const ReleaseId release = stored.plan();
        Shell shell(stored.store());
        shell.window.restoreSession();
        show(shell.window);
        CommandPalette *palette = shell.window.commandPalette();
        const auto first = [&](const QString &query) {
            palette->popup();
            palette->field()->setText(query);
            if (!QTest::qWaitFor([&] { return !palette->isSearching(); }))
                return QString(u"no answer"_s);
            return palette->model()->rowCount() > 0 ? palette->model()->entry(0).title : QString();
        };
        QCOMPARE(first(u"2026.4"_s), u"2026.48"_s);
        QTest::keyClick(palette->field(), Qt::Key_Return);
        QCOMPARE(shell.front()->id(), pages::releases);
        QCOMPARE(shell.front()->subjects, QStringList{subjectOf(release)});
        QCOMPARE(first(u"bank timeout"_s), u"retry on bank timeout"_s);
        QCOMPARE(first(u"4.18.2"_s), u"billing 4.18.2"_s);
        QCOMPARE(first(u"aurora st"_s), u"Aurora staging"_s);
        QCOMPARE(first(u"ivo kr"_s), u"Ivo Kranz"_s);
        QCOMPARE(first(u"dark"_s), u"Dark theme"_s);
        QCOMPARE(first(u"qqqq"_s), QString());
        QVERIFY(shell.says(u"Nothing is called “qqqq”."_s));
        QVERIFY(!palette->list()->isVisible());
        QTest::keyClick(palette->field(), Qt::Key_Return); // nothing to choose: stays
        QVERIFY(palette->isVisible());
    }

    void paletteDropsAnAnswerToAnOlderQuestion()
    {
        HeldStore store;
        Shell shell(store);
        show(shell.window);
        store.answer(0, Error{ErrorCode::StorageFailed, u"none"_s, {}, {}, {}}); // the frame's own
        CommandPalette *palette = shell.window.commandPalette();
        palette->popup();
        palette->field()->setText(u"first"_s);
        QTRY_COMPARE(store.waiting(), size_t(1));
        palette->field()->setText(u"weeks"_s);
        QVERIFY(palette->isSearching());
        store.answer(0, Error{ErrorCode::StorageFailed, u"none"_s, {}, {}, {}});
        QCoreApplication::processEvents();
        QVERIFY(palette->isSearching()); // the newer question is still open
        QTRY_COMPARE(store.waiting(), size_t(1));
        store.answer(0, Error{ErrorCode::StorageFailed, u"none"_s, {}, {}, {}});
        QTRY_VERIFY(!palette->isSearching());
        QCOMPARE(titles(*palette->model()).constFirst(), u"Weeks"_s); // pages work without the store
    }

    void disabledActionsSayWhyInThePalette()
    {
        HeldStore store;
        Shell shell(store);
        bool ran = false;
        shell.actions.add(&shell.window,
                          {u"releases.create"_s, u"Create release…"_s, {}, {}, {}, [&ran] { ran = true; }, {}});
        shell.actions.setEnabled(u"releases.create"_s, false, u"No build has passed all stages"_s);
        show(shell.window);
        CommandPalette *palette = shell.window.commandPalette();
        palette->popup();
        palette->field()->setText(u"create"_s);
        QCOMPARE(palette->model()->entry(0).detail, u"No build has passed all stages"_s);
        QTest::keyClick(palette->field(), Qt::Key_Return);
        QVERIFY(!ran);
        QVERIFY(palette->isVisible());
    }

    void describesAProductFromItsFile()
    {
        StoredProduct stored(now);
        Shell shell(stored.store());
        QTRY_VERIFY(shell.window.isReady());
        QAction *describe = shell.actions.action(u"shell.describe"_s);
        QVERIFY(describe->isEnabled());
        auto *opener = shell.window.findChild<ProductOpener *>();
        QSignalSpy failed(opener, &ProductOpener::failed);
        opener->open(u"/nowhere/humdrum.yaml"_s);
        QVERIFY(!describe->isEnabled());
        QTRY_COMPARE(failed.size(), 1);
        QTRY_VERIFY(shell.find<ErrorBanner>()->hasError());
        QVERIFY(describe->isEnabled());
        // The services' repositories of this one are not there: it is described all the same, and the error says what is not.
        opener->open(QStringLiteral(HUMDRUM_SOURCE_DIR "/resources/examples/humdrum.yaml"));
        QTRY_COMPARE(failed.size(), 2);
        QTRY_VERIFY(!describe->isEnabled());
        QVERIFY(shell.actions.disabledReason(u"shell.describe"_s).contains(u"Harbour Suite"_s));
        QVERIFY(stored.store().read([](Session &s) { return s.products().current(); }).result()->has_value());
    }

    void commandsAreShownBeforeTheyMayRun()
    {
        StoredProduct stored(now);
        Shell shell(stored.store());
        QTRY_VERIFY(shell.window.isReady());
        CommandTrust *trust = shell.window.commandTrust();
        QCOMPARE(trust->notice(), QString()); // what is accepted is not spoken of
        shell.desk.standing = {.accepted = false,
                               .anyBefore = true,
                               .digest = "abc"_ba,
                               .acceptedBy = u"ik"_s,
                               .differences = {{u"environments.dev.deploy"_s, u"run: [\"a\"]"_s, u"run: [\"b\"]"_s}}};
        stored.describe();
        QTRY_VERIFY(trust->notice().contains(u"1 command"_s));
        auto *button = trust->findChild<QPushButton *>();
        QVERIFY(button);
        button->click();
        QTRY_VERIFY(trust->dialog() && trust->dialog()->isVisible());
        QCOMPARE(trust->dialog()->text(), u"environments.dev.deploy\n  - run: [\"a\"]\n  + run: [\"b\"]\n"_s);
        QTest::keyClick(trust->dialog(), Qt::Key_Return); // Enter alone accepts nothing
        QVERIFY(shell.desk.accepted.isEmpty());
        trust->open();
        const auto buttons = trust->dialog()->findChildren<QPushButton *>();
        const auto accept = std::ranges::find_if(buttons, [](const QPushButton *b) { return isPrimary(b); });
        QVERIFY(accept != buttons.end());
        (*accept)->click();
        QTRY_COMPARE(shell.desk.accepted, QByteArrayList{"abc"_ba});
        QTRY_VERIFY(trust->notice().isEmpty());
        QVERIFY(!trust->dialog()->isVisible());
    }

    void theFrameTellsTheTruth()
    {
        StoredProduct stored(now);
        Shell shell(stored.store());
        QTRY_VERIFY(shell.window.isReady());
        const auto shown = [&](const QString &text) {
            for (const Label *label : shell.window.findChildren<Label *>()) {
                if (label->text() == text)
                    return true;
            }
            return false;
        };
        QVERIFY(shown(u"No product yet"_s));
        QVERIFY(!shell.find<TrainStripBar>()->isVisibleTo(&shell.window)); // no band without content
        stored.describe();
        QTRY_VERIFY(shown(u"Harbour Suite"_s));
        QTRY_VERIFY(shown(u"2 service(s) · 2 environment(s)"_s) || shown(u"2 services · 2 environments"_s));
        QVERIFY(shown(u"None is planned"_s));
        QTRY_VERIFY(shell.find<TrainStripBar>()->isVisibleTo(&shell.window));
        stored.plan();
        QTRY_VERIFY(shown(u"2026.48"_s));
        QVERIFY(shown(u"NR · backup IK"_s));
        QVERIFY(shown(u"2 · 0 documented"_s)); // there are no notes yet
        QCOMPARE(shell.window.sidebar()->button(pages::releases)->accessibleName().section(u',', 0, 0), u"Releases"_s);
        QVERIFY(shell.window.sidebar()->button(pages::releases)->accessibleName().contains(u'1'));
        bool attention = false;
        for (const StatusChip *chip : shell.find<TrainStripBar>()->findChildren<StatusChip *>())
            attention = attention || (chip->mark() == Mark::Attention && chip->text() == u"no notes"_s);
        QVERIFY(attention);
    }

    void aStoreThatFailsIsSaidOnceAndTriedAgain()
    {
        HeldStore store;
        Shell shell(store);
        show(shell.window);
        store.answer(
            0, Error{ErrorCode::StorageLocked, u"The database is locked."_s, u"Close the other program."_s, {}, {}});
        auto *banner = shell.find<ErrorBanner>();
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(shell.window.isReady());
        Q_EMIT banner->retry();
        QCOMPARE(store.waiting(), size_t(1));
    }

    void theWorkerIsSeen()
    {
        HeldStore store;
        Shell shell(store);
        shell.desk.setProgress(
            {PromotionId{4}, u"Promoting billing 4.18.2 → Aurora staging"_s, u"Smoke test"_s, 0.6, 1, 2});
        QStringList texts;
        for (const Label *label : shell.window.sidebar()->findChildren<Label *>())
            texts << label->text();
        QVERIFY(texts.contains(u"Promoting billing 4.18.2 → Aurora staging"_s));
        shell.desk.setProgress({});
        texts.clear();
        for (const Label *label : shell.window.sidebar()->findChildren<Label *>())
            texts << label->text();
        QVERIFY(texts.contains(u"Worker idle"_s));
    }

    void asksBeforeItEndsWhatRuns()
    {
        HeldStore store;
        Shell shell(store);
        show(shell.window);
        shell.desk.setProgress(
            {PromotionId{4}, u"Promoting billing 4.18.2 → Aurora staging"_s, u"Deploy"_s, 0.2, 1, 0});
        QVERIFY(!shell.window.close());
        auto *question = shell.find<QMessageBox>();
        QVERIFY(question && question->isVisible());
        QTest::keyClick(question, Qt::Key_Escape);
        QTRY_VERIFY(!shell.find<QMessageBox>());
        QVERIFY(shell.window.isVisible());
        QVERIFY(!shell.window.close());
        for (QAbstractButton *button : shell.find<QMessageBox>()->buttons()) {
            if (button->text() == u"End it and quit"_s)
                button->click();
        }
        QTRY_VERIFY(!shell.window.isVisible());
    }

    void everyControlHasAName()
    {
        StoredProduct stored(now);
        stored.describe();
        stored.plan();
        Shell shell(stored.store());
        shell.window.restoreSession();
        show(shell.window);
        QTRY_VERIFY(shell.window.isReady());
        shell.window.commandPalette()->popup();
        QVERIFY(shell.actions.trigger(u"help.keyboard"_s));
        QVERIFY(shell.actions.trigger(u"settings.preferences"_s));
        for (QWidget *widget : shell.window.findChildren<QWidget *>()) {
            const bool control = widget->focusPolicy() != Qt::NoFocus || qobject_cast<QAbstractButton *>(widget) ||
                qobject_cast<StatusChip *>(widget);
            if (!control || !widget->isVisible() || widget->objectName() == "qt_scrollarea_viewport"_L1 ||
                qobject_cast<QScrollBar *>(widget))
                continue;
            if (widget->objectName().startsWith("qt_"_L1) || widget->objectName().startsWith("_q_"_L1))
                continue; // Qt's own parts
            QVERIFY2(!nameOf(widget).isEmpty(),
                     qPrintable(QLatin1StringView(widget->metaObject()->className()) + u' ' + widget->objectName()));
        }
    }

    void everyActionHasTextAndAnIdOfItsOwn()
    {
        HeldStore store;
        Shell shell(store);
        QSet<QString> ids;
        QHash<QKeySequence, QString> keys;
        for (const ActionSpec &spec : shell.actions.all()) {
            QVERIFY(!spec.id.isEmpty() && spec.id.contains(u'.'));
            QVERIFY2(!ids.contains(spec.id), qPrintable(spec.id));
            ids << spec.id;
            QVERIFY2(!spec.text.isEmpty(), qPrintable(spec.id));
            QVERIFY2(spec.icon.isEmpty() || !icons::icon(spec.icon).isNull(), qPrintable(spec.id + u' ' + spec.icon));
            QVERIFY2(shell.window.actions().contains(shell.actions.action(spec.id)), qPrintable(spec.id));
            if (!spec.shortcut.isEmpty()) {
                QVERIFY2(!keys.contains(spec.shortcut), qPrintable(spec.id + u" and "_s + keys.value(spec.shortcut)));
                keys.insert(spec.shortcut, spec.id);
            }
        }
        for (const HitKind kind : {HitKind::Release, HitKind::Environment, HitKind::Service, HitKind::Build,
                                   HitKind::Change, HitKind::Person}) {
            SearchHit hit;
            hit.kind = kind;
            PaletteModel model(shell.actions, {});
            model.setHits({hit});
            QVERIFY(!model.index(model.rowCount() - 1).data(Qt::DecorationRole).value<QIcon>().isNull() ||
                    !model.index(0).data(Qt::DecorationRole).value<QIcon>().isNull());
            QVERIFY(!destinationOf(hit).page.isEmpty());
        }
    }

    void helpShowsEveryAction()
    {
        HeldStore store;
        Shell shell(store);
        show(shell.window);
        QTest::keyClick(&shell.window, Qt::Key_F1);
        auto *help = shell.find<KeyboardHelp>();
        QVERIFY(help && help->isVisible());
        QVERIFY(!help->isModal());
        QCOMPARE(static_cast<size_t>(help->model()->rowCount()), shell.actions.all().size());
        const QAbstractItemModelTester tester(help->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    }

    void preferencesAreApart()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(u"preferences.json"_s);
        {
            Preferences preferences(file);
            QSignalSpy changed(&preferences, &Preferences::changed);
            preferences.setTheme(ThemeMode::Dark);
            preferences.setDensity(Density::Compact);
            preferences.setPerson(u"nr"_s);
            preferences.setPerson(u"nr"_s);
            QCOMPARE(changed.count(), 3);
        }
        Preferences again(file);
        QCOMPARE(again.theme(), ThemeMode::Dark);
        QCOMPARE(again.density(), Density::Compact);
        QCOMPARE(again.person(), u"nr"_s);
        // A tour: the same person, looks that do not depend on the user.
        {
            Preferences tour(file, Preferences::Scope::Person);
            QCOMPARE(tour.person(), u"nr"_s);
            QCOMPARE(tour.theme(), ThemeMode::Desktop);
            QCOMPARE(tour.density(), Density::Comfortable);
            tour.setPerson(u"ik"_s);
        }
        Preferences last(file);
        QCOMPARE(last.person(), u"ik"_s);
        QCOMPARE(last.theme(), ThemeMode::Dark);
    }

    void fitsASmallWindow()
    {
        StoredProduct stored(now);
        stored.describe();
        stored.plan();
        Shell shell(stored.store());
        shell.window.restoreSession();
        shell.window.resize(1024, 640);
        show(shell.window);
        QTRY_VERIFY(shell.window.isReady());
        QCOMPARE(shell.window.size(), QSize(1024, 640));
        for (const Label *label : shell.window.findChildren<Label *>()) {
            if (!label->isVisible() || qobject_cast<const ElidingLabel *>(label))
                continue;
            const QRect place(label->mapTo(&shell.window, QPoint()), label->size());
            QVERIFY2(shell.window.rect().contains(place), qPrintable(label->text()));
            if (!label->wordWrap())
                QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
        }
    }

    void ranksWhatBeginsSoFirst()
    {
        QCOMPARE(rankOf(u"2026.48", u"2026.48"), 0);
        QCOMPARE(rankOf(u"2026.48", u"2026"), 1);
        QCOMPARE(rankOf(u"Aurora staging", u"stag"), 2);
        QCOMPARE(rankOf(u"Aurora staging", u"sta aur"), 2);
        QCOMPARE(rankOf(u"Aurora staging", u"gin"), 3);
        QCOMPARE(rankOf(u"Aurora staging", u"aurora prod"), -1);
        QCOMPARE(rankOf(u"anything", u"  "), -1);
    }
};

QTEST_MAIN(ShellTest)
#include "shelltest.moc"
