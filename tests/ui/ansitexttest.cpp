// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/ansitext.h"
#include "ui/logshown.h"
#include "ui/promotions/logtext.h"
#include "ui/theme/theme.h"

#include <QTemporaryDir>
#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

QString textOf(const std::vector<AnsiRun> &runs)
{
    QString text;
    for (const AnsiRun &run : runs)
        text += run.text;
    return text;
}

} // namespace

/// Protects that what programs write for a terminal is shown as they meant it, can be read in both themes, and obeyed by nobody.
class AnsiTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leavesOnlyText_data()
    {
        QTest::addColumn<QString>("written");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << u"deploying billing"_s << u"deploying billing"_s;
        QTest::newRow("nothing") << u""_s << u""_s;
        QTest::newRow("colours") << u"\x1b[1;32mok\x1b[0m  \x1b[31mnot\x1b[m"_s << u"ok  not"_s;
        QTest::newRow("the cursor is moved") << u"a\x1b[2K\x1b[10;3Hb\x1b[?25l"_s << u"ab"_s;
        QTest::newRow("a title") << u"\x1b]0;own\x07run\x1b]8;;http://x\x1b\\it"_s << u"runit"_s;
        QTest::newRow("cut off") << u"run\x1b[3"_s << u"run"_s;
        QTest::newRow("an escape at the end") << u"run\x1b"_s << u"run"_s;
        QTest::newRow("a progress bar") << u"10 %\r55 %\r100 %\r"_s << u"100 %"_s;
        QTest::newRow("a tab") << u"a\tb"_s << u"a\tb"_s;
        QTest::newRow("a bell") << u"a\ab\x7f"_s << u"a␇b␡"_s;
        QTest::newRow("any script") << u"\x1b[36mZüg 列車 🚂\x1b[0m"_s << u"Züg 列車 🚂"_s;
    }
    void leavesOnlyText()
    {
        QFETCH(QString, written);
        QFETCH(QString, shown);
        QCOMPARE(textOf(AnsiReader().read(written)), shown);
    }

    void understandsEachLook_data()
    {
        QTest::addColumn<QString>("parameters");
        QTest::addColumn<AnsiLook>("look");
        using enum AnsiColour::Kind;
        QTest::newRow("red") << u"31"_s << AnsiLook{.text = {Indexed, 1}};
        QTest::newRow("bright cyan") << u"96"_s << AnsiLook{.text = {Indexed, 14}};
        QTest::newRow("a ground") << u"44"_s << AnsiLook{.ground = {Indexed, 4}};
        QTest::newRow("a bright ground") << u"100"_s << AnsiLook{.ground = {Indexed, 8}};
        QTest::newRow("256") << u"38;5;208"_s << AnsiLook{.text = {Indexed, 208}};
        QTest::newRow("256 with colons") << u"38:5:208"_s << AnsiLook{.text = {Indexed, 208}};
        QTest::newRow("its own") << u"48;2;1;2;3"_s << AnsiLook{.ground = {Own, 0x010203}};
        QTest::newRow("its own, and more") << u"38;2;255;0;16;1"_s << AnsiLook{.text = {Own, 0xff0010}, .bold = true};
        QTest::newRow("several")
            << u"1;3;4;9;7"_s
            << AnsiLook{.bold = true, .italic = true, .underlined = true, .struck = true, .inverse = true};
        QTest::newRow("on and off") << u"1;2;31;22;39"_s << AnsiLook{};
        QTest::newRow("all off") << u"1;31;0"_s << AnsiLook{};
        QTest::newRow("empty is off") << u"1;;"_s << AnsiLook{};
        QTest::newRow("cut off") << u"38;5"_s << AnsiLook{};
        QTest::newRow("unknown") << u"999"_s << AnsiLook{};
        QTest::newRow("no numbers") << u"<1"_s << AnsiLook{};
    }
    void understandsEachLook()
    {
        QFETCH(QString, parameters);
        QFETCH(AnsiLook, look);
        const std::vector<AnsiRun> runs = AnsiReader().read(u"\x1b[%1mx"_s.arg(parameters));
        QCOMPARE(runs.size(), size_t(1));
        QVERIFY(runs.front().look == look);
    }

    void aLookGoesOnIntoTheNextLine()
    {
        AnsiReader reader;
        QVERIFY(reader.read(u"a \x1b[31mb"_s).back().look.text.value == 1);
        const std::vector<AnsiRun> next = reader.read(u"c\x1b[0md"_s);
        QCOMPARE(next.size(), size_t(2));
        QVERIFY((next[0] == AnsiRun{u"c"_s, {.text = {AnsiColour::Kind::Indexed, 1}}}));
        QVERIFY((next[1] == AnsiRun{u"d"_s, {}}));
    }

    /// Whatever a program chooses: 4.5:1 on its ground.
    void everyColourCanBeRead_data()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << colours::lightPalette();
        QTest::newRow("dark") << colours::darkPalette();
    }
    void everyColourCanBeRead()
    {
        QFETCH(QPalette, palette);
        const QColor base = palette.color(QPalette::Base);
        for (quint32 text = 0; text <= 256; ++text) {
            for (const quint32 ground : {256U, 0U, 1U, 3U, 7U, 15U, 46U, 244U}) {
                AnsiLook look;
                if (text < 256)
                    look.text = {AnsiColour::Kind::Indexed, text};
                if (ground < 256)
                    look.ground = {AnsiColour::Kind::Indexed, ground};
                const QTextCharFormat format = formatOf(look, palette);
                const QColor on = format.hasProperty(QTextFormat::BackgroundBrush) ? format.background().color() : base;
                const QColor letters = format.hasProperty(QTextFormat::ForegroundBrush) ? format.foreground().color()
                                                                                        : palette.color(QPalette::Text);
                QVERIFY2(colours::contrast(letters, on) >= 4.49, qPrintable(u"%1 on %2"_s.arg(text).arg(ground)));
            }
        }
    }

    void aLogHasTimesAndColours()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"a.log"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        const QByteArray time = "2026-11-24T12:26:04.000Z\t";
        file.write(time + "h\tDeploy\n" + time + "o\tall \x1b[31mred\n" + time + "o\tstill\n" + time +
                   "h\tSmoke test\n" + time + "o\t50%\r100%\n" + time + "o\terror: disk\n");
        file.close();
        LogRows rows;
        LogText log(rows);
        log.setPalette(colours::lightPalette());
        log.setTimeZone("Europe/Berlin");
        log.resize(700, 300);
        rows.setLogs({file.fileName()});
        QTRY_COMPARE(rows.count(), 6);
        QCOMPARE(test::shownIn(rows), u"· Deploy\nall red\nstill\n· Smoke test\n100%\nerror: disk"_s);
        QCOMPARE(log.timeOf(1), u"13:26:04"_s);
        QVERIFY(log.showsTimes());
        const auto red = log.formatsOf(1);
        QCOMPARE(red.size(), 2);
        QCOMPARE(red[1].start, 4);
        const QColor light = red[1].format.foreground().color();
        QVERIFY(light.red() > light.green() * 2);
        QCOMPARE(log.formatsOf(2).front().format.foreground().color(), light); // it was not switched off
        QCOMPARE(log.formatsOf(3).front().format.foreground().color(),
                 colours::muted(colours::lightPalette())); // Humdrum's own line
        log.setPalette(colours::darkPalette());
        const QColor dark = log.formatsOf(1)[1].format.foreground().color();
        QVERIFY(dark != light);
        QVERIFY(colours::contrast(dark, colours::darkPalette().color(QPalette::Base)) >= 4.49);
        log.resize(300, 300);
        QVERIFY(!log.showsTimes());
        // What has no colours of its own gets those of the definition that fits, once they are loaded.
        log.show();
        QTRY_VERIFY(!log.formatsOf(5).isEmpty());
        QVERIFY(colours::contrast(log.formatsOf(5).front().format.foreground().color(),
                                  colours::darkPalette().color(QPalette::Base)) >= 4.49);
    }

    /// Whichever page of a long log is shown first.
    void aLookGoesOnOverPages()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"a.log"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        for (int i = 0; i < 3000; ++i)
            file.write("2026-11-24T12:26:04.000Z\to\t" + QByteArray(i == 10 ? "\x1b[31m" : "") + QByteArray::number(i) +
                       '\n');
        file.close();
        LogRows rows;
        rows.setLogs({file.fileName()});
        QTRY_COMPARE(rows.count(), 3000);
        QTRY_VERIFY(rows.row(1500));
        QCOMPARE(rows.row(1500)->text, u"1500"_s);
        QCOMPARE(rows.row(1500)->runs.front().look.text.value, 1U);
        QTRY_VERIFY(rows.row(5));
        QVERIFY(rows.row(5)->isPlain());
    }
};

QTEST_MAIN(AnsiTextTest)
#include "ansitexttest.moc"
