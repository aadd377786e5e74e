// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrum/language.h"

#include <QProcess>
#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

/// Protects that a window is wholly in one language, its dates and numbers too, and that a language nobody translated to
/// is not taken in silence.
class LanguageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsAskedForMustBeThere_data()
    {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("name"); // empty: refused
        QTest::newRow("english") << u"en"_s << QLocale(QLocale::English).name();
        QTest::newRow("of Britain") << u"en_GB"_s << u"en_GB"_s;
        QTest::newRow("as in HTTP") << u"fi-FI"_s << u"fi_FI"_s;
        QTest::newRow("not translated") << u"de"_s << QString();
        QTest::newRow("no language") << u"zz"_s << QString();
        QTest::newRow("no word") << u"."_s << QString();
        QTest::newRow("none") << u"C"_s << QString();
    }
    void whatIsAskedForMustBeThere()
    {
        QFETCH(QString, asked);
        QFETCH(QString, name);
        const Result<QLocale> locale = localeFor(asked, QLocale(u"fi_FI"_s), {u"en"_s, u"fi"_s});
        QCOMPARE(locale.has_value(), !name.isEmpty());
        if (locale) {
            QCOMPARE(locale->name(), name);
            return;
        }
        QCOMPARE(locale.error().code, ErrorCode::InvalidInput);
        QVERIFY(locale.error().message.contains(asked));
        QVERIFY2(locale.error().hint.contains(u"en, fi"_s), qPrintable(locale.error().hint));
    }

    void theSystemIsFollowedWhereItCanBe()
    {
        const auto of = [](const QString &system) {
            return localeFor({}, QLocale(system), {u"en"_s, u"fi"_s}).value().name();
        };
        QCOMPARE(of(u"fi_FI"_s), u"fi_FI"_s);
        QCOMPARE(of(u"en_GB"_s), u"en_GB"_s);
        QCOMPARE(of(u"de_DE"_s), QLocale(QLocale::English).name()); // not English words beside German dates
        QCOMPARE(of(u"C"_s), QLocale(QLocale::English).name());
    }

    void theProgramRefusesAtOnce()
    {
        QProcess program;
        program.start(QStringLiteral(HUMDRUM_BINARY_DIR "/bin/humdrum"), {u"--lang"_s, u"zz"_s});
        QVERIFY(program.waitForFinished());
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 2);
        const QString said = QString::fromUtf8(program.readAllStandardError());
        QVERIFY2(said.contains(u"zz"_s) && said.contains(u"It speaks: en"_s), qPrintable(said));
        QVERIFY(program.readAllStandardOutput().isEmpty());
    }
};

QTEST_GUILESS_MAIN(LanguageTest)
#include "languagetest.moc"
