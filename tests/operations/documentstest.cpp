// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/documents.h"
#include "notes/hash.h"
#include "operations/overview/notesoverview.h"
#include "operations/releases.h"
#include "ui/pages/story.h"

#include <QTest>

#include <algorithm>

using namespace humdrum;
using namespace humdrum::test;
using namespace Qt::StringLiterals;

namespace {

const RoleKey lead{u"support-lead"_s};

template <class T>
Error refusal(const Result<T> &result)
{
    if (result)
        qFatal("expected a refusal");
    return result.error();
}

/// The notes of 2026.48, moved along by different people.
class Desk {
public:
    Story story;

    template <class Op>
    Result<NotesView> as(const QString &person, Op op, const QString &reason = {})
    {
        const Actor actor{person, u"test"_s, {}};
        return story.store()
            .write({actor, reason},
                   [&](Session &s) -> Result<NotesView> {
                       auto release = findRelease(s, u"2026.48"_s);
                       if (!release)
                           return std::unexpected(release.error());
                       return op(s, *release, actor);
                   })
            .takeResult();
    }
    template <class Op>
    NotesView must(const QString &person, Op op, const QString &reason = {})
    {
        Result<NotesView> view = as(person, op, reason);
        if (!view)
            qFatal("%s", qPrintable(view.error().toString()));
        return std::move(*view);
    }
    Result<NotesView> save(const QString &person, const QString &text, NotesRevisionId base)
    {
        return as(person, [&](Session &s, const Release &r, const Actor &a) { return saveNotes(s, r, text, base, a); });
    }
    Result<NotesView> sign(const QString &person, SignOffVerdict verdict = SignOffVerdict::Approved,
                           const QByteArray &seen = {})
    {
        return as(person, [&](Session &s, const Release &r, const Actor &a) {
            return signNotes(s, r, lead, verdict, u"a word"_s, seen, a);
        });
    }
    Result<NotesView> publish(const QByteArray &seen = {})
    {
        return as(u"nr"_s, [&](Session &s, const Release &r, const Actor &a) { return publishNotes(s, r, seen, a); });
    }
    Result<NotesView> correct(const QString &text, NotesRevisionId base)
    {
        return as(
            u"nr"_s, [&](Session &s, const Release &r, const Actor &a) { return correctNotes(s, r, text, base, a); },
            u"a wrong number"_s);
    }
    NotesView review() { return must(u"nr"_s, askForReview); }
    NotesView generate() { return must(u"nr"_s, generateNotes); }
    NotesView publishedAtOnce()
    {
        generate();
        review();
        sign(u"wc"_s).value();
        return publish().value();
    }
    NotesOverview overview(const QString &person)
    {
        return story.store()
            .read([person, release = story.release(u"2026.48"_s)](Session &s) {
                return readNotesOverview(s, release, person);
            })
            .takeResult()
            .value();
    }
    std::vector<AuditEvent> events(const NotesView &view)
    {
        const QString subject = u"notes:%1"_s.arg(view.document.id.value);
        return story.store().read([&](Session &s) { return s.audit().list(50, subject); }).takeResult().value();
    }
    bool auditIntact()
    {
        return story.store().read([](Session &s) { return s.audit().verify(); }).takeResult().value().intact;
    }
};

} // namespace

/// Protects the rules 3, 4 and 10 for notes, and that no text is ever lost below another.
class DocumentsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void travelFromDraftToPublished();
    void publishedNotesNeverChange();
    void aCorrectionIsReviewedAndPublishedAgain();
    void onlyApprovedNotesArePublished();
    void aSignOffCountsOnlyForItsText();
    void whatIsSignedOrPublishedIsWhatWasSeen();
    void savingTheSameTextKeepsTheApproval();
    void nobodySavesBelowAnother();
    void unsavedTextIsKeptApart();
    void theOverviewSaysHowFarEachRoleIs();
    void twoSignaturesAreOfTwoPeople();
};

void DocumentsTest::travelFromDraftToPublished()
{
    Desk desk;
    NotesView view = desk.generate();
    QCOMPARE(view.revision.number, 1);
    QCOMPARE(view.document.state, NotesState::Draft);
    view = desk.review();
    QCOMPARE(view.document.state, NotesState::InReview);
    view = desk.sign(u"wc"_s).value();
    QCOMPARE(view.document.state, NotesState::Approved);
    view = desk.publish(view.revision.hash).value();
    QCOMPARE(view.document.state, NotesState::Published);
    QCOMPARE(view.revision.number, 1);
    QStringList actions;
    for (const AuditEvent &event : desk.events(view))
        actions.prepend(event.action);
    QCOMPARE(actions,
             QStringList({u"notes.created"_s, u"notes.in-review"_s, u"notes.signed"_s, u"notes.approved"_s,
                          u"notes.published"_s}));
    QVERIFY(desk.auditIntact());
}

