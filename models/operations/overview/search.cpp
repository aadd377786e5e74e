// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/search.h"

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

class Finder {
public:
    Finder(const QString &query, int limit) : m_query(query.trimmed()), m_limit(limit) {}

    void offer(HitKind kind, const QString &key, const QString &title, const QString &detail,
               const QString &alsoKnownAs = {})
    {
        int rank = rankOf(title, m_query);
        if (rank < 0) {
            // Found by what stands beside the title: after everything that says it in the title.
            const int beside = rankOf(QString(title + u' ' + detail + u' ' + alsoKnownAs), m_query);
            if (beside < 0 || beside > 2) // in the middle of a mail address or a hash says nothing
                return;
            rank = 4;
        }
        m_hits.push_back({kind, key, title, detail, rank});
    }
    [[nodiscard]] std::vector<SearchHit> take()
    {
        std::ranges::stable_sort(m_hits, [](const SearchHit &a, const SearchHit &b) {
            return std::pair(a.rank, a.kind) < std::pair(b.rank, b.kind);
        });
        if (m_hits.size() > static_cast<size_t>(m_limit))
            m_hits.resize(static_cast<size_t>(m_limit));
        return std::move(m_hits);
    }
    [[nodiscard]] const QString &query() const { return m_query; }
    [[nodiscard]] int share() const { return std::max(1, m_limit / 3); }

private:
    QString m_query;
    int m_limit;
    std::vector<SearchHit> m_hits;
};

void offerProduct(Finder &finder, const Product &product)
{
    for (const Environment &e : product.environments)
        finder.offer(HitKind::Environment, e.key.value, e.name, QStringList{e.tier, e.client}.join(u' ').trimmed(),
                     e.key.value);
    for (const Service &s : product.services)
        finder.offer(HitKind::Service, s.key.value, s.name, {}, s.key.value);
    for (const Person &p : product.people)
        finder.offer(HitKind::Person, p.key.value, p.name, p.initials, p.email);
}

} // namespace

int rankOf(QStringView text, QStringView query)
{
    const QStringView wanted = query.trimmed();
    if (wanted.isEmpty())
        return -1;
    if (text.compare(wanted, Qt::CaseInsensitive) == 0)
        return 0;
    if (text.startsWith(wanted, Qt::CaseInsensitive))
        return 1;
    bool allBegin = true;
    for (const QStringView word : wanted.split(u' ', Qt::SkipEmptyParts)) {
        qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive);
        if (at < 0)
            return -1;
        bool begins = false;
        for (; at >= 0 && !begins; at = text.indexOf(word, at + 1, Qt::CaseInsensitive))
            begins = at == 0 || !text.at(at - 1).isLetterOrNumber();
        allBegin = allBegin && begins;
    }
    return allBegin ? 2 : 3;
}

Result<std::vector<SearchHit>> search(Session &session, const QString &query, int limit)
{
    Finder finder(query, limit);
    if (finder.query().isEmpty() || limit <= 0)
        return std::vector<SearchHit>{};
    const Result<std::vector<Release>> releases = session.releases().list();
    if (!releases)
        return std::unexpected(releases.error());
    for (const Release &r : *releases)
        finder.offer(HitKind::Release, QString::number(r.id.value), r.version, titleOf(r.state));

    const Result<std::optional<Product>> product = session.products().current();
    if (!product)
        return std::unexpected(product.error());
    if (*product)
        offerProduct(finder, **product);

    const Result<std::vector<Build>> builds = session.builds().search(finder.query(), finder.share());
    if (!builds)
        return std::unexpected(builds.error());
    for (const Build &b : *builds)
        finder.offer(HitKind::Build, QString::number(b.id.value), b.service.value + u' ' + b.version, b.commit.left(7),
                     b.version + u' ' + b.commit);

    const Result<std::vector<Change>> changes = session.changes().search(finder.query(), finder.share());
    if (!changes)
        return std::unexpected(changes.error());
    for (const Change &c : *changes) {
        const QString detail = c.service.value + u" · "_s + c.commit.left(7) + u" · "_s + c.authorName;
        finder.offer(HitKind::Change, QString::number(c.id.value), c.summary, detail,
                     c.commit + u' ' + c.references.join(u' '));
    }
    return finder.take();
}

} // namespace humdrum
