// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/notes/notestext.h"
#include "ui/notes/differenceview.h"
#include "ui/notes/notespreview.h"
#include "ui/pages/notesbench.h"

#include <QElapsedTimer>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace humdrum;
using namespace humdrum::test;

namespace {

/// How long the event loop was not reached, at most.
class Heartbeat {
public:
    Heartbeat()
    {
        m_since.start();
        m_timer.setInterval(5);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { beat(); });
        m_timer.start();
    }
    [[nodiscard]] qint64 longest()
    {
        beat();
        return m_longest;
    }

private:
    void beat() { m_longest = std::max(m_longest, m_since.restart()); }
    QTimer m_timer;
    QElapsedTimer m_since;
    qint64 m_longest = 0;
};

} // namespace

/// Protects: what is typed is never lost, whoever else writes and however the program ends.
class NotesTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void typedTextIsKeptAndComesBack();
    void typedTextSurvivesTheEndOfTheProgram();
    void anUndoneTextIsForgotten();
    void aTextSavedElsewhereIsTakenOver();
    void aConflictKeepsBothTexts_data();
    void aConflictKeepsBothTexts();
    void editsMarkdown();
    void keepsEveryCharacter();
    void largeTextsStayFluid();
};

void NotesTextTest::typedTextIsKeptAndComesBack()
{
    Notes notes;
    notes.elsewhere(u"ik"_s, generateNotes);
    QTRY_COMPARE(notes.state(), u"Draft 1 · saved"_s);
    const QString saved = notes.editor()->text();
    QTest::keyClicks(notes.editor(), u"typed "_s);
    QCOMPARE(notes.state(), u"Draft 1 · not saved"_s);
    QTRY_VERIFY(notes.unsaved()); // by itself, a moment later
    QCOMPARE(notes.unsaved(), std::optional<QString>(QString(u"typed "_s + saved)));
    QCOMPARE(notes.stored().revisions.size(), 1); // and no draft of its own

    QVERIFY2(notes.bench.actions.disabledReason(u"notes.review"_s).contains(u"Save"_s),
             qPrintable(notes.bench.actions.disabledReason(u"notes.review"_s)));

    // Another release and back.
    notes.bench.page->open(u"notes:%1"_s.arg(notes.bench.story.release(u"2026.47"_s).value));
    QTRY_COMPARE(notes.bench.page->title(), u"Release notes · 2026.47"_s);
    QCOMPARE(notes.editor()->text(), QString());
    notes.bench.page->open(u"notes:%1"_s.arg(notes.bench.story.release(u"2026.48"_s).value));
    QTRY_COMPARE(notes.editor()->text(), QString(u"typed "_s + saved));
    QVERIFY(notes.notice()->text().contains(u"is here again"_s));
    notes.editor()->undo();
    QCOMPARE(notes.editor()->text(), saved);
    notes.editor()->redo();
    QVERIFY(notes.press("notes.save"));
    QTRY_COMPARE(notes.state(), u"Draft 2 · saved"_s);
    QCOMPARE(notes.stored().revision.text, QString(u"typed "_s + saved));
    QVERIFY(!notes.unsaved());
}

void NotesTextTest::typedTextSurvivesTheEndOfTheProgram()
{
    Notes notes;
    QTRY_VERIFY(notes.bench.page->isReady());
    QTest::keyClicks(notes.editor(), u"half a sen"_s);
    notes.bench.page.reset(); // with no time for anything
    QCOMPARE(notes.unsaved(), std::optional<QString>(u"half a sen"_s));

    notes.bench.page.reset(notesFactory().make(notesFactory().description, notes.bench.services, nullptr));
    notes.bench.page->show();
    notes.bench.page->activated();
    QTRY_COMPARE(notes.editor()->text(), u"half a sen"_s);
    QCOMPARE(notes.state(), u"not saved"_s);
    // What the store could not keep comes back through the window's session.
    QTest::keyClicks(notes.editor(), u"tence"_s);
    notes.editor()->moveCursor(QTextCursor::End);
    const QJsonObject session = notes.bench.page->saveState();
    QVERIFY(!session[u"unkept"_s].toObject().isEmpty());
    const QString whole = notes.editor()->text();
    notes.bench.page.reset();
    (void)notes.bench.story.write([release = notes.bench.story.release(u"2026.48"_s)](Session &s) {
        return s.notes().keepUnsaved({release, u"nr"_s, {}, u"half a sen"_s, {}, {}});
    });
    notes.bench.page.reset(notesFactory().make(notesFactory().description, notes.bench.services, nullptr));
    notes.bench.page->restoreState(session);
    notes.bench.page->show();
    notes.bench.page->activated();
    QTRY_COMPARE(notes.editor()->text(), whole);
    QTRY_COMPARE(notes.unsaved(), std::optional<QString>(whole));
    QVERIFY(notes.bench.page->saveState()[u"unkept"_s].toObject().isEmpty());
}

