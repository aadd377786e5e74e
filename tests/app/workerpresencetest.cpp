// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/workerpresence.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace Qt::StringLiterals;
using namespace humdrum;

/// Protects: others know whether a program is open that takes what is queued, and are not told so of one that has gone.
class WorkerPresenceTest : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    const QString m_database = m_folder.filePath(u"humdrum.db"_s);

private Q_SLOTS:
    void nobodyIsThereUntilSomebodyIs()
    {
        QCOMPARE(WorkerPresence::anyFor(m_database), std::optional(false));
        auto one = std::make_unique<WorkerPresence>(m_database);
        QVERIFY(one->announced().result());
        QCOMPARE(WorkerPresence::anyFor(m_database), std::optional(true));
        QCOMPARE(WorkerPresence::anyFor(m_database), std::optional(true)); // asking changes nothing
        auto other = std::make_unique<WorkerPresence>(m_database);
        QVERIFY(other->announced().result());
        one.reset();
        QCOMPARE(WorkerPresence::anyFor(m_database), std::optional(true));
        other.reset();
        QCOMPARE(WorkerPresence::anyFor(m_database), std::optional(false));
        QCOMPARE(WorkerPresence::anyFor(m_folder.filePath(u"another.db"_s)), std::optional(false));
    }

    /// What a deploy leaves running takes no promotions.
    void whatItStartedIsNobody()
    {
        auto presence = std::make_unique<WorkerPresence>(m_database);
        QVERIFY(presence->announced().result());
        QProcess service;
        service.start(u"cat"_s, QStringList{});
        QVERIFY(service.waitForStarted());
        presence.reset();
        QCOMPARE(WorkerPresence::anyFor(m_database), std::optional(false));
        service.closeWriteChannel();
        QVERIFY(service.waitForFinished());
    }

    void aFolderThatCannotBeWrittenToIsNoError()
    {
        const WorkerPresence presence(m_folder.filePath(u"nowhere/at/all.db"_s));
        QVERIFY(!presence.announced().result());
    }
};

QTEST_GUILESS_MAIN(WorkerPresenceTest)
#include "workerpresencetest.moc"
