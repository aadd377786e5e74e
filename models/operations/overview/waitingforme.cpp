// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/waitingforme.h"

#include "operations/overview/notesoverview.h"
#include "operations/readiness.h"
#include "planning/departures.h"
#include "promotion/decisions.h"
#include "promotion/gates.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(WaitingForMe)
};

class WaitingReader {
public:
    WaitingReader(Session &session, const QString &person, Timestamp now)
        : m_session(session)
        , m_person(person)
        , m_now(now)
    {}
    Result<std::vector<WaitingItem>> read();

private:
    using Step = Result<void>;
    Step readDecisions();
    Step readReadinessOf(const Release &release);
    [[nodiscard]] bool asksFor(const ApprovalStanding &standing) const;
    Step readNotes();
    Step readTrains();

    Session &m_session;
    const QString &m_person;
    Timestamp m_now;
    Product m_product;
    bool m_mayPromote = false;
    std::vector<WaitingItem> m_items;
};

Result<std::vector<WaitingItem>> WaitingReader::read()
{
    Result<std::optional<Product>> product = m_session.products().current();
    if (!product)
        return std::unexpected(product.error());
    if (!*product)
        return m_items;
    m_product = std::move(**product);
    m_mayPromote = mayDo(m_product, m_person, Right::Promote).has_value();
    for (auto step : {&WaitingReader::readDecisions, &WaitingReader::readNotes, &WaitingReader::readTrains}) {
        if (Step done = (this->*step)(); !done)
            return std::unexpected(done.error());
    }
    std::ranges::stable_sort(m_items, {}, &WaitingItem::kind);
    return std::move(m_items);
}

WaitingReader::Step WaitingReader::readDecisions()
{
    if (!m_mayPromote)
        return {};
    const auto open = openDecisions(m_session, m_product);
    if (!open)
        return std::unexpected(open.error());
    for (const PendingDecision &pending : *open) {
        const Promotion &p = pending.about.promotion;
        QString why = p.message.isEmpty() ? titleOf(p.state) : p.message;
        if (!pending.waiting.empty())
            why = Text::tr("%1. %n more wait(s) behind it", nullptr, static_cast<int>(pending.waiting.size())).arg(why);
        m_items.push_back({.kind = WaitingKind::Decision,
                           .mark = markOf(p.state),
                           .title = Text::tr("%1 → %2").arg(pending.subject(), pending.environmentName),
                           .why = why,
                           .subject = u"promotion:%1"_s.arg(p.id.value),
                           .part = {},
                           .since = p.finishedAt});
    }
    return {};
}

/// What people are asked for a release before it may go somewhere: one line for each thing to do, with the places that ask.
WaitingReader::Step WaitingReader::readReadinessOf(const Release &release)
{
    const Result<ReleaseReadiness> readiness = readReadiness(m_session, release.id, m_person);
    if (!readiness)
        return std::unexpected(readiness.error());
    const auto deployers = deployersOf(m_session, release, {});
    if (!deployers)
        return std::unexpected(deployers.error());
    QStringList approve, tick;
    for (const EnvironmentReadiness &place : readiness->environments) {
        if (place.approvals && !place.approvals->enough() && asksFor(*place.approvals))
            approve << place.name;
        const auto left = std::ranges::count(place.checklist, false, &ChecklistTick::ticked);
        if (left > 0 && deployers->contains(m_person))
            tick << Text::tr("%1: %2 of %3 open").arg(place.name).arg(left).arg(place.checklist.size());
    }
    const QString subject = u"release:%1"_s.arg(release.id.value);
    if (!approve.isEmpty())
        m_items.push_back({.kind = WaitingKind::Approval,
                           .mark = Mark::Attention,
                           .title = Text::tr("Release %1").arg(release.version),
                           .why = Text::tr("Your approval is asked for: %1").arg(approve.join(u", "_s)),
                           .subject = subject,
                           .part = {},
                           .since = release.createdAt});
    if (!tick.isEmpty())
        m_items.push_back({.kind = WaitingKind::Checklist,
                           .mark = Mark::Waiting,
                           .title = Text::tr("Checklist of %1").arg(release.version),
                           .why = tick.join(u"; "_s),
                           .subject = subject,
                           .part = {},
                           .since = release.createdAt});
    return {};
}

bool WaitingReader::asksFor(const ApprovalStanding &standing) const
{
    return std::ranges::any_of(standing.roles, [this](const RoleApprovals &role) {
        return static_cast<int>(role.by.size()) < role.wanted && role.asked.contains(m_person);
    });
}