void NotesTextTest::anUndoneTextIsForgotten()
{
    Notes notes;
    notes.elsewhere(u"ik"_s, generateNotes);
    QTRY_COMPARE(notes.state(), u"Draft 1 · saved"_s);
    QTest::keyClicks(notes.editor(), u"x"_s);
    QTRY_VERIFY(notes.unsaved());
    notes.editor()->undo();
    QCOMPARE(notes.state(), u"Draft 1 · saved"_s);
    QTRY_VERIFY(!notes.unsaved());
}

void NotesTextTest::aTextSavedElsewhereIsTakenOver()
{
    Notes notes;
    notes.elsewhere(u"ik"_s, generateNotes);
    QTRY_COMPARE(notes.state(), u"Draft 1 · saved"_s);
    notes.saveElsewhere(u"ik"_s, u"# theirs\n"_s);
    QTRY_COMPARE(notes.state(), u"Draft 2 · saved"_s);
    QCOMPARE(notes.editor()->text(), u"# theirs\n"_s);
    QVERIFY(!notes.notice()->isVisible());
}

void NotesTextTest::aConflictKeepsBothTexts_data()
{
    QTest::addColumn<int>("choice");
    QTest::newRow("mine goes on") << 1;
    QTest::newRow("theirs is taken") << 2;
}

void NotesTextTest::aConflictKeepsBothTexts()
{
    QFETCH(int, choice);
    Notes notes;
    notes.saveElsewhere(u"ik"_s, u"# first\n"_s);
    QTRY_COMPARE(notes.state(), u"Draft 1 · saved"_s);
    QTest::keyClicks(notes.editor(), u"mine "_s);
    const QString mine = notes.editor()->text();
    notes.saveElsewhere(u"ik"_s, u"# theirs\n"_s);
    QTRY_VERIFY(notes.notice()->text().contains(u"Ivo Kranz saved draft 2"_s));
    QCOMPARE(notes.editor()->text(), mine);
    QVERIFY(!notes.bench.actions.action(u"notes.save"_s)->isEnabled());
    QVERIFY(notes.bench.actions.disabledReason(u"notes.save"_s).contains(u"which of the two"_s));
    QTRY_COMPARE(notes.unsaved(), std::optional<QString>(mine));
    notes.bench.picture(u"notes-conflict"_s);

    const auto buttons = notes.notice()->findChildren<QPushButton *>();
    QCOMPARE(buttons.size(), 3);
    QTest::mouseClick(buttons[0], Qt::LeftButton);
    QTRY_VERIFY(notes.reading()->isComparing());
    QTRY_COMPARE(notes.reading()->difference()->toPlainText(), u"− # theirs\n+ mine # first"_s);
    QTest::mouseClick(buttons[choice], Qt::LeftButton);
    QTRY_VERIFY(!notes.notice()->isVisible());
    if (choice == 1) {
        QCOMPARE(notes.editor()->text(), mine);
        QVERIFY(notes.press("notes.save"));
        QTRY_COMPARE(notes.state(), u"Draft 3 · saved"_s);
        QCOMPARE(notes.stored().revisions.size(), 3); // theirs is in the history
    } else {
        QCOMPARE(notes.editor()->text(), u"# theirs\n"_s);
        QCOMPARE(notes.state(), u"Draft 2 · saved"_s);
        QTRY_VERIFY(!notes.unsaved());
        notes.editor()->undo();
        QCOMPARE(notes.editor()->text(), mine);
        QCOMPARE(notes.state(), u"Draft 2 · not saved"_s);
    }
}

