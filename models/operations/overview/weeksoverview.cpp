// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/weeksoverview.h"

#include "operations/overview/freezes.h"
#include "operations/overview/reading.h"

#include <QCoreApplication>
#include <QFile>
#include <QTimeZone>

#include <algorithm>
#include <ranges>

namespace humdrum {

namespace {

constexpr auto brownBagSpan = std::chrono::hours{48};
constexpr int plainSteps = 5; ///< pre-flight, deploy, smoke, verify, record
constexpr int rotationTurns = 8;

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Overview)
};

/// How long before its train leaves a release may come to the environments that are not a client's.
constexpr std::chrono::days rehearsal{28};

/// Everything about one release in one environment.
struct Trail {
    std::vector<Deployment> deployments; ///< oldest first, without those that only went back to it
    std::vector<Promotion> promotions;   ///< oldest first
};

class WeeksReader {
public:
    WeeksReader(Session &session, QDate first, int weeks, Timestamp now)
        : m_session(session)
        , m_read(session)
        , m_places(m_read)
        , m_first(first)
        , m_weeks(weeks)
        , m_now(now)
    {}
    Result<WeeksOverview> read();

private:
    Result<void> loadColumns();
    Result<void> loadTrails();
    Result<void> fillLanes();
    Result<void> fillRotation();
    Result<WeekStop> stop(const Train &train, const EnvironmentKey &environment);
    Result<void> judge(WeekStop &stop, const Train &train, const EnvironmentKey &environment, const Trail &trail);
    Result<void> addProgress(WeekStop &stop, const Trail &trail);
    Result<double> fractionOf(const std::vector<Promotion> &promotions);
    void addPatches(WeekStop &stop, const Release &release, const EnvironmentKey &environment) const;
    Result<bool> goesBack(const Deployment &deployment);
    void loadUsualWay();
    [[nodiscard]] const Trail &trail(ReleaseId release, const EnvironmentKey &environment) const;

    Session &m_session;
    Reading m_read;
    Places m_places;
    QDate m_first;
    int m_weeks;
    Timestamp m_now;
    const Product *m_product = nullptr;
    const std::vector<Release> *m_releases = nullptr;
    std::vector<Train> m_trains;
    std::map<std::pair<ReleaseId, EnvironmentKey>, Trail> m_trails;
    QHash<EnvironmentKey, Duration> m_usually; ///< from departure to arrival
    WeeksOverview m_out;
};

Timestamp startOfDay(QDate day, const QTimeZone &zone) { return toTimestamp(day.startOfDay(zone)); }

Result<WeeksOverview> WeeksReader::read()
{
    const Result<const Product *> product = m_read.product();
    if (!product)
        return std::unexpected(product.error());
    m_product = *product;
    if (Result<void> done = m_places.load(); !done)
        return std::unexpected(done.error());
    const auto releases = m_read.releases();
    if (!releases)
        return std::unexpected(releases.error());
    m_releases = *releases;
    m_out.product = m_product->name;
    m_out.zone = m_product->zone;
    m_out.now = m_now;
    for (auto step :
         {&WeeksReader::loadColumns, &WeeksReader::loadTrails, &WeeksReader::fillLanes, &WeeksReader::fillRotation}) {
        if (Result<void> done = (this->*step)(); !done)
            return std::unexpected(done.error());
    }
    return std::move(m_out);
}

