// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "secrets/secretkeeper.h"
#include "ordinaryuser.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

const SecretValue hunter("hunter22");

QString textOf(const Result<SecretValue> &value)
{
    return value ? QString::fromUtf8(value->bytes()) : u"error: "_s + value.error().toString();
}
template <class T>
QString errorOf(const Result<T> &result)
{
    return result ? u"(none)"_s : result.error().toString();
}

} // namespace

/// Protects where secrets come from: only from what is the account's own, and never in part or in place of another.
class SecretKeeperTest : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_dir;
    SecretPaths m_paths;

    [[nodiscard]] SecretKeeper keeper() const { return SecretKeeper(m_paths); }
    void write(const QString &path, const QByteArray &text, mode_t mode = 0600) const
    {
        QFile::remove(path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(text), text.size());
        file.close();
        QCOMPARE(::chmod(QFile::encodeName(path).constData(), mode), 0);
    }
    static mode_t modeOf(const QString &path)
    {
        struct stat file = {};
        return ::stat(QFile::encodeName(path).constData(), &file) == 0 ? file.st_mode & 07777 : 0;
    }
    QByteArray everything() const
    {
        QByteArray all;
        for (const QString &path : {m_paths.settings, m_paths.file}) {
            QFile file(path);
            if (file.open(QIODevice::ReadOnly))
                all += file.readAll();
        }
        return all;
    }

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_paths = {.settings = m_dir->filePath(u"config/secrets.json"_s),
                   .file = m_dir->filePath(u"config/secrets"_s),
                   .keychain = u"/nowhere/humdrum-keychain"_s};
    }

    void inAFile()
    {
        QCOMPARE(keeper().list().value(), std::vector<KnownSecret>{});
        QCOMPARE(keeper().set(u"aurora-db"_s, hunter, SecretPlace::File).value(), SecretPlace::File);
        QCOMPARE(textOf(keeper().read(u"aurora-db"_s)), u"hunter22"_s);
        QCOMPARE(modeOf(m_paths.file), mode_t{0600});
        QCOMPARE(modeOf(m_paths.settings), mode_t{0600});
        QCOMPARE(keeper().list().value(), (std::vector{KnownSecret{u"aurora-db"_s, SecretPlace::File}}));
        // It stays where it is kept.
        QCOMPARE(keeper().set(u"aurora-db"_s, SecretValue("another")).value(), SecretPlace::File);
        QCOMPARE(textOf(keeper().read(u"aurora-db"_s)), u"another"_s);
        QVERIFY(keeper().remove(u"aurora-db"_s));
        QCOMPARE(keeper().list().value(), std::vector<KnownSecret>{});
        QVERIFY(!everything().contains("another"));
        QCOMPARE(keeper().remove(u"aurora-db"_s).error().code, ErrorCode::NotFound);
    }

    void aFileThatAPersonWrote()
    {
        QVERIFY(m_dir->isValid() && QDir(m_dir->path()).mkdir(u"config"_s));
        write(m_paths.file, "# provisioned\ntoken=abcdef\n", 0400);
        QVERIFY(keeper().knows({u"token"_s}));
        QCOMPARE(textOf(keeper().read(u"token"_s)), u"abcdef"_s);
        write(m_paths.file, "token=abc\n");
        QVERIFY2(textOf(keeper().read(u"token"_s)).contains(u"shorter than 4"), "too short to be masked");
    }

    void whatProgramPrints()
    {
        QVERIFY(keeper().setCommand(u"token"_s, {u"sh"_s, u"-c"_s, u"echo 'from a vault'; echo noise >&2"_s}));
        QCOMPARE(textOf(keeper().read(u"token"_s)), u"from a vault"_s);
        QVERIFY(!everything().contains("from a vault\n"));
        QVERIFY(keeper().setCommand(u"token"_s, {u"printf"_s, u"two\\nlines\\n"_s}));
        QCOMPARE(textOf(keeper().read(u"token"_s)), u"two\nlines"_s);
    }

    void aProgramThatFailsTellsNothingOfWhatItSaid_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<QString>("says");
        QTest::newRow("exit code") << QStringList{u"sh"_s, u"-c"_s, u"echo hunt$0r22; echo hunt$0r22 >&2; exit 7"_s,
                                                  u"e"_s}
                                   << u"exited with 7"_s;
        QTest::newRow("signal") << QStringList{u"sh"_s, u"-c"_s, u"echo hunt$0r22; kill -9 $$"_s, u"e"_s}
                                << u"by a signal"_s;
        QTest::newRow("not there") << QStringList{u"/nowhere/vault"_s} << u"could not be started"_s;
        QTest::newRow("nothing") << QStringList{u"true"_s} << u"shorter than 4"_s;
        QTest::newRow("bytes") << QStringList{u"printf"_s, u"abcd\\001"_s} << u"is no text"_s;
        QTest::newRow("no end") << QStringList{u"sh"_s, u"-c"_s, u"yes hunt$0r22"_s, u"e"_s} << u"within 0.3 s"_s;
    }
    void aProgramThatFailsTellsNothingOfWhatItSaid()
    {
        QFETCH(QStringList, command);
        QFETCH(QString, says);
        m_paths.commandTimeout = std::chrono::milliseconds{300};
        QVERIFY(keeper().setCommand(u"token"_s, command));
        const auto value = keeper().read(u"token"_s);
        QVERIFY(!value);
        const QString told = value.error().toString() + value.error().details;
        QVERIFY2(told.contains(says) && told.contains(u"token"), qPrintable(told));
        QVERIFY2(!told.contains(u"hunter22"), qPrintable(told));
        QVERIFY(!value.error().hint.isEmpty());
    }

    void aProgramThatHangsIsEndedWithAllThatItStarted()
    {
        m_paths.commandTimeout = std::chrono::milliseconds{200};
        const QString pids = m_dir->filePath(u"pids"_s);
        QVERIFY(keeper().setCommand(u"token"_s, {u"sh"_s, u"-c"_s, u"sleep 1000 & echo $! $$ > %1; wait"_s.arg(pids)}));
        QCOMPARE(keeper().read(u"token"_s).error().code, ErrorCode::CommandTimedOut);
        QFile file(pids);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> numbers = file.readAll().simplified().split(' ');
        QCOMPARE(numbers.size(), 2);
        for (const QByteArray &number : numbers) {
            const QString stat = u"/proc/%1/stat"_s.arg(QString::fromLatin1(number));
            QTRY_VERIFY([&] {
                QFile f(stat);
                return !f.open(QIODevice::ReadOnly) || f.readAll().contains(") Z");
            }());
        }
    }

    void whoStopsIsNotWaitedFor()
    {
        QVERIFY(keeper().setCommand(u"token"_s,
                                    {u"sh"_s, u"-c"_s, u"echo $$ > %1; sleep 1000"_s.arg(m_dir->filePath(u"pid"_s))}));
        std::stop_source stop;
        Result<SecretValue> value = SecretValue();
        QElapsedTimer clock;
        clock.start();
        std::thread reading([&] { value = keeper().read(u"token"_s, stop.get_token()); });
        const bool begun = QTest::qWaitFor([&] { return QFile(m_dir->filePath(u"pid"_s)).size() > 0; }, 20'000);
        stop.request_stop();
        reading.join();
        QVERIFY(begun);
        QVERIFY(!value);
        QCOMPARE(value.error().code, ErrorCode::Cancelled);
        QVERIFY(clock.elapsed() < 25'000);
    }

    void othersMayNotReadOrWriteIt_data()
    {
        QTest::addColumn<bool>("settings");
        QTest::addColumn<int>("mode");
        for (const bool settings : {false, true}) {
            for (const int mode : {0640, 0604, 0620, 0602, 0610}) {
                QTest::addRow("%s %o", settings ? "settings" : "file", static_cast<unsigned>(mode)) << settings << mode;
            }
        }
    }
    void othersMayNotReadOrWriteIt()
    {
        QFETCH(bool, settings);
        QFETCH(int, mode);
        QVERIFY(keeper().set(u"aurora-db"_s, hunter, SecretPlace::File));
        const QString path = settings ? m_paths.settings : m_paths.file;
        QCOMPARE(::chmod(QFile::encodeName(path).constData(), static_cast<mode_t>(mode)), 0);
        const auto refused = keeper().read(u"aurora-db"_s);
        QVERIFY2(errorOf(refused).contains(u"chmod 600 "_s + path), qPrintable(errorOf(refused)));
        // Nor is it written as if nothing were wrong.
        QVERIFY(!keeper().set(u"aurora-db"_s, SecretValue("another"), SecretPlace::File));
        QVERIFY(!keeper().knows({u"aurora-db"_s}));
        QCOMPARE(modeOf(path), static_cast<mode_t>(mode));
        QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0600), 0);
        QCOMPARE(textOf(keeper().read(u"aurora-db"_s)), u"hunter22"_s);
    }

    void aLinkIsNotFollowed()
    {
        QVERIFY(keeper().set(u"aurora-db"_s, hunter, SecretPlace::File));
        const QString elsewhere = m_dir->filePath(u"elsewhere"_s);
        QVERIFY(QFile::rename(m_paths.file, elsewhere));
        QVERIFY(QFile::link(elsewhere, m_paths.file));
        QVERIFY2(errorOf(keeper().read(u"aurora-db"_s)).contains(u"is a link"),
                 qPrintable(errorOf(keeper().read(u"aurora-db"_s))));
        QVERIFY(!keeper().set(u"aurora-db"_s, SecretValue("another"), SecretPlace::File));
        QFile file(elsewhere);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("hunter22"));
    }

    void onlyAPlainFile()
    {
        QVERIFY(QDir().mkpath(m_paths.file));
        QVERIFY2(errorOf(keeper().list()).contains(u"no plain file"), qPrintable(errorOf(keeper().list())));
        QVERIFY(QDir().rmdir(m_paths.file));
        QCOMPARE(::mkfifo(QFile::encodeName(m_paths.file).constData(), 0600), 0);
        QVERIFY2(errorOf(keeper().list()).contains(u"no plain file"), "it must not wait for somebody to write there");
    }

    void anotherAccountsFileIsNotBelieved()
    {
        QVERIFY(keeper().set(u"aurora-db"_s, hunter, SecretPlace::File));
        // Whoever cannot give a file away takes one that is root's wherever this runs.
        if (::chown(QFile::encodeName(m_paths.file).constData(), ::geteuid() + 1, ::getegid()) != 0)
            m_paths.file = u"/proc/sys/kernel/ostype"_s;
        QVERIFY2(errorOf(keeper().read(u"aurora-db"_s)).contains(u"another account"),
                 qPrintable(errorOf(keeper().read(u"aurora-db"_s))));
    }

    void aFileThatCannotBeRead()
    {
        QVERIFY(keeper().set(u"aurora-db"_s, hunter, SecretPlace::File));
        QCOMPARE(::chmod(QFile::encodeName(m_paths.file).constData(), 0), 0);
        QString told;
        test::asOrdinaryUser([&] { told = errorOf(keeper().read(u"aurora-db"_s)); });
        QVERIFY2(told.contains(u"cannot be read"), qPrintable(told));
    }

    void settingsThatAreNotUnderstoodKeepNothing_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("a newer version") << QByteArray(R"({"version": 2, "secrets": {}})");
        QTest::newRow("an unknown place") << QByteArray(R"({"version": 1, "secrets": {"a": {"in": "cloud"}}})");
        QTest::newRow("no program") << QByteArray(R"({"version": 1, "secrets": {"a": {"in": "command"}}})");
        QTest::newRow("a program for a file")
            << QByteArray(R"({"version": 1, "secrets": {"a": {"in": "file", "command": ["x"]}}})");
    }
    void settingsThatAreNotUnderstoodKeepNothing()
    {
        QFETCH(QByteArray, text);
        QVERIFY(QDir().mkpath(m_dir->filePath(u"config"_s)));
        write(m_paths.settings, text);
        QCOMPARE(keeper().list().error().code, ErrorCode::ParseFailed);
        QVERIFY(!keeper().set(u"a"_s, hunter, SecretPlace::File));
    }

    void whatIsMissingIsNamed()
    {
        QVERIFY(keeper().set(u"here"_s, hunter, SecretPlace::File));
        QVERIFY(keeper().knows({}));
        QVERIFY(keeper().knows({u"here"_s}));
        const auto missing = keeper().knows({u"here"_s, u"db"_s, u"token"_s, u"db"_s});
        QCOMPARE(missing.error().code, ErrorCode::NotFound);
        QCOMPARE(missing.error().message, u"The secrets db, token are not kept on this machine"_s);
        QCOMPARE(missing.error().hint, u"Run humdrumctl secrets set db"_s);
        // Kept in the file, says the list; but somebody took the line out.
        write(m_paths.file, "");
        QVERIFY(!keeper().knows({u"here"_s}));
        QCOMPARE(keeper().read(u"here"_s).error().code, ErrorCode::NotFound);
    }

    void valuesAndNamesThatCannotBeKept()
    {
        for (const char *value : {"", "abc", "   abc  ", "ab\ncd\001", "\xff\xfe\xfd\xfc"})
            QCOMPARE(keeper().set(u"a"_s, SecretValue(value), SecretPlace::File).error().code, ErrorCode::InvalidInput);
        QVERIFY(!keeper().set(u"a"_s, SecretValue(QByteArray(65537, 'x')), SecretPlace::File));
        for (const char *name : {"", "-a", "a b", "a=b", "a/b", "ä", "a\n"})
            QCOMPARE(keeper().set(QString::fromUtf8(name), hunter, SecretPlace::File).error().code,
                     ErrorCode::InvalidInput);
        QVERIFY(!keeper().set(QString(65, u'a'), hunter, SecretPlace::File));
        QVERIFY(!keeper().setCommand(u"a"_s, {}));
        QVERIFY(!QFile::exists(m_paths.file) && !QFile::exists(m_paths.settings));
    }

    void withoutAKeychainNothingIsKeptInItsPlace()
    {
        const auto refused = keeper().set(u"aurora-db"_s, hunter);
        QVERIFY(!refused);
        QVERIFY2(refused.error().hint.contains(u"--in file"), qPrintable(refused.error().toString()));
        QVERIFY(!everything().contains("hunter22"));
        QCOMPARE(keeper().list().value(), std::vector<KnownSecret>{});
    }

    void anotherPlaceTakesOver()
    {
        QVERIFY(keeper().set(u"token"_s, hunter, SecretPlace::File));
        QVERIFY(keeper().setCommand(u"token"_s, {u"echo"_s, u"printed"_s}));
        QCOMPARE(textOf(keeper().read(u"token"_s)), u"printed"_s);
        QVERIFY(!everything().contains("hunter22"));
    }
};

QTEST_GUILESS_MAIN(SecretKeeperTest)
#include "secretkeepertest.moc"
