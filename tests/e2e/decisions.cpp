// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "e2e/harbour.h"

#include <QTest>

using namespace humdrum::e2e;
using namespace Qt::StringLiterals;

#define EXITS(ran, code)                                                                                               \
    QVERIFY2((ran).exitCode == (code), qPrintable(QString::number((ran).exitCode) + u' ' + (ran).all()))

/// Protects the way out of a release that got stuck, at a terminal: what failed, what waits, what there is to choose, and that
/// nothing goes on before somebody has chosen.
class DecisionsTest : public QObject {
    Q_OBJECT

    std::unique_ptr<Harbour> m_harbour;

    [[nodiscard]] QString state(qint64 id) const
    {
        return m_harbour->json({u"promotion"_s, u"show"_s, QString::number(id)}).object().value(u"state"_s).toString();
    }

private Q_SLOTS:
    void aReleaseThatIsStuckIsDecidedOn()
    {
        m_harbour = std::make_unique<Harbour>();
        EXITS(m_harbour->create(), 0);
        const Ran described = m_harbour->describe();
        EXITS(described, 0);
        EXITS(m_harbour->json({u"decide"_s}), 0);
        QVERIFY(m_harbour->json({u"decide"_s}).array().isEmpty());
        const QString version = m_harbour->release();
        QVERIFY(!version.isEmpty());
        m_harbour->setFault(u"dev"_s, u"deploy-fails"_s, true);
        const Ran promoted = m_harbour->ctl({u"promote"_s, version, u"--to"_s, u"dev"_s, u"--wait"_s});
        EXITS(promoted, 3);
        QVERIFY2(promoted.errors.contains(u"A decision is needed about promotion"_s), qPrintable(promoted.errors));
        const QJsonArray open = m_harbour->json({u"decide"_s}).array();
        QCOMPARE(open.size(), 1);
        const QJsonObject pending = open[0].toObject();
        const QString id = QString::number(pending.value(u"id"_s).toInteger());
        const QJsonArray waiting = pending.value(u"waiting"_s).toArray();
        QVERIFY(!waiting.isEmpty());
        const qint64 behind = waiting[0].toObject().value(u"id"_s).toInteger();
        QVERIFY(m_harbour->ctl({u"queue"_s, u"list"_s}).output.contains(u"waits for a decision on"_s));
        QVERIFY(m_harbour->ctl({u"status"_s}).output.contains(u"humdrumctl decide "_s + id));
        const QJsonObject choices = m_harbour->json({u"decide"_s, id}).object();
        QCOMPARE(choices.value(u"choices"_s).toArray().size(), 4);
        QVERIFY(!choices.value(u"last_lines"_s).toArray().isEmpty());
        refusesWhatMakesNoSense(id);
        QCOMPARE(state(behind), u"queued"_s);

        // The fault is still there: the new attempt fails as well, and the others still wait.
        EXITS(m_harbour->ctl({u"decide"_s, id, u"retry"_s, u"--wait"_s}), 3);
        QCOMPARE(state(behind), u"queued"_s);
        const QString second =
            QString::number(m_harbour->json({u"decide"_s}).array()[0].toObject().value(u"id"_s).toInteger());
        QVERIFY(second != id);
        EXITS(m_harbour->ctl({u"decide"_s, id, u"ignore"_s, u"--reason"_s, u"late"_s}), 1); // decided already
        m_harbour->setFault(u"dev"_s, u"deploy-fails"_s, false);
        const Ran retried = m_harbour->ctl({u"decide"_s, second, u"retry"_s, u"--reason"_s, u"mended"_s, u"--wait"_s});
        EXITS(retried, 0);
        QCOMPARE(state(behind), u"succeeded"_s);
        QVERIFY(m_harbour->json({u"decide"_s}).array().isEmpty());
        EXITS(m_harbour->ctl({u"audit"_s, u"verify"_s}), 0);
    }

private:
    void refusesWhatMakesNoSense(const QString &id)
    {
        EXITS(m_harbour->ctl({u"decide"_s, id, u"ignore"_s}), 2); // no reason
        EXITS(m_harbour->ctl({u"decide"_s, id, u"whatever"_s}), 2);
        EXITS(m_harbour->ctl({u"decide"_s, u"4711"_s}), 2);
        EXITS(m_harbour->ctl({u"decide"_s, id, u"--reason"_s, u"x"_s}), 2);         // nothing chosen
        EXITS(m_harbour->ctl({u"decide"_s, id, u"rollback"_s, u"--dry-run"_s}), 1); // nothing of it was deployed
        EXITS(m_harbour->ctl({u"decide"_s, id, u"exclude"_s, u"--dry-run"_s}), 0);
        QCOMPARE(m_harbour->json({u"decide"_s}).array().size(), 1);
    }
};

QTEST_GUILESS_MAIN(DecisionsTest)

#include "decisions.moc"
