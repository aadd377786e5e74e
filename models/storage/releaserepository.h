// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/sessioncontext.h"

namespace humdrum {

class SqliteReleaseRepository final : public ReleaseRepository {
public:
    explicit SqliteReleaseRepository(SessionContext &context) : m_context(context) {}
    Result<ManifestId> addManifest(const Manifest &manifest) override;
    [[nodiscard]] Result<std::optional<Manifest>> manifest(ManifestId id) override;
    [[nodiscard]] Result<std::map<ManifestId, std::map<ServiceKey, Build>>> builds(
        std::span<const ManifestId> manifests) override;
    Result<Release> create(const Release &release) override;
    Result<void> transition(ReleaseId id, ReleaseState to, const QString &reason) override;
    [[nodiscard]] Result<std::optional<Release>> byId(ReleaseId id) override;
    [[nodiscard]] Result<std::optional<Release>> byVersion(const QString &version) override;
    [[nodiscard]] Result<std::vector<Release>> list(int limit) override;
    [[nodiscard]] Result<std::vector<ReleaseListing>> listing(const ReleaseFilter &filter) override;
    [[nodiscard]] Result<int> count(const ReleaseFilter &filter) override;
    // releasereadiness.cpp
    Result<ReleaseSignOff> sign(const ReleaseSignOff &signOff) override;
    [[nodiscard]] Result<std::vector<ReleaseSignOff>> signOffs(ReleaseId release) override;
    Result<void> tick(ReleaseId release, const EnvironmentKey &environment, const ChecklistTick &tick) override;
    [[nodiscard]] Result<std::vector<ChecklistTick>> ticks(ReleaseId release,
                                                           const EnvironmentKey &environment) override;

private:
    SessionContext &m_context;
};

} // namespace humdrum
