// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/git.h"
#include "intake/gitlog.h"
#include "testrepository.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

Service billing()
{
    Service service;
    service.key = {u"billing"_s};
    return service;
}

template <class T>
T need(Result<T> result)
{
    if (!result)
        qFatal("%s\n%s", qPrintable(result.error().toString()), qPrintable(result.error().details));
    return std::move(*result);
}

const Change *find(const std::vector<Change> &changes, const QString &commit)
{
    const auto it = std::ranges::find(changes, commit, &Change::commit);
    return it == changes.end() ? nullptr : &*it;
}

/// Every parent that is listed comes before its child, and so do the ordinals.
void checkOrder(const std::vector<Change> &changes)
{
    QHash<QString, qint64> ordinals;
    QSet<qint64> taken;
    for (const Change &change : changes) {
        for (const QString &parent : change.parents) {
            QVERIFY2(ordinals.contains(parent) || !find(changes, parent), qPrintable(change.commit));
            if (change.ordinal >= 0 && ordinals.contains(parent))
                QVERIFY(ordinals.value(parent) >= 0 && ordinals.value(parent) < change.ordinal);
        }
        ordinals.insert(change.commit, change.ordinal);
        if (change.ordinal >= 0) {
            QVERIFY(!taken.contains(change.ordinal));
            taken.insert(change.ordinal);
        }
    }
}

/// A linear history of `count` commits with three files each, a tag every hundred, a new version every fifty.
QByteArray bulkHistory(int count)
{
    QByteArray stream;
    for (int i = 1; i <= count; ++i) {
        const QByteArray message = "feat(area): change number " + QByteArray::number(i) +
            "\n\nWhat it does and why.\n\nRefs: #" + QByteArray::number(i);
        stream += "commit refs/heads/main\nmark :" + QByteArray::number(i) +
            "\ncommitter Nora <nora@harbour.example> " + QByteArray::number(1'700'000'000 + i * 60) + " +0000\ndata " +
            QByteArray::number(message.size()) + '\n' + message + '\n';
        if (i > 1)
            stream += "from :" + QByteArray::number(i - 1) + '\n';
        for (int file = 0; file < 3; ++file) {
            const QByteArray content = "line\nline\n" + QByteArray::number(i) + '\n';
            stream += "M 644 inline src/" + QByteArray::number((i + file * 17) % 50) + "/f.txt\ndata " +
                QByteArray::number(content.size()) + '\n' + content;
        }
        if (i % 50 == 1) {
            const QByteArray version = "1." + QByteArray::number(i / 50) + ".0\n";
            stream += "M 644 inline VERSION\ndata " + QByteArray::number(version.size()) + '\n' + version;
        }
    }
    return stream;
}

} // namespace

