// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "masking/masker.h"

#include <QProcess>
#include <QTest>
#include <QUrl>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

const std::string secret = "s3cr€t/+'\"<&> §x%y";

/// As a recorder does it: what is not known yet goes before what comes next.
std::string streamed(const Masker &masker, std::string_view text, std::size_t pieceSize)
{
    std::string shown, rest;
    for (std::size_t at = 0; at < text.size(); at += pieceSize) {
        rest += text.substr(at, pieceSize);
        const Masker::Piece piece = masker.next(rest, rest.size(), false);
        shown += piece.text;
        rest.erase(0, piece.used);
    }
    return shown + masker.next(rest, rest.size(), true).text;
}

} // namespace

/// Protects that a secret is not seen, in whatever form and in however many pieces a command shows it, and that nothing else
/// is lost for it.
class MaskerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void wherever()
    {
        const Masker masker({"hunter22"});
        QCOMPARE(masker.masked("hunter22"), std::string("***"));
        QCOMPARE(masker.masked("a hunter22, hunter2 and hunter22hunter22\n"),
                 std::string("a ***, hunter2 and ******\n"));
        QCOMPARE(Masker().masked("hunter22"), std::string("hunter22"));
    }

    void theLongerOfTwo()
    {
        QCOMPARE(Masker({"pass", "passphrase"}).masked("passphrase pass passage"), std::string("*** *** ***age"));
    }

    void whatOverlapsGoesTogether()
    {
        // Each alone would leave the end of the other.
        QCOMPARE(Masker({"abcd", "cdef", "fghi"}).masked("-abcdefghi-"), std::string("-***-"));
    }

    void inPieces_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::vector<std::string>>("secrets");
        using List = std::vector<std::string>;
        QTest::newRow("alone") << std::string("hunter22") << List{"hunter22"};
        QTest::newRow("its end looks like its beginning") << std::string("xababx abab") << List{"abab"};
        QTest::newRow("it begins again and again") << std::string("hunhunter2hunter22") << List{"hunter22"};
        QTest::newRow("of several lines") << std::string("key: one two\nthree\n-") << List{"one two\nthree"};
        QTest::newRow("one in another") << std::string("passphrase passport") << List{"pass", "passphrase"};
        QTest::newRow("bytes of more than 7 bits") << std::string("s3cr€t s3cr€") << List{"s3cr€t"};
    }
    void inPieces()
    {
        QFETCH(std::string, text);
        QFETCH(std::vector<std::string>, secrets);
        const Masker masker(secrets);
        const std::string whole = masker.masked(text);
        for (const std::string &s : secrets)
            QVERIFY2(!whole.contains(s), whole.c_str());
        for (std::size_t size = 1; size <= text.size(); ++size)
            QCOMPARE(streamed(masker, text, size), whole);
    }

    void nothingElseIsLost()
    {
        const Masker masker(formsOf(secret));
        std::string text;
        for (int i = 0; i < 5000; ++i)
            text += std::to_string(i * 7919) + (i % 7 == 0 ? "\n" : " €");
        for (const std::size_t size : {1UL, 3UL, 100UL, 1UL << 20})
            QVERIFY(streamed(masker, text, size) == text);
    }

    void theBeginningOfOneIsMaskedWhereNothingFollows()
    {
        const Masker masker({"hunter22"});
        QCOMPARE(masker.masked("it is hunter2"), std::string("it is ***"));
        QCOMPARE(masker.masked("it is hun"), std::string("it is hun")); // three characters tell nothing
        const Masker::Piece held = masker.next("it is hunter2", 13, false);
        QCOMPARE(held.text, std::string("it is "));
        QCOMPARE(held.used, std::size_t{6});
    }

    void whatFollowsDecidesEarly()
    {
        // Only the first line is asked for, and what is behind it tells that it is no secret.
        const Masker masker({"one\ntwo"});
        QCOMPARE(masker.next("one\nthree", 4, false).text, std::string("one\n"));
        QCOMPARE(masker.next("one\ntw", 4, false).text, std::string());
        const Masker::Piece both = masker.next("one\ntwo!", 4, false);
        QCOMPARE(both.text, std::string("***"));
        QCOMPARE(both.used, std::size_t{7});
    }

    void inEveryFormThatToolsWrite_data()
    {
        // What real programs make of $SECRET; each writes it between marks, so that what is left of it can be seen.
        QTest::addColumn<QString>("script");
        QTest::newRow("as it is") << uR"(printf '[%s]' "$SECRET")"_s;
        QTest::newRow("base64") << uR"(printf '['; printf %s "$SECRET" | base64; printf ']')"_s;
        QTest::newRow("base64 of its line") << uR"(printf '['; echo "$SECRET" | base64; printf ']')"_s;
        QTest::newRow("base64 behind one byte")
            << uR"(printf '['; printf 'u%s:x' "$SECRET" | base64 -w0; printf ']')"_s;
        QTest::newRow("base64 behind two bytes")
            << uR"(printf '['; printf 'u:%s' "$SECRET" | base64 -w0; printf ']')"_s;
        QTest::newRow("base64 behind three bytes")
            << uR"(printf '['; printf 'me:%s' "$SECRET" | base64 -w0; printf ']')"_s;
        QTest::newRow("hexadecimal")
            << uR"(printf '['; printf %s "$SECRET" | od -An -v -tx1 | tr -d ' \n'; printf ']')"_s;
        const QString python = u"python3 -c 'import os, sys, json, base64, shlex, html, urllib.parse as u; "
                               "s = os.environ[\"SECRET\"]; sys.stdout.buffer.write((\"[\" + %1 + \"]\").encode())'"_s;
        QTest::newRow("quoted for an address") << python.arg(u"u.quote(s)"_s);
        QTest::newRow("quoted for an address, all of it") << python.arg(u"u.quote(s, safe=\"\")"_s);
        QTest::newRow("a form field") << python.arg(u"u.quote_plus(s)"_s);
        QTest::newRow("an encoded form") << python.arg(u"u.urlencode({\"\": s})[1:]"_s);
        QTest::newRow("base64 for addresses") << python.arg(u"base64.urlsafe_b64encode(s.encode()).decode()"_s);
        QTest::newRow("JSON") << python.arg(u"json.dumps(s, ensure_ascii=False)[1:-1]"_s);
        QTest::newRow("quoted for a shell") << python.arg(u"shlex.quote(s)[1:-1]"_s);
        QTest::newRow("HTML") << python.arg(u"html.escape(s)"_s);
        QTest::newRow("HTML without quotes") << python.arg(u"html.escape(s, quote=False)"_s);
    }
    void inEveryFormThatToolsWrite()
    {
        QFETCH(QString, script);
        QProcess shell;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"SECRET"_s, QString::fromStdString(secret));
        environment.insert(u"PYTHONUTF8"_s, u"1"_s);
        shell.setProcessEnvironment(environment);
        shell.start(u"sh"_s, {u"-c"_s, script});
        QVERIFY(shell.waitForFinished());
        const std::string said = shell.readAllStandardOutput().toStdString();
        QVERIFY2(said.size() > secret.size(), said.c_str());
        const std::string shown = Masker(formsOf(secret)).masked(said);
        // Base64 beside other bytes leaves the characters that mix both: less than a byte of it each.
        QVERIFY2(shown.contains("***"), shown.c_str());
        const auto left = std::string_view(shown).substr(1, shown.size() - 2);
        QVERIFY2(left.size() <= std::string_view("dTp***dDp4==\n").size(), shown.c_str());
        QVERIFY2(QTest::currentDataTag() == std::string_view("as it is") || !shown.contains("s3cr"), shown.c_str());
    }

    void longOnesThatToolsWrap()
    {
        const std::string key = std::string(150, 'k') + "EY" + std::string(150, 'e');
        const Masker masker(formsOf(key));
        const QByteArray whole = QByteArray::fromStdString(key).toBase64();
        for (const int width : {64, 76}) {
            std::string wrapped;
            for (qsizetype at = 0; at < whole.size(); at += width)
                wrapped += whole.mid(at, width).toStdString() + '\n';
            const std::string shown = masker.masked(wrapped);
            QVERIFY2(std::ranges::all_of(shown, [](char c) { return c == '*' || c == '\n'; }), shown.c_str());
        }
    }

    void everyLineOfSeveral()
    {
        const Masker masker(formsOf("-----BEGIN KEY-----\r\nMIIEvQ\n}\nabcd1234\n"));
        QCOMPARE(masker.masked("log: MIIEvQ and } and abcd1234"), std::string("log: *** and } and ***"));
    }

    void noFormIsTooShortToBeTold()
    {
        for (const char *value : {"abcd", "ab\ncd", "1234\n12"}) {
            for (const std::string &form : formsOf(value))
                QVERIFY2(form.size() >= shortestSecret, form.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(MaskerTest)
#include "maskertest.moc"
