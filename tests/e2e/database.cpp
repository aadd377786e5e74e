// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "e2e/harbour.h"

#include <QDir>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

#include <unistd.h>

using namespace humdrum::e2e;
using namespace Qt::StringLiterals;

namespace {

/// A connection of another program; gone with the object.
class Other {
public:
    explicit Other(const QString &file)
    {
        QSqlDatabase db = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"other"_s);
        db.setDatabaseName(file);
        if (!db.open())
            qFatal("%s", qPrintable(db.lastError().text()));
    }
    ~Other()
    {
        QSqlDatabase::database(u"other"_s).close();
        QSqlDatabase::removeDatabase(u"other"_s);
    }
    Q_DISABLE_COPY_MOVE(Other)
    static void exec(const QString &sql)
    {
        QSqlQuery query(QSqlDatabase::database(u"other"_s));
        if (!query.exec(sql))
            qFatal("%s: %s", qPrintable(sql), qPrintable(query.lastError().text()));
    }
};

} // namespace

/// Protects what a person has when the database cannot be used: a clear error, exit code 3 from both programs, and every byte.
class DatabaseTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void lockedByAnotherProgram();
    void damaged_data();
    void damaged();
    void newerThanThisProgram();
    void newerButStillReadable();
    void readOnly();
    void aStrangerIsNamed();
    void aFirstStartWithoutADisplayChoosesThePersonToo();
    void onAFullDisk();

private:
    /// Both programs refuse the file, say `says`, and leave every byte as it was.
    void refused(const QStringList &says);
    /// The window without a display: it renders a tour or says why not.
    [[nodiscard]] Ran window(const QStringList &more = {}) const
    {
        return run(m_harbour.folder(), program(u"humdrum"_s),
                   more +
                       QStringList{u"--tour"_s, m_harbour.beside(u"tour"_s), u"--page"_s, u"weeks"_s, u"--theme"_s,
                                   u"light"_s, u"--size"_s, u"800x600"_s, u"--db"_s, m_file});
    }
    [[nodiscard]] Ran ctl(const QStringList &arguments) const
    {
        return run(m_harbour.folder(), program(u"humdrumctl"_s),
                   arguments + QStringList{u"--db"_s, m_file, u"--as"_s, u"nr"_s});
    }

    Harbour m_harbour;
    QString m_file;
    int m_number = 0;
};

void DatabaseTest::initTestCase()
{
    Ran made = m_harbour.create({u"--until"_s, u"2026-06-30"_s});
    if (made.exitCode == 0)
        made = m_harbour.ctl({u"init"_s, u"--config"_s, m_harbour.config()});
    QVERIFY2(made.exitCode == 0, qPrintable(made.all()));
}

void DatabaseTest::init()
{
    const QString folder = m_harbour.beside(u"case-%1"_s.arg(++m_number));
    QVERIFY(QDir().mkpath(folder));
    m_file = folder + u"/humdrum.db"_s;
    QVERIFY(QFile::copy(m_harbour.database(), m_file));
}

void DatabaseTest::refused(const QStringList &says)
{
    const QByteArray before = bytesOf(m_file);
    for (const QStringList &arguments : {QStringList{u"status"_s},
                                         {u"audit"_s, u"verify"_s},
                                         {u"release"_s, u"create"_s},
                                         {u"import"_s, u"git"_s},
                                         {u"init"_s, u"--config"_s, m_harbour.config()}}) {
        const Ran ran = ctl(arguments);
        QVERIFY2(ran.exitCode == 3, qPrintable(arguments.join(u' ') + u": "_s + ran.all()));
        for (const QString &part : says)
            QVERIFY2(ran.errors.contains(part), qPrintable(part + u" in "_s + ran.all()));
        QVERIFY(bytesOf(m_file) == before);
    }
    const Ran shown = window();
    QVERIFY2(shown.exitCode == 3, qPrintable(shown.all()));
    for (const QString &part : says)
        QVERIFY2(shown.errors.contains(part), qPrintable(part + u" in "_s + shown.all()));
    QVERIFY(bytesOf(m_file) == before);
}

void DatabaseTest::lockedByAnotherProgram()
{
    const Other other(m_file);
    Other::exec(u"BEGIN IMMEDIATE"_s);
    Other::exec(u"UPDATE meta SET value = value"_s);
    // Who reads is not kept from it.
    QCOMPARE(ctl({u"status"_s}).exitCode, 0);
    const Ran ran = ctl({u"release"_s, u"create"_s, u"--json"_s});
    QVERIFY2(ran.exitCode == 3, qPrintable(ran.all()));
    QVERIFY2(ran.error().value(u"error"_s).toString().contains(u"in use by another program"_s), qPrintable(ran.all()));
    QVERIFY(ran.error().value(u"hint"_s).toString().contains(u"try again"_s));
    Other::exec(u"ROLLBACK"_s);
    QCOMPARE(ctl({u"init"_s, u"--config"_s, m_harbour.config()}).exitCode, 0);
}

void DatabaseTest::damaged_data()
{
    QTest::addColumn<QByteArray>("bytes"); // empty: the header stays and the rest is noise
    QTest::addColumn<QString>("says");
    QTest::newRow("no database") << QByteArray("Dear diary, nothing happened today. Again.\n").repeated(100)
                                 << u"is not a database, or is damaged"_s;
    QTest::newRow("cut off") << QByteArray("SQLite format 3\0\x10\x00\x01\x01", 20) << u"damaged"_s;
    QTest::newRow("scribbled over") << QByteArray() << u"damaged"_s;
}

