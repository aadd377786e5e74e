// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/waitingmodel.h"
#include "operations/documents.h"
#include "operations/readingstory.h"
#include "promotion/promotionrecords.h"

#include <QAbstractItemModelTester>

using namespace Qt::StringLiterals;
using namespace humdrum;
using namespace humdrum::test;

namespace {

std::vector<WaitingItem> waiting(Story &story, const QString &person)
{
    return must(read(story, [person](Session &s) { return readWaiting(s, person, Story::now()); }));
}

QStringList subjects(const std::vector<WaitingItem> &items, WaitingKind kind)
{
    QStringList list;
    for (const WaitingItem &item : items) {
        if (item.kind == kind)
            list << item.subject;
    }
    return list;
}

} // namespace

/// Protects: whoever asks what waits for them is told all of it, and nothing that waits for somebody else.
class WaitingTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingBeforeAProductIsDescribed()
    {
        QTemporaryDir folder;
        const FixedClock clock(Story::now());
        const auto store = emptyStore(folder.path(), clock);
        QVERIFY(
            must(store->read([](Session &s) { return readWaiting(s, u"nr"_s, Story::now()); }).takeResult()).empty());
    }

    void whatEndedBadlyWaitsForWhoMayPromote()
    {
        Story story;
        const auto before = subjects(waiting(story, u"nr"_s), WaitingKind::Decision);
        const auto queued = story.queue(story.release(u"2026.48"_s), {u"aurora-staging"_s});
        using enum PromotionState;
        story.advance(queued.front().id, {PreFlight, Running, Failed});
        const QString failed = u"promotion:%1"_s.arg(queued.front().id.value);
        QCOMPARE(subjects(waiting(story, u"nr"_s), WaitingKind::Decision), QStringList{failed} + before);
        QVERIFY(subjects(waiting(story, u"wb"_s), WaitingKind::Decision).isEmpty()); // Will may not promote
    }

    void aTextWaitsForWhoIsAskedToSignIt()
    {
        Story story;
        const Release release =
            *must(read(story, [id = story.release(u"2026.48"_s)](Session &s) { return s.releases().byId(id); }));
        const QString subject = u"notes:%1"_s.arg(release.id.value);
        const Actor nora{.person = u"nr"_s, .program = u"test"_s, .host = {}};
        const NotesView review = must(story.write([&](Session &s) -> Result<NotesView> {
            if (auto drafted = generateNotes(s, release, nora); !drafted)
                return drafted;
            return askForReview(s, release, nora);
        }));
        QCOMPARE(review.document.state, NotesState::InReview);
        int asked = 0;
        for (const AskedSignOff &role : askedSignOffs(Story::product(), review)) {
            for (const Person &person : Story::product().people) {
                if (!std::ranges::contains(person.roles, role.role) || person.key.value == u"nr")
                    continue;
                ++asked;
                QVERIFY(subjects(waiting(story, person.key.value), WaitingKind::SignOff).contains(subject));
            }
        }
        QVERIFY(asked > 0);
        QVERIFY(subjects(waiting(story, u"nobody"_s), WaitingKind::SignOff).isEmpty());
    }

    void aTrainWaitsForWhoDrivesItOnly()
    {
        Story story;
        const Train next = *must(read(story, [](Session &s) { return s.trains().next(); }));
        QVERIFY(next.departure < Story::now() + myWeek);
        const QString subject = u"train:%1"_s.arg(next.id.value);
        QCOMPARE(subjects(waiting(story, next.deployer.value), WaitingKind::Train), QStringList{subject});
        QCOMPARE(subjects(waiting(story, next.backup.value), WaitingKind::Train), QStringList{subject});
        QVERIFY(subjects(waiting(story, u"nobody"_s), WaitingKind::Train).isEmpty());
        const auto items = waiting(story, next.deployer.value);
        const auto train = std::ranges::find(items, WaitingKind::Train, &WaitingItem::kind);
        QVERIFY(train->title.contains(next.version));
        QCOMPARE(train->since, next.departure);
    }

    void showsThemInAModel()
    {
        Story story;
        WaitingModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto items = waiting(story, u"nr"_s);
        QVERIFY(!items.empty());
        model.setRows(items);
        QCOMPARE(model.rowCount(), static_cast<int>(items.size()));
        const QModelIndex what = model.index(0, WaitingModel::WhatColumn);
        QCOMPARE(what.data(DetailRole).toString(), items.front().why);
        QCOMPARE(what.data(SubjectRole).toString(), items.front().subject);
        model.setRows({});
        QCOMPARE(model.rowCount(), 0);
    }
};

QTEST_GUILESS_MAIN(WaitingTest)
#include "waitingtest.moc"
