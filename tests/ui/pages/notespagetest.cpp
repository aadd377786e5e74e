// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/notes/notespage.h"
#include "ui/notes/differenceview.h"
#include "ui/notes/notespreview.h"
#include "ui/notes/signoffpanel.h"
#include "ui/pages/notesbench.h"
#include "ui/widgets/datatable.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTextBlock>
#include <QTextTable>

using namespace Qt::StringLiterals;
using namespace humdrum;
using namespace humdrum::test;

/// Protects: what is signed and published is exactly what was seen, and the page says what comes next and what is missing.
class NotesPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void travelsFromNothingToPublished();
    void changesLeadToTheirEntries();
    void missingEntriesAreAdded();
    void aReviewedTextThatChangesIsADraftAgain();
    void publishedNotesAreCorrected();
    void comparesWithEarlierDrafts();
    void sendsBackWithAWord();
    void previewsWithoutHtmlPicturesOrStrangeLinks();
    void anyTextIsPreviewedSafely();
    void linksAreFollowedOnlyAfterAsking();
    void isEmptyWithoutAProduct();
    void isEmptyWithoutAReleaseOfItsOwn();
    void fitsSmallAndDark();
    void everyControlHasAName();
    void changesModelIsSound();
};

void NotesPageTest::travelsFromNothingToPublished()
{
    Notes notes;
    QTRY_VERIFY(notes.bench.page->isReady());
    QCOMPARE(notes.bench.page->title(), u"Release notes · 2026.48"_s);
    QCOMPARE(notes.state(), u"no draft yet"_s);
    QCOMPARE(notes.next()->text(), u"Generate draft"_s);
    QVERIFY(notes.bench.actions.disabledReason(u"notes.review"_s).contains(u"no text"_s));
    notes.bench.picture(u"notes-none"_s);

    QTest::mouseClick(notes.next(), Qt::LeftButton);
    QTRY_COMPARE(notes.state(), u"Draft 1 · saved"_s);
    QVERIFY(notes.editor()->text().startsWith(u"# 2026.48 — 24 November 2026\n"_s));
    QCOMPARE(notes.next()->text(), u"Ask for review"_s);
    QTRY_VERIFY(notes.chips().contains(u"not asked yet"_s));
    QTest::mouseClick(notes.next(), Qt::LeftButton);
    QTRY_COMPARE(notes.state(), u"Draft 1 · in review"_s);
    QCOMPARE(notes.next()->text(), u"Sign…"_s);
    QVERIFY(!notes.next()->isEnabled());
    QVERIFY2(notes.next()->toolTip().contains(u"Support lead: Will Chen"_s), qPrintable(notes.next()->toolTip()));
    QTRY_VERIFY(notes.chips().contains(u"asked now"_s));
    notes.bench.picture(u"notes-in-review"_s);

    notes.becomes(u"wc"_s);
    QTRY_VERIFY(notes.next()->isEnabled());
    QTest::mouseClick(notes.next(), Qt::LeftButton);
    QVERIFY(notes.way(0));
    QCOMPARE(notes.way(0)->text(), u"Sign draft 1"_s);
    notes.bench.picture(u"notes-sign"_s);
    QTest::mouseClick(notes.way(0), Qt::LeftButton);
    QTRY_COMPARE(notes.state(), u"Draft 1 · approved"_s);
    QTRY_VERIFY(notes.chips().contains(u"signed draft 1"_s));
    QVERIFY(!notes.way(0));

    QCOMPARE(notes.next()->text(), u"Publish…"_s);
    QTest::mouseClick(notes.next(), Qt::LeftButton);
    QCOMPARE(notes.stored().document->state, NotesState::Approved); // asks first
    QTest::keyClick(notes.way(0), Qt::Key_Escape);
    QVERIFY(!notes.way(0));
    QTest::mouseClick(notes.next(), Qt::LeftButton);
    QTest::mouseClick(notes.way(0), Qt::LeftButton);
    QTRY_COMPARE(notes.state(), u"Draft 1 · published"_s);
    QVERIFY(notes.editor()->isReadOnly());
    QVERIFY(!notes.bench.actions.action(u"notes.bold"_s)->isEnabled());
    QVERIFY(!notes.bench.actions.action(u"notes.addentry"_s)->isEnabled());
    QCOMPARE(notes.stored().document->state, NotesState::Published);
    notes.bench.picture(u"notes-published"_s);
}

