// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "domain/reason.h"

#include <QTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

/// Protects tables and the audit from reasons that are no reason but a document.
class TestReason : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isOneParagraph()
    {
        QCOMPARE(reasonFrom(u"  the pool\n\nis full;\tsee #12 "_s).value(), u"the pool is full; see #12"_s);
        QCOMPARE(reasonFrom(u" \n"_s).value(), QString());
    }

    void isNotTooLong()
    {
        QVERIFY(reasonFrom(QString(longestReason, u'x')));
        QVERIFY(reasonFrom(u' ' + QString(longestReason, u'x') + u'\n'));
        const auto refused = reasonFrom(QString(longestReason + 1, u'x'));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
        QVERIFY2(refused.error().message.contains(u"500"_s) && refused.error().message.contains(u"501"_s),
                 qPrintable(refused.error().message));
    }
};

QTEST_GUILESS_MAIN(TestReason)
#include "test_reason.moc"
