// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "domain/version.h"

#include <QTest>
#include <QtCore>

using namespace humdrum;
using namespace Qt::StringLiterals;

/// Protects that a build between two versions is told from one that has a version of its own.
class TestVersion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void preReleases_data()
    {
        QTest::addColumn<bool>("expected");
        QTest::newRow("4.26.0-dev.2") << true;
        QTest::newRow("4.26.0-dev.2+0123456789ab") << true;
        QTest::newRow("v1.0.0-rc.1") << true;
        QTest::newRow("4.26.0") << false;
        QTest::newRow("4.26.0+build-7") << false;
        QTest::newRow("2026.48") << false;
        QTest::newRow("2026.48-hotfix") << false;
        QTest::newRow("release-1.2.3-4") << false;
        QTest::newRow("") << false;
    }
    void preReleases()
    {
        QFETCH(const bool, expected);
        QCOMPARE(isPreRelease(QString::fromLatin1(QTest::currentDataTag())), expected);
    }
};

QTEST_GUILESS_MAIN(TestVersion)
#include "test_version.moc"