void NotesPageTest::changesLeadToTheirEntries()
{
    Notes notes;
    notes.elsewhere(u"ik"_s, generateNotes);
    QTRY_VERIFY(notes.bench.page->isReady());
    QTRY_COMPARE(notes.changes()->model().rowCount(), 14);
    auto *list = notes.changes()->findChild<DataTable *>();
    const auto &rows = notes.changes()->model().rows();
    QTRY_COMPARE(rows[1].state, CoverageState::Documented);
    list->setFocus();
    list->setCurrentIndex(list->model()->index(1, 0));
    const QString line = notes.editor()->textCursor().block().text();
    QVERIFY2(line.contains(rows[1].service) && line.contains(rows[1].reference), qPrintable(line));
    QVERIFY(!notes.editor()->textCursor().hasSelection()); // the next key must not replace the entry
    const auto internal = std::ranges::find(rows, CoverageState::Internal, &NoteChangeRow::state);
    QVERIFY(internal != rows.end());
    QVERIFY(notes.chips().contains(
        u"%1 internal"_s.arg(std::ranges::count(rows, CoverageState::Internal, &NoteChangeRow::state))));
}

void NotesPageTest::missingEntriesAreAdded()
{
    Notes notes;
    notes.saveElsewhere(u"ik"_s, u"# 2026.48\n\n## Fixed\n- something\n"_s);
    QTRY_VERIFY(notes.bench.page->isReady());
    QTRY_VERIFY(std::ranges::any_of(notes.chips(), [](const QString &c) { return c.endsWith(u"missing"_s); }));
    notes.bench.picture(u"notes-missing"_s);
    const auto missing = [&] {
        return std::ranges::count(notes.changes()->model().rows(), CoverageState::Missing, &NoteChangeRow::state);
    };
    const auto before = missing();
    QVERIFY(notes.press("notes.nextmissing"));
    const NoteChangeRow row = *notes.changes()->current();
    QCOMPARE(row.state, CoverageState::Missing);
    QVERIFY(notes.press("notes.addentry"));
    QVERIFY(notes.editor()->text().contains(row.reference));
    QVERIFY(notes.editor()->textCursor().block().text().contains(row.reference));
    QTRY_COMPARE(missing(), before - 1);
    QCOMPARE(notes.state(), u"Draft 1 · not saved"_s);
    QCOMPARE(notes.next()->text(), u"Save"_s);
    // One step to undo.
    notes.editor()->undo();
    QTRY_COMPARE(notes.state(), u"Draft 1 · saved"_s);
    // By keyboard and by mouse, on the row itself.
    auto *list = notes.changes()->findChild<DataTable *>();
    QTRY_COMPARE(missing(), before);
    QTest::keyClick(list, Qt::Key_Return);
    QVERIFY(notes.editor()->text().contains(row.reference));
    notes.editor()->undo();
    QTRY_COMPARE(missing(), before);
    const QRect place = list->visualRect(list->currentIndex());
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, {place.right() - 24, place.bottom() - 14});
    QVERIFY(notes.editor()->text().contains(row.reference));
}