void NotesTextTest::editsMarkdown()
{
    Notes notes;
    notes.saveElsewhere(u"ik"_s, u"one two\nthree\n"_s);
    QTRY_COMPARE(notes.editor()->text(), u"one two\nthree\n"_s);
    MarkdownEditor *editor = notes.editor();
    const auto choose = [&](int from, int to) {
        QTextCursor cursor = editor->textCursor();
        cursor.setPosition(from);
        cursor.setPosition(to, QTextCursor::KeepAnchor);
        editor->setTextCursor(cursor);
    };
    choose(4, 7);
    QVERIFY(notes.press("notes.bold"));
    QCOMPARE(editor->text(), u"one **two**\nthree\n"_s);
    QVERIFY(notes.press("notes.italic")); // two stars are not one
    QCOMPARE(editor->text(), u"one ***two***\nthree\n"_s);
    editor->undo();
    choose(6, 9);
    QVERIFY(notes.press("notes.bold"));
    QCOMPARE(editor->text(), u"one two\nthree\n"_s);
    choose(0, 3);
    QVERIFY(notes.press("notes.code"));
    QCOMPARE(editor->text(), u"`one` two\nthree\n"_s);
    editor->undo();
    choose(0, 13);
    QVERIFY(notes.press("notes.list"));
    QCOMPARE(editor->text(), u"- one two\n- three\n"_s);
    choose(0, 15);
    QVERIFY(notes.press("notes.list"));
    QCOMPARE(editor->text(), u"one two\nthree\n"_s);
    choose(0, 10);
    QVERIFY(notes.press("notes.code"));
    QCOMPARE(editor->text(), u"```\none two\nthree\n```\n"_s);
    editor->undo();
    QCOMPARE(editor->text(), u"one two\nthree\n"_s);
    QVERIFY(editor->gutterWidth() > 0);
    // The window's keys are not taken by the text.
    QKeyEvent find(QEvent::ShortcutOverride, Qt::Key_K, Qt::ControlModifier);
    find.ignore();
    QCoreApplication::sendEvent(editor, &find);
    QVERIFY(!find.isAccepted());
}

void NotesTextTest::keepsEveryCharacter()
{
    Notes notes;
    const QString text = u"a\u00a0b — “x” 漢字 🚂\ttab  \n\n trailing \n"_s;
    notes.saveElsewhere(u"ik"_s, text);
    QTRY_COMPARE(notes.editor()->text(), text);
    notes.editor()->moveCursor(QTextCursor::End);
    QTest::keyClicks(notes.editor(), u"!"_s);
    QVERIFY(notes.press("notes.save"));
    QTRY_COMPARE(notes.stored().revision.text, QString(text + u'!'));
}

void NotesTextTest::largeTextsStayFluid()
{
    Notes notes;
    QTRY_VERIFY(notes.bench.page->isReady());
    QString text = u"# Large\n\n"_s;
    for (int i = 0; i < 10'000; ++i) {
        if (i % 50 == 0)
            text += u"\n## Part %1\n"_s.arg(i / 50);
        text += u"- **billing**: line %1 tells of a change that somebody made (#%1)\n"_s.arg(i);
    }
    const auto lines = static_cast<int>(text.count(u'\n')) + 1;
    notes.saveElsewhere(u"ik"_s, text);
    Heartbeat opening;
    QElapsedTimer opened;
    opened.start();
    QTRY_COMPARE_WITH_TIMEOUT(notes.editor()->blockCount(), lines, 30'000);
    const qint64 there = opened.elapsed();
    QTRY_VERIFY_WITH_TIMEOUT(notes.reading()->preview()->document()->blockCount() > 10'000, 30'000);
    qInfo("a text of 10 000 lines is there after %lld ms, its preview after %lld ms; the window was still for at most "
          "%lld ms",
          there, opened.elapsed(), opening.longest());
    // The longest that the window did not answer, from the first key to all that follows from the last one.
    notes.editor()->moveCursor(QTextCursor::End);
    Heartbeat heartbeat;
    QElapsedTimer since;
    since.start();
    for (int key = 0; key < 20; ++key) {
        QTest::keyClick(notes.editor(), Qt::Key_A);
        QCoreApplication::processEvents();
    }
    const qint64 typed = since.elapsed();
    QTRY_VERIFY_WITH_TIMEOUT(notes.reading()->preview()->document()->toPlainText().endsWith(QString(20, u'a')), 30'000);
    qInfo("20 keys in a text of 10 000 lines: %lld ms; the preview follows after %lld ms; the window was still for at "
          "most "
          "%lld ms",
          typed, since.elapsed(), heartbeat.longest());
    // Far above what it takes on a busy machine, far below what laying out all of it in this thread would.
    QVERIFY2(heartbeat.longest() < 1500, qPrintable(QString::number(heartbeat.longest())));
}

QTEST_MAIN(NotesTextTest)
#include "notestexttest.moc"
