// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "secrets/secretsfile.h"

#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

/// Protects what people write by hand, and that a mistake in it tells where it is and not what stands there.
class SecretsFileTest : public QObject {
    Q_OBJECT

    [[nodiscard]] static QByteArray valueOf(const SecretsFile &file, const QString &name)
    {
        const auto value = file.value(name);
        return value ? value->bytes() : QByteArray("(none)");
    }

private Q_SLOTS:
    void asItIsWritten()
    {
        const auto file =
            SecretsFile::parse("# ours\n\naurora-db=p=ss \"w\"#rd \nkey=\"a\\nb \\\"c\\\"\"\r\nlast=x", u"f"_s);
        QVERIFY(file);
        QCOMPARE(file->names(), (QStringList{u"aurora-db"_s, u"key"_s, u"last"_s}));
        QCOMPARE(valueOf(*file, u"aurora-db"_s), "p=ss \"w\"#rd ");
        QCOMPARE(valueOf(*file, u"key"_s), "a\nb \"c\"");
        QCOMPARE(valueOf(*file, u"last"_s), "x");
        QCOMPARE(valueOf(*file, u"nope"_s), "(none)");
        QCOMPARE(valueOf(*file, {}), "(none)"); // a comment is none
    }

    void whatIsNotChangedStays()
    {
        auto file = SecretsFile::parse("# ours\naurora-db=old\n  \nother=\"kept\"\n", u"f"_s);
        QVERIFY(file);
        file->set(u"aurora-db"_s, SecretValue("new"));
        file->set(u"more"_s, SecretValue("two\nlines \"quoted\" €"));
        QCOMPARE(file->content().bytes(),
                 "# ours\naurora-db=new\n  \nother=\"kept\"\nmore=\"two\\nlines \\\"quoted\\\" €\"\n");
        const auto again = SecretsFile::parse(file->content().bytes(), u"f"_s);
        QVERIFY(again);
        QCOMPARE(valueOf(*again, u"more"_s), "two\nlines \"quoted\" €");
        file->remove(u"aurora-db"_s);
        file->remove(u"more"_s);
        QCOMPARE(file->content().bytes(), "# ours\n  \nother=\"kept\"\n");
    }

    void everyValueComesBack_data()
    {
        QTest::addColumn<QByteArray>("value");
        for (const char *value :
             {"plain", "\"quoted\"", " spaces ", "#hash", "a=b", "back\\slash", "line\nend\n", "\ttab"})
            QTest::newRow(value) << QByteArray(value);
    }
    void everyValueComesBack()
    {
        QFETCH(QByteArray, value);
        SecretsFile file;
        file.set(u"a"_s, SecretValue(value));
        file.set(u"b"_s, SecretValue("after"));
        const auto again = SecretsFile::parse(file.content().bytes(), u"f"_s);
        QVERIFY(again);
        QCOMPARE(valueOf(*again, u"a"_s), value);
        QCOMPARE(valueOf(*again, u"b"_s), "after");
    }

    void mistakesTellTheLineAndNotTheValue_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::newRow("no name") << QByteArray("a=1\nhunter22\n") << 2;
        QTest::newRow("a bad name") << QByteArray("bad name=hunter22\n") << 1;
        QTest::newRow("twice") << QByteArray("a=1\nb=2\na=hunter22\n") << 3;
        QTest::newRow("no JSON") << QByteArray("a=\"hunter22\n") << 1;
        QTest::newRow("more than one text") << QByteArray("a=\"hunter22\", \"x\"\n") << 1;
    }
    void mistakesTellTheLineAndNotTheValue()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        const auto file = SecretsFile::parse(text, u"/f"_s);
        QVERIFY(!file);
        QCOMPARE(file.error().code, ErrorCode::ParseFailed);
        QCOMPARE(file.error().where.value_or(SourcePosition{}).line, line);
        const QString told = file.error().toString() + file.error().details;
        QVERIFY2(!told.contains(u"hunter22"), qPrintable(told));
    }
};

QTEST_GUILESS_MAIN(SecretsFileTest)
#include "secretsfiletest.moc"