void NotesPageTest::aReviewedTextThatChangesIsADraftAgain()
{
    Notes notes;
    notes.elsewhere(u"nr"_s, generateNotes);
    notes.reviewElsewhere(u"nr"_s);
    notes.signElsewhere(u"wc"_s);
    QTRY_COMPARE(notes.state(), u"Draft 1 · approved"_s);
    QTest::keyClicks(notes.editor(), u"x"_s);
    QVERIFY(notes.notice()->text().contains(u"no longer count"_s));
    QVERIFY(notes.press("notes.save"));
    QTRY_COMPARE(notes.state(), u"Draft 2 · saved"_s);
    QTRY_VERIFY(notes.chips().contains(u"signed draft 1, text changed since"_s));
    // What has changed is one click away.
    for (QPushButton *button : notes.bench.find<SignOffPanel>()->findChildren<QPushButton *>()) {
        if (button->text() == u"Show what changed"_s)
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QTRY_VERIFY(notes.reading()->isComparing());
    QTRY_COMPARE(notes.reading()->difference()->added(), 1);
    notes.bench.picture(u"notes-changed-since"_s);
    // And a reminder, once it is asked for again.
    QVERIFY(notes.press("notes.review"));
    QTRY_COMPARE(notes.state(), u"Draft 2 · in review"_s);
}

void NotesPageTest::publishedNotesAreCorrected()
{
    Notes notes;
    notes.elsewhere(u"nr"_s, generateNotes);
    notes.reviewElsewhere(u"nr"_s);
    notes.signElsewhere(u"wc"_s);
    notes.elsewhere(u"nr"_s, [](Session &s, const Release &r, const Actor &a) { return publishNotes(s, r, {}, a); });
    QTRY_COMPARE(notes.state(), u"Draft 1 · published"_s);
    const QString published = notes.editor()->text();
    QTest::keyClicks(notes.editor(), u"x"_s);
    QCOMPARE(notes.editor()->text(), published);

    QTest::mouseClick(notes.next(), Qt::LeftButton);
    QVERIFY(!notes.editor()->isReadOnly());
    // Nothing has happened yet, and nothing has to.
    QTest::mouseClick(notes.notice()->findChild<QPushButton *>(), Qt::LeftButton);
    QTRY_VERIFY(notes.editor()->isReadOnly());
    QTest::mouseClick(notes.next(), Qt::LeftButton);
    QVERIFY(!notes.editor()->isReadOnly());
    QVERIFY(notes.notice()->text().contains(u"correcting"_s));
    QTest::keyClicks(notes.editor(), u"x"_s);
    QVERIFY(notes.press("notes.save"));
    QVERIFY(notes.way(0));
    QVERIFY(!notes.way(0)->isEnabled()); // not without a reason
    QVERIFY(!notes.way(0)->toolTip().isEmpty());
    QTest::keyClicks(notes.bench.find<QLineEdit>(), u"a wrong number"_s);
    QTRY_VERIFY(notes.chips().contains(u"13 documented"_s));
    notes.bench.picture(u"notes-correct"_s);
    QTest::mouseClick(notes.way(0), Qt::LeftButton);
    QTRY_COMPARE(notes.state(), u"Draft 2 · saved"_s);
    const NotesOverview stored = notes.stored();
    QCOMPARE(stored.document->state, NotesState::Draft);
    QVERIFY(stored.revisions[1].published);
    QVERIFY(!stored.revisions[0].published);
    const AuditEvent last =
        notes.bench.story.store().read([](Session &s) { return s.audit().list(1, {}); }).takeResult().value().front();
    QCOMPARE(last.action, u"notes.corrected"_s);
    QCOMPARE(last.reason, u"a wrong number"_s);
}

void NotesPageTest::comparesWithEarlierDrafts()
{
    Notes notes;
    notes.saveElsewhere(u"ik"_s, u"# one\nsame\n"_s);
    notes.saveElsewhere(u"ik"_s, u"# two\nsame\n"_s);
    QTRY_COMPARE(notes.state(), u"Draft 2 · saved"_s);
    auto *menu = notes.bench.find<QPushButton>(u"notesCompare"_s)->menu();
    Q_EMIT menu->aboutToShow();
    QVERIFY(menu->actions().front()->text().startsWith(u"Draft 1 · Ivo Kranz"_s));
    menu->actions().front()->trigger();
    QTRY_VERIFY(notes.reading()->isComparing());
    auto *difference = notes.reading()->difference();
    QTRY_COMPARE(difference->toPlainText(), u"− # one\n+ # two\n  same"_s);
    // It follows what is typed.
    notes.editor()->moveCursor(QTextCursor::End);
    QTest::keyClicks(notes.editor(), u"three"_s);
    QTRY_COMPARE(difference->toPlainText(), u"− # one\n+ # two\n  same\n+ three"_s);
    QTest::keyClick(difference, Qt::Key_Escape);
    QVERIFY(!notes.reading()->isComparing());
}

void NotesPageTest::sendsBackWithAWord()
{
    Notes notes;
    notes.elsewhere(u"nr"_s, generateNotes);
    notes.reviewElsewhere(u"nr"_s);
    QTRY_COMPARE(notes.state(), u"Draft 1 · in review"_s);
    const auto buttons = [&] { return notes.bench.find<SignOffPanel>()->findChildren<QPushButton *>(); };
    QTRY_COMPARE(buttons().size(), 1);
    QTest::mouseClick(buttons().front(), Qt::LeftButton);
    QVERIFY2(QGuiApplication::clipboard()->text().contains(u"2026.48"_s),
             qPrintable(QGuiApplication::clipboard()->text()));
    QVERIFY(notes.notice()->text().contains(u"Will Chen"_s));

    notes.becomes(u"wc"_s);
    QTRY_VERIFY(notes.bench.actions.action(u"notes.sign"_s)->isEnabled());
    QVERIFY(notes.press("notes.sign"));
    QVERIFY(!notes.way(1)->isEnabled()); // sending back needs a word
    QTest::keyClicks(notes.bench.find<QLineEdit>(), u"the date is wrong"_s);
    QTest::mouseClick(notes.way(1), Qt::LeftButton);
    QTRY_COMPARE(notes.state(), u"Draft 1 · saved"_s);
    QTRY_VERIFY(notes.chips().contains(u"sent back draft 1"_s));
    QTRY_VERIFY(notes.chips().contains(u"13 documented"_s));
    notes.bench.picture(u"notes-sent-back"_s);
}

void NotesPageTest::previewsWithoutHtmlPicturesOrStrangeLinks()
{
    Notes notes;
    notes.saveElsewhere(u"ik"_s,
                        u"# T\n\n<script>alert(1)</script> <b>x</b>\n\n![a picture](http://evil.example/p.png)\n"
                        "![](file:///etc/passwd)\n\n[web](https://good.example/a) [local](file:///etc/passwd) "
                        "[script](javascript:alert(1)) <mailto:a@b.example>\n\n```sh\nrun <this>\n\nand that\n```\n\n"
                        "| Client | Limit |\n| --- | --- |\n| Aurora | 60 |\n"_s);
    QTRY_VERIFY(notes.bench.page->isReady());
    // Each text that is rendered is a document of its own.
    QTRY_VERIFY(notes.reading()->preview()->document()->toPlainText().contains(u"<script>alert(1)</script>"_s));
    QTextDocument *document = notes.reading()->preview()->document();
    QVERIFY(document->toPlainText().contains(u"[a picture]"_s));
    QVERIFY(document->toPlainText().contains(u"run <this>"_s));
    const auto *table = qobject_cast<QTextTable *>(document->rootFrame()->childFrames().constLast());
    QVERIFY(table);
    QCOMPARE(table->cellAt(0, 0).firstCursorPosition().block().text(), u"Client"_s);
    QStringList links;
    for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            QVERIFY(!it.fragment().charFormat().isImageFormat());
            if (it.fragment().charFormat().isAnchor())
                links << it.fragment().charFormat().anchorHref();
        }
    }
    QCOMPARE(links, QStringList{u"https://good.example/a"_s});
    QVERIFY(!document->resource(QTextDocument::ImageResource, QUrl(u"file:///etc/hostname"_s)).isValid());
    QVERIFY(!notes.reading()->preview()->loadResource(QTextDocument::ImageResource, QUrl(u"http://x/"_s)).isValid());
}

