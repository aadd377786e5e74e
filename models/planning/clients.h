// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"

#include <QStringList>

#include <map>

/// How far a release has come with those it is made for.
namespace humdrum {

/// How a release stands to one environment.
enum class ClientStanding {
    Missing,   ///< some of it still has to come there
    Reached,   ///< it has run there whole and well, whatever brought its builds
    Overtaken, ///< it never ran there whole, and what has not run there is replaced by a later release already
};

struct ClientPlace {
    EnvironmentKey environment;
    QString name, client;
    ClientStanding standing = ClientStanding::Missing;
    Timestamp at{}; ///< when it was reached or overtaken
    friend bool operator==(const ClientPlace &, const ClientPlace &) = default;
};

/// One release with all client production environments (Product::isClientProduction), by rank.
struct ClientReach {
    std::vector<ClientPlace> places;
    bool left = false; ///< it went to one of them and was not taken back there

    /// A client counts as done when none of its environments is missing.
    [[nodiscard]] int clients() const;
    [[nodiscard]] int done() const;
    [[nodiscard]] QStringList missing() const;   ///< names of environments
    [[nodiscard]] QStringList overtaken() const; ///< names of environments
    /// It left, and no client has to get it any more: this, and nothing less, is a release that is released.
    [[nodiscard]] bool isComplete() const { return left && missing().isEmpty(); }
    /// When the last client had it or a later one; noTime while one is missing.
    [[nodiscard]] Timestamp completeAt() const;
    /// "1 of 2 clients".
    [[nodiscard]] QString text() const;
    /// "1 of 2 clients, missing: Borealis production".
    [[nodiscard]] QString sentence() const;
    friend bool operator==(const ClientReach &, const ClientReach &) = default;
};

/// A release's state as every page says it: "in promotion · 1 of 2 clients"; other states have no more to say.
[[nodiscard]] QString progressOf(ReleaseState state, const std::optional<ClientReach> &clients);

/// Judges releases, of one transaction: the one judge of whether a release has been somewhere, which every page and the command
/// line ask. It was there when, of the services that the product still has, all its builds ran there well at one time,
/// whatever brought them: an earlier release may have brought what this one leaves unchanged. It is overtaken where each of
/// its builds ran there well, or what runs there well instead came with a release that was made later (or stands in the
/// manifest of one that did). A build that no release brought, such as a fork, is in nobody's way: where another service was
/// overtaken, so is that one. A rollback is no later release.
class ClientReaches {
public:
    ClientReaches(Session &session, const Product &product) : m_session(session), m_product(product) {}
    [[nodiscard]] Result<ClientReach> of(const Release &release);
    /// In any environment.
    [[nodiscard]] Result<ClientStanding> standing(const Release &release, const EnvironmentKey &environment);
    /// When these builds ran there together and well for the first time; noTime for never, and for none at all.
    [[nodiscard]] Result<Timestamp> wholeAt(const std::map<ServiceKey, BuildId> &builds,
                                            const EnvironmentKey &environment);

private:
    using History = std::vector<Deployment>;
    Result<void> load();
    Result<ClientPlace> judge(const Release &release, const Environment &environment);
    Result<bool> isReplaced(const Deployment &running, const std::vector<const Release *> &later);
    Result<std::vector<const Release *>> laterThere(const Release &than, const EnvironmentKey &environment);
    Result<Timestamp> overtakenAt(const Release &than, const EnvironmentKey &environment);
    Result<bool> standsIn(const Release &later, const Deployment &running);
    Result<const History *> history(BuildId build, const EnvironmentKey &environment);
    Result<const Release *> release(ReleaseId id);
    Result<const Manifest *> manifest(ManifestId id);

    Session &m_session;
    const Product &m_product;
    std::optional<std::map<EnvironmentKey, std::map<ServiceKey, Deployment>>> m_running;
    std::map<std::pair<BuildId, EnvironmentKey>, History> m_histories;
    std::map<ReleaseId, std::optional<Release>> m_releases;
    std::map<ManifestId, std::optional<Manifest>> m_manifests;
};

} // namespace humdrum
