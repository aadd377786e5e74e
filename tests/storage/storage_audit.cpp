// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/fixture.h"

#include "storage/auditchain.h"

using namespace humdrum;
using namespace humdrum::test;

/// Protects: nobody changes, removes, adds or cuts off what was recorded without being found out, and the encoding that
/// the hashes are made over stays what it is.
class StorageAudit final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void encodingIsFixed();
    void fieldsCannotRunIntoEachOther();
    void eventsTellWhoWhatAndWhy();
    void everyChangedFieldIsNoticed_data();
    void everyChangedFieldIsNoticed();
    void removedEventIsNamed();
    void rewrittenEventIsNamed();
    void cutOffEndIsNoticed();
    void addedEventIsNoticed();
    void refusedJobLeavesNoEvent();
    void ownEventsAreAppended();
    void longChainIsVerified();
};

namespace {

void hold(Fixture &f, int count)
{
    for (int i = 0; i < count; ++i)
        must(f.write([i](Session &s) { return s.holds().set({{}, {}, {}, u"hold %1"_s.arg(i), {}, {}, {}, {}}); }));
}

void tamper(Fixture &f, const QString &sql)
{
    RawConnection raw(f.options.file);
    raw.run(u"DROP TRIGGER audit_event_no_update"_s);
    raw.run(u"DROP TRIGGER audit_event_no_delete"_s);
    raw.run(sql);
}

} // namespace

void StorageAudit::encodingIsFixed()
{
    AuditEvent e;
    e.id = {2};
    e.at = at(0);
    e.actor = {u"nr"_s, u"humdrum"_s, u"häfen"_s};
    e.action = u"hold.set"_s;
    e.subject = u"hold:1"_s;
    e.after = "{\"a\":1}";
    e.reason = u"why"_s;
    e.previousHash = "00ff";
    const QByteArray encoded("humdrum audit event 1\n4:00ff,1:2,13:1795514400000,2:nr,7:humdrum,6:h\xC3\xA4"
                             "fen,8:hold.set,6:hold:1,0:,7:{\"a\":1},3:why,");
    QCOMPARE(auditHash(e), QCryptographicHash::hash(encoded, QCryptographicHash::Sha256).toHex());
}

void StorageAudit::fieldsCannotRunIntoEachOther()
{
    AuditEvent a, b;
    a.action = u"ab"_s;
    a.subject = u"c"_s;
    b.action = u"a"_s;
    b.subject = u"bc"_s;
    QVERIFY(auditHash(a) != auditHash(b));
}

void StorageAudit::eventsTellWhoWhatAndWhy()
{
    Fixture f;
    const HoldId id =
        must(f.write([](Session &s) { return s.holds().set({{}, {u"billing"_s}, {}, u"broken"_s, {}, {}, {}, {}}); }));
    must(f.write([&](Session &s) { return s.holds().lift(id, {}); }));
    const auto events = must(f.read([](Session &s) { return s.audit().list(0, {}); }));
    QCOMPARE(events.size(), 2u);
    QCOMPARE(events[1].action, u"hold.set"_s);
    QCOMPARE(events[1].reason, u"broken"_s);
    QVERIFY(events[1].before.isEmpty());
    QVERIFY(events[1].previousHash.isEmpty());
    QCOMPARE(events[0].id, AuditEventId{2});
    QCOMPARE(events[0].at, at(0));
    QCOMPARE(events[0].actor.person, u"nr"_s);
    QCOMPARE(events[0].actor.program, u"test"_s);
    QCOMPARE(events[0].actor.host, u"here"_s);
    QCOMPARE(events[0].subject, u"hold:1"_s);
    QCOMPARE(events[0].reason, u"because"_s); // the intent's, as the call gave none
    QCOMPARE(events[0].previousHash, events[1].hash);
    QCOMPARE(events[0].hash, auditHash(events[0]));
    hold(f, 1);
    QCOMPARE(must(f.read([](Session &s) { return s.audit().list(0, u"hold:1"_s); })).size(), 2u);
    QCOMPARE(must(f.read([](Session &s) { return s.audit().list(2, {}); })).size(), 2u);
}

void StorageAudit::everyChangedFieldIsNoticed_data()
{
    QTest::addColumn<QString>("change");
    for (const QString &column : {u"person"_s, u"program"_s, u"host"_s, u"action"_s, u"subject"_s, u"before_json"_s,
                                  u"after_json"_s, u"reason"_s, u"previous_hash"_s, u"hash"_s})
        QTest::newRow(qUtf8Printable(column)) << QString(column + u" = 'x'");
    QTest::newRow("at") << u"at = at + 1"_s;
}