void NotesPageTest::anyTextIsPreviewedSafely()
{
    const QStringList pieces{u"# h\n"_s,
                             u"```\n"_s,
                             u"~~~sh\n"_s,
                             u"- a\n"_s,
                             u"  - b\n"_s,
                             u"1. c\n"_s,
                             u"> q\n"_s,
                             u"| a | b |\n"_s,
                             u"| --- | --- |\n"_s,
                             u"\n"_s,
                             u"**b** _i_ `c` "_s,
                             u"![p](http://x/y.png)"_s,
                             u"[l](javascript:x)"_s,
                             u"[k](https://a.example/)"_s,
                             u"<img src=x>"_s,
                             u"    code\n"_s,
                             u"---\n"_s,
                             u"\\"_s,
                             u"<!-- c -->"_s,
                             u"&#0;"_s,
                             u"- [ ] todo\n"_s,
                             QString(QChar::LineSeparator)};
    QRandomGenerator dice(42);
    for (int i = 0; i < 400; ++i) {
        QString text;
        for (int k = dice.bounded(1, 40); k > 0; --k)
            text += pieces[dice.bounded(pieces.size())];
        const auto document = renderNotes(text, {.body = QApplication::font(), .monospaced = {}, .width = 300});
        for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
            for (auto it = block.begin(); !it.atEnd(); ++it) {
                const QTextCharFormat format = it.fragment().charFormat();
                QVERIFY2(!format.isImageFormat(), qPrintable(text));
                QVERIFY2(!format.isAnchor() || format.anchorHref().startsWith(u"http"_s), qPrintable(text));
            }
        }
    }
}

