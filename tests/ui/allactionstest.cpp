// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "shellbench.h"
#include "ui/shell/keyboardhelp.h"

#include <QAction>
#include <QLineEdit>
#include <QListView>
#include <QStandardItemModel>

using namespace humdrum;
using namespace humdrum::test;
using namespace Qt::StringLiterals;

/// Protects that palette and help know what can be done on every page, also on those that nobody has opened.
class AllActionsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theActionsOfPagesThatWereNeverOpenedAreFound()
    {
        StoredProduct stored(now);
        stored.describe();
        Shell shell(stored.store());
        shell.session.setObject({{u"pages"_s, QJsonObject{{pages::notes, QJsonObject{{u"splitter"_s, 420}}}}}});
        shell.window.restoreSession();
        show(shell.window);
        QTRY_COMPARE(shell.made().size(), 7);
        for (const RecordingPage *page : shell.made())
            QCOMPARE(page->activations, page == shell.front() ? 1 : 0); // made, and nothing read
        shell.window.saveSession();
        QCOMPARE(shell.session.object()[u"pages"_s][pages::notes][u"splitter"_s].toInt(), 420);

        QTest::keyClick(&shell.window, Qt::Key_K, Qt::ControlModifier);
        CommandPalette *palette = shell.window.commandPalette();
        palette->field()->setText(u"look at"_s);
        QCOMPARE(palette->model()->rowCount(), 7);
        QCOMPARE(palette->model()->entry(0).title, u"Look at weeks…"_s); // what is in front comes first
        QCOMPARE(palette->model()->entry(0).detail, u"Looks around"_s);
        palette->field()->setText(u"look at insi"_s);
        QCOMPARE(palette->model()->entry(0).detail, u"Insights · Looks around"_s);
        QTest::keyClick(palette->field(), Qt::Key_Return);
        QVERIFY(!palette->isVisible());
        QCOMPARE(shell.front()->id(), pages::insights);
        QTRY_COMPARE(shell.front()->looks, 1);

        QTest::keyClick(&shell.window, Qt::Key_F1);
        const QStandardItemModel *help = shell.find<KeyboardHelp>()->model();
        QCOMPARE(help->findItems(u"Look at notes…"_s).size(), 1);
        QCOMPARE(help->item(help->findItems(u"Look at notes…"_s).constFirst()->row(), 1)->text(), u"Notes"_s);
    }

    void helpThatIsOpenedFirstGetsTheActionsAsTheyCome()
    {
        HeldStore store; // which never answers
        Shell shell(store);
        shell.window.restoreSession();
        show(shell.window);
        QTest::keyClick(&shell.window, Qt::Key_F1);
        const QStandardItemModel *help = shell.find<KeyboardHelp>()->model();
        QCOMPARE(help->findItems(u"Look at notes…"_s).size(), 0);
        QTRY_COMPARE(help->findItems(u"Look at insights…"_s).size(), 1);
        QCOMPARE(static_cast<size_t>(help->rowCount()), shell.actions.all().size());
    }

    void paletteGetsTheActionsAsTheyCome()
    {
        HeldStore store;
        Shell shell(store);
        shell.window.restoreSession();
        show(shell.window);
        QTest::keyClick(&shell.window, Qt::Key_K, Qt::ControlModifier);
        CommandPalette *palette = shell.window.commandPalette();
        palette->field()->setText(u"look at insi"_s);
        QCOMPARE(palette->model()->rowCount(), 0);
        QVERIFY(shell.says(u"Searching…"_s));
        QTRY_COMPARE(titles(*palette->model()), QStringList{u"Look at insights…"_s});
        QVERIFY(palette->list()->isVisible());
        QVERIFY(!shell.says(u"Searching…"_s));
    }

    void thePagesThatNobodyAskedForComeOneByOne()
    {
        StoredProduct stored(now);
        stored.describe();
        Shell shell(stored.store());
        shell.window.restoreSession();
        show(shell.window);
        bool turned = true;
        int added = 0;
        connect(&shell.actions, &ActionRegistry::added, &shell.window, [&] {
            QVERIFY2(turned, "two pages in one turn of the event loop");
            turned = false;
            ++added;
            QTimer::singleShot(0, &shell.window, [&turned] { turned = true; });
        });
        QTRY_COMPARE(added, 6);
    }

    void whatCannotBeDoneThereSaysWhy()
    {
        StoredProduct stored(now);
        stored.describe();
        Shell shell(stored.store());
        shell.window.restoreSession();
        show(shell.window);
        QTRY_COMPARE(shell.made().size(), 7);
        for (RecordingPage *page : shell.made())
            page->mayLook = false;
        QTest::keyClick(&shell.window, Qt::Key_K, Qt::ControlModifier);
        CommandPalette *palette = shell.window.commandPalette();
        palette->field()->setText(u"look at notes"_s);
        QVERIFY(palette->model()->entry(0).enabled); // the page has not been asked
        QTest::keyClick(palette->field(), Qt::Key_Return);
        QCOMPARE(shell.front()->id(), pages::notes);
        QTRY_VERIFY(palette->isVisible());
        QCOMPARE(palette->model()->entry(0).detail, u"There is nothing to see"_s);
        QVERIFY(!palette->model()->entry(0).enabled);
        QCOMPARE(shell.front()->looks, 0);
        shell.actions.action(shell.front()->look())->setVisible(false); // not for this person
        palette->field()->setText(u"look at note"_s);
        QCOMPARE(palette->model()->rowCount(), 0);
    }
};

QTEST_MAIN(AllActionsTest)
#include "allactionstest.moc"
