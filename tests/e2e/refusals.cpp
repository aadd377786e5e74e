// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "e2e/harbour.h"

#include <QTest>

using namespace humdrum::e2e;
using namespace Qt::StringLiterals;

/// Protects that wrong use of humdrumctl is told from refusals and failures, says what and what to do, and changes nothing.
class RefusalsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Ran made = m_harbour.create();
        if (made.exitCode == 0)
            made = m_harbour.describe();
        QVERIFY2(made.exitCode == 0, qPrintable(made.all()));
        m_newest =
            m_harbour.json({u"release"_s, u"list"_s, u"--limit"_s, u"1"_s}).array().at(0)[u"version"_s].toString();
        m_events = m_harbour.ctl({u"audit"_s, u"verify"_s}).output;
    }
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void namesThePlaceOfBadInput_data();
    void namesThePlaceOfBadInput();
    void saysThatThereIsNone_data();
    void saysThatThereIsNone();
    void beforeThereIsAnything_data();
    void beforeThereIsAnything();
    void explainsItself_data();
    void explainsItself();

private:
    Harbour m_harbour;
    QString m_newest; ///< release
    QString m_events; ///< what the audit says while nothing was changed
};

void RefusalsTest::saysWhatIsWrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QStringList>("says");
    const auto row = [](const char *name, const QString &words, int code, const QStringList &says) {
        QTest::newRow(name) << words.split(u' ') << code << says;
    };
    // the command line itself
    row("no such command", u"promot 2026.48"_s, 2, {u"There is no command “promot”."_s, u"Did you mean “promote”?"_s});
    row("no such option", u"status --jason"_s, 2, {u"--jason"_s, u"--help"_s});
    row("no such command below one", u"audit verfy"_s, 2, {u"There is no command “audit verfy”."_s, u"“verify”"_s});
    row("nothing to import", u"import"_s, 2,
        {u"humdrumctl: import what?"_s, u"git, junit, deployments, notes, pools"_s});
    row("no release", u"promote --to dev"_s, 2, {u"RELEASE"_s});
    row("no environment", u"promote 2026.48"_s, 2, {u"--to"_s});
    row("no reason to roll back", u"rollback dev"_s, 2, {u"--reason"_s});
    row("no stage", u"stage run billing"_s, 2, {u"STAGE"_s});
    row("no role", u"notes sign 2026.48"_s, 2, {u"--role"_s});
    row("a limit that is none", u"audit list --limit many"_s, 2, {u"--limit"_s, u"many"_s});
    row("a limit below nothing", u"release list --limit -3"_s, 2, {u"--limit"_s});
    row("a patch on a train", u"release create --patch-of 2026.40 --train 2026.48"_s, 2, {u"--train"_s});
    // names
    row("an unknown release", u"promote 1999.01 --to dev"_s, 2,
        {u"There is no release 1999.01"_s, u"The newest are"_s});
    row("an unknown environment", u"promote %1 --to production"_s, 2,
        {u"There is no environment production"_s, u"aurora-prod"_s});
    row("an unknown service", u"promote %1 --to dev --service portal"_s, 2,
        {u"There is no service portal"_s, u"billing"_s});
    row("an unknown environment to roll back", u"rollback staging --reason late"_s, 2,
        {u"There is no environment staging"_s, u"aurora-staging"_s});
    row("an unknown gate", u"promote %1 --to dev --override luck --reason hope"_s, 2,
        {u"luck"_s, u"upstream, smoke, approval"_s});
    row("an override without a reason", u"promote %1 --to dev --override window"_s, 2, {u"--reason"_s});
    row("an unknown stage", u"stage run billing comit"_s, 2,
        {u"Service billing has no stage comit"_s, u"billing.commit"_s});
    row("an unknown service of a stage", u"stage run portal commit"_s, 2, {u"portal"_s, u"billing.commit"_s});
    row("an environment as a stage", u"stage run - dev"_s, 2, {u"promote"_s});
    row("a join without a release", u"stage run - integration"_s, 2, {u"--release"_s});
    row("a commit that is none", u"stage run billing commit --commit ffffffffff"_s, 2, {u"ffffffffff"_s});
    row("an unknown release to show", u"release show 1999.01"_s, 2, {u"There is no release 1999.01"_s});
    row("an unknown train", u"release create --train 1999.01"_s, 2, {u"There is no train 1999.01"_s, u"2026"_s});
    row("half a build", u"release create --build billing"_s, 2, {u"SERVICE=VERSION"_s});
    row("an unknown build", u"release create --build billing=99.9.9"_s, 2, {u"99.9.9"_s, u"billing"_s});
    row("an unknown role", u"notes sign %1 --role captain"_s, 2, {u"captain"_s, u"support-lead"_s});
    row("notes of no release", u"notes generate 1999.01"_s, 2, {u"There is no release 1999.01"_s});
    row("a service that is not described", u"import git portal"_s, 2, {u"portal"_s, u"billing"_s});
    row("a file that is not there", u"import deployments nowhere.jsonl"_s, 2, {u"nowhere.jsonl"_s});
    row("pools that are not there", u"import pools nowhere.jsonl"_s, 2, {u"nowhere.jsonl"_s});
    row("results that are not there", u"import junit nowhere"_s, 2, {u"nowhere"_s});
    row("a subject that is none", u"audit list --subject nonsense"_s, 2, {u"nonsense"_s, u"promotion:17"_s});
    // what begins with a hyphen is never taken for an option of git or of ours
    row("a commit like an option", u"stage run billing commit --commit=--upload-pack=touch"_s, 2,
        {u"--upload-pack=touch"_s});
    row("a database without a name", u"status --db="_s, 2, {u"--db"_s});
    row("a person without a name", u"status --as "_s, 2, {u"--as"_s, u"nobody"_s});
    row("a release like an option", u"release show -- --version"_s, 2, {u"There is no release --version"_s});
    row("a service like an option", u"stage run -- -x commit"_s, 2, {u"-x"_s});
    row("an environment like an option", u"promote %1 --to=-h"_s, 2, {u"There is no environment -h"_s});
    row("a folder like an option", u"import junit -- --rf"_s, 2, {u"--rf"_s});
    // any script
    row("letters of any script", u"release show Züg-列車-🚂"_s, 2, {u"There is no release Züg-列車-🚂"_s});
    row("a person of any script", u"promote %1 --to dev --as Ærø"_s, 1,
        {u"“Ærø” is not one of the people"_s, u"--as"_s});
    // dates and seeds
    row("a date that is none", u"example create other --until 2026-02-30"_s, 2, {u"2026-02-30"_s, u"2026-11-23"_s});
    row("a date the other way round", u"example create other --until 24.11.2026"_s, 2,
        {u"24.11.2026"_s, u"2026-11-23"_s});
    row("a day of another age", u"example create other --until 0001-01-01"_s, 2, {u"year 1"_s});
    row("a seed that is none", u"example create other --seed x"_s, 2, {u"--seed"_s});
    // rules
    row("a release that is older by name", u"release create --version-name %1"_s, 1, {u"exists already"_s});
    row("a release like a path", u"release create --version-name ../../evil"_s, 2, {u"is not a version"_s});
    row("a release like another option", u"release create --version-name=-h"_s, 2, {u"is not a version"_s});
    row("a release by nobody", u"release create --as mallory"_s, 1, {u"“mallory” is not one of the people"_s});
    row("notes by nobody", u"notes generate %1 --as mallory"_s, 1, {u"“mallory” is not one of the people"_s});
    row("a stage by nobody", u"stage run billing commit --as mallory"_s, 1, {u"“mallory” is not one"_s});
    row("an issue by nobody", u"issue add x --caught-at integration --as mallory"_s, 1, {u"“mallory” is not one"_s});
    row("an example where one is", u"example create ."_s, 1, {u"holds an example already"_s, u"--force"_s});
    row("a hold of nothing", u"hold set --reason late --env="_s, 2, {u"--env"_s});
    row("a hold that is none", u"hold lift 4711 --reason late"_s, 2, {u"4711"_s});
    row("a pause by nobody", u"queue pause --reason late --as mallory"_s, 1, {u"“mallory” is not one"_s});
    row("a queue that is not paused", u"queue resume --reason late"_s, 1, {u"not paused"_s});
    row("a place for what is not queued", u"queue move 4711"_s, 2, {u"4711"_s});
    row("a number that is none", u"promotion show abc"_s, 2, {u"“abc” is not a number"_s});
    row("a promotion that is none", u"promotion cancel 4711 --reason late"_s, 2, {u"4711"_s});
    row("nobody", u"rollback dev --reason late --as guest"_s, 1, {u"“guest” is not one of the people"_s, u"--as"_s});
}