void NotesPageTest::linksAreFollowedOnlyAfterAsking()
{
    Notes notes;
    QTRY_VERIFY(notes.bench.page->isReady());
    NotesPreview *preview = notes.reading()->preview();
    Q_EMIT preview->anchorClicked(QUrl(u"file:///etc/passwd"_s));
    QVERIFY(!preview->findChild<QMessageBox *>());
    Q_EMIT preview->anchorClicked(QUrl(u"https://bank.example@evil.example/login"_s));
    auto *box = preview->findChild<QMessageBox *>(u"followLink"_s);
    QVERIFY(box);
    QVERIFY2(box->text().contains(u" evil.example"_s), qPrintable(box->text()));
    QVERIFY(box->informativeText().contains(u"evil.example/login"_s));
    QCOMPARE(box->textFormat(), Qt::PlainText);
    box->reject();
}

void NotesPageTest::isEmptyWithoutAProduct()
{
    QTemporaryDir folder;
    FixedClock clock(Story::now());
    const auto store = emptyStore(folder.path(), clock);
    PageBench bench(notesFactory(), {900, 600}, store.get());
    QTRY_VERIFY(bench.page->isReady());
    QVERIFY(std::ranges::any_of(bench.page->findChildren<QLabel *>(), [](const QLabel *label) {
        return label->isVisible() && label->text() == u"No product yet"_s;
    }));
    bench.picture(u"notes-empty"_s);
    bench.page.reset();
}

void NotesPageTest::isEmptyWithoutAReleaseOfItsOwn()
{
    QTemporaryDir folder;
    FixedClock clock(Story::now());
    const auto store = emptyStore(folder.path(), clock);
    (void)store
        ->write({{u"nr"_s, u"test"_s, {}}, {}},
                [](Session &s) { return s.products().describe(Story::product(), "story"); })
        .takeResult();
    PageBench bench(notesFactory(), {900, 600}, store.get());
    QTRY_VERIFY(bench.page->isReady());
    bench.picture(u"notes-no-release"_s);
    QVERIFY(std::ranges::any_of(bench.page->findChildren<QLabel *>(), [](const QLabel *label) {
        return label->isVisible() && label->text() == u"No release yet"_s;
    }));
    QVERIFY(bench.actions.trigger(u"notes.plan"_s));
    QCOMPARE(bench.navigator.went.back().page, QString(pages::weeks));
    bench.page.reset();
}