Result<void> WeeksReader::loadColumns()
{
    const QTimeZone zone(m_product->zone);
    QDate monday = m_first.addDays(1 - m_first.dayOfWeek());
    for (int i = 0; i < m_weeks; ++i, monday = monday.addDays(7)) {
        WeekColumn column;
        column.isoWeek = monday.weekNumber(&column.isoYear);
        column.monday = monday;
        column.from = startOfDay(monday, zone);
        column.to = startOfDay(monday.addDays(7), zone);
        m_out.columns.push_back(column);
    }
    Result<std::vector<Train>> trains = m_session.trains().between(m_out.columns.front().from, m_out.columns.back().to);
    if (!trains)
        return std::unexpected(trains.error());
    m_trains = std::move(*trains);
    const Result<std::optional<Train>> next = m_session.trains().next();
    if (!next)
        return std::unexpected(next.error());
    if (*next)
        m_out.nextTrain = (*next)->id;
    Result<std::vector<FreezeSpan>> freezes =
        freezesBetween(*m_product, m_out.columns.front().from, m_out.columns.back().to);
    if (!freezes)
        return std::unexpected(freezes.error());
    m_out.freezes = std::move(*freezes);
    return {};
}

Result<void> WeeksReader::loadTrails()
{
    // What rides the first train came to the first environments before it left; to others it comes weeks later.
    const Result<std::vector<Deployment>> deployments =
        m_session.deployments().between(m_out.columns.front().from - rehearsal, m_now + std::chrono::hours{24});
    if (!deployments)
        return std::unexpected(deployments.error());
    for (const Deployment &d : *deployments) {
        const Result<bool> back = goesBack(d);
        if (!back)
            return std::unexpected(back.error());
        // Going back to a release is no new arrival of it.
        if (d.release.isValid() && !*back)
            m_trails[{d.release, d.environment}].deployments.push_back(d);
    }
    std::vector<ReleaseId> shown;
    for (const Train &train : m_trains) {
        if (train.release.isValid())
            shown.push_back(train.release);
    }
    for (ReleaseId release : shown) {
        Result<std::vector<Promotion>> promotions = m_session.promotions().ofRelease(release);
        if (!promotions)
            return std::unexpected(promotions.error());
        std::ranges::stable_sort(*promotions, {}, &Promotion::queuedAt);
        for (Promotion &p : *promotions) {
            const EnvironmentKey environment = p.request.environment;
            m_trails[{release, environment}].promotions.push_back(std::move(p));
        }
    }
    loadUsualWay();
    return {};
}

Result<bool> WeeksReader::goesBack(const Deployment &deployment)
{
    if (!deployment.promotion.isValid() || !deployment.remedies.isValid())
        return false;
    return m_session.promotions().byId(deployment.promotion).transform([](const std::optional<Promotion> &p) {
        return p && p->request.kind == PromotionKind::Rollback;
    });
}

/// When all of it had come for the first time; what is promoted again arrives no later for that.
Timestamp arrivalOf(const Trail &trail)
{
    std::map<ServiceKey, Timestamp> first;
    for (const Deployment &d : trail.deployments)
        first.try_emplace(d.service, d.from);
    Timestamp arrival = noTime;
    for (const auto &[service, at] : first)
        arrival = std::max(arrival, at);
    return arrival;
}

/// One that left early takes no less time for it.
Timestamp leftAt(const Train &train)
{
    return train.departedAt == noTime ? train.departure : std::min(train.departure, train.departedAt);
}

void WeeksReader::loadUsualWay()
{
    for (const Environment &environment : m_product->environments) {
        std::vector<double> ways;
        for (const Train &train : m_trains) {
            const Trail &t = trail(train.release, environment.key);
            if (train.release.isValid() && !t.deployments.empty())
                ways.push_back(static_cast<double>((arrivalOf(t) - leftAt(train)).count()));
        }
        if (const std::optional<double> usual = medianOf(std::move(ways)))
            m_usually.insert(environment.key, Duration{static_cast<qint64>(*usual)});
    }
}

const Trail &WeeksReader::trail(ReleaseId release, const EnvironmentKey &environment) const
{
    static const Trail none;
    const auto it = m_trails.find({release, environment});
    return it == m_trails.end() ? none : it->second;
}