void DocumentsTest::publishedNotesNeverChange()
{
    Desk desk;
    const NotesView published = desk.publishedAtOnce();
    const size_t events = desk.events(published).size();
    QCOMPARE(refusal(desk.save(u"nr"_s, u"other"_s, published.revision.id)).code, ErrorCode::RuleRefused);
    QCOMPARE(refusal(desk.as(u"nr"_s, generateNotes)).code, ErrorCode::RuleRefused);
    QVERIFY(!desk.publish());
    QVERIFY(!desk.sign(u"wc"_s));
    QCOMPARE(desk.overview(u"nr"_s).revision.text, published.revision.text);
    QCOMPARE(desk.overview(u"nr"_s).document->state, NotesState::Published);
    QCOMPARE(desk.events(published).size(), events); // what was refused left nothing
}

void DocumentsTest::aCorrectionIsReviewedAndPublishedAgain()
{
    Desk desk;
    const NotesView draft = desk.generate();
    QCOMPARE(refusal(desk.correct(u"x"_s, draft.revision.id)).code, ErrorCode::RuleRefused);
    desk.review();
    desk.sign(u"wc"_s).value();
    const NotesView published = desk.publish().value();
    QCOMPARE(refusal(desk.correct(published.revision.text, published.revision.id)).code, ErrorCode::NothingToDo);
    QCOMPARE(refusal(desk.correct(u"late"_s, NotesRevisionId{published.revision.id.value + 7})).code,
             ErrorCode::RuleRefused);

    NotesView corrected = desk.correct(u"# corrected\n"_s, published.revision.id).value();
    QCOMPARE(corrected.document.state, NotesState::Draft);
    QCOMPARE(corrected.revision.number, 2);
    QCOMPARE(desk.events(corrected).front().action, u"notes.corrected"_s);
    QCOMPARE(desk.events(corrected).front().reason, u"a wrong number"_s);
    QVERIFY(!desk.publish()); // not before it was reviewed
    desk.review();
    desk.sign(u"wc"_s).value();
    corrected = desk.publish().value();
    QCOMPARE(corrected.document.state, NotesState::Published);
    const NotesOverview overview = desk.overview(u"nr"_s);
    QCOMPARE(overview.revisions.size(), 2);
    QVERIFY(overview.revisions[0].published && overview.revisions[1].published);
    const auto first = desk.story.store()
                           .read([&](Session &s) { return s.notes().revision(published.revision.id); })
                           .takeResult()
                           .value();
    QCOMPARE(first->text, published.revision.text);
    QVERIFY(desk.auditIntact());
}

void DocumentsTest::onlyApprovedNotesArePublished()
{
    Desk desk;
    QCOMPARE(refusal(desk.publish()).code, ErrorCode::NotFound);
    desk.generate();
    QCOMPARE(refusal(desk.publish()).code, ErrorCode::RuleRefused);
    desk.review();
    const Error refused = refusal(desk.publish());
    QCOMPARE(refused.code, ErrorCode::RuleRefused);
    QVERIFY2(refused.message.contains(u"in review"_s), qPrintable(refused.message));
    // Approved once, but what counts is asked again: as if the role had been added since.
    const auto forced = desk.as(u"nr"_s, [](Session &s, const Release &r, const Actor &a) -> Result<NotesView> {
        auto document = s.notes().ofRelease(r.id);
        if (auto moved = s.notes().transition((*document)->id, NotesState::Approved, {}); !moved)
            return std::unexpected(moved.error());
        return publishNotes(s, r, {}, a);
    });
    QCOMPARE(refusal(forced).code, ErrorCode::GateNotMet);
    QVERIFY(refusal(forced).message.contains(u"Support lead 0 of 1"_s));
    QCOMPARE(desk.overview(u"nr"_s).document->state, NotesState::InReview); // rolled back as a whole
}

