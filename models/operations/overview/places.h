// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/occupancy.h"
#include "planning/clients.h"

namespace humdrum {

/// How a release stands in one environment. Judged in one place, and shown with the same mark and word on Weeks, Releases and
/// Pipeline and by `humdrumctl status`.
enum class PlaceState {
    Waiting,    ///< it has not come here
    Moving,     ///< a promotion of it is under way or waits: its state is the word
    Runs,       ///< all of it runs here, and well
    RunsBadly,  ///< what runs here of it failed its test
    Partly,     ///< some of it came, some has not
    Ran,        ///< all of it ran here, and later releases or other builds run here now
    Failed,     ///< its last attempt failed, and it does not run here
    Errored,    ///< its last attempt ended for a technical reason or was interrupted, and it does not run here
    RolledBack, ///< it was taken back
    Stopped,    ///< its last attempt was aborted or denied
    Undecided,  ///< some of it did not succeed, and the rest waits for a person to decide
    Overtaken,  ///< later releases run here, and this one never came whole
    Closed,     ///< it was withdrawn before it came
};
[[nodiscard]] Mark markOf(PlaceState s);
[[nodiscard]] QString titleOf(PlaceState s);

struct PlaceVerdict {
    PlaceState state = PlaceState::Waiting;
    Mark mark = Mark::Waiting;
    QString word;      ///< translated; what it is first, "held" behind it
    bool held = false; ///< nothing is promoted here until the hold is lifted; never of what is past
    QString holdReason;
    PromotionId promotion; ///< the one that tells: under way, or the last that did not succeed
    QString why;           ///< its message, or what is recorded against what runs
    friend bool operator==(const PlaceVerdict &, const PlaceVerdict &) = default;
};

/// What is known of one release in one environment.
struct PlaceFacts {
    const Release *release = nullptr; ///< null: only builds are looked at
    const std::map<ServiceKey, Build> &builds;
    std::vector<Deployment>
        deployments;                   ///< of the release, oldest first; those that went back to it are not its coming
    std::vector<Promotion> promotions; ///< of the release, in any order
};

/// Judges all environments, of one transaction. What a release had or missed there, ClientReaches decides.
class Places {
public:
    explicit Places(Reading &reading) : m_reading(reading) {}
    /// What runs and what is held. Must be called first.
    [[nodiscard]] Result<void> load();
    [[nodiscard]] Result<PlaceVerdict> of(const EnvironmentKey &environment, const PlaceFacts &facts);
    /// Whether these builds ran there together and well, whatever brought them; false for none at all.
    [[nodiscard]] Result<bool> went(const EnvironmentKey &environment, const std::map<ServiceKey, Build> &builds);
    /// … and since when; noTime for never.
    [[nodiscard]] Result<Timestamp> wholeAt(const EnvironmentKey &environment,
                                            const std::map<ServiceKey, Build> &builds);
    [[nodiscard]] const RunningThere &running(const EnvironmentKey &environment) const;
    /// The promotion that some of these wait for a decision on; null when none does.
    [[nodiscard]] const Promotion *stopOf(const std::vector<Promotion> &promotions) const;

private:
    Result<std::map<ServiceKey, Deployment>> came(const std::vector<Deployment> &deployments);
    Result<ClientStanding> standing(const EnvironmentKey &environment, const PlaceFacts &facts);

    Reading &m_reading;
    std::optional<ClientReaches> m_reaches;
    RunningByEnvironment m_running;
    std::vector<Hold> m_holds;
    QHash<PromotionId, Promotion> m_stopped; ///< what is queued -> what it waits for a decision on
};

/// The state of several promotions asked for together: the one that most wants to be seen.
[[nodiscard]] PromotionState stateOfGroup(const std::vector<Promotion> &group);

} // namespace humdrum