WaitingReader::Step WaitingReader::readNotes()
{
    const Result<std::vector<Release>> releases = m_session.releases().list();
    if (!releases)
        return std::unexpected(releases.error());
    for (const Release &release : *releases) {
        if (release.state != ReleaseState::Assembled && release.state != ReleaseState::InPromotion)
            continue;
        if (Step done = readReadinessOf(release); !done)
            return done;
        const Result<NotesOverview> notes = readNotesOverview(m_session, release.id, m_person);
        if (!notes)
            return std::unexpected(notes.error());
        const QString subject = u"notes:%1"_s.arg(release.id.value);
        const QString title = Text::tr("Notes of %1").arg(release.version);
        if (!notes->document) {
            if (m_mayPromote && !notes->changes->empty())
                m_items.push_back({.kind = WaitingKind::Notes,
                                   .mark = Mark::Attention,
                                   .title = title,
                                   .why = Text::tr("%n change(s) and no notes yet", nullptr,
                                                   static_cast<int>(notes->changes->size())),
                                   .subject = subject,
                                   .since = release.createdAt});
            continue;
        }
        if (notes->document->state == NotesState::Draft && m_mayPromote)
            m_items.push_back({.kind = WaitingKind::Notes,
                               .mark = Mark::Waiting,
                               .title = title,
                               .why = Text::tr("A draft: nobody was asked to review it"),
                               .subject = subject,
                               .since = notes->revision.at});
        for (const SignOffLine &line : notes->signOffs) {
            const bool asked = line.standing == SignOffStanding::Asked || line.standing == SignOffStanding::TextChanged;
            if (!asked || !line.whyNot.isEmpty() || notes->document->state != NotesState::InReview)
                continue;
            m_items.push_back(
                {.kind = WaitingKind::SignOff,
                 .mark = Mark::Attention,
                 .title = title,
                 .why = line.standing == SignOffStanding::TextChanged
                     ? Text::tr("Changed since it was signed for %1: read and sign again").arg(line.roleName)
                     : Text::tr("Asked for: %1, %2 of %3 signed").arg(line.roleName).arg(line.valid).arg(line.wanted),
                 .subject = subject,
                 .part = line.role.value,
                 .since = line.at});
        }
    }
    return {};
}

WaitingReader::Step WaitingReader::readTrains()
{
    // One that is late has left its day behind and still waits.
    const Result<std::vector<Train>> trains = m_session.trains().between(m_now - myWeek, m_now + myWeek);
    if (!trains)
        return std::unexpected(trains.error());
    for (const Train &train : *trains) {
        const bool open = train.state == TrainState::Planned || train.state == TrainState::Boarding ||
            train.state == TrainState::Locked;
        const bool drives = train.deployer.value == m_person;
        if (!open || m_person.isEmpty() || (!drives && train.backup.value != m_person))
            continue;
        m_items.push_back({.kind = WaitingKind::Train,
                           .mark = train.departure < m_now ? Mark::Attention : Mark::Waiting,
                           .title = drives ? Text::tr("You deploy train %1").arg(train.version)
                                           : Text::tr("You are the backup of train %1").arg(train.version),
                           .why = departureLine(train, m_now, m_product.zone),
                           .subject = u"train:%1"_s.arg(train.id.value),
                           .since = train.departure});
    }
    return {};
}

} // namespace

QString WaitingItem::key() const { return wordOf(kind) + u' ' + subject + u' ' + part; }

QString titleOf(WaitingKind kind)
{
    switch (kind) {
    case WaitingKind::Decision:
        return Text::tr("Decide");
    case WaitingKind::Approval:
        return Text::tr("Approve");
    case WaitingKind::SignOff:
        return Text::tr("Sign");
    case WaitingKind::Checklist:
        return Text::tr("Tick");
    case WaitingKind::Notes:
        return Text::tr("Write notes");
    case WaitingKind::Train:
        break;
    }
    return Text::tr("Your week");
}

QString wordOf(WaitingKind kind)
{
    switch (kind) {
    case WaitingKind::Decision:
        return u"decision"_s;
    case WaitingKind::Approval:
        return u"approval"_s;
    case WaitingKind::SignOff:
        return u"sign-off"_s;
    case WaitingKind::Checklist:
        return u"checklist"_s;
    case WaitingKind::Notes:
        return u"notes"_s;
    case WaitingKind::Train:
        break;
    }
    return u"train"_s;
}

Result<std::vector<WaitingItem>> readWaiting(Session &session, const QString &person, Timestamp now)
{
    return WaitingReader(session, person, now).read();
}

} // namespace humdrum
