// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/pipelineoverview.h"
#include "operations/overview/places.h"

namespace humdrum {

/// What readPipeline() and readStage() find out in the same way. Storage thread, as long as its session.
class PipelineReader {
public:
    explicit PipelineReader(Session &session)
        : m_session(session)
        , m_read(session)
        , m_occupancies(m_read)
        , m_places(m_read)
    {}

    /// Finds what was asked for, its builds and all that concerns the environments. Must be called first.
    [[nodiscard]] Result<void> choose(const PipelineAsk &ask);

    [[nodiscard]] Session &session() const { return m_session; }
    [[nodiscard]] Reading &reading() { return m_read; }
    [[nodiscard]] const Product &product() const { return *m_product; }
    [[nodiscard]] const std::optional<Release> &release() const { return m_release; }
    [[nodiscard]] const std::optional<Build> &build() const { return m_build; }
    /// What is chosen: of the release, or the one build, or the newest builds while there is neither.
    [[nodiscard]] const std::map<ServiceKey, Build> &builds() const { return m_builds; }
    [[nodiscard]] QString chosenVersion() const;
    /// What runs in an environment, by service.
    [[nodiscard]] const RunningThere &running(const EnvironmentKey &environment) const
    {
        return m_places.running(environment);
    }
    /// How what is chosen stands there.
    [[nodiscard]] Result<PlaceVerdict> verdict(const EnvironmentKey &environment);
    /// What runs there as a whole.
    [[nodiscard]] Result<Occupancy> occupancy(const EnvironmentKey &environment);
    /// Whether the environment runs exactly the chosen builds.
    [[nodiscard]] bool hasAll(const EnvironmentKey &environment) const;
    /// Whether the chosen builds went through it: each runs there or ran there well.
    [[nodiscard]] const Promotion *stopOf(const std::vector<Promotion> &group) const { return m_places.stopOf(group); }
    [[nodiscard]] Result<bool> went(const EnvironmentKey &environment) { return m_places.went(environment, m_builds); }
    /// What the gates say against promoting there what is chosen and missing; empty: all of it could go.
    [[nodiscard]] Result<QString> whyNot(const EnvironmentKey &environment);
    /// The promotions of the last click into the environment, by position: what is under way, else the newest.
    [[nodiscard]] const std::vector<Promotion> &lastGroup(const EnvironmentKey &environment) const;
    /// The last run of a stage for what is chosen.
    [[nodiscard]] const StageRun *run(const StageKey &stage) const;
    [[nodiscard]] Result<QString> subjectOf(const std::vector<Promotion> &group);

private:
    Result<void> chooseBuilds(const PipelineAsk &ask);
    Result<void> loadRuns();
    Result<void> loadEnvironments();

    Session &m_session;
    Reading m_read;
    Occupancies m_occupancies;
    Places m_places;
    QString m_person;
    const Product *m_product = nullptr;
    std::optional<Release> m_release;
    std::optional<Build> m_build;
    std::map<ServiceKey, Build> m_builds;
    std::vector<StageRun> m_runs;
    std::vector<Deployment> m_came; ///< of the chosen release, everywhere
    std::vector<Promotion> m_asked;
    std::map<EnvironmentKey, std::vector<Promotion>> m_groups;
};

} // namespace humdrum
