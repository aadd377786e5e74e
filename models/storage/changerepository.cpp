// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/changerepository.h"

#include "storage/text.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

const QString columns =
    u"id, service, commit_hash, parents, ordinal, type, scope, breaking, summary, author_name, author_email, authored_at, committed_at, files, added, removed, refs"_s;

Change readChange(const Row &r)
{
    Change c;
    c.id = r.id<ChangeId>(0);
    c.service = r.key<ServiceKey>(1);
    c.commit = r.text(2);
    c.parents = r.text(3).split(u' ', Qt::SkipEmptyParts);
    c.ordinal = r.integer(4);
    c.type = r.text(5);
    c.scope = r.text(6);
    c.breaking = r.flag(7);
    c.summary = r.text(8);
    c.authorName = r.text(9);
    c.authorEmail = r.text(10);
    c.authoredAt = r.time(11);
    c.committedAt = r.time(12);
    c.files = r.number(13);
    c.added = r.number(14);
    c.removed = r.number(15);
    c.references = r.text(16).split(u'\n', Qt::SkipEmptyParts);
    return c;
}

Change readWithBody(const Row &r)
{
    Change c = readChange(r);
    c.body = r.text(17);
    return c;
}

} // namespace

Result<int> SqliteChangeRepository::import(const ServiceKey &service, std::span<const Change> changes)
{
    Connection &db = m_context.db;
    int added = 0, updated = 0;
    for (const Change &c : changes) {
        if (c.commit.isEmpty() || (!c.service.isEmpty() && c.service != service))
            return fail(ErrorCode::InvalidInput,
                        Storage::tr("A change needs a commit, and belongs to the service it is imported for."));
        const QString references = c.references.join(u'\n');
        const QString searchText = QString(c.summary + u'\n' + references).toCaseFolded();
        auto inserted = db.update(
            u"INSERT INTO change (service, commit_hash, parents, ordinal, type, scope, breaking, summary, author_name, "
            u"author_email, authored_at, committed_at, files, added, removed, refs, search_text, body) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (service, commit_hash) DO NOTHING"_s,
            service, c.commit, c.parents.join(u' '), c.ordinal, c.type, c.scope, c.breaking, c.summary, c.authorName,
            c.authorEmail, c.authoredAt, c.committedAt, c.files, c.added, c.removed, references, searchText, c.body);
        if (!inserted)
            return std::unexpected(inserted.error());
        if (*inserted > 0) {
            ++added;
            continue;
        }
        auto moved = db.update(
            u"UPDATE change SET ordinal = ?, refs = ?, search_text = ? WHERE service = ? AND commit_hash = ? AND (ordinal <> ? OR refs <> ?)"_s,
            c.ordinal, references, searchText, service, c.commit, c.ordinal, references);
        if (!moved)
            return std::unexpected(moved.error());
        updated += *moved;
    }
    if (added + updated == 0)
        return 0;
    m_context.touch(Aggregate::Change, 0);
    auto recorded = m_context.record(u"change.imported"_s, u"service:" + service.value, {},
                                     {{u"added"_s, added}, {u"updated"_s, updated}});
    if (!recorded)
        return std::unexpected(recorded.error());
    return added;
}

Result<std::optional<Change>> SqliteChangeRepository::find(const ServiceKey &service, const QString &commit)
{
    return m_context.db.one(u"SELECT " + columns + u", body FROM change WHERE service = ? AND commit_hash = ?",
                            readWithBody, service, commit);
}

Result<std::optional<Change>> SqliteChangeRepository::byId(ChangeId id)
{
    return m_context.db.one(u"SELECT " + columns + u", body FROM change WHERE id = ?", readWithBody, id.value);
}

Result<std::vector<Change>> SqliteChangeRepository::all(const ServiceKey &service, bool bodies)
{
    const QString order = u" FROM change WHERE service = ? ORDER BY committed_at, ordinal, id"_s;
    if (bodies)
        return m_context.db.all(u"SELECT " + columns + u", body" + order, readWithBody, service);
    return m_context.db.all(u"SELECT " + columns + order, readChange, service);
}

Result<std::vector<Change>> SqliteChangeRepository::history(const ServiceKey &service)
{
    return m_context.db.all(
        u"SELECT commit_hash, parents, committed_at FROM change WHERE service = ? ORDER BY committed_at, ordinal, id"_s,
        [](const Row &r) {
            Change c;
            c.commit = r.text(0);
            c.parents = r.text(1).split(u' ', Qt::SkipEmptyParts);
            c.committedAt = r.time(2);
            return c;
        },
        service);
}

Result<std::vector<Change>> SqliteChangeRepository::ofCommits(const ServiceKey &service, const QStringList &commits)
{
    return m_context.db.all(
        u"SELECT " + columns + u" FROM change WHERE service = ? AND commit_hash IN (SELECT value FROM json_each(?))",
        readChange, service, QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(commits)).toJson()));
}

Result<std::vector<Change>> SqliteChangeRepository::graph(const ServiceKey &service, Timestamp since)
{
    return m_context.db.all(
        u"SELECT id, commit_hash, parents, committed_at FROM change WHERE service = ? AND committed_at >= ? ORDER BY committed_at, ordinal, id"_s,
        [&service](const Row &r) {
            Change c;
            c.id = r.id<ChangeId>(0);
            c.service = service;
            c.commit = r.text(1);
            c.parents = r.text(2).split(u' ', Qt::SkipEmptyParts);
            c.committedAt = r.time(3);
            return c;
        },
        service, since);
}

Result<std::vector<Change>> SqliteChangeRepository::byIds(std::span<const qint64> ids)
{
    return m_context.db.all(u"SELECT " + columns + u" FROM change WHERE id IN (SELECT value FROM json_each(?))",
                            readChange, sqlIds(ids));
}

Result<std::optional<Change>> SqliteChangeRepository::newestOnMainLine(const ServiceKey &service)
{
    return m_context.db.one(u"SELECT " + columns +
                                u", body FROM change WHERE service = ? AND ordinal >= 0 ORDER BY ordinal DESC LIMIT 1",
                            readWithBody, service);
}

Result<std::vector<Change>> SqliteChangeRepository::search(const QString &text, int limit)
{
    const QString folded = text.toCaseFolded();
    // Hashes are lower case, and '~' comes after every hexadecimal digit.
    const QString prefix = text.toLower();
    return m_context.db.all(u"SELECT " + columns +
                                u" FROM change WHERE id IN (SELECT id FROM change INDEXED BY change_search "
                                u"WHERE instr(search_text, ?) > 0 OR (commit_hash >= ? AND commit_hash < ?) ORDER BY "
                                u"committed_at DESC, id DESC LIMIT ?) "
                                u"ORDER BY committed_at DESC, id DESC",
                            readChange, folded, prefix, QString(prefix + u'~'), sqlLimit(limit));
}

} // namespace humdrum
