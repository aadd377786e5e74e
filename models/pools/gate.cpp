// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pools/gate.h"

#include "pools/text.h"

#include <QLocale>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

QString amount(double value, const QString &unit, int precision)
{
    const QLocale locale;
    if (unit == u"bytes") {
        // Binary, as humdrum.yaml writes sizes: 512 KiB there are 512 KiB here.
        const QString size =
            locale.formattedDataSize(std::llround(std::abs(value)), precision, QLocale::DataSizeIecFormat);
        return value < 0 ? QString(u'−' + size) : size;
    }
    return locale.toString(value, 'f', value == std::round(value) ? 0 : precision) + u' ' + unit;
}

/// "38 GB free, 2 GB needed", as precise as it takes to tell the two apart.
QString facts(double available, double demand, const QString &unit)
{
    int precision = 1;
    while (precision < 12 && available != demand &&
           amount(available, unit, precision) == amount(demand, unit, precision))
        ++precision;
    return PoolText::tr("%1 free, %2 needed").arg(amount(available, unit, precision), amount(demand, unit, precision));
}

QString ageText(Duration age)
{
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(age).count();
    if (minutes < 1)
        return PoolText::tr("%1 s").arg(std::chrono::duration_cast<std::chrono::seconds>(age).count());
    if (minutes < 120)
        return PoolText::tr("%1 min").arg(minutes);
    return PoolText::tr("%1 h").arg(minutes / 60);
}

bool isAmount(double value) { return std::isfinite(value) && value >= 0; }

} // namespace

QString amountText(double value, const QString &unit) { return amount(value, unit, 1); }

GateOutcome judgeResource(const Pool &pool, const PoolResource &resource, const std::optional<PoolSample> &latest,
                          Timestamp now, double claims, double demand)
{
    GateOutcome outcome;
    outcome.kind = GateKind::Resource;
    outcome.result = GateResult::Error;
    outcome.checkedAt = now;
    const QString what = PoolText::tr("%1 of pool %2").arg(resource.name, pool.name);
    if (!latest) {
        outcome.text = PoolText::tr("%1: never measured").arg(what);
        return outcome;
    }
    const Duration age = now - latest->at;
    if (age > pool.freshness) {
        outcome.text =
            PoolText::tr("%1: measured %2 ago, which is more than %3").arg(what, ageText(age), ageText(pool.freshness));
        return outcome;
    }
    if (-age > pool.freshness) {
        outcome.text = PoolText::tr("%1: measured in the future; look at the clock").arg(what);
        return outcome;
    }
    if (!isAmount(latest->used) || !isAmount(latest->capacity) || latest->capacity <= 0 || !isAmount(claims) ||
        !isAmount(demand)) {
        outcome.text = PoolText::tr("%1: the figures make no sense").arg(what);
        return outcome;
    }
    const double available = latest->capacity - latest->used - resource.reserve - claims;
    outcome.result = available >= demand ? GateResult::Pass : GateResult::Fail;
    QStringList aside;
    if (resource.reserve > 0)
        aside.append(PoolText::tr("%1 in reserve").arg(amountText(resource.reserve, resource.unit)));
    if (claims > 0)
        aside.append(PoolText::tr("%1 claimed by queued promotions").arg(amountText(claims, resource.unit)));
    outcome.text = what + u": " + facts(available, demand, resource.unit);
    if (!aside.isEmpty())
        outcome.text += u" (" + PoolText::tr("beside %1").arg(aside.join(u", "_s)) + u')';
    return outcome;
}

GateOutcome judgeResources(const Product &product, const EnvironmentKey &environment,
                           std::span<const PoolSample> samples, const QHash<QString, double> &claims, Timestamp now)
{
    GateOutcome all;
    all.kind = GateKind::Resource;
    all.checkedAt = now;
    const Environment *e = product.environment(environment);
    const Pool *pool = e ? product.pool(e->pool) : nullptr;
    if (e && e->pool.isEmpty()) {
        all.result = GateResult::Pass;
        all.text = PoolText::tr("%1 has no pool").arg(e->name);
        return all;
    }
    if (!pool) {
        all.text = PoolText::tr("The pool of %1 is not described").arg(environment.value);
        return all;
    }
    // From the best to the worst; the figures of the enumeration are stored and say nothing about this.
    const auto rank = [](GateResult r) { return r == GateResult::Pass ? 0 : r == GateResult::Fail ? 1 : 2; };
    all.result = GateResult::Pass;
    QStringList good, bad;
    for (const PoolResource &r : pool->resources) {
        std::optional<PoolSample> latest;
        for (const PoolSample &s : samples) {
            if (s.pool == pool->key && s.resource == r.name && (!latest || s.at > latest->at))
                latest = s;
        }
        const GateOutcome one = judgeResource(*pool, r, latest, now, claims.value(r.name), e->demand.value(r.name));
        (one.result == GateResult::Pass ? good : bad).append(one.text);
        if (rank(one.result) > rank(all.result))
            all.result = one.result;
    }
    all.text = (bad.isEmpty() ? good : bad).join(u"; "_s);
    return all;
}

} // namespace humdrum
