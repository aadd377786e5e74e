// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "domain/product.h"

#include <QSet>

#include <algorithm>

namespace humdrum {

namespace {

template <class T, class K>
const T *find(const std::vector<T> &list, const K &key)
{
    const auto it = std::ranges::find(list, key, &T::key);
    return it == list.end() ? nullptr : &*it;
}

} // namespace

const Service *Product::service(const ServiceKey &key) const { return find(services, key); }
const Stage *Product::stage(const StageKey &key) const { return find(stages, key); }
const Environment *Product::environment(const EnvironmentKey &key) const { return find(environments, key); }
const Pool *Product::pool(const PoolKey &key) const { return find(pools, key); }
const Person *Product::person(const PersonKey &key) const { return find(people, key); }
const Role *Product::role(const RoleKey &key) const { return find(roles, key); }

const Stage *Product::stageOf(const EnvironmentKey &environment) const
{
    const auto it = std::ranges::find_if(
        stages, [&](const Stage &s) { return s.kind == StageKind::Deploy && s.environment == environment; });
    return it == stages.end() ? nullptr : &*it;
}

const Person *Product::personByEmail(const QString &email) const
{
    const auto it =
        std::ranges::find_if(people, [&](const Person &p) { return p.email.compare(email, Qt::CaseInsensitive) == 0; });
    return it == people.end() ? nullptr : &*it;
}

std::vector<ServiceKey> Product::promotionOrder() const
{
    std::vector<ServiceKey> order;
    QSet<ServiceKey> done;
    // The configuration refuses cycles, so each round places at least one service.
    while (order.size() < services.size()) {
        const size_t before = order.size();
        for (const Service &s : services) {
            if (done.contains(s.key))
                continue;
            if (std::ranges::all_of(s.dependsOn, [&](const ServiceKey &k) { return done.contains(k); })) {
                order.push_back(s.key);
                done.insert(s.key);
            }
        }
        if (order.size() == before)
            break;
    }
    return order;
}

bool Product::isClientProduction(const EnvironmentKey &key) const
{
    const Environment *e = environment(key);
    if (!e || e->client.isEmpty())
        return false;
    return std::ranges::none_of(
        environments, [&](const Environment &other) { return other.client == e->client && other.rank > e->rank; });
}

} // namespace humdrum
