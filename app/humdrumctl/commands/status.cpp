// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/status.h"
#include "app/context/workerpresence.h"
#include "app/humdrumctl/invocation.h"
#include "app/humdrumctl/waiting.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

QString nameOf(const Product &product, const PersonKey &key)
{
    const Person *person = product.person(key);
    return person ? person->name : key.value;
}

QJsonObject toJson(const Status &status)
{
    QJsonObject root{{u"product"_s, status.product.key}, {u"name"_s, status.product.name}};
    if (const auto &train = status.nextTrain) {
        root.insert(
            u"next_train"_s,
            QJsonObject{{u"version"_s, train->version},
                        {u"state"_s, wordOf(train->state)},
                        {u"departure"_s, jsonTime(train->departure)},
                        {u"cut_off"_s, jsonTime(train->cutoff)},
                        {u"deployer"_s, train->deployer.value},
                        {u"backup"_s, train->backup.value},
                        {u"release"_s, status.nextRelease ? QJsonValue(status.nextRelease->version) : QJsonValue()}});
    } else {
        root.insert(u"next_train"_s, QJsonValue());
    }
    QJsonArray environments;
    for (size_t i = 0; i < status.product.environments.size(); ++i) {
        const Environment &e = status.product.environments[i];
        const Occupancy &whole = status.runs[i];
        QJsonArray services;
        for (const RunningBuild &r : status.running.builds) {
            if (r.environment != e.key)
                continue;
            services.append(QJsonObject{{u"service"_s, r.service.value},
                                        {u"version"_s, r.build ? QJsonValue(r.build->version) : QJsonValue()},
                                        {u"commit"_s, r.build ? QJsonValue(r.build->commit) : QJsonValue()},
                                        {u"release"_s, r.release.isEmpty() ? QJsonValue() : QJsonValue(r.release)},
                                        {u"since"_s, jsonTime(r.since)},
                                        {u"recorded_only"_s, r.recorded},
                                        {u"failed"_s, r.failed},
                                        {u"why"_s, r.why.isEmpty() ? QJsonValue() : QJsonValue(r.why)},
                                        {u"held"_s, r.held}});
        }
        const QJsonObject runs{{u"extent"_s, wordOf(whole.extent)},
                               {u"release"_s, whole.release.isEmpty() ? QJsonValue() : QJsonValue(whole.release)},
                               {u"other_builds"_s, QJsonArray::fromStringList(whole.others)}};
        environments.append(QJsonObject{{u"key"_s, e.key.value},
                                        {u"name"_s, e.name},
                                        {u"tier"_s, e.tier},
                                        {u"runs"_s, runs},
                                        {u"services"_s, services}});
    }
    root.insert(u"environments"_s, environments);
    QJsonArray open;
    for (const OpenRelease &release : status.open) {
        QJsonArray places;
        for (size_t i = 0; i < release.places.size(); ++i) {
            const PlaceVerdict &place = release.places[i];
            places.append(QJsonObject{{u"environment"_s, status.product.environments[i].key.value},
                                      {u"mark"_s, wordOf(place.mark)},
                                      {u"word"_s, place.word},
                                      {u"held"_s, place.held}});
        }
        open.append(QJsonObject{{u"version"_s, release.release.version},
                                {u"state"_s, wordOf(release.release.state)},
                                {u"clients"_s, clientsJson(release.clients)},
                                {u"environments"_s, places}});
    }
    root.insert(u"open_releases"_s, open);
    QJsonArray unfinished;
    for (size_t i = 0; i < status.running.unfinished.size(); ++i) {
        const Promotion &p = status.running.unfinished[i];
        const PromotionStanding &standing = status.standings[i];
        unfinished.append(
            QJsonObject{{u"id"_s, p.id.value},
                        {u"service"_s, p.request.service.value},
                        {u"environment"_s, p.request.environment.value},
                        {u"state"_s, wordOf(p.state)},
                        {u"message"_s, p.message},
                        {u"interrupted"_s, standing.interrupted},
                        {u"process"_s, standing.command ? QJsonValue(standing.command->pid) : QJsonValue()}});
    }
    root.insert(u"unfinished_promotions"_s, unfinished);
    QJsonArray decisions;
    for (const PendingDecision &pending : status.decisions)
        decisions.append(ctl::toJson(pending));
    root.insert(u"decisions"_s, decisions);
    root.insert(u"queue_paused"_s, status.paused ? QJsonValue(status.paused->reason) : QJsonValue());
    QJsonArray holds;
    for (const Hold &hold : status.running.holds) {
        holds.append(QJsonObject{{u"id"_s, hold.id.value},
                                 {u"service"_s, hold.service.value},
                                 {u"environment"_s, hold.environment.value},
                                 {u"reason"_s, hold.reason},
                                 {u"by"_s, hold.setBy},
                                 {u"since"_s, jsonTime(hold.setAt)}});
    }
    root.insert(u"holds"_s, holds);
    return root;
}

