// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "e2e/harbour.h"

#include <QDirIterator>
#include <QTest>

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace humdrum::e2e;
using namespace Qt::StringLiterals;

#define EXITS(ran, code)                                                                                               \
    QVERIFY2((ran).exitCode == (code), qPrintable(QString::number((ran).exitCode) + u' ' + (ran).all()))

namespace {

constexpr int patience = 30'000;

/// A terminal with a program in front of it.
class Terminal {
public:
    explicit Terminal(const QStringList &words)
    {
        std::vector<QByteArray> bytes;
        for (const QString &word : words)
            bytes.push_back(word.toUtf8());
        std::vector<char *> arguments;
        for (QByteArray &word : bytes)
            arguments.push_back(word.data());
        arguments.push_back(nullptr);
        m_pid = ::forkpty(&m_fd, nullptr, nullptr, nullptr);
        if (m_pid == 0) {
            ::execv(arguments[0], arguments.data());
            ::_exit(127);
        }
        ::fcntl(m_fd, F_SETFL, O_NONBLOCK);
    }
    ~Terminal() { ::close(m_fd); }
    Q_DISABLE_COPY_MOVE(Terminal)

    void type(const QByteArray &text) { (void)!::write(m_fd, text.constData(), static_cast<size_t>(text.size())); }
    bool shows(const QByteArray &text)
    {
        return QTest::qWaitFor(
            [&] {
                read();
                return m_shown.contains(text);
            },
            patience);
    }
    int exitCode()
    {
        int status = 0;
        const bool ended = QTest::qWaitFor(
            [&] {
                read();
                return ::waitpid(m_pid, &status, WNOHANG) == m_pid;
            },
            patience);
        read();
        return ended && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    [[nodiscard]] QByteArray shown() const { return m_shown; }

private:
    void read()
    {
        char buffer[4096];
        for (ssize_t count = 0; (count = ::read(m_fd, buffer, sizeof buffer)) > 0;)
            m_shown.append(buffer, count);
    }

    int m_fd = -1;
    pid_t m_pid = -1;
    QByteArray m_shown;
};

} // namespace

/// Protects the whole way of a secret, as a person goes it on the command line: kept, named, got by a command and seen nowhere.
class SecretsTest : public QObject {
    Q_OBJECT
    Harbour m_harbour;
    QTemporaryDir m_config; ///< in place of the user's: what is kept there

