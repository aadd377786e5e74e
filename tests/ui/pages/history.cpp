// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pages/history.h"

#include <QCryptographicHash>

using namespace Qt::StringLiterals;

namespace humdrum::test {

namespace {

template <class T>
T value(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

QString hashOf(const QString &text)
{
    return QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha1).toHex());
}

/// One service's changes, seven for each release, and the builds at their ends.
std::vector<BuildId> addBuilds(Session &s, const ServiceKey &service, int releases, Timestamp first)
{
    constexpr int each = 7;
    std::vector<Change> changes;
    std::vector<BuildId> builds;
    QString parent;
    for (int i = 0; i < releases * each; ++i) {
        Change c;
        c.service = service;
        c.commit = hashOf(u"old/%1/%2"_s.arg(service.value).arg(i));
        if (!parent.isEmpty())
            c.parents = {parent};
        c.type = u"fix"_s;
        c.summary = u"Old change %1"_s.arg(i);
        c.authorName = u"Tilda Moss"_s;
        c.committedAt = c.authoredAt = first + std::chrono::hours{24} * i;
        c.ordinal = -1; // the main line of the story begins after them
        parent = c.commit;
        changes.push_back(c);
    }
    (void)value(s.changes().import(service, changes));
    for (int r = 0; r < releases; ++r) {
        const QString version = u"0.%1.0"_s.arg(r);
        const Change &last = changes[static_cast<size_t>(r * each + each - 1)];
        builds.push_back(value(s.builds().add(
            {{}, service, version, last.commit, u"sha256:"_s + hashOf(service.value + version), last.committedAt})));
    }
    return builds;
}

void addPromotion(Session &s, const Product &product, int i, const std::vector<std::vector<BuildId>> &builds,
                  const std::vector<Release> &releases)
{
    const size_t services = product.services.size(), environments = product.environments.size();
    const auto n = static_cast<size_t>(i);
    Promotion p;
    p.request.service = product.services[n % services].key;
    p.request.environment = product.environments[n / services % environments].key;
    const size_t release = n / (services * environments) % releases.size();
    p.request.build = builds[n % services][release];
    p.request.release = releases[release].id;
    p.requestedBy = product.people[n % product.people.size()].key.value;
    p.queuedAt = releases[release].createdAt + std::chrono::minutes{i % 1000};
    p = value(s.promotions().queue(p));
    p.startedAt = p.queuedAt + std::chrono::seconds{2};
    p.finishedAt = p.startedAt + std::chrono::seconds{40};
    const auto go = [&](PromotionState to) {
        value(s.promotions().transition(p, to));
        p.state = to;
    };
    using enum PromotionState;
    switch (i % 10) {
    case 3:
        p.message = u"exit code 1"_s;
        for (const PromotionState to : {PreFlight, Running, Failed})
            go(to);
        break;
    case 6:
        for (const PromotionState to : {PreFlight, Running, Validating, Succeeded})
            go(to);
        break;
    default: // the shortest way to an end: thousands of them are made
        go(Aborted);
    }
}

} // namespace

void addHistory(Story &story, int releases, int promotions)
{
    (void)value(story.write([=](Session &s) -> Result<int> {
        const Product product = Story::product();
        const Timestamp first = Story::now() - std::chrono::days{365} - std::chrono::weeks{releases};
        std::vector<std::vector<BuildId>> builds;
        for (const Service &service : product.services)
            builds.push_back(addBuilds(s, service.key, releases, first));
        std::vector<Release> made;
        for (int r = 0; r < releases; ++r) {
            Manifest manifest;
            manifest.digest = hashOf(u"old manifest %1"_s.arg(r));
            for (size_t i = 0; i < builds.size(); ++i)
                manifest.builds[product.services[i].key] = builds[i][static_cast<size_t>(r)];
            Release release;
            release.version = u"old.%1"_s.arg(r);
            release.manifest = value(s.releases().addManifest(manifest));
            release.createdAt = first + std::chrono::weeks{r};
            release = value(s.releases().create(release));
            value(s.releases().transition(release.id, ReleaseState::InPromotion, {}));
            value(s.releases().transition(release.id, ReleaseState::Released, {}));
            made.push_back(release);
        }
        for (int i = 0; i < promotions; ++i)
            addPromotion(s, product, i, builds, made);
        return 0;
    }));
}

} // namespace humdrum::test