void DocumentsTest::aSignOffCountsOnlyForItsText()
{
    Desk desk;
    NotesView view = desk.generate();
    const QString first = view.revision.text;
    desk.review();
    QCOMPARE(refusal(desk.sign(u"nr"_s)).code, ErrorCode::RuleRefused); // has no role
    view = desk.sign(u"wc"_s).value();
    QCOMPARE(askedSignOffs(Story::product(), view).front().valid, 1);
    view = desk.save(u"nr"_s, first + u"\nMore.\n"_s, view.revision.id).value();
    QCOMPARE(view.document.state, NotesState::Draft);
    QCOMPARE(askedSignOffs(Story::product(), view).front().valid, 0);
    QVERIFY(!desk.publish());
    // The text that was signed comes back, and its signature with it.
    view = desk.save(u"nr"_s, first, view.revision.id).value();
    QCOMPARE(view.revision.number, 3);
    QCOMPARE(askedSignOffs(Story::product(), view).front().valid, 1);
    view = desk.review();
    QCOMPARE(view.document.state, NotesState::Approved);
}

void DocumentsTest::whatIsSignedOrPublishedIsWhatWasSeen()
{
    Desk desk;
    const NotesView seen = desk.generate();
    desk.save(u"ik"_s, u"# sneaked in\n"_s, seen.revision.id).value();
    desk.review();
    QCOMPARE(refusal(desk.sign(u"wc"_s, SignOffVerdict::Approved, seen.revision.hash)).code, ErrorCode::RuleRefused);
    const NotesView approved = desk.sign(u"wc"_s, SignOffVerdict::Approved, contentHash(u"# sneaked in\n"_s)).value();
    QCOMPARE(approved.document.state, NotesState::Approved);
    QCOMPARE(refusal(desk.publish(seen.revision.hash)).code, ErrorCode::RuleRefused);
    QVERIFY(desk.publish(approved.revision.hash));
}

void DocumentsTest::savingTheSameTextKeepsTheApproval()
{
    Desk desk;
    desk.generate();
    desk.review();
    const NotesView approved = desk.sign(u"wc"_s).value();
    const NotesView again = desk.save(u"nr"_s, approved.revision.text, approved.revision.id).value();
    QCOMPARE(again.document.state, NotesState::Approved);
    QCOMPARE(again.revision.number, 1);
}

void DocumentsTest::nobodySavesBelowAnother()
{
    Desk desk;
    const NotesView mine = desk.generate();
    const NotesView theirs = desk.save(u"ik"_s, u"# theirs\n"_s, mine.revision.id).value();
    const Error refused = refusal(desk.save(u"nr"_s, u"# mine\n"_s, mine.revision.id));
    QCOMPARE(refused.code, ErrorCode::RuleRefused);
    QVERIFY2(refused.message.contains(u"Ivo Kranz"_s) && refused.message.contains(u"draft 2"_s),
             qPrintable(refused.message));
    QCOMPARE(desk.overview(u"nr"_s).revision.text, u"# theirs\n"_s);
    // The same text from both is no conflict.
    QCOMPARE(desk.save(u"nr"_s, u"# theirs\n"_s, mine.revision.id).value().revision.number, 2);
    QCOMPARE(desk.save(u"nr"_s, u"# mine\n"_s, theirs.revision.id).value().revision.number, 3);
    // Nor does a text from before the first draft go below it.
    QVERIFY(!desk.save(u"nr"_s, u"# nothing\n"_s, {}));
}

void DocumentsTest::unsavedTextIsKeptApart()
{
    Desk desk;
    const NotesView view = desk.generate();
    const ReleaseId release = view.release.id;
    const auto keep = [&](const QString &person, const QString &text) {
        return desk.story.write([=, base = view.revision.id](Session &s) {
            return s.notes().keepUnsaved({release, person, base, text, {}, {}});
        });
    };
    const size_t events = desk.events(view).size();
    QVERIFY(keep(u"nr"_s, u"half a sen"_s));
    QVERIFY(keep(u"nr"_s, u"half a sentence"_s));
    QVERIFY(keep(u"ik"_s, QString()));
    const NotesOverview overview = desk.overview(u"nr"_s);
    QCOMPARE(overview.unsaved->text, u"half a sentence"_s);
    QCOMPARE(overview.unsaved->base, view.revision.id);
    QCOMPARE(overview.unsaved->hash, contentHash(u"half a sentence"_s));
    QCOMPARE(overview.unsaved->at, Story::now());
    QCOMPARE(overview.revision.text, view.revision.text);
    QCOMPARE(desk.events(view).size(), events);
    QVERIFY(!desk.overview(u"tm"_s).unsaved);
    QCOMPARE(desk.overview(u"ik"_s).unsaved->text, QString());
    // Saving forgets exactly what is saved; a text that was kept meanwhile stays.
    desk.save(u"nr"_s, u"half"_s, view.revision.id).value();
    QVERIFY(desk.overview(u"nr"_s).unsaved);
    desk.save(u"nr"_s, u"half a sentence"_s, desk.overview(u"nr"_s).revision.id).value();
    QVERIFY(!desk.overview(u"nr"_s).unsaved);
    QVERIFY(desk.overview(u"ik"_s).unsaved);
}