void RefusalsTest::saysWhatIsWrong()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, exitCode);
    QFETCH(QStringList, says);
    arguments.replaceInStrings(u"%1"_s, m_newest);
    // What stands behind "--" would be names as well, so the shared options come first.
    QStringList all{u"--db"_s, m_harbour.database()};
    if (!arguments.contains(u"--as"_s))
        all += {u"--as"_s, u"nr"_s};
    const Ran ran = run(m_harbour.folder(), program(u"humdrumctl"_s), all + arguments);
    const QByteArray told = QString(QString::number(ran.exitCode) + u' ' + ran.all()).toUtf8();
    QVERIFY2(ran.exitCode == exitCode, told);
    for (const QString &part : says)
        QVERIFY2(ran.errors.contains(part), told);
    QVERIFY2(ran.output.isEmpty(), told);
    QCOMPARE(m_harbour.ctl({u"audit"_s, u"verify"_s}).output, m_events);
}

/// What somebody handed in and is not what it should be is wrong use, whichever format it has.
void RefusalsTest::namesThePlaceOfBadInput_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("deployments") << u"deployments"_s << u"broken.jsonl"_s << QByteArray("{\"service\": \n");
    QTest::newRow("pools") << u"pools"_s << u"broken.jsonl"_s << QByteArray("{\"pool\": 5}\n");
    QTest::newRow("notes") << u"notes"_s << u"broken.jsonl"_s << QByteArray("[]\n");
    QTest::newRow("junit") << u"junit"_s << u"broken.xml"_s << QByteArray("<testsuite><testcase>");
    const QJsonObject ahead{{u"service"_s, u"billing"_s},
                            {u"environment"_s, u"dev"_s},
                            {u"version"_s, u"9.9.9"_s},
                            {u"commit"_s, m_harbour.git(u"billing"_s, {u"rev-parse"_s, u"main"_s}).output.trimmed()},
                            {u"from"_s, u"2099-04-30T09:00:00Z"_s}};
    QTest::newRow("deployments of the future")
        << u"deployments"_s << u"ahead.jsonl"_s << QJsonDocument(ahead).toJson(QJsonDocument::Compact);
}