Result<void> WeeksReader::fillLanes()
{
    for (const Environment &environment : m_product->environments) {
        WeekLane lane{environment.key, environment.name, environment.client, {}};
        lane.stops.resize(m_out.columns.size());
        for (const Train &train : m_trains) {
            const auto column =
                std::ranges::find_if(m_out.columns, [&](const WeekColumn &c) { return train.departure < c.to; });
            if (column == m_out.columns.end())
                continue;
            Result<WeekStop> s = stop(train, environment.key);
            if (!s)
                return std::unexpected(s.error());
            lane.stops[static_cast<size_t>(column - m_out.columns.begin())].push_back(std::move(*s));
        }
        m_out.lanes.push_back(std::move(lane));
    }
    return {};
}

/// Nothing of the train has come anywhere: its own state is all there is to say, in the same word as everywhere.
StopState beforeItLeaves(TrainState state)
{
    return state == TrainState::Boarding ? StopState::Boarding
        : state == TrainState::Locked    ? StopState::Locked
                                         : StopState::Planned;
}

/// `waiting` is what is said where nothing of it came.
StopState stateOf(PlaceState place, StopState waiting)
{
    switch (place) {
    case PlaceState::Runs:
    case PlaceState::Partly:
    case PlaceState::Ran:
        return StopState::Arrived;
    case PlaceState::RunsBadly:
    case PlaceState::Failed:
    case PlaceState::Errored:
        return StopState::Failed;
    case PlaceState::RolledBack:
        return StopState::RolledBack;
    case PlaceState::Stopped:
    case PlaceState::Undecided:
        return StopState::Stopped;
    case PlaceState::Overtaken:
        return StopState::Overtaken;
    case PlaceState::Moving:
        return StopState::Queued;
    case PlaceState::Waiting:
    case PlaceState::Closed:
        break;
    }
    return waiting;
}

Result<WeekStop> WeeksReader::stop(const Train &train, const EnvironmentKey &environment)
{
    WeekStop s;
    s.train = train.id;
    s.version = train.version;
    s.at = train.departure + m_usually.value(environment, Duration{0});
    if (!train.release.isValid()) {
        const bool left = train.state == TrainState::Departed || train.state == TrainState::Arrived;
        s.state = train.state == TrainState::Skipped ? StopState::Skipped
            : train.state == TrainState::Cancelled   ? StopState::Cancelled
            : left                                   ? StopState::Empty
                                                     : beforeItLeaves(train.state);
        return s;
    }
    s.release = train.release;
    const Result<const Release *> release = m_read.release(train.release);
    if (!release)
        return std::unexpected(release.error());
    if (*release) {
        s.version = (*release)->version;
        addPatches(s, **release, environment);
    }
    if (Result<void> judged = judge(s, train, environment, trail(train.release, environment)); !judged)
        return std::unexpected(judged.error());
    return s;
}

Result<void> WeeksReader::judge(WeekStop &s, const Train &train, const EnvironmentKey &environment, const Trail &trail)
{
    const Result<const Release *> release = m_read.release(train.release);
    if (!release)
        return std::unexpected(release.error());
    if (!*release)
        return {};
    const Result<std::map<ServiceKey, Build>> builds = m_read.builds(**release);
    if (!builds)
        return std::unexpected(builds.error());
    Result<PlaceVerdict> verdict = m_places.of(environment, {*release, *builds, trail.deployments, trail.promotions});
    if (!verdict)
        return std::unexpected(verdict.error());
    if (!trail.promotions.empty())
        s.promotion = trail.promotions.back().id;
    if (!trail.deployments.empty())
        s.at = arrivalOf(trail);
    // What it did not bring itself was there before it, or came with others.
    if (verdict->state == PlaceState::Ran || (verdict->state == PlaceState::Runs && trail.deployments.empty())) {
        const Result<Timestamp> whole = m_places.wholeAt(environment, *builds);
        if (!whole)
            return std::unexpected(whole.error());
        s.at = trail.deployments.empty() ? *whole : std::max(s.at, *whole);
    }
    const bool left = train.state == TrainState::Departed || train.state == TrainState::Arrived;
    s.state = stateOf(verdict->state, left ? StopState::Waiting : beforeItLeaves(train.state));
    if (verdict->state == PlaceState::Moving) {
        if (Result<void> done = addProgress(s, trail); !done)
            return done;
    }
    // Before anything of it has gone somewhere, its train's state is all there is to say.
    if (left || verdict->state != PlaceState::Waiting)
        s.verdict = std::move(*verdict);
    return {};
}