void NotesPageTest::fitsSmallAndDark()
{
    Notes notes({829, 490});
    notes.elsewhere(u"ik"_s, generateNotes);
    notes.bench.theme.setMode(ThemeMode::Dark);
    QTRY_VERIFY(notes.bench.page->isReady());
    QTRY_COMPARE(notes.state(), u"Draft 1 · saved"_s);
    QTRY_VERIFY(notes.chips().contains(u"13 documented"_s));
    notes.bench.picture(u"notes-small-dark"_s);
    const QSize least = notes.bench.page->minimumSizeHint();
    QVERIFY2(least.width() <= 605 && least.height() <= 370,
             qPrintable(u"%1x%2"_s.arg(least.width()).arg(least.height())));
    // The preview takes the text's place, and gives it back.
    QVERIFY(!notes.reading()->isVisible());
    QVERIFY(notes.press("notes.preview"));
    QVERIFY(notes.reading()->isVisible());
    QVERIFY(!notes.editor()->isVisible());
    notes.bench.picture(u"notes-small-preview-dark"_s);
    QVERIFY(notes.press("notes.preview"));
    QVERIFY(notes.editor()->isVisible());
    // Room comes back.
    notes.bench.page->resize(1245, 760);
    QTRY_VERIFY(notes.reading()->isVisible() && notes.editor()->isVisible());
    notes.bench.picture(u"notes-dark"_s);
    notes.bench.theme.setMode(ThemeMode::Light);
}

void NotesPageTest::everyControlHasAName()
{
    Notes notes;
    notes.elsewhere(u"ik"_s, generateNotes);
    QTRY_VERIFY(notes.bench.page->isReady());
    for (const QAbstractButton *button : notes.bench.page->findChildren<QAbstractButton *>()) {
        if (button->isVisible())
            QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty(),
                     qPrintable(button->objectName()));
    }
    QVERIFY(!notes.editor()->accessibleName().isEmpty());
    QVERIFY(!notes.reading()->preview()->accessibleName().isEmpty());
    for (const ActionSpec &spec : notes.bench.actions.all()) {
        const QAction *action = notes.bench.actions.action(spec.id);
        QVERIFY2(action->isEnabled() || !notes.bench.actions.disabledReason(spec.id).isEmpty(), qPrintable(spec.id));
    }
}

void NotesPageTest::changesModelIsSound()
{
    NoteChangesModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Notes notes;
    NotesOverview overview = notes.stored();
    model.setChanges(overview, coverageOf({}, *overview.changes));
    QCOMPARE(model.rowCount(), 14);
    const auto missing = std::ranges::find(model.rows(), CoverageState::Missing, &NoteChangeRow::state);
    QVERIFY(missing != model.rows().end());
    const QModelIndex index = model.index(static_cast<int>(missing - model.rows().begin()), 0);
    QVERIFY(index.data(Qt::AccessibleTextRole).toString().contains(u"missing in the notes"_s));
    QVERIFY(index.data(DetailRole).toString().contains(u" · "_s));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    const auto at = static_cast<size_t>(missing - model.rows().begin());
    model.setChanges(overview, coverageOf((*overview.changes)[at].change.references.front(), *overview.changes));
    QVERIFY(changed.count() > 0);
    QCOMPARE(resets.count(), 0);
    overview.changes = std::make_shared<const std::vector<NotedChange>>();
    model.setChanges(overview, {});
    QCOMPARE(model.rowCount(), 0);
}

QTEST_MAIN(NotesPageTest)
#include "notespagetest.moc"