    /// The secret is there and nowhere else.
    [[nodiscard]] static QString fileWith(const QString &folder, const QByteArray &bytes)
    {
        QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            if (bytesOf(files.next()).contains(bytes))
                return files.filePath();
        }
        return {};
    }
    [[nodiscard]] QJsonObject listed(const QString &name, const QStringList &options = {}) const
    {
        for (const QJsonValue secret : m_harbour.json(QStringList{u"secrets"_s, u"list"_s} + options).array()) {
            if (secret[u"name"_s] == name)
                return secret.toObject();
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("XDG_CONFIG_HOME", m_config.path().toUtf8());
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere"); // no keychain
        qunsetenv("DISPLAY");
        EXITS(m_harbour.create(), 0);
        EXITS(m_harbour.describe(), 0);
    }

    void typedAndNotShown()
    {
        Terminal terminal({program(u"humdrumctl"_s), u"secrets"_s, u"set"_s, u"aurora-db"_s, u"--in"_s, u"file"_s});
        QVERIFY(terminal.shows("Value of aurora-db: "));
        terminal.type("hunter-first\n");
        QVERIFY(terminal.shows("The same again: "));
        terminal.type("hunter-other\n");
        QCOMPARE(terminal.exitCode(), 2);
        QVERIFY2(terminal.shown().contains("differ"), terminal.shown().constData());
        Terminal again({program(u"humdrumctl"_s), u"secrets"_s, u"set"_s, u"aurora-db"_s, u"--in"_s, u"file"_s});
        QVERIFY(again.shows("Value of aurora-db: "));
        again.type("hunter-first\n");
        QVERIFY(again.shows("The same again: "));
        again.type("hunter-first\n");
        QCOMPARE(again.exitCode(), 0);
        QVERIFY2(!terminal.shown().contains("hunter") && !again.shown().contains("hunter"), again.shown().constData());
        QCOMPARE(listed(u"aurora-db"_s)[u"in"_s].toString(), u"file"_s);
        EXITS(m_harbour.ctl({u"secrets"_s, u"remove"_s, u"aurora-db"_s}), 0);
    }

    void aTerminalShowsAgainWhatIsTypedAfterAnInterrupt()
    {
        Terminal kept(
            {u"/bin/sh"_s, u"-c"_s,
             u"trap : INT; "_s + program(u"humdrumctl"_s) + u" secrets set x --in file; stty -a; echo over"_s});
        QVERIFY(kept.shows("Value of x: "));
        kept.type("\003");
        QVERIFY2(kept.shows("over"), kept.shown().constData());
        QVERIFY2(kept.shown().contains(" echo ") && !kept.shown().contains("-echo "), kept.shown().constData());
    }

    void whatCannotBeKept()
    {
        // No argument, and nowhere by default where there is no keychain.
        const Ran argument = m_harbour.ctl({u"secrets"_s, u"set"_s, u"aurora-db"_s, u"hunter22"_s});
        EXITS(argument, 2);
        QVERIFY2(argument.errors.contains(u"every program can read it") && !argument.all().contains(u"hunter22"),
                 qPrintable(argument.all()));
        const QString pipe = u"printf hunter22 | \"$0\" secrets set aurora-db"_s;
        const Ran nowhere = run(m_harbour.folder(), u"sh"_s, {u"-c"_s, pipe, program(u"humdrumctl"_s)});
        EXITS(nowhere, 3);
        QVERIFY2(nowhere.errors.contains(u"no keychain") && nowhere.errors.contains(u"--in file"),
                 qPrintable(nowhere.errors));
        EXITS(m_harbour.ctl({u"secrets"_s, u"set"_s, u"aurora-db"_s, u"--in"_s, u"file"_s}), 2); // an empty value
        EXITS(m_harbour.ctl({u"secrets"_s, u"remove"_s, u"aurora-db"_s}), 2);
        EXITS(m_harbour.ctl({u"secrets"_s, u"set"_s, u"a b"_s, u"--in"_s, u"file"_s}), 2);
        QVERIFY(fileWith(m_config.path(), "hunter22").isEmpty());
    }

    void gotByACommandAndSeenNowhere()
    {
        const QString line = u"run: [python3, -B, tools/deploy.py, deploy]"_s;
        const QString with =
            u"secrets: {DB_PASSWORD: aurora-db}\n      run: [sh, -c, 'echo \"is $DB_PASSWORD\"; printf %s "
            "\"$DB_PASSWORD\" | base64; exec python3 -B tools/deploy.py deploy']"_s;
        EXITS(m_harbour.redescribe(line, with), 0);
        const Ran shown = m_harbour.ctl({u"trust"_s, u"show"_s});
        QVERIFY2(shown.output.contains(u"secret: [\"DB_PASSWORD\",\"aurora-db\"]"), qPrintable(shown.output));
        QCOMPARE(listed(u"aurora-db"_s)[u"state"_s].toString(), u"missing"_s);
        QVERIFY(!listed(u"aurora-db"_s)[u"used_by"_s].toArray().isEmpty());

        const QString version = m_harbour.release();
        const QStringList promote{u"promote"_s, version, u"--to"_s, u"dev"_s, u"--service"_s, u"ledger"_s};
        const Ran dry = m_harbour.json(promote + QStringList{u"--dry-run"_s});
        QCOMPARE(dry.object()[u"promotions"_s][0][u"skip"_s].toString(), u"no-secret"_s);
        const Ran refused = m_harbour.ctl(promote + QStringList{u"--wait"_s});
        EXITS(refused, 1);
        QVERIFY2(refused.errors.contains(u"humdrumctl secrets set aurora-db"), qPrintable(refused.errors));

        const QString pipe = u"echo 'hunter 22/ü' | \"$0\" secrets set aurora-db --in file"_s;
        EXITS(run(m_harbour.folder(), u"sh"_s, {u"-c"_s, pipe, program(u"humdrumctl"_s)}), 0);
        QCOMPARE(listed(u"aurora-db"_s, {u"--check"_s})[u"state"_s].toString(), u"kept"_s);
        const Ran promoted = m_harbour.ctl(promote + QStringList{u"--wait"_s});
        EXITS(promoted, 0);
        QVERIFY2(promoted.output.contains(u"is ***\n"), qPrintable(promoted.output));
        for (const QByteArray &form : {QByteArray("hunter 22"), QByteArray("hunter 22/ü").toBase64().first(12)}) {
            QVERIFY2(!promoted.all().contains(QString::fromLatin1(form)), qPrintable(promoted.all()));
            const QString seen = fileWith(m_harbour.beside({}), form);
            QVERIFY2(seen.isEmpty(), qPrintable(seen));
        }
        QVERIFY(!fileWith(m_config.path(), "hunter 22").isEmpty());
        EXITS(m_harbour.ctl({u"audit"_s, u"verify"_s}), 0);
    }

    void printedByAProgram()
    {
        const auto set = [this](const QStringList &command) {
            return run(m_harbour.folder(), program(u"humdrumctl"_s),
                       QStringList{u"secrets"_s, u"set"_s, u"token"_s, u"--in"_s, u"command"_s, u"--"_s} + command);
        };
        EXITS(set({u"sh"_s, u"-c"_s, u"echo from-a-vault"_s}), 0);
        const QJsonObject token = listed(u"token"_s, {u"--check"_s});
        QCOMPARE(token[u"in"_s].toString(), u"command"_s);
        QCOMPARE(token[u"command"_s].toArray().last().toString(), u"echo from-a-vault"_s);
        QCOMPARE(token[u"state"_s].toString(), u"kept"_s);
        EXITS(set({u"false"_s}), 0);
        QCOMPARE(listed(u"token"_s, {u"--check"_s})[u"state"_s].toString(), u"unusable"_s);
        QVERIFY(listed(u"token"_s, {u"--check"_s})[u"problem"_s].toString().contains(u"exited with 1"));
        EXITS(m_harbour.ctl({u"secrets"_s, u"remove"_s, u"token"_s}), 0);
        QVERIFY(listed(u"token"_s).isEmpty());
    }
};

QTEST_GUILESS_MAIN(SecretsTest)
#include "secrets.moc"