Result<void> WeeksReader::addProgress(WeekStop &s, const Trail &trail)
{
    std::map<ServiceKey, Promotion> last;
    for (const Promotion &p : trail.promotions)
        last.insert_or_assign(p.request.service, p);
    std::vector<Promotion> current;
    for (const auto &[service, p] : last)
        current.push_back(p);
    const auto anyIs = [&](auto... states) {
        return std::ranges::any_of(current, [&](const Promotion &p) { return ((p.state == states) || ...); });
    };
    const Result<double> fraction = fractionOf(current);
    if (!fraction)
        return std::unexpected(fraction.error());
    s.fraction = *fraction;
    using enum PromotionState;
    s.state = anyIs(AwaitingGate)                                 ? StopState::Gate
        : anyIs(PreFlight, Running, Validating) || s.fraction > 0 ? StopState::Running
                                                                  : StopState::Queued;
    s.at = m_now;
    return {};
}

Result<double> WeeksReader::fractionOf(const std::vector<Promotion> &promotions)
{
    double sum = 0;
    for (const Promotion &p : promotions) {
        if (isFinished(p.state)) {
            sum += 1;
            continue;
        }
        const Result<std::vector<PromotionStep>> steps = m_session.promotions().steps(p.id);
        if (!steps)
            return std::unexpected(steps.error());
        QSet<int> done;
        for (const PromotionStep &step : *steps) {
            if (step.state == StepState::Passed && step.kind != StepKind::Cleanup)
                done.insert(static_cast<int>(step.kind));
        }
        sum += std::min(1., static_cast<double>(done.size()) / plainSteps); // a soak is one more
    }
    return promotions.empty() ? 0 : sum / static_cast<double>(promotions.size());
}

void WeeksReader::addPatches(WeekStop &s, const Release &release, const EnvironmentKey &environment) const
{
    const std::vector<Deployment> &own = trail(release.id, environment).deployments;
    for (const Release &patch : *m_releases | std::views::reverse) {
        const std::vector<Deployment> &deployed = trail(patch.id, environment).deployments;
        if (patch.patches != release.id || deployed.empty() || own.empty())
            continue;
        s.patches << (patch.version.startsWith(release.version) ? patch.version.sliced(release.version.size())
                                                                : patch.version);
        s.brownPaperBag = s.brownPaperBag || deployed.front().from - own.front().from <= brownBagSpan;
    }
    s.brownPaperBag = s.brownPaperBag || std::ranges::any_of(own, [](const Deployment &d) {
                          return d.outcome == DeploymentOutcome::RolledBack && d.to - d.from <= brownBagSpan;
                      });
}

/// The first of the rotation who is here on `day` and drives neither `train` nor its neighbours.
const Person *substituteFor(const Product &product, QDate day, const std::vector<PersonKey> &taken)
{
    for (const PersonKey &key : product.trains.rotation) {
        const Person *person = product.person(key);
        if (!person || std::ranges::find(taken, key) != taken.end())
            continue;
        if (std::ranges::none_of(person->away, [day](const Person::Away &a) { return a.from <= day && day <= a.to; }))
            return person;
    }
    return nullptr;
}

