// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/git.h"
#include "testrepository.h"

#include <QFile>
#include <QFileInfo>
#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

/// A repository is somebody else's data: nothing in it may run, and nothing typed may become an option.
class TestGitSafety : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingThatARepositoryConfiguresRuns()
    {
        TestRepository repo;
        const QString mark = repo.root() + "/it-ran"_L1;
        const QString script = repo.root() + "/evil.sh"_L1;
        QFile file(script);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("#!/bin/sh\ntouch '" + mark.toUtf8() + "'\ncat\n");
        file.close();
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        repo.write(u"VERSION"_s, "1.0.0\n");
        repo.write(u"a.txt"_s, "1\n");
        repo.write(u".gitattributes"_s, "* diff=evil filter=evil merge=evil\n");
        repo.commit(u"one"_s);
        repo.write(u"a.txt"_s, "2\n");
        repo.commit(u"two"_s);
        const QStringList keys{
            u"core.fsmonitor"_s,    u"core.pager"_s,          u"pager.log"_s,          u"pager.diff-tree"_s,
            u"diff.external"_s,     u"diff.evil.command"_s,   u"diff.evil.textconv"_s, u"filter.evil.smudge"_s,
            u"filter.evil.clean"_s, u"filter.evil.process"_s, u"gpg.program"_s,        u"core.sshCommand"_s,
            u"core.askPass"_s,      u"core.editor"_s,         u"credential.helper"_s,  u"core.alternateRefsCommand"_s,
            u"tar.umask"_s,         u"alias.log"_s,           u"trace2.eventTarget"_s, u"interactive.diffFilter"_s};
        for (const QString &key : keys)
            repo.git({u"config"_s, key, script});
        repo.git({u"config"_s, u"log.showSignature"_s, u"true"_s});
        repo.git({u"config"_s, u"log.showRoot"_s, u"false"_s});
        repo.git({u"config"_s, u"log.decorate"_s, u"full"_s});
        repo.git({u"config"_s, u"color.ui"_s, u"always"_s});
        repo.git({u"config"_s, u"diff.relative"_s, u"true"_s});
        repo.git({u"config"_s, u"diff.orderFile"_s, u"/nowhere"_s});
        repo.git({u"config"_s, u"diff.noprefix"_s, u"true"_s});
        repo.git({u"config"_s, u"format.pretty"_s, u"oneline"_s});
        repo.git({u"config"_s, u"i18n.logOutputEncoding"_s, u"UTF-16"_s});
        for (const QString &hook :
             {u"post-checkout"_s, u"reference-transaction"_s, u"post-index-change"_s, u"fsmonitor-watchman"_s})
            QVERIFY(QFile::copy(script, repo.path() + "/.git/hooks/"_L1 + hook));

        // A signed commit, which log.showSignature would hand to gpg.program.
        const QString tree =
            QString::fromLatin1(repo.git({u"-c"_s, u"core.fsmonitor=false"_s, u"rev-parse"_s, u"HEAD^{tree}"_s}));
        const QString head =
            QString::fromLatin1(repo.git({u"-c"_s, u"core.fsmonitor=false"_s, u"rev-parse"_s, u"HEAD"_s}));
        const QString signature = repo.rawCommit(tree, {head},
                                                 "author A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\ngpgsig -----BEGIN "
                                                 "PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nsigned\n");
        QFile ref(repo.path() + "/.git/refs/heads/main"_L1);
        QVERIFY(ref.open(QIODevice::WriteOnly));
        ref.write(signature.toLatin1() + '\n');
        ref.close();
        QFile::remove(mark);

        Service service;
        service.key = {u"billing"_s};
        const auto git = GitRepository::open(repo.path());
        QVERIFY2(git, git ? "" : qPrintable(git.error().details));
        const auto history = git->history(service);
        QVERIFY2(history, history ? "" : qPrintable(history.error().details));
        QCOMPARE(history->size(), 3u);
        QCOMPARE(history->front().files, 3);
        QCOMPARE(history->back().summary, u"signed"_s);
        QCOMPARE(git->diffStat(u"HEAD~2"_s, u"HEAD"_s).value(), (DiffStat{1, 1, 1}));
        QCOMPARE(git->buildFor(service, u"main"_s).value().version, u"1.0.0-dev.2"_s);
        QVERIFY(git->tags());
        QVERIFY(git->file(u"main"_s, u"a.txt"_s));
        QVERIFY(git->exportTo(u"main"_s, repo.root() + "/out"_L1));
        QVERIFY2(!QFileInfo::exists(mark), "a command of the repository was run");
    }

    void whatIsTypedNeverBecomesAnOption_data()
    {
        QTest::addColumn<QString>("revision");
        QTest::newRow("help") << u"-h"_s;
        QTest::newRow("output") << u"--output=/tmp/x"_s;
        QTest::newRow("empty") << QString();
        QTest::newRow("two lines") << u"main\nmain"_s;
        QTest::newRow("zero") << u"main"_s + QChar(0);
    }
    void whatIsTypedNeverBecomesAnOption()
    {
        QFETCH(QString, revision);
        TestRepository repo;
        repo.commit(u"one"_s);
        const GitRepository git = GitRepository::open(repo.path()).value();
        Service service;
        service.key = {u"billing"_s};
        service.mainLine = revision;
        const std::vector<Error> errors{git.resolve(revision).error(),
                                        git.history(service).error(),
                                        git.buildFor(service, u"HEAD"_s).error(),
                                        git.diffStat(u"HEAD"_s, revision).error(),
                                        git.file(revision, u"x"_s).error(),
                                        git.exportTo(revision, repo.root() + "/o"_L1).error()};
        for (const Error &error : errors)
            QCOMPARE(error.code, ErrorCode::InvalidInput);
    }

    void aRepositoryOfAnotherUserIsRefusedUnlessAllowed()
    {
        TestRepository repo;
        repo.commit(u"one"_s);
        qputenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1");
        const auto refused = GitRepository::open(repo.path());
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::GitFailed);
        QVERIFY(refused.error().hint.contains(u"safe.directory"_s));
        QVERIFY(refused.error().message.contains(repo.path()));

        const QString config = repo.root() + "/gitconfig"_L1;
        QFile file(config);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("[safe]\n\tdirectory = " + QFileInfo(repo.path()).canonicalFilePath().toUtf8() + "\n");
        file.close();
        const QByteArray before = qgetenv("GIT_CONFIG_GLOBAL");
        qputenv("GIT_CONFIG_GLOBAL", config.toUtf8());
        const auto allowed = GitRepository::open(repo.path());
        qputenv("GIT_CONFIG_GLOBAL", before);
        qunsetenv("GIT_TEST_ASSUME_DIFFERENT_OWNER");
        QVERIFY(allowed);
    }

    /// A git hook that starts humdrumctl must not make it read the hook's repository.
    void theEnvironmentPointsNowhereElse()
    {
        TestRepository repo, other;
        repo.commit(u"one"_s);
        other.commit(u"other"_s);
        qputenv("GIT_DIR", (other.path() + "/.git"_L1).toUtf8());
        qputenv("GIT_INDEX_FILE", "/nowhere");
        qputenv("GIT_EXTERNAL_DIFF", "/bin/false");
        Service service;
        service.key = {u"billing"_s};
        const auto history =
            GitRepository::open(repo.path()).and_then([&](const GitRepository &g) { return g.history(service); });
        qunsetenv("GIT_DIR");
        qunsetenv("GIT_INDEX_FILE");
        qunsetenv("GIT_EXTERNAL_DIFF");
        QVERIFY(history);
        QCOMPARE(history->front().summary, u"one"_s);
    }

    void anExportStaysInItsFolder_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("up") << QByteArray("..");
        QTest::newRow("git") << QByteArray(".GIT");
    }
    void anExportStaysInItsFolder()
    {
        QFETCH(QByteArray, name);
        TestRepository repo;
        const QByteArray blob = QByteArray::fromHex(repo.git({u"hash-object"_s, u"-w"_s, u"--stdin"_s}, "x"));
        const QByteArray inner = QByteArray::fromHex(
            repo.git({u"hash-object"_s, u"-t"_s, u"tree"_s, u"-w"_s, u"--stdin"_s, u"--literally"_s},
                     "100644 config" + QByteArray(1, '\0') + blob));
        const QString tree = QString::fromLatin1(
            repo.git({u"hash-object"_s, u"-t"_s, u"tree"_s, u"-w"_s, u"--stdin"_s, u"--literally"_s},
                     "40000 " + name + QByteArray(1, '\0') + inner));
        const QString commit = repo.rawCommit(tree, {}, "author A <a@x> 1 +0000\ncommitter A <a@x> 1 +0000\n\nbad\n");
        const QString folder = repo.root() + "/out"_L1;
        const auto exported = GitRepository::open(repo.path()).value().exportTo(commit, folder);
        QVERIFY(!exported);
        QCOMPARE(exported.error().code, ErrorCode::GitFailed);
        QVERIFY(!QFileInfo::exists(repo.root() + "/config"_L1));
        QVERIFY(!QFileInfo::exists(folder));
    }

    void withoutGitTheErrorSaysSo()
    {
        TestRepository repo;
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nowhere");
        const auto opened = GitRepository::open(repo.path());
        qputenv("PATH", path);
        QVERIFY(!opened);
        QVERIFY2(opened.error().code == ErrorCode::CommandNotStarted,
                 qPrintable(opened.error().toString() + opened.error().details));
    }
};

QTEST_GUILESS_MAIN(TestGitSafety)
#include "test_gitsafety.moc"