void RefusalsTest::namesThePlaceOfBadInput()
{
    QFETCH(QString, kind);
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    writeTo(m_harbour.beside(name), bytes);
    const Ran ran = m_harbour.ctl({u"import"_s, kind, m_harbour.beside(name)});
    QVERIFY2(ran.exitCode == 2, qPrintable(QString::number(ran.exitCode) + u' ' + ran.all()));
    QVERIFY2(ran.errors.contains(name + u":1:"_s), qPrintable(ran.errors));
}

void RefusalsTest::saysThatThereIsNone_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("says");
    QTest::newRow("holds") << QStringList{u"hold"_s, u"list"_s} << u"No holds.\n"_s;
    QTest::newRow("promotions") << QStringList{u"promotion"_s, u"list"_s} << u"No promotions.\n"_s;
    QTest::newRow("issues") << QStringList{u"issue"_s, u"list"_s, u"--weeks"_s, u"1"_s, u"--service"_s, u"gateway"_s}
                            << u"No issues.\n"_s;
    QTest::newRow("events") << QStringList{u"audit"_s, u"list"_s, u"--subject"_s, u"promotion:4711"_s}
                            << u"No events.\n"_s;
}

void RefusalsTest::saysThatThereIsNone()
{
    QFETCH(QStringList, command);
    QFETCH(QString, says);
    QCOMPARE(m_harbour.ctl(command).output, says);
    const Ran json = m_harbour.json(command);
    QCOMPARE(json.exitCode, 0);
    QCOMPARE(QJsonDocument::fromJson(json.output.toUtf8()), QJsonDocument(QJsonArray()));
}

void RefusalsTest::beforeThereIsAnything_data()
{
    QTest::addColumn<QStringList>("arguments");
    for (const char *words :
         {"status", "release list", "release show 2026.48", "release create", "audit verify", "audit list",
          "import git", "import junit history", "import deployments history/deployments.jsonl",
          "import pools history/pools.jsonl", "notes generate 2026.48", "notes show 2026.48",
          "promote 2026.48 --to dev", "promote 2026.48 --to dev --wait", "rollback dev --reason late",
          "stage run billing commit"})
        QTest::newRow(words) << QString::fromLatin1(words).split(u' ');
}

void RefusalsTest::beforeThereIsAnything()
{
    QFETCH(QStringList, arguments);
    const QString file = m_harbour.beside(u"none/at/all.db"_s);
    const Ran ran = run(m_harbour.folder(), program(u"humdrumctl"_s), QStringList{u"--db"_s, file} + arguments);
    QVERIFY2(ran.exitCode == 2, qPrintable(ran.all()));
    QVERIFY2(ran.errors.contains(file) && ran.errors.contains(u"humdrumctl init"_s), qPrintable(ran.all()));
    QVERIFY(!QFile::exists(m_harbour.beside(u"none"_s)));
}

void RefusalsTest::explainsItself_data()
{
    QTest::addColumn<QStringList>("command");
    for (const char *words : {"",
                              "example",
                              "example create",
                              "init",
                              "import",
                              "import git",
                              "import junit",
                              "import deployments",
                              "import pools",
                              "stage",
                              "stage run",
                              "release",
                              "release create",
                              "release list",
                              "release show",
                              "notes",
                              "notes generate",
                              "notes show",
                              "notes review",
                              "notes sign",
                              "promote",
                              "rollback",
                              "status",
                              "audit",
                              "audit verify",
                              "audit list"})
        QTest::newRow(words) << QString::fromLatin1(words).split(u' ', Qt::SkipEmptyParts);
}

void RefusalsTest::explainsItself()
{
    QFETCH(QStringList, command);
    const Ran ran = run(m_harbour.folder(), program(u"humdrumctl"_s), command + QStringList{u"--help"_s});
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.all()));
    QVERIFY2(ran.output.contains(u"--help"_s) && ran.output.contains(u"Exit codes: 0 done"_s), qPrintable(ran.output));
    QVERIFY2(ran.output.contains(u"--db"_s), qPrintable(ran.output));
}

QTEST_GUILESS_MAIN(RefusalsTest)
#include "refusals.moc"
