// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pages/walk.h"
#include "ui/pages/wholewindow.h"
#include "ui/settings/preferencesdialog.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/keyboardhelp.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/errorbanner.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QSplitter>

using namespace humdrum;
using namespace humdrum::test;
using namespace Qt::StringLiterals;

namespace {

void eachPage()
{
    QTest::addColumn<QString>("page");
    for (const QString &id : pageIds())
        QTest::newRow(qPrintable(id)) << id;
}

} // namespace

/// Protects what every page promises: it can be read by everybody, at any size that is offered, in any language, and it
/// is as it was left.
class EveryPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyControlHasAName_data() { eachPage(); }
    void everyControlHasAName()
    {
        QFETCH(const QString, page);
        Story story;
        Window w(story.store(), {1440, 900});
        QVERIFY(w.goTo(page));
        QCOMPARE(withoutName(&w.window).join(u'\n'), QString());
    }

    void dataIsNeverRichText_data() { eachPage(); }
    void dataIsNeverRichText()
    {
        QFETCH(const QString, page);
        Story story;
        Window w(story.store(), {1440, 900});
        QVERIFY(w.goTo(page));
        QCOMPARE(guessingLabels(&w.window).join(u'\n'), QString());
    }

    void nothingIsCut_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QSize>("size");
        QTest::addColumn<bool>("longTexts");
        for (const QString &id : pageIds()) {
            for (const bool longer : {false, true}) {
                const QString name = id + (longer ? u" with long texts"_s : QString());
                QTest::newRow(qPrintable(name + u" at 1024x640"_s)) << id << QSize(1024, 640) << longer;
                QTest::newRow(qPrintable(name + u" at 1440x900"_s)) << id << QSize(1440, 900) << longer;
            }
        }
    }
    void nothingIsCut()
    {
        QFETCH(const QString, page);
        QFETCH(const QSize, size);
        QFETCH(const bool, longTexts);
        LongTexts translator;
        if (longTexts)
            QVERIFY(QCoreApplication::installTranslator(&translator));
        Story story;
        Window w(story.store(), size);
        QVERIFY(w.goTo(page));
        w.picture(QString::fromUtf8(QTest::currentDataTag()));
        QCOMPARE(w.window.size(), size);
        QCOMPARE(cutTexts(&w.window).join(u'\n'), QString());
    }

    void nothingIsCutWithoutAProduct_data() { eachPage(); }
    void nothingIsCutWithoutAProduct()
    {
        QFETCH(const QString, page);
        QTemporaryDir folder;
        const FixedClock clock(Story::now());
        const std::unique_ptr<SqliteStore> store = emptyStore(folder.path(), clock);
        LongTexts translator;
        QVERIFY(QCoreApplication::installTranslator(&translator));
        Window w(*store, {1024, 640});
        QVERIFY(w.goTo(page));
        QCOMPARE(cutTexts(&w.window).join(u'\n'), QString());
        QCOMPARE(withoutName(&w.window).join(u'\n'), QString());
    }

    void dialogsAreWhole()
    {
        LongTexts translator;
        QVERIFY(QCoreApplication::installTranslator(&translator));
        Story story;
        Window w(story.store(), {1024, 640});
        QVERIFY(w.goTo(pageIds().front()));
        QVERIFY(w.actions.trigger(u"settings.preferences"_s));
        QVERIFY(w.actions.trigger(u"help.keyboard"_s));
        for (QWidget *dialog : {static_cast<QWidget *>(w.window.findChild<PreferencesDialog *>()),
                                static_cast<QWidget *>(w.window.findChild<KeyboardHelp *>())}) {
            QVERIFY(dialog && dialog->isVisible());
            dialog->grab().save(QStringLiteral(HUMDRUM_BINARY_DIR "/pictures/") +
                                QString::fromLatin1(dialog->metaObject()->className()).section(u':', -1) + u".png"_s);
            QCOMPARE(cutTexts(dialog).join(u'\n'), QString());
            QCOMPARE(withoutName(dialog).join(u'\n'), QString());
            QCOMPARE(guessingLabels(dialog).join(u'\n'), QString());
        }
    }

    void tellsOfTablesThatCannotBeExported_data() { eachPage(); }
    void tellsOfTablesThatCannotBeExported()
    {
        QFETCH(const QString, page);
        Story story;
        Window w(story.store(), {1440, 900});
        Page *front = w.goTo(page);
        QVERIFY(front);
        auto *banner = front->findChild<ErrorBanner *>({}, Qt::FindDirectChildrenOnly);
        QVERIFY(banner && !banner->hasError());
        for (DataTable *table : front->findChildren<DataTable *>()) {
            table->writeCsv(u"/dev/null/table.csv"_s);
            QTRY_VERIFY2(banner->hasError(), qPrintable(table->accessibleName()));
            QVERIFY2(banner->message().contains("/dev/null/table.csv"_L1), qPrintable(banner->message()));
            banner->clear();
        }
    }

    /// Tab walks rows from top to bottom and, within a row, from left to right.
    void tabFollowsTheEye_data() { eachPage(); }
    void tabFollowsTheEye()
    {
        QFETCH(const QString, page);
        Story story;
        Window w(story.store(), {1440, 900});
        Page *front = w.goTo(page);
        QVERIFY(front);
        QList<QWidget *> chain;
        for (QWidget *next = front->nextInFocusChain(); next && next != front && front->isAncestorOf(next);
             next = next->nextInFocusChain()) {
            if (next->isVisible() && next->isEnabled() && (next->focusPolicy() & Qt::TabFocus) && !next->focusProxy())
                chain << next;
        }
        QVERIFY(!chain.isEmpty());
        // What is scrolled away is where the eye is not yet.
        const auto seen = [&](const QWidget *widget) {
            return widget->visibleRegion().boundingRect().translated(widget->mapTo(front, QPoint()));
        };
        chain.removeIf([&](const QWidget *widget) { return seen(widget).isEmpty(); });
        for (qsizetype i = 1; i < chain.size(); ++i) {
            const QRect before = seen(chain[i - 1]), after = seen(chain[i]);
            const bool below = after.top() >= before.bottom() - 4;
            const bool right = after.left() >= before.left() && after.bottom() > before.top();
            const bool inside = before.contains(after);
            QVERIFY2(below || right || inside,
                     qPrintable(u"from %1 to %2"_s.arg(whereIs(chain[i - 1]), whereIs(chain[i]))));
        }
    }

    void everyActionIsInThePaletteAndTheHelp()
    {
        Story story;
        Window w(story.store(), {1440, 900});
        for (const QString &id : pageIds())
            QVERIFY(w.goTo(id));
        const std::vector<ActionSpec> all = w.actions.all();
        QSet<QString> keys;
        for (const ActionSpec &spec : all) {
            QVERIFY2(!spec.text.isEmpty(), qPrintable(spec.id));
            // Two actions that are in force together never share a key.
            for (const QString &page : spec.page.isEmpty() ? pageIds() : QStringList{spec.page}) {
                if (spec.shortcut.isEmpty())
                    continue;
                const QString key = page + u' ' + spec.shortcut.toString();
                QVERIFY2(!keys.contains(key), qPrintable(key + u' ' + spec.id));
                keys << key;
            }
            if (!w.actions.action(spec.id)->isEnabled())
                QVERIFY2(!w.actions.disabledReason(spec.id).isEmpty(), qPrintable(spec.id));
        }
    }

    void remembersWhatWasOpen()
    {
        Story story;
        QTemporaryDir folder;
        const QString file = folder.filePath(u"session.json"_s);
        QList<int> sizes;
        {
            Window w(story.store(), {800, 700}, file);
            Page *weeks = w.goTo(pages::weeks);
            QVERIFY(weeks);
            auto *span = weeks->findChild<ChoiceButton *>();
            QVERIFY(span->setValue(u"12"_s));
            Q_EMIT span->chosen(u"12"_s);
            Page *pipeline = w.goTo(pages::pipeline);
            QVERIFY(pipeline);
            auto *service = pipeline->findChild<ChoiceButton *>(u"pipelineService"_s);
            QVERIFY(service->setValue(u"ledger"_s));
            Q_EMIT service->chosen(u"ledger"_s);
            auto *splitter = pipeline->findChild<QSplitter *>(u"pipelineSplit"_s);
            splitter->setSizes({260, 300});
            sizes = splitter->sizes();
            QVERIFY(w.window.close());
        }
        Window w(story.store(), {1440, 900}, file);
        w.window.restoreSession();
        QCOMPARE(w.window.size(), QSize(800, 700));
        Page *pipeline = w.window.currentPage();
        QVERIFY(pipeline && pipeline->id() == pages::pipeline);
        QTRY_VERIFY(pipeline->isReady());
        QCOMPARE(pipeline->findChild<ChoiceButton *>(u"pipelineService"_s)->value(), u"ledger"_s);
        QTRY_COMPARE(pipeline->findChild<QSplitter *>(u"pipelineSplit"_s)->sizes(), sizes); // once it is laid out
        Page *weeks = w.goTo(pages::weeks);
        QVERIFY(weeks);
        QCOMPARE(weeks->findChild<ChoiceButton *>()->value(), u"12"_s);
    }

    void paletteIsReachableAndNamed()
    {
        Story story;
        Window w(story.store(), {1024, 640});
        QVERIFY(w.goTo(pageIds().front()));
        QVERIFY(w.actions.trigger(u"shell.find"_s));
        CommandPalette *palette = w.window.commandPalette();
        QVERIFY(palette->isVisible());
        QVERIFY(w.window.rect().contains(palette->geometry()));
        QCOMPARE(withoutName(palette).join(u'\n'), QString());
        QCOMPARE(cutTexts(palette).join(u'\n'), QString());
    }
};

QTEST_MAIN(EveryPageTest)
#include "everypagetest.moc"
