// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/ids.h"
#include "domain/states.h"
#include "domain/time.h"

#include <QDate>
#include <QHash>
#include <QStringList>
#include <QTime>

#include <optional>
#include <vector>

namespace humdrum {

/// A program to run, as humdrum.yaml declares it. Run directly (argv) unless `shell` is set, in which case argv has one
/// element that is handed to /bin/sh -c. Values reach it as environment variables only, never spliced into the text.
struct CommandSpec {
    QStringList argv;
    bool shell = false;
    QString workingFolder;               ///< absolute, or relative to the folder of humdrum.yaml; empty: that folder
    QHash<QString, QString> environment; ///< added to Humdrum's own
    QHash<QString, QString> secrets; ///< variable -> name of the secret that it gets; the values are nowhere in here
    Duration timeout{std::chrono::minutes{10}}; ///< > 0
    int retries = 0;                            ///< >= 0; how often to try again after a technical failure
    Duration backoff{std::chrono::seconds{1}};  ///< before the first retry; doubles
    qint64 outputCap = 256 * 1024 * 1024;       ///< bytes kept of the output, the rest is counted and dropped
    QStringList cleanup;                        ///< argv to run after a cancel or a failure; may be empty
    bool idempotent = false;                    ///< may be resumed by itself after an interruption

    [[nodiscard]] bool isEmpty() const { return argv.isEmpty(); }
    friend bool operator==(const CommandSpec &, const CommandSpec &) = default;
};

struct Service {
    ServiceKey key;
    QString name;
    QString repository; ///< absolute path of a git repository
    QString mainLine = QStringLiteral("main");
    QString versionFile = QStringLiteral("VERSION");    ///< in the repository; first line is the version
    QString notesPath = QStringLiteral("CHANGELOG.md"); ///< in the repository
    std::vector<ServiceKey> dependsOn;                  ///< promoted before this one
};

/// A node of the pipeline. Commit and Test belong to a service; Join to all; Deploy to an environment.
struct Stage {
    StageKey key; ///< unique in the product, such as "billing.commit", "integration", "aurora-prod"
    QString name; ///< short, as on the picture: "Commit"
    StageKind kind = StageKind::Test;
    ServiceKey service;          ///< empty for Join and Deploy
    EnvironmentKey environment;  ///< only for Deploy (and a Join that runs in one)
    std::vector<StageKey> needs; ///< upstream stages (edges end here); all must have passed but for those of oneOf
    std::vector<StageKey> oneOf; ///< those of `needs` of which it is enough that one has passed; none or at least two
    CommandSpec command;         ///< empty for Deploy, whose commands are the environment's
    QStringList junit;           ///< globs relative to the working folder, read after the command
};

/// Approvals that an environment asks of a role before anything is promoted to it.
struct AskedApprovals {
    RoleKey role;
    int count = 1; ///< of different people; <= people in the role (rule 11)
    friend bool operator==(const AskedApprovals &, const AskedApprovals &) = default;
};

/// How gates that do not pass in pre-flight are waited for: sampled again and again, until all pass in the same round.
struct GateWait {
    Duration delay{0};                           ///< before the first round, >= 0
    Duration interval{std::chrono::seconds{30}}; ///< between two rounds, > 0
    Duration timeout{std::chrono::hours{1}};     ///< since pre-flight, then it is denied; > delay
    friend bool operator==(const GateWait &, const GateWait &) = default;
};

/// How long a build soaks in an environment after its deploy, before its promotion has succeeded.
struct Validation {
    Duration soak{0};  ///< > 0
    Duration every{0}; ///< smoke test and observation are run again at this interval and at the end; > 0, <= soak
    friend bool operator==(const Validation &, const Validation &) = default;
};

struct Environment {
    EnvironmentKey key;
    QString name;
    QString tier;   ///< "dev", "integration", "staging", "production", free text
    int rank = 0;   ///< 0 is the earliest
    QString client; ///< empty: ours
    PoolKey pool;   ///< empty: none
    QString url;    ///< shown, never opened without asking
    CommandSpec deploy;
    CommandSpec smoke;
    CommandSpec rollback;
    CommandSpec observe;    ///< prints the version that really runs; empty: not verified beyond smoke
    QStringList smokeJunit; ///< globs read after the smoke test
    bool automaticRollback = true;
    std::vector<GateKind> gates;   ///< Approval, Checklist, Notes, Smoke or Soak, beside those that always apply
    QHash<QString, double> demand; ///< of the pool per promotion, by resource name ("disk": bytes)
    Duration soak{0};              ///< of a build in the environments before this one
    std::vector<AskedApprovals> approvals; ///< empty with the gate: one by anybody who may approve
    QStringList checklist;                 ///< texts to be ticked for each release, the product's first
    std::optional<GateWait> wait;          ///< none: a gate that does not pass denies
    std::optional<Validation> validation;  ///< none: the promotion has succeeded when its build is verified
};

/// How a pool's use is really measured.
enum class PoolMeasure { Directory, FileSystem, Leases };

struct PoolResource {
    QString name;        ///< "disk", "addresses", …
    QString unit;        ///< "bytes", "addresses", …
    double capacity = 0; ///< > 0; for FileSystem the size is measured and this may stay 0
    double reserve = 0;  ///< kept free, >= 0
    PoolMeasure measure = PoolMeasure::Directory;
    QString path; ///< Directory: bytes below it count; FileSystem: the one that holds it; Leases: a file a lease
};

struct Pool {
    PoolKey key;
    QString name;
    std::vector<PoolResource> resources;
    Duration freshness{std::chrono::minutes{5}}; ///< a sample older than this is not known
};

struct Role {
    RoleKey key;
    QString name;
    bool mayPromote = false;
    bool mayApprove = false;
    bool mayOverride = false;
    int signOffs = 0; ///< sign-offs asked of this role for each notes document; <= people in the role (rule 11)
};

struct Person {
    PersonKey key; ///< such as "nr"
    QString name;
    QString email; ///< joins commits to people
    QString initials;
    std::vector<RoleKey> roles;
    struct Away {
        QDate from, to; ///< both inclusive
    };
    std::vector<Away> away;
};

struct CalendarRule {
    QString key;
    RuleKind kind = RuleKind::Freeze;
    QString title;                            ///< "Year-end freeze"
    std::vector<EnvironmentKey> environments; ///< empty: all
    QDateTime start;                          ///< local wall time in the product's zone, of the first occurrence
    Duration length{0};                       ///< of each occurrence
    QString recurrence;                       ///< RFC 5545 RRULE value, empty: once
};

struct TrainSchedule {
    QDate since;                                                 ///< no train before this date
    QString recurrence = QStringLiteral("FREQ=WEEKLY;BYDAY=TU"); ///< RFC 5545
    QTime departs{10, 0};                                        ///< wall time in the product's zone
    Duration cutoffBefore{std::chrono::hours{89}};               ///< feature cut-off that long before departure
    std::vector<PersonKey> rotation;                             ///< deployers, in order
};

/// Everything humdrum.yaml says. Immutable once read.
struct Product {
    QString key;
    QString name;
    QByteArray zone;    ///< IANA id
    int schema = 1;     ///< of humdrum.yaml
    QString configFile; ///< absolute path it was read from
    QString folder;     ///< of configFile; base of relative paths
    QByteArray digest;  ///< SHA-256 of the file's bytes, hex

