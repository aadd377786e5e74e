// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"

#include <QString>

/// Short ways to write rows in tests. Times are hours after `zero`.
namespace facts {

using namespace humdrum;
using namespace Qt::StringLiterals;
using std::chrono::hours;
using std::chrono::minutes;

inline constexpr Timestamp zero{std::chrono::days{20'000}};

inline Timestamp at(double hour) { return zero + std::chrono::milliseconds{static_cast<qint64>(hour * 3'600'000)}; }

/// A change "c<id>" with these parents, committed at `hour`.
inline Change change(qint64 id, const QList<int> &parents, double hour)
{
    Change c;
    c.id = {id};
    c.commit = u"c%1"_s.arg(id);
    for (const int parent : parents)
        c.parents.append(u"c%1"_s.arg(parent));
    c.committedAt = at(hour);
    c.files = 2;
    c.added = 10;
    c.removed = 1;
    return c;
}

inline Deployment deployment(qint64 id, double hour, DeploymentOutcome outcome = DeploymentOutcome::Replaced,
                             const QString &environment = u"prod"_s, const QString &service = u"billing"_s)
{
    Deployment d;
    d.id = {id};
    d.service = {service};
    d.environment = {environment};
    d.from = at(hour);
    d.startedAt = d.from - minutes{5};
    d.outcome = outcome;
    return d;
}

} // namespace facts