Result<void> WeeksReader::fillRotation()
{
    const Result<std::vector<Train>> coming =
        m_session.trains().between(m_now - std::chrono::days{7}, m_now + std::chrono::days{7 * (rotationTurns + 2)});
    if (!coming)
        return std::unexpected(coming.error());
    const QTimeZone zone(m_product->zone);
    for (size_t i = 0; i < coming->size() && m_out.rotation.size() < rotationTurns; ++i) {
        const Train &train = (*coming)[i];
        if (isFinished(train.state) || train.state == TrainState::Departed)
            continue;
        RotationTurn turn{train.id,
                          train.isoWeek,
                          train.deployer,
                          train.backup,
                          {},
                          {},
                          {},
                          train.id == m_out.nextTrain,
                          false,
                          {},
                          {},
                          {},
                          {}};
        if (const Person *backup = m_product->person(train.backup))
            turn.backupInitials = backup->initials;
        if (const Person *deployer = m_product->person(train.deployer)) {
            turn.initials = deployer->initials;
            turn.name = deployer->name;
            const QDate day = toQDateTime(train.departure).toTimeZone(zone).date();
            for (const Person::Away &away : deployer->away) {
                if (away.from > day || day > away.to)
                    continue;
                turn.away = true;
                turn.awayFrom = away.from;
                turn.awayTo = away.to;
                std::vector<PersonKey> taken{train.deployer};
                if (i > 0)
                    taken.push_back((*coming)[i - 1].deployer);
                if (i + 1 < coming->size())
                    taken.push_back((*coming)[i + 1].deployer);
                if (const Person *other = substituteFor(*m_product, day, taken)) {
                    turn.substitute = other->key;
                    turn.substituteInitials = other->initials;
                }
            }
        }
        m_out.rotation.push_back(std::move(turn));
    }
    return {};
}

} // namespace

Mark markOf(StopState s)
{
    switch (s) {
    case StopState::Arrived:
        return Mark::Passed;
    case StopState::Running:
        return Mark::Running;
    case StopState::Gate:
    case StopState::RolledBack:
    case StopState::Stopped:
    case StopState::Cancelled:
        return Mark::Attention;
    case StopState::Failed:
        return Mark::Failed;
    case StopState::Planned:
    case StopState::Boarding:
    case StopState::Locked:
    case StopState::Waiting:
    case StopState::Queued:
    case StopState::Overtaken:
    case StopState::Empty:
    case StopState::Skipped:
        break;
    }
    return Mark::Waiting;
}

QString titleOf(StopState s)
{
    switch (s) {
    case StopState::Planned:
        return titleOf(TrainState::Planned);
    case StopState::Boarding:
        return titleOf(TrainState::Boarding);
    case StopState::Locked:
        return titleOf(TrainState::Locked);
    case StopState::Waiting:
        return Text::tr("waiting");
    case StopState::Queued:
        return Text::tr("queued");
    case StopState::Running:
        return Text::tr("running");
    case StopState::Gate:
        return Text::tr("awaiting gate");
    case StopState::Arrived:
        return Text::tr("arrived");
    case StopState::Failed:
        return Text::tr("failed");
    case StopState::RolledBack:
        return Text::tr("rolled back");
    case StopState::Stopped:
        return Text::tr("stopped");
    case StopState::Overtaken:
        return titleOf(PlaceState::Overtaken);
    case StopState::Empty:
        return Text::tr("left empty");
    case StopState::Skipped:
        return Text::tr("skipped");
    case StopState::Cancelled:
        return Text::tr("cancelled");
    }
    return {};
}

Mark markOf(const WeekStop &s) { return s.verdict ? s.verdict->mark : markOf(s.state); }

QString titleOf(const WeekStop &s) { return s.verdict ? s.verdict->word : titleOf(s.state); }

Result<WeeksOverview> readWeeks(Session &session, QDate first, int weeks, Timestamp now)
{
    if (!first.isValid() || weeks < 1 || weeks > 104)
        return fail(ErrorCode::InvalidInput, Text::tr("Between 1 and 104 weeks can be shown, from a day that exists."));
    return WeeksReader(session, first, weeks, now).read();
}

} // namespace humdrum