class TestGit : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void historyHasAllThatACommitSays()
    {
        TestRepository repo;
        repo.write(u"a file.txt"_s, "one\ntwo\nthree\n");
        repo.write(u"picture.bin"_s, QByteArray("\0\1\2", 3));
        const QString first = repo.commit(
            u"feat(api)!: retry on bank timeout (#1234)\n\nWhy.\n\nBREAKING CHANGE: asks again\nRefs: ABC-12"_s);
        repo.write(u"a file.txt"_s, "one\nthree\nfour\nfive\n");
        const QString second = repo.commit(u"plain words"_s);

        const auto changes = need(need(GitRepository::open(repo.path())).history(billing()));
        QCOMPARE(changes.size(), 2u);
        const Change &c = changes[0];
        QCOMPARE(c.commit, first);
        QCOMPARE(c.service.value, u"billing"_s);
        QVERIFY(c.parents.isEmpty());
        QCOMPARE(c.ordinal, 0);
        QCOMPARE(c.type, u"feat"_s);
        QCOMPARE(c.scope, u"api"_s);
        QVERIFY(c.breaking);
        QCOMPARE(c.summary, u"retry on bank timeout (#1234)"_s);
        QCOMPARE(c.body, u"Why.\n\nBREAKING CHANGE: asks again\nRefs: ABC-12"_s);
        QCOMPARE(c.references, (QStringList{u"#1234"_s, u"ABC-12"_s}));
        QCOMPARE(c.authorName, u"Nora Reuter"_s);
        QCOMPARE(c.authorEmail, u"nora@harbour.example"_s);
        QCOMPARE(c.committedAt, Timestamp{std::chrono::seconds{1'780'003'600}});
        QCOMPARE(c.authoredAt, c.committedAt);
        QCOMPARE(c.files, 2);
        QCOMPARE(c.added, 3);
        QCOMPARE(c.removed, 0);
        QCOMPARE(changes[1].commit, second);
        QCOMPARE(changes[1].parents, QStringList{first});
        QCOMPARE(changes[1].type, QString());
        QCOMPARE(changes[1].summary, u"plain words"_s);
        QCOMPARE(changes[1].ordinal, 1);
        QCOMPARE(changes[1].added, 2);
        QCOMPARE(changes[1].removed, 1);
    }

    void emptyRepositoryHasNoHistory()
    {
        TestRepository repo;
        const GitRepository git = need(GitRepository::open(repo.path()));
        QVERIFY(need(git.history(billing())).empty());
        QVERIFY(need(git.tags()).empty());
        const auto build = git.buildFor(billing(), u"HEAD"_s);
        QVERIFY(!build);
        QCOMPARE(build.error().code, ErrorCode::NotFound);
    }

    void missingMainLineIsNamed()
    {
        TestRepository repo;
        repo.commit(u"one"_s);
        Service service = billing();
        service.mainLine = u"trunk"_s;
        const auto history = need(GitRepository::open(repo.path())).history(service);
        QVERIFY(!history);
        QCOMPARE(history.error().code, ErrorCode::NotFound);
        QVERIFY(history.error().message.contains(u"trunk"_s));
    }

    /// Branches, merges with several parents, and commits that never reached the main line.
    void ordinalsFollowTheMainLine()
    {
        TestRepository repo;
        const QString a = repo.commit(u"a"_s);
        repo.git({u"checkout"_s, u"-q"_s, u"-b"_s, u"side"_s});
        repo.write(u"s"_s, "1\n");
        const QString s = repo.commit(u"s"_s);
        repo.git({u"checkout"_s, u"-q"_s, u"-b"_s, u"other"_s, a});
        repo.write(u"o"_s, "1\n");
        const QString o = repo.commit(u"o"_s);
        repo.git({u"checkout"_s, u"-q"_s, u"-b"_s, u"fork"_s, a});
        const QString f = repo.commit(u"f"_s);
        repo.git({u"checkout"_s, u"-q"_s, u"main"_s});
        const QString b = repo.commit(u"b"_s);
        repo.git({u"merge"_s, u"-q"_s, u"--no-ff"_s, u"-m"_s, u"octopus"_s, u"side"_s, u"other"_s});
        const QString m = QString::fromLatin1(repo.git({u"rev-parse"_s, u"HEAD"_s}));

        const auto changes = need(need(GitRepository::open(repo.path())).history(billing()));
        QCOMPARE(changes.size(), 6u);
        checkOrder(changes);
        QCOMPARE(find(changes, a)->ordinal, 0);
        QCOMPARE(find(changes, b)->ordinal, 1);
        QCOMPARE(find(changes, s)->ordinal, 2);
        QCOMPARE(find(changes, o)->ordinal, 3);
        QCOMPARE(find(changes, m)->ordinal, 4);
        QCOMPARE(find(changes, m)->parents, (QStringList{b, s, o}));
        QCOMPARE(find(changes, m)->files, 0);
        QCOMPARE(find(changes, f)->ordinal, -1);
    }

    /// The numbers an import gave must stand when a later one adds what came since, also with merges of older branches.
    void incrementalImportsGiveTheSameNumbers()
    {
        TestRepository repo;
        QStringList tips;
        QRandomGenerator random(7);
        tips.append(repo.commit(u"root"_s));
        for (int i = 0; i < 12; ++i) {
            const QString from = tips[random.bounded(tips.size())];
            repo.git({u"checkout"_s, u"-q"_s, u"-b"_s, u"b%1"_s.arg(i), from});
            repo.write(u"f%1"_s.arg(i), "x\n");
            repo.commit(u"on branch %1"_s.arg(i));
            repo.git({u"checkout"_s, u"-q"_s, u"main"_s});
            if (i % 3 != 2)
                repo.git({u"merge"_s, u"-q"_s, u"--no-ff"_s, u"-m"_s, u"merge %1"_s.arg(i), u"b%1"_s.arg(i)});
            tips.append(repo.commit(u"main %1"_s.arg(i)));
        }
        const GitRepository git = need(GitRepository::open(repo.path()));
        const auto all = need(git.history(billing()));
        checkOrder(all);
        for (const QString &since : std::as_const(tips)) {
            const auto later = need(git.history(billing(), since));
            QVERIFY(since == tips.first() || later.size() < all.size());
            for (const Change &change : later)
                QCOMPARE(change.ordinal, find(all, change.commit)->ordinal);
            const qint64 known = find(all, since)->ordinal;
            for (const Change &change : all) {
                if (change.ordinal > known)
                    QVERIFY2(find(later, change.commit), qPrintable(change.summary));
            }
        }
        QVERIFY(need(git.history(billing(), tips.last())).size() < 5);
    }

    /// After history was rewritten the newest known commit says nothing any more.
    void rewrittenHistoryIsReadWhole()
    {
        TestRepository repo;
        const QString a = repo.commit(u"a"_s);
        const QString b = repo.commit(u"b"_s);
        repo.git({u"reset"_s, u"-q"_s, u"--hard"_s, a});
        repo.write(u"x"_s, "x");
        const QString c = repo.commit(u"c"_s);
        const GitRepository git = need(GitRepository::open(repo.path()));
        for (const QString &since : {b, QString(40, u'0')}) {
            const auto changes = need(git.history(billing(), since));
            QCOMPARE(changes.size(), 2u);
            QCOMPARE(find(changes, a)->ordinal, 0);
            QCOMPARE(find(changes, c)->ordinal, 1);
        }
    }

    void messagesOfAnyBytesAreRead()
    {
        TestRepository repo;
        const QString tree = QString::fromLatin1(repo.git({u"write-tree"_s}));
        const QByteArray who =
            "author J\xfcrgen <j@x> 1700000000 +0000\ncommitter \xc3\x84nne <a@x> 1700000001 -0330\n";
        const QString latin = repo.rawCommit(tree, {},
                                             who +
                                                 "\nfix: Stra\xdf"
                                                 "e\n");
        const QString encoded = repo.rawCommit(tree, {latin},
                                               who +
                                                   "encoding ISO-8859-1\n\nfix: Gr\xfc\xdf"
                                                   "e\n");
        const QString empty = repo.rawCommit(tree, {encoded}, "author  <> 0 +0000\ncommitter  <> 0 +0000\n\n");
        const QString zero =
            repo.rawCommit(tree, {empty}, who + QByteArrayLiteral("\nwith\0a zero\n1\t1\tnot a file\n"));
        const QString tabs = repo.rawCommit(
            tree, {zero}, who + "\n1\t2\tlooks like a size\n\n3\t4\tthis too\n" + QByteArray(40, 'a') + "\n");
        const QString mad = repo.rawCommit(
            tree, {tabs}, "author no address at all\ncommitter Z <z@x> 99999999999999999999 +0000\n\n\n\n\n");
        repo.git({u"update-ref"_s, u"refs/heads/main"_s, mad});
        const auto changes = need(need(GitRepository::open(repo.path())).history(billing()));
        QCOMPARE(changes.size(), 6u);
        QCOMPARE(find(changes, latin)->authorName, u"Jürgen"_s);
        QCOMPARE(find(changes, latin)->summary, u"Straße"_s);
        QCOMPARE(find(changes, encoded)->summary, u"Grüße"_s);
        QCOMPARE(find(changes, encoded)->type, u"fix"_s);
        QCOMPARE(find(changes, empty)->summary, QString());
        QCOMPARE(find(changes, zero)->summary, u"with"_s);
        QCOMPARE(find(changes, zero)->files, 0);
        QCOMPARE(find(changes, tabs)->summary, u"1\t2\tlooks like a size"_s);
        QVERIFY(find(changes, tabs)->body.startsWith(u"3\t4\tthis too"_s));
        QCOMPARE(find(changes, tabs)->files, 0);
        QVERIFY(find(changes, mad));
    }

    void weirdPathsAndRefsAreRead()
    {
        TestRepository repo(u"a folder with späces 'n quotes"_s);
        repo.write(u"tab\tand\nline end"_s, "1\n2\n");
        repo.write(u"-h"_s, "1\n");
        const QString first = repo.commit(u"odd paths"_s);
        repo.git({u"update-ref"_s, u"refs/heads/-h"_s, first});
        repo.git({u"tag"_s, u"v26.04.0"_s});
        repo.git({u"tag"_s, u"-a"_s, u"-m"_s, u"with words"_s, u"signed/1.0"_s});
        repo.git({u"tag"_s, u"tree"_s, u"HEAD^{tree}"_s});
        repo.git({u"checkout"_s, u"-q"_s, u"--orphan"_s, u"lone"_s});
        const QString lone = repo.commit(u"only a tag leads here"_s);
        repo.git({u"tag"_s, u"-a"_s, u"-m"_s, u"x"_s, u"lone-tag"_s});
        repo.git({u"checkout"_s, u"-q"_s, u"main"_s});
        repo.git({u"branch"_s, u"-q"_s, u"-D"_s, u"lone"_s});

        const GitRepository git = need(GitRepository::open(repo.path()));
        const auto changes = need(git.history(billing()));
        QCOMPARE(changes.size(), 2u);
        QCOMPARE(find(changes, first)->files, 2);
        QCOMPARE(find(changes, first)->added, 3);
        QCOMPARE(find(changes, lone)->ordinal, -1);

        const auto tags = need(git.tags());
        QCOMPARE(tags.size(), 3u);
        QCOMPARE(tags[0].name, u"lone-tag"_s);
        QCOMPARE(tags[1].name, u"signed/1.0"_s);
        QCOMPARE(tags[1].commit, first);
        QCOMPARE(tags[1].subject, u"with words"_s);
        QCOMPARE(tags[2].name, u"v26.04.0"_s);
        QCOMPARE(tags[2].commit, first);
        QCOMPARE(need(git.resolve(u"refs/heads/-h"_s)), first);
        QCOMPARE(need(git.resolve(u"v26.04.0"_s)), first);
        QCOMPARE(need(git.resolve(first.first(10))), first);
    }

    void bareAndShallowRepositoriesAreRead()
    {
        TestRepository repo;
        repo.write(u"VERSION"_s, "1.0.0\n");
        repo.commit(u"one"_s);
        repo.commit(u"two"_s);
        const QString tip = repo.commit(u"three"_s);
        const QString bare = repo.root() + "/bare.git"_L1;
        repo.git({u"clone"_s, u"-q"_s, u"--bare"_s, repo.path(), bare});
        QCOMPARE(need(need(GitRepository::open(bare)).history(billing())).size(), 3u);
        const QString shallow = repo.root() + "/shallow"_L1;
        repo.git({u"clone"_s, u"-q"_s, u"--depth"_s, u"2"_s, "file://"_L1 + repo.path(), shallow});
        const GitRepository git = need(GitRepository::open(shallow));
        const auto changes = need(git.history(billing()));
        QCOMPARE(changes.size(), 2u);
        QCOMPARE(changes.back().commit, tip);
        QCOMPARE(need(git.buildFor(billing(), u"main"_s)).version, u"1.0.0-dev.1"_s);
    }

    void onlyARepositoryIsOpened()
    {
        TestRepository plain(u"plain"_s, false);
        TestRepository repo;
        repo.write(u"sub/file"_s, "x");
        QVERIFY(!GitRepository::open(plain.path()));
        QCOMPARE(GitRepository::open(plain.path()).error().code, ErrorCode::NotFound);
        QCOMPARE(GitRepository::open(repo.path() + "/sub"_L1).error().code, ErrorCode::NotFound);
        QCOMPARE(GitRepository::open(repo.path() + "/.git"_L1).error().code, ErrorCode::InvalidInput);
        QCOMPARE(GitRepository::open(repo.path() + "/nowhere"_L1).error().code, ErrorCode::NotFound);
        QCOMPARE(GitRepository::open(QString()).error().code, ErrorCode::NotFound);
    }

    void buildsTakeTheirVersionFromTheFile()
    {
        TestRepository repo;
        const QString none = repo.commit(u"no version yet"_s);
        repo.write(u"VERSION"_s, "1.0.0\nmore\n");
        const QString v1 = repo.commit(u"1.0.0"_s);
        const QString after1 = repo.commit(u"x"_s);
        repo.git({u"checkout"_s, u"-q"_s, u"-b"_s, u"fork"_s});
        repo.write(u"fork"_s, "1");
        const QString fork1 = repo.commit(u"fork work"_s);
        repo.write(u"VERSION"_s, "1.0.1\n");
        const QString fork2 = repo.commit(u"patch release of the fork"_s);
        repo.git({u"checkout"_s, u"-q"_s, u"main"_s});
        repo.git({u"checkout"_s, u"-q"_s, u"-b"_s, u"bump"_s});
        repo.write(u"VERSION"_s, "1.1.0");
        const QString bump = repo.commit(u"bump on a branch"_s);
        repo.git({u"checkout"_s, u"-q"_s, u"main"_s});
        const QString after2 = repo.commit(u"y"_s);
        repo.git({u"merge"_s, u"-q"_s, u"--no-ff"_s, u"-m"_s, u"merge bump"_s, u"bump"_s});
        const QString merge = QString::fromLatin1(repo.git({u"rev-parse"_s, u"HEAD"_s}));
        const QString after3 = repo.commit(u"z"_s);
        repo.write(u"VERSION"_s, "1.0.0\n");
        const QString back = repo.commit(u"back to 1.0.0"_s);
        repo.write(u"VERSION"_s, "not fit for use\n");
        const QString unfit = repo.commit(u"unfit"_s);

        const GitRepository git = need(GitRepository::open(repo.path()));
        const std::vector<std::pair<QString, QString>> expected{{none, u"0.0.0-dev.1"_s},
                                                                {v1, u"1.0.0"_s},
                                                                {after1, u"1.0.0-dev.1"_s},
                                                                {fork1, "1.0.0-dev.2+"_L1 + fork1.first(12)},
                                                                {fork2, u"1.0.1"_s},
                                                                {bump, "1.1.0-dev.0+"_L1 + bump.first(12)},
                                                                {after2, u"1.0.0-dev.2"_s},
                                                                {merge, u"1.1.0"_s},
                                                                {after3, u"1.1.0-dev.1"_s},
                                                                {back, "1.0.0-dev.0+"_L1 + back.first(12)},
                                                                {unfit, "0.0.0-dev.1+"_L1 + unfit.first(12)}};
        QStringList commits;
        for (const auto &[commit, version] : expected)
            commits.append(commit);
        const auto builds = need(git.builds(billing(), std::vector<QString>(commits.begin(), commits.end())));
        QCOMPARE(builds.size(), expected.size());
        QHash<QString, QString> digests;
        for (size_t i = 0; i < builds.size(); ++i) {
            QCOMPARE(builds[i].commit, expected[i].first);
            QCOMPARE(builds[i].version, expected[i].second);
            QCOMPARE(builds[i].service.value, u"billing"_s);
            QVERIFY(!digests.contains(builds[i].version));
            digests.insert(builds[i].version, builds[i].digest);
            QCOMPARE(builds[i].digest,
                     "git-tree:"_L1 + QString::fromLatin1(repo.git({u"rev-parse"_s, builds[i].commit + "^{tree}"_L1})));
            const Build single = need(git.buildFor(billing(), builds[i].commit));
            QCOMPARE(single.version, builds[i].version);
            QCOMPARE(single.builtAt, builds[i].builtAt);
        }
        QCOMPARE(builds[1].builtAt, Timestamp{std::chrono::seconds{1'780'007'200}});
        QCOMPARE(need(git.buildFor(billing(), u"main~2"_s)).version, u"1.1.0-dev.1"_s);
        QCOMPARE(git.builds(billing(), std::vector{u"main"_s}).error().code, ErrorCode::InvalidInput);
        QVERIFY(!git.builds(billing(), std::vector{QString(40, u'1')}));
    }

    void differencesAndFilesAreRead()
    {
        TestRepository repo;
        repo.write(u"dir/VERSION"_s, "1\n");
        repo.write(u"bin"_s, QByteArray("\0\0", 2));
        repo.commit(u"one"_s);
        repo.write(u"dir/VERSION"_s, "2\n3\n");
        repo.write(u"bin"_s, QByteArray("\0\1", 2));
        repo.commit(u"two"_s);
        const GitRepository git = need(GitRepository::open(repo.path()));
        QCOMPARE(need(git.diffStat(u"HEAD~1"_s, u"HEAD"_s)), (DiffStat{2, 2, 1}));
        QCOMPARE(need(git.diffStat(u"HEAD"_s, u"HEAD"_s)), DiffStat{});
        QCOMPARE(need(git.file(u"HEAD~1"_s, u"dir/VERSION"_s)), std::optional<QByteArray>("1\n"));
        QCOMPARE(need(git.file(u"HEAD"_s, u"bin"_s)), std::optional<QByteArray>(QByteArray("\0\1", 2)));
        QCOMPARE(need(git.file(u"HEAD"_s, u"dir"_s)), std::optional<QByteArray>());
        QCOMPARE(need(git.file(u"HEAD"_s, u"nowhere"_s)), std::optional<QByteArray>());
        QCOMPARE(git.file(u"HEAD"_s, u"/etc/passwd"_s).error().code, ErrorCode::InvalidInput);
    }

    void exportWritesWhatWasCommitted()
    {
        TestRepository repo;
        repo.write(u"empty"_s, "");
        repo.write(u"tool.sh"_s, "#!/bin/sh\r\n");
        QFile::setPermissions(repo.path() + "/tool.sh"_L1, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        repo.write(u"deep/er/big"_s, QByteArray(3'000'000, 'x') + '\n');
        repo.write(u".gitattributes"_s, "* text=auto eol=crlf\nempty export-ignore\n");
        QFile::link(u"deep/er"_s, repo.path() + "/link"_L1);
        repo.commit(u"one"_s);
        repo.write(u"tool.sh"_s, "changed");
        const GitRepository git = need(GitRepository::open(repo.path()));
        const QString folder = repo.root() + "/out/put"_L1;
        need(git.exportTo(u"main"_s, folder).transform([] { return true; }));
        auto content = [&](const QString &name) {
            QFile file(folder + u'/' + name);
            return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("?");
        };
        QCOMPARE(content(u"empty"_s), QByteArray(""));
        QCOMPARE(content(u"tool.sh"_s), QByteArray("#!/bin/sh\n"));
        QVERIFY(QFileInfo(folder + "/tool.sh"_L1).isExecutable());
        QVERIFY(!QFileInfo(folder + "/empty"_L1).isExecutable());
        QCOMPARE(content(u"deep/er/big"_s).size(), 3'000'001);
        QCOMPARE(QFile::symLinkTarget(folder + "/link"_L1), folder + "/deep/er"_L1);
        QVERIFY(!QFileInfo::exists(folder + "/.git"_L1));
        QCOMPARE(git.exportTo(u"main"_s, folder).error().code, ErrorCode::InvalidInput);
        QCOMPARE(git.exportTo(u"nowhere"_s, folder + u'2').error().code, ErrorCode::NotFound);
        QVERIFY(!QFileInfo::exists(folder + u'2'));
    }

    /// Whatever bytes come, and however they are cut, reading ends with a value or an error.
    void logReaderIsTotal()
    {
        QRandomGenerator random(42);
        for (int round = 0; round < 2000; ++round) {
            QByteArray bytes;
            const int size = random.bounded(400);
            static const QByteArray alphabet = QByteArrayLiteral("\0\0\0\n\t\t0123456789abcdef -\xff");
            for (int i = 0; i < size; ++i)
                bytes += random.bounded(8) == 0 ? QByteArray(40, 'a') + '\0'
                                                : QByteArray(1, alphabet[random.bounded(alphabet.size())]);
            auto read = [&](int step) -> Result<std::vector<Change>> {
                GitLogReader reader({u"x"_s});
                for (qsizetype at = 0; at < bytes.size(); at += step) {
                    if (auto fed =
                            reader.feed(QByteArrayView(bytes).sliced(at, std::min<qsizetype>(step, bytes.size() - at)));
                        !fed)
                        return std::unexpected(fed.error());
                }
                return reader.finish();
            };
            const auto whole = read(1'000'000);
            const auto single = read(1);
            QCOMPARE(whole.has_value(), single.has_value());
            if (whole)
                QCOMPARE(whole->size(), single->size());
        }
    }

    void bulkImportIsFast()
    {
        TestRepository repo;
        repo.git({u"fast-import"_s, u"--quiet"_s}, bulkHistory(20'000));
        const GitRepository git = need(GitRepository::open(repo.path()));
        QElapsedTimer timer;
        timer.start();
        const auto changes = need(git.history(billing()));
        const qint64 history = timer.restart();
        QCOMPARE(changes.size(), 20'000u);
        QCOMPARE(changes.back().ordinal, 19'999);
        QCOMPARE(changes.back().files, 3);
        std::vector<QString> commits;
        for (const Change &change : changes)
            commits.push_back(change.commit);
        timer.restart();
        const auto builds = need(git.builds(billing(), commits));
        const qint64 bulk = timer.restart();
        QCOMPARE(builds.size(), 20'000u);
        QCOMPARE(builds[50].version, u"1.1.0"_s);
        QCOMPARE(builds[99].version, u"1.1.0-dev.49"_s);
        QVERIFY(!need(git.history(billing(), commits[19'900])).empty());
        const qint64 incremental = timer.restart();
        need(git.buildFor(billing(), u"main"_s));
        const qint64 single = timer.restart();
        qInfo("20 000 commits: history %lld ms, builds %lld ms, the last 99 %lld ms, one build %lld ms", history, bulk,
              incremental, single);
#ifdef __OPTIMIZE__
        QVERIFY(history < 3'000 * 3); // three times the budget: the machine may be busy
#endif
    }

    void aStopRequestEndsTheCall()
    {
        TestRepository repo;
        repo.commit(u"one"_s);
        std::stop_source source;
        const GitRepository git = need(GitRepository::open(repo.path(), source.get_token()));
        source.request_stop();
        const auto history = git.history(billing());
        QVERIFY(!history);
        QCOMPARE(history.error().code, ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestGit)
#include "test_git.moc"
