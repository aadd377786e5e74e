// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/readiness.h"

#include <QCoreApplication>
#include <QCryptographicHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

struct Gates {
    Q_DECLARE_TR_FUNCTIONS(Gates)
};

constexpr qsizetype shownPeople = 4;

/// What a person said in a role.
struct Word {
    QString person;
    RoleKey role;
    SignOffVerdict verdict;
    Timestamp at;
};

/// Those that count for the release and the text there are, oldest first.
Result<std::vector<Word>> validWords(Session &session, const Release &release)
{
    std::vector<Word> words;
    const auto document = session.notes().ofRelease(release.id);
    if (!document)
        return std::unexpected(document.error());
    if (*document) {
        const auto revision = session.notes().revision((*document)->current);
        const auto signOffs = session.notes().signOffs((*document)->id);
        if (!revision || !signOffs)
            return std::unexpected(!revision ? revision.error() : signOffs.error());
        for (const SignOff &s : *signOffs) {
            if (*revision && s.hash == (*revision)->hash)
                words.push_back({s.person, s.role, s.verdict, s.at});
        }
    }
    const auto hash = releaseHash(session, release);
    const auto signOffs = session.releases().signOffs(release.id);
    if (!hash || !signOffs)
        return std::unexpected(!hash ? hash.error() : signOffs.error());
    for (const ReleaseSignOff &s : *signOffs) {
        if (s.hash == *hash)
            words.push_back({s.person, s.role, s.verdict, s.at});
    }
    std::ranges::stable_sort(words, {}, &Word::at);
    return words;
}

QString nameOf(const Product &product, const QString &person)
{
    const Person *known = product.person(PersonKey{person});
    return known && !known->name.isEmpty() ? known->name : person;
}

QString namesOf(const Product &product, const QStringList &people)
{
    QStringList names;
    for (const QString &person : people.first(std::min(shownPeople, people.size())))
        names << nameOf(product, person);
    const qsizetype more = people.size() - names.size();
    if (more > 0)
        names << Gates::tr("%n more", nullptr, static_cast<int>(more));
    return names.join(u", "_s);
}

} // namespace

QByteArray releaseHash(const QString &manifestDigest, const QByteArray &notesHash)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(manifestDigest.toUtf8());
    hash.addData("\n");
    hash.addData(notesHash);
    return hash.result().toHex();
}

Result<QByteArray> releaseHash(Session &session, const Release &release)
{
    const auto manifest = session.releases().manifest(release.manifest);
    const auto document = session.notes().ofRelease(release.id);
    if (!manifest || !document)
        return std::unexpected(!manifest ? manifest.error() : document.error());
    std::optional<NotesRevision> revision;
    if (*document) {
        auto current = session.notes().revision((*document)->current);
        if (!current)
            return std::unexpected(current.error());
        revision = *std::move(current);
    }
    return releaseHash(*manifest ? (*manifest)->digest : QString(), revision ? revision->hash : QByteArray());
}

bool ApprovalStanding::enough() const
{
    return rejectedBy.isEmpty() &&
        std::ranges::all_of(roles, [](const RoleApprovals &r) { return r.by.size() >= r.wanted; });
}

Result<ApprovalStanding> approvalsOf(Session &session, const Product &product, const Environment &environment,
                                     const Release &release, const QSet<QString> &deployers)
{
    const auto words = validWords(session, release);
    if (!words)
        return std::unexpected(words.error());
    ApprovalStanding standing;
    QHash<QString, SignOffVerdict> last;
    for (const Word &word : *words)
        last.insert(word.person, word.verdict);
    for (auto it = last.cbegin(); it != last.cend(); ++it) {
        if (*it == SignOffVerdict::Rejected)
            standing.rejectedBy << it.key();
    }
    standing.rejectedBy.sort();
    std::vector<AskedApprovals> asked = environment.approvals;
    if (asked.empty())
        asked.push_back({});
    for (const AskedApprovals &a : asked) {
        RoleApprovals role{
            .role = a.role, .roleName = Gates::tr("Approvals"), .wanted = a.count, .by = {}, .asked = {}};
        if (const Role *described = product.role(a.role))
            role.roleName = described->name.isEmpty() ? a.role.value : described->name;
        const auto counts = [&](const RoleKey &key) {
            const Role *described = product.role(key);
            return described && described->mayApprove && (a.role.isEmpty() || key == a.role);
        };
        for (const Word &word : *words) {
            if (!counts(word.role) || last.value(word.person) == SignOffVerdict::Rejected)
                continue;
            QStringList &list = deployers.contains(word.person) ? standing.selfBy : role.by;
            const bool approved = word.verdict == SignOffVerdict::Approved;
            if (approved && !list.contains(word.person))
                list << word.person;
            else if (!approved)
                list.removeAll(word.person);
        }
        for (const Person &person : product.people) {
            if (std::ranges::any_of(person.roles, counts) && !role.by.contains(person.key.value) &&
                !deployers.contains(person.key.value))
                role.asked << person.key.value;
        }
        standing.roles.push_back(std::move(role));
    }
    return standing;
}

QString textOf(const ApprovalStanding &standing, const Product &product)
{
    QStringList parts;
    if (!standing.rejectedBy.isEmpty())
        parts << Gates::tr("rejected by %1").arg(namesOf(product, standing.rejectedBy));
    for (const RoleApprovals &role : standing.roles) {
        QString text = Gates::tr("%1 %2 of %3").arg(role.roleName).arg(role.by.size()).arg(role.wanted);
        if (!role.by.isEmpty())
            text += Gates::tr(" (%1)").arg(namesOf(product, role.by));
        if (role.by.size() < role.wanted)
            text += role.asked.isEmpty() ? Gates::tr(", nobody else may")
                                         : Gates::tr(", asked: %1").arg(namesOf(product, role.asked));
        parts << text;
    }
    if (!standing.selfBy.isEmpty() && !standing.enough())
        parts << Gates::tr("of whoever deploys it none counts: %1").arg(namesOf(product, standing.selfBy));
    return parts.join(u"; "_s);
}

Result<QSet<QString>> deployersOf(Session &session, const std::optional<Release> &release, const QString &person)
{
    QSet<QString> deployers{person};
    if (!release || !release->train.isValid())
        return deployers;
    const auto train = session.trains().byId(release->train);
    if (!train)
        return std::unexpected(train.error());
    if (*train && !(*train)->deployer.isEmpty())
        deployers.insert((*train)->deployer.value);
    return deployers;
}

Result<std::vector<ChecklistTick>> checklistOf(Session &session, const Environment &environment, ReleaseId release)
{
    const auto ticks = session.releases().ticks(release, environment.key);
    if (!ticks)
        return std::unexpected(ticks.error());
    std::vector<ChecklistTick> list;
    for (const QString &item : environment.checklist) {
        const auto tick = std::ranges::find(*ticks, item, &ChecklistTick::item);
        list.push_back(tick != ticks->end() ? *tick
                                            : ChecklistTick{.item = item, .ticked = false, .person = {}, .at = {}});
    }
    return list;
}

} // namespace humdrum