    std::vector<Service> services;
    std::vector<Stage> stages;             ///< in the order of the file
    std::vector<Environment> environments; ///< by rank, then order of the file
    std::vector<Pool> pools;
    std::vector<Role> roles;
    std::vector<Person> people;
    std::vector<CalendarRule> calendar;
    TrainSchedule trains;

    [[nodiscard]] const Service *service(const ServiceKey &key) const;
    [[nodiscard]] const Stage *stage(const StageKey &key) const;
    [[nodiscard]] const Stage *stageOf(const EnvironmentKey &environment) const; ///< its Deploy stage
    [[nodiscard]] const Environment *environment(const EnvironmentKey &key) const;
    [[nodiscard]] const Pool *pool(const PoolKey &key) const;
    [[nodiscard]] const Person *person(const PersonKey &key) const;
    [[nodiscard]] const Role *role(const RoleKey &key) const;
    [[nodiscard]] const Person *personByEmail(const QString &email) const;
    /// Services so that each comes after those it depends on; input order otherwise.
    [[nodiscard]] std::vector<ServiceKey> promotionOrder() const;
    /// The last tier that clients see: environments with a client and the highest rank of that client.
    [[nodiscard]] bool isClientProduction(const EnvironmentKey &key) const;
};

} // namespace humdrum