void StorageAudit::everyChangedFieldIsNoticed()
{
    QFETCH(QString, change);
    Fixture f;
    hold(f, 5);
    QVERIFY(f.verify().intact);
    QCOMPARE(f.verify().events, 5);
    tamper(f, u"UPDATE audit_event SET "_s + change + u" WHERE id = 3");
    const AuditLog::Verdict verdict = f.verify();
    QVERIFY(!verdict.intact);
    QCOMPARE(verdict.firstBroken, AuditEventId{3});
    QVERIFY(verdict.message.contains(u"3"));
}

void StorageAudit::removedEventIsNamed()
{
    Fixture f;
    hold(f, 5);
    tamper(f, u"DELETE FROM audit_event WHERE id = 2"_s);
    QVERIFY(!f.verify().intact);
    QCOMPARE(f.verify().firstBroken, AuditEventId{2});
}

void StorageAudit::rewrittenEventIsNamed()
{
    // One who also recomputes the hash of the changed row is found by the row after it; by the head, when it is the last.
    for (const int id : {3, 5}) {
        Fixture f;
        hold(f, 5);
        AuditEvent e = must(f.read([](Session &s) { return s.audit().list(0, {}); })).at(static_cast<size_t>(5 - id));
        e.reason = u"x"_s;
        tamper(
            f,
            u"UPDATE audit_event SET reason = 'x', hash = '%1' WHERE id = %2"_s.arg(QString::fromLatin1(auditHash(e)))
                .arg(id));
        QVERIFY(!f.verify().intact);
        QCOMPARE(f.verify().firstBroken.value, id == 5 ? 5 : id + 1);
    }
}

void StorageAudit::cutOffEndIsNoticed()
{
    Fixture f;
    hold(f, 5);
    tamper(f, u"DELETE FROM audit_event WHERE id >= 4"_s);
    QVERIFY(!f.verify().intact);
    QCOMPARE(f.verify().firstBroken, AuditEventId{4});
    QCOMPARE(f.verify().events, 3);
}

void StorageAudit::addedEventIsNoticed()
{
    Fixture f;
    hold(f, 2);
    AuditEvent e = f.lastEvent();
    e.id = {3};
    e.previousHash = e.hash;
    e.hash = auditHash(e);
    tamper(
        f,
        u"INSERT INTO audit_event SELECT 3, at, person, program, host, action, subject, before_json, after_json, reason, '%1', '%2' FROM audit_event WHERE id = 2"_s
            .arg(QString::fromLatin1(e.previousHash), QString::fromLatin1(e.hash)));
    QVERIFY(!f.verify().intact);
    QCOMPARE(f.verify().firstBroken, AuditEventId{3});
    // Nothing is built on top of it.
    QCOMPARE(refusal(f.write([](Session &s) { return s.holds().set({{}, {}, {}, u"more"_s, {}, {}, {}, {}}); })).code,
             ErrorCode::StorageCorrupt);
}

void StorageAudit::refusedJobLeavesNoEvent()
{
    Fixture f;
    hold(f, 1);
    refusal(f.write([](Session &s) -> Result<void> {
        must(s.holds().set({{}, {}, {}, u"to be undone"_s, {}, {}, {}, {}}));
        return fail(ErrorCode::RuleRefused, u"no"_s);
    }));
    QCOMPARE(f.verify().events, 1);
    QCOMPARE(must(f.read([](Session &s) { return s.holds().active(); })).size(), 1u);
    hold(f, 1);
    QVERIFY(f.verify().intact);
}

void StorageAudit::ownEventsAreAppended()
{
    Fixture f;
    must(f.write([](Session &s) { return s.audit().append(u"pool.measured"_s, u"pool:build"_s, {}, "{\"disk\":7}"); }));
    const AuditEvent e = f.lastEvent();
    QCOMPARE(e.action, u"pool.measured"_s);
    QCOMPARE(e.after, "{\"disk\":7}"_ba);
    QCOMPARE(e.reason, u"because"_s);
    QVERIFY(f.verify().intact);
}

void StorageAudit::longChainIsVerified()
{
    Fixture f; // longer than the pieces it is read in
    must(f.write([](Session &s) -> Result<void> {
        for (int i = 0; i < 4500; ++i)
            must(s.audit().append(u"x"_s, u"y"_s, {}, {}));
        return {};
    }));
    QCOMPARE(f.verify().events, 4500);
    QVERIFY(f.verify().intact);
    tamper(f, u"UPDATE audit_event SET at = 1 WHERE id = 4321"_s);
    QCOMPARE(f.verify().firstBroken, AuditEventId{4321});
}

QTEST_GUILESS_MAIN(StorageAudit)
#include "storage_audit.moc"