void DatabaseTest::damaged()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    if (bytes.isEmpty()) {
        bytes = bytesOf(m_file);
        for (qsizetype i = 100; i < bytes.size(); ++i)
            bytes[i] = static_cast<char>(i * 7);
    }
    writeTo(m_file, bytes);
    refused({m_file, says, u"Nothing was overwritten"_s, u"backup"_s});
}

void DatabaseTest::newerThanThisProgram()
{
    {
        const Other other(m_file);
        Other::exec(u"PRAGMA user_version = 9001"_s);
        Other::exec(u"UPDATE meta SET value = '9000' WHERE name = 'minimum_version'"_s);
        Other::exec(u"UPDATE meta SET value = '7.0.0' WHERE name = 'written_by'"_s);
        Other::exec(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    }
    refused({m_file, u"was written by Humdrum 7.0.0 (schema 9001)"_s, u"Nothing was changed"_s, u"Update Humdrum"_s});
}

void DatabaseTest::newerButStillReadable()
{
    {
        const Other other(m_file);
        Other::exec(u"PRAGMA user_version = 9001"_s);
        Other::exec(u"UPDATE meta SET value = '1' WHERE name = 'minimum_version'"_s);
    }
    const Ran ran = ctl({u"status"_s});
    QVERIFY2(ran.exitCode == 0, qPrintable(ran.all()));
}

void DatabaseTest::readOnly()
{
    // Root may write everywhere, unless it has given up what lets it.
    QStringList who;
    if (::geteuid() == 0)
        who = {u"setpriv"_s, u"--inh-caps=-all"_s, u"--bounding-set=-all"_s};
    const auto open = QFile::ReadOwner | QFile::ReadGroup | QFile::ReadOther;
    const auto folder = open | QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther;
    const auto ran = [&](const QStringList &arguments) {
        const QStringList all = who + QStringList{program(u"humdrumctl"_s)} + arguments +
            QStringList{u"--db"_s, m_file, u"--as"_s, u"nr"_s};
        return run(u"/"_s, all.first(), all.mid(1));
    };
    QVERIFY(QFile::setPermissions(m_file, open));
    QVERIFY(QFile::setPermissions(QFileInfo(m_file).path(), folder));
    const QByteArray before = bytesOf(m_file);
    const Ran status = ran({u"status"_s, u"--json"_s});
    QVERIFY2(status.exitCode == 0, qPrintable(status.all()));
    QCOMPARE(status.object().value(u"name"_s).toString(), u"Harbour Suite"_s);
    QCOMPARE(ran({u"audit"_s, u"verify"_s}).exitCode, 0);
    for (const QStringList &arguments : {QStringList{u"release"_s, u"create"_s}, {u"import"_s, u"git"_s}}) {
        const Ran written = ran(arguments);
        QVERIFY2(written.exitCode == 3, qPrintable(written.all()));
        QVERIFY2(written.errors.contains(m_file) && written.errors.contains(u"may not be written to"_s),
                 qPrintable(written.all()));
        // What it advises works: see above.
        QVERIFY2(written.errors.contains(u"“humdrumctl status”"_s), qPrintable(written.all()));
    }
    QVERIFY(bytesOf(m_file) == before);
    QVERIFY(QFile::setPermissions(QFileInfo(m_file).path(), folder | QFile::WriteOwner));
}

void DatabaseTest::aFirstStartWithoutADisplayChoosesThePersonToo()
{
    const QString home = m_harbour.beside(u"first-start"_s);
    for (int start = 0; start < 2; ++start) {
        const Ran ran = run(m_harbour.folder(), program(u"humdrum"_s),
                            {u"--tour"_s, m_harbour.beside(u"first-tour"_s), u"--page"_s, u"releases"_s},
                            {{u"XDG_DATA_HOME"_s, home + u"/data"_s}, {u"XDG_CONFIG_HOME"_s, home + u"/config"_s}});
        QVERIFY2(ran.exitCode == 0, qPrintable(ran.all()));
        QCOMPARE(QJsonDocument::fromJson(bytesOf(home + u"/config/humdrum/preferences.json"_s)).object(),
                 (QJsonObject{{u"person"_s, u"nr"_s}}));
    }
    QVERIFY(!QFile::exists(home + u"/data/humdrum/session.json"_s)); // it keeps nothing else of the user's
}

/// The window shows what nobody of the product may do, which a script that mistyped a name does not see.
void DatabaseTest::aStrangerIsNamed()
{
    const Ran stranger = window({u"--as"_s, u"mallory"_s});
    QCOMPARE(stranger.exitCode, 0);
    QCOMPARE(stranger.errors.count(u"“mallory” is not one of the people"_s), 1);
    QVERIFY(!window({u"--as"_s, u"nr"_s}).errors.contains(u"is not one of the people"_s));
    const Ran nobody = window({u"--as"_s, QString()});
    QCOMPARE(nobody.exitCode, 2);
    QVERIFY2(nobody.errors.contains(u"--as"_s), qPrintable(nobody.all()));
}

void DatabaseTest::onAFullDisk()
{
    QVERIFY(QFile::exists(u"/dev/full"_s));
    // A database cannot be made there, and that is said instead of a crash.
    const Ran ran = run(m_harbour.folder(), program(u"humdrumctl"_s),
                        {u"init"_s, u"--config"_s, m_harbour.config(), u"--db"_s, u"/dev/full"_s});
    QVERIFY2(ran.exitCode == 3, qPrintable(ran.all()));
    QVERIFY2(ran.errors.contains(u"/dev/full"_s), qPrintable(ran.all()));
}

QTEST_GUILESS_MAIN(DatabaseTest)
#include "database.moc"
