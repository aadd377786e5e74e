// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench.h"

#include "logs/packedlog.h"
#include "promotion/loglines.h"

#include <QDir>
#include <QProcess>

using namespace humdrum;
using namespace Qt::StringLiterals;

/// Protects that the log of a promotion is what its commands have said, byte by byte, from the launcher's pipe to whoever reads
/// it, while it runs and afterwards.
class LogTest : public QObject {
    Q_OBJECT
    std::unique_ptr<Bench> m_bench;

    Promotion promote(const QString &version)
    {
        const Release release = m_bench->release(version);
        const auto queued = Bench::await(m_bench->desk().promote(m_bench->ask(release, u"dev"_s, u"ledger"_s)));
        if (!queued)
            qFatal("%s", qPrintable(queued.error().toString()));
        return queued->front();
    }
    /// What the command said to one of its streams.
    static QByteArray said(const QString &log, bool error)
    {
        QByteArray bytes;
        for (const LogLine &line : linesOf(log)) {
            if (!line.own && line.error == error)
                bytes += line.text.toUtf8() + '\n';
        }
        return bytes;
    }
    QStringList packed() const
    {
        return QDir(m_bench->options().logFolder)
            .entryList({u"*"_s + QLatin1StringView(PackedLog::suffix)}, QDir::Files);
    }

private Q_SLOTS:
    void init() { m_bench = std::make_unique<Bench>(); }
    void cleanup() { m_bench.reset(); }

    void everyByteArrives()
    {
        CommandSpec &deploy = m_bench->environment(u"dev"_s).deploy;
        deploy = {};
        deploy.argv = {u"python3"_s, QStringLiteral(HUMDRUM_SOURCE_DIR "/tests/promotion/talk.py")};
        m_bench->environment(u"dev"_s).smoke = {};
        m_bench->environment(u"dev"_s).observe = {};
        m_bench->open();
        const Promotion p = m_bench->ended(promote(u"1.0"_s).id);
        QVERIFY2(p.state == PromotionState::Succeeded, qPrintable(p.message));
        const auto content = [this](const QString &name) {
            QFile whole(m_bench->file(name));
            return whole.open(QIODevice::ReadOnly) ? whole.readAll() : QByteArray();
        };
        QVERIFY(content(u"out"_s).size() > 3'000'000);
        QVERIFY(said(p.logFile, false) == content(u"out"_s));
        QVERIFY(said(p.logFile, true) == content(u"err"_s));
        // Its run folders go, and nothing is missing then.
        QTRY_COMPARE_WITH_TIMEOUT(packed().size(), 1, 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(QDir(m_bench->options().runFolder).isEmpty(), 20'000);
        QVERIFY(said(p.logFile, false) == content(u"out"_s));
        QVERIFY(said(p.logFile, true) == content(u"err"_s));
        QVERIFY(linesOf(p.logFile).last().own);
    }

    void itIsReadWhileItRuns()
    {
        m_bench->environment(u"dev"_s).deploy =
            Bench::sh(u"echo first; while [ ! -e go ]; do sleep 0.02; done; echo second; printf 'no end'"_s);
        m_bench->open();
        const Promotion p = promote(u"1.0"_s);
        const auto place = Bench::await(m_bench->desk().log(p.id));
        QVALUE(place);
        LogReader reader(place->file);
        QTRY_VERIFY_WITH_TIMEOUT((reader.refresh(), reader.count() > 0) &&
                                     reader.read(reader.count() - 1, 1).lines.front().text == u"first"_s,
                                 20'000);
        QVERIFY(!place->finished && !reader.isEnded());
        QVERIFY(QFile(m_bench->file(u"go"_s)).open(QIODevice::WriteOnly));
        const Promotion done = m_bench->ended(p.id);
        QTRY_VERIFY_WITH_TIMEOUT((reader.refresh(), reader.isEnded()), 20'000);
        QStringList texts;
        for (const LogLine &line : reader.read(0, reader.count()).lines)
            texts << line.text;
        const qsizetype at = texts.indexOf(u"first"_s);
        QCOMPARE(texts.mid(at, 3), (QStringList{u"first"_s, u"second"_s, u"no end"_s}));
        QVERIFY(texts.last().startsWith(titleOf(done.state)));
    }

    void whatNobodyPackedIsPackedLater()
    {
        m_bench->open();
        QVERIFY(QDir().mkpath(m_bench->options().runFolder));
        const QString old = QDir(m_bench->options().runFolder).filePath(u"promotion-1-deploy-1-f00"_s);
        QVERIFY(QDir().mkpath(old));
        for (const auto &[name, bytes] : {std::pair(u"output"_s, QByteArray("@1764000000000 o 5\nkept\n")),
                                          std::pair(u"exit"_s, QByteArray("end=exited\ncode=0\n"))}) {
            QFile file(QDir(old).filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
        }
        // Nobody has touched it for long.
        QCOMPARE(QProcess::execute(u"touch"_s, {u"-d"_s, u"30 days ago"_s, old}), 0);
        m_bench->desk();
        QTRY_VERIFY_WITH_TIMEOUT(!QFile::exists(old), 20'000);
        QCOMPARE(packed(), QStringList{u"promotion-1-deploy-1-f00.zst"_s});
    }
};

QTEST_GUILESS_MAIN(LogTest)
#include "logtest.moc"