void DocumentsTest::theOverviewSaysHowFarEachRoleIs()
{
    Desk desk;
    NotesOverview overview = desk.overview(u"wc"_s);
    QCOMPARE(overview.previousVersion, u"2026.47.1"_s);
    QCOMPARE(overview.release->version, u"2026.48"_s);
    QVERIFY(!overview.document);
    QCOMPARE(overview.changes->size(), 14);
    QCOMPARE(overview.signOffs.front().standing, SignOffStanding::NotAsked);
    QVERIFY(!overview.signOffs.front().whyNot.isEmpty());

    desk.generate();
    desk.review();
    overview = desk.overview(u"wc"_s);
    QCOMPARE(overview.signOffs.front().standing, SignOffStanding::Asked);
    QCOMPARE(overview.signOffs.front().at, Story::now());
    QCOMPARE(overview.signOffs.front().people, QStringList{u"Will Chen"_s});
    QCOMPARE(overview.signOffs.front().whyNot, QString());
    QVERIFY(desk.overview(u"nr"_s).signOffs.front().whyNot.contains(u"Nora Reuter"_s));
    QVERIFY(desk.overview(u"somebody"_s).signOffs.front().whyNot.contains(u"somebody"_s));

    desk.sign(u"wc"_s, SignOffVerdict::Rejected).value();
    overview = desk.overview(u"wc"_s);
    QCOMPARE(overview.document->state, NotesState::Draft);
    QCOMPARE(overview.signOffs.front().standing, SignOffStanding::SentBack);
    QCOMPARE(overview.signOffs.front().comment, u"a word"_s);

    const NotesView second = desk.save(u"ik"_s, u"# second\n"_s, overview.revision.id).value();
    desk.review();
    desk.sign(u"wc"_s).value();
    QCOMPARE(desk.overview(u"wc"_s).signOffs.front().standing, SignOffStanding::Signed);
    QCOMPARE(desk.overview(u"wc"_s).signOffs.front().lastNumber, 2);
    desk.save(u"ik"_s, u"# third\n"_s, second.revision.id).value();
    overview = desk.overview(u"wc"_s);
    QCOMPARE(overview.signOffs.front().standing, SignOffStanding::TextChanged);
    QCOMPARE(overview.signOffs.front().lastOf, second.revision.id);

    // Who wrote the text is told that somebody else has to sign it.
    desk.save(u"wc"_s, u"# fourth\n"_s, overview.revision.id).value();
    desk.review();
    QVERIFY(desk.overview(u"wc"_s).signOffs.front().whyNot.contains(u"wrote this text"_s));
    QVERIFY(!desk.sign(u"wc"_s));
}

void DocumentsTest::twoSignaturesAreOfTwoPeople()
{
    Product product;
    product.roles.push_back({lead, u"Support lead"_s, false, true, false, 2});
    NotesView view;
    view.revision.hash = "now";
    const auto give = [&](const QString &person, const QByteArray &hash, SignOffVerdict verdict) {
        view.signOffs.push_back({{}, {}, hash, lead, person, verdict, {}, {}});
        return askedSignOffs(product, view).front().valid;
    };
    QCOMPARE(give(u"a"_s, "now", SignOffVerdict::Approved), 1);
    QCOMPARE(give(u"a"_s, "now", SignOffVerdict::Approved), 1);
    QCOMPARE(give(u"b"_s, "before", SignOffVerdict::Approved), 1);
    QCOMPARE(give(u"b"_s, "now", SignOffVerdict::Approved), 2);
    QCOMPARE(give(u"b"_s, "now", SignOffVerdict::Rejected), 1); // the last word counts
}

QTEST_GUILESS_MAIN(DocumentsTest)
#include "documentstest.moc"
