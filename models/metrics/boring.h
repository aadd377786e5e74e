// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"
#include "metrics/figure.h"

#include <array>
#include <optional>
#include <span>
#include <vector>

/// How boring trains are, as product.md defines it. Pure functions, any thread.
namespace humdrum {

/// A deployment and the tier of its environment.
struct TierDeployment {
    Deployment deployment;
    QString tier;
};

/// A release with a patch that names it, or a rollback of it, within 48 h (inclusive) of its first deployment to a tier.
struct BrownPaperBag {
    ReleaseId release;
    QString tier;            ///< the one where it showed first
    Timestamp deployedAt{};  ///< first deployment of the release to that tier
    Timestamp takenBackAt{}; ///< when the patch or rollback came there
    ReleaseId by;            ///< the patch or rollback; none when only a deployment was rolled back
    bool rollback = false;
};

struct BrownPaperBags {
    std::vector<BrownPaperBag> bags; ///< one for each such release, in order of deployedAt
    Figure rate;                     ///< of the releases that were deployed; rows are releases
};

/// A patch or rollback comes to a tier with its first deployment there, or where it has none, when it was created.
[[nodiscard]] BrownPaperBags brownPaperBags(std::span<const Release> releases,
                                            std::span<const TierDeployment> deployments);

enum class BoringComponent {
    OnTime,
    Unattended,
    NoBrownPaperBag,
    NothingEscaped,
    SmallBatch,
    Recovered,
    NotesApproved,
    OtherDeployer
};

/// What a component gives. The number is in halves.
enum class BoringMark { None = 0, Half = 1, Full = 2 };

struct BoringPart {
    BoringComponent component = BoringComponent::OnTime;
    int weight = 0; ///< in hundredths; all weights sum to 100
    BoringMark mark = BoringMark::None;
};

/// What is known of a train once it is over.
struct TrainFacts {
    TrainId train;
    Timestamp departure{};  ///< as planned
    Timestamp departedAt{}; ///< noTime: it never left
    int retries = 0;        ///< of steps of its promotions
    int overrides = 0;      ///< of gates
    bool brownPaperBag = false;
    int escapedMinor = 0, escapedWorse = 0; ///< issues found in client environments, by severity
    std::optional<int> batch = 0;           ///< changes aboard; empty when what ran before is not known
    std::optional<double> usualBatch;       ///< p75 of the trains before it; empty while there are too few
    std::vector<Duration> recoveries;       ///< of its failed deployments
    int unrecovered = 0;                    ///< failed deployments that nothing restored
    Timestamp notesApprovedAt{};            ///< noTime: never
    PersonKey deployer, previousDeployer;   ///< empty: not known
};

/// Full, half or none for each component:
/// on time: within 15 minutes of departure; within a day. Unattended: no retry and no override; one. No brown paper bag: none. Nothing
/// escaped: nothing; one minor issue. Small batch: at most p75; at most 1.5 times, or one of them not known. Recovered: every failure within an
/// hour, or none; within a day. Notes approved: before departure, or nothing aboard; within a day after. Other deployer: not the one
/// before; not known.
struct BoringScore {
    TrainId train;
    std::array<BoringPart, 8> parts;                              ///< in the order of BoringComponent
    int halves = 0;                                               ///< sum of weight × mark, 0..200
    [[nodiscard]] double value() const { return halves / 200.0; } ///< 0..1
    [[nodiscard]] bool isBoring() const { return halves >= 160; } ///< >= 0.8, without rounding
};
[[nodiscard]] BoringScore boringScore(const TrainFacts &facts);

/// A train as the streak sees it.
struct StreakEntry {
    TrainId train;
    TrainState state = TrainState::Arrived;
    bool boring = false; ///< BoringScore::isBoring()
    bool brownPaperBag = false;
    bool empty = false;    ///< it carried no release
    bool atClient = false; ///< of a departed one: at least one client runs all of its release, or ran it
};

struct Streak {
    int current = 0; ///< up to the newest train that is over
    int best = 0;
    std::vector<qint64> trains; ///< of the current one, oldest first
};

/// Trains in a row at 0.8 or more; `trains` oldest first. A brown paper bag or a cancelled train ends it. A skipped train
/// (a freeze, a week for which no release was assembled), one that left empty and one that has not left neither count nor end
/// it: nothing was deployed that could be boring. A departed train counts as soon as one client has all of it: what a lagging
/// client still waits for makes it neither late nor less boring, and each component is judged without its arrival. Before
/// that it can only end the streak, by what happened already.
[[nodiscard]] Streak streakOf(std::span<const StreakEntry> trains);

} // namespace humdrum
