// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/issuerepository.h"

#include "storage/text.h"

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

const QString columns =
    u"id, service, caught_at, environment, introduced_by, severity, cause, title, commit_hash, found_at"_s;

Issue readIssue(const Row &r)
{
    Issue i;
    i.id = r.id<IssueId>(0);
    i.service = r.key<ServiceKey>(1);
    i.caughtAt = r.key<StageKey>(2);
    i.environment = r.key<EnvironmentKey>(3);
    i.introducedBy = r.id<ReleaseId>(4);
    i.severity = r.word<Severity>(5);
    i.cause = r.word<Cause>(6);
    i.title = r.text(7);
    i.commit = r.text(8);
    i.foundAt = r.time(9);
    return i;
}

} // namespace

Result<IssueId> SqliteIssueRepository::add(const Issue &issue)
{
    if (issue.title.isEmpty())
        return fail(ErrorCode::InvalidInput, Storage::tr("An issue needs a title."));
    auto known = m_context.db.one(
        u"SELECT id FROM issue WHERE service = ? AND commit_hash = ? AND title = ? AND caught_at = ? AND environment = ?"_s,
        [](const Row &r) { return r.id<IssueId>(0); }, issue.service, issue.commit, issue.title, issue.caughtAt,
        issue.environment);
    if (!known)
        return std::unexpected(known.error());
    if (*known)
        return **known;
    const Timestamp foundAt = issue.foundAt == noTime ? m_context.now : issue.foundAt;
    auto id = m_context.db.insert(
        u"INSERT INTO issue (service, caught_at, environment, introduced_by, severity, cause, title, commit_hash, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"_s,
        issue.service, issue.caughtAt, issue.environment, issue.introducedBy, issue.severity, issue.cause, issue.title,
        issue.commit, foundAt);
    if (!id)
        return std::unexpected(id.error());
    m_context.touch(Aggregate::Issue, *id);
    auto ok = m_context.record(u"issue.added"_s, subjectOf("issue"_L1, *id), {},
                               {{u"service"_s, issue.service.value},
                                {u"caught-at"_s, issue.caughtAt.value},
                                {u"environment"_s, issue.environment.value},
                                {u"severity"_s, wordOf(issue.severity)},
                                {u"cause"_s, wordOf(issue.cause)},
                                {u"title"_s, issue.title}});
    if (!ok)
        return std::unexpected(ok.error());
    return IssueId{*id};
}

Result<std::vector<Issue>> SqliteIssueRepository::between(Timestamp from, Timestamp to)
{
    return m_context.db.all(u"SELECT " + columns +
                                u" FROM issue WHERE found_at >= ? AND found_at < ? ORDER BY found_at, id",
                            readIssue, from, to);
}

Result<std::optional<Issue>> SqliteIssueRepository::byId(IssueId id)
{
    return m_context.db.one(u"SELECT " + columns + u" FROM issue WHERE id = ?", readIssue, id);
}

Result<std::vector<Issue>> SqliteIssueRepository::byIds(std::span<const qint64> ids)
{
    return m_context.db.all(u"SELECT " + columns + u" FROM issue WHERE id IN (SELECT value FROM json_each(?))",
                            readIssue, sqlIds(ids));
}

} // namespace humdrum