void show(const Status &status, std::optional<bool> worker)
{
    const QByteArray &zone = status.product.zone;
    print(u"%1, times in %2"_s.arg(status.product.name, QString::fromLatin1(zone)));
    if (const auto &train = status.nextTrain) {
        print(u"Next train %1, %2, %3, deployer %4, backup %5, release %6"_s.arg(
            train->version, wordOf(train->state), status.departure, nameOf(status.product, train->deployer),
            nameOf(status.product, train->backup), status.nextRelease ? status.nextRelease->version : u"none yet"_s));
    } else {
        print(u"No train is planned"_s);
    }
    print({});
    std::vector<QStringList> rows;
    bool recorded = false;
    for (const RunningBuild &r : status.running.builds) {
        // What it is stands first, and what is done about it behind that.
        QStringList says;
        if (r.failed)
            says << titleOf(PlaceState::RunsBadly) + (r.why.isEmpty() ? QString() : u": " + r.why);
        if (r.moving)
            says << (r.undecided ? titleOf(PlaceState::Undecided) : titleOf(*r.moving));
        if (r.recorded)
            says << u"recorded"_s;
        if (r.held)
            says << u"held"_s;
        recorded = recorded || r.recorded;
        rows.push_back({r.environment.value, r.service.value, r.build ? r.build->version : u"-"_s,
                        r.build ? r.build->commit.left(10) : u"-"_s, r.release.isEmpty() ? u"-"_s : r.release,
                        shown(r.since, zone), says.join(u", "_s)});
    }
    printTable({u"ENVIRONMENT"_s, u"SERVICE"_s, u"VERSION"_s, u"COMMIT"_s, u"RELEASE"_s, u"SINCE"_s, {}}, rows);
    if (recorded)
        print(u"recorded: imported, not observed; nobody looked whether it runs"_s);
    print({});
    for (size_t i = 0; i < status.runs.size(); ++i) {
        const QString runs = status.runs[i].sentence();
        print(u"%1 runs %2"_s.arg(status.product.environments[i].name, runs.isEmpty() ? u"nothing yet"_s : runs));
    }
    for (const OpenRelease &open : status.open) {
        print({});
        print(u"Release %1: %2%3%4"_s.arg(open.release.version, titleOf(open.release.state),
                                          open.clients.clients() == 0 ? QString() : u", "_s + open.clients.sentence(),
                                          open.trainLine.isEmpty() ? QString() : u"; "_s + open.trainLine));
        std::vector<QStringList> places;
        for (size_t i = 0; i < open.places.size(); ++i) {
            const PlaceVerdict &place = open.places[i];
            places.push_back({u"  "_s + status.product.environments[i].name, place.word,
                              place.mark == Mark::Failed ? place.why
                                  : place.held           ? place.holdReason
                                                         : QString()});
        }
        printTable({u"  ENVIRONMENT"_s, u"STANDS"_s, {}}, places);
    }
    for (size_t i = 0; i < status.running.unfinished.size(); ++i) {
        const Promotion &p = status.running.unfinished[i];
        const PromotionStanding &standing = status.standings[i];
        QString how = wordOf(p.state);
        if (standing.command)
            how += u", interrupted, its command still runs as process %1"_s.arg(standing.command->pid);
        else if (standing.interrupted)
            how += u", interrupted"_s;
        print(u"Promotion %1: %2 to %3 is %4%5"_s.arg(QString::number(p.id.value), p.request.service.value,
                                                      p.request.environment.value, how,
                                                      p.message.isEmpty() ? QString() : u", "_s + p.message));
    }
    std::vector<PromotionId> behind;
    for (const PendingDecision &pending : status.decisions) {
        for (const PromotionListing &l : pending.waiting)
            behind.push_back(l.promotion.id);
        print(u"Decision needed: %1 (humdrumctl decide %2)"_s.arg(pending.sentence())
                  .arg(pending.about.promotion.id.value));
    }
    const bool waits = std::ranges::any_of(status.running.unfinished, [&](const Promotion &p) {
        return p.state == PromotionState::Queued && !std::ranges::contains(behind, p.id);
    });
    if (status.paused)
        print(u"The queue is paused by %1: %2"_s.arg(status.paused->by, status.paused->reason));
    else if (waits && worker == false)
        print(u"No Humdrum is open to run what is queued."_s);
    for (const Hold &hold : status.running.holds) {
        print(u"Hold %1: %2 in %3, %4"_s.arg(
            QString::number(hold.id.value), hold.service.isEmpty() ? u"every service"_s : hold.service.value,
            hold.environment.isEmpty() ? u"every environment"_s : hold.environment.value, hold.reason));
    }
}

} // namespace

void addStatus(CLI::App &app, Invocation &invocation)
{
    CLI::App *command = app.add_subcommand("status", "What runs where, the next train, what is unfinished");
    command->callback([&invocation] {
        invocation.run = [&invocation] {
            return readAndShow(invocation, readStatus, [&](const Status &status) {
                const std::optional<bool> worker = WorkerPresence::anyFor(invocation.databaseFile());
                if (!invocation.json)
                    return show(status, worker);
                QJsonObject object = toJson(status);
                object.insert(u"worker_open"_s, worker ? QJsonValue(*worker) : QJsonValue());
                printJson(object);
            });
        };
    });
}

} // namespace humdrum::ctl
