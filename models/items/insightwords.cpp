// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/insightwords.h"

#include "items/wording.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>
#include <cmath>

namespace humdrum::insightwords {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Insights)
};

QString number(double value, int decimals = 0) { return QLocale().toString(value, 'f', decimals); }
QString count(double value) { return number(value); }

Duration milliseconds(double value) { return Duration{static_cast<qint64>(std::llround(value))}; }

QString joined(const QStringList &parts)
{
    QStringList there = parts;
    there.removeAll(QString());
    return there.join(u" · "_s);
}

QString tooFew(qint64 n) { return n == 0 ? Text::tr("none") : Text::tr("too few: %1").arg(QLocale().toString(n)); }

QString rate(const Figure &figure)
{
    const std::optional<double> value = figure.value();
    if (!value || figure.n < fewRows)
        return tooFew(figure.n);
    return Text::tr("%1 / week").arg(number(*value, *value < 10 ? 1 : 0));
}

QString share(const Figure &figure)
{
    const std::optional<double> value = figure.value();
    return !value || figure.n < fewRows ? tooFew(figure.n) : percent(*value);
}

QString median(const Spread &spread)
{
    return !spread.median || spread.n < fewRows ? tooFew(spread.n) : span(milliseconds(*spread.median));
}

QString interval(const Figure &figure)
{
    if (!figure.interval || figure.n < fewRows)
        return {};
    return Text::tr("%1–%2 %").arg(count(100 * figure.interval->low), count(100 * figure.interval->high));
}

QString ofAll(const Figure &figure)
{
    return figure.n == 0 ? QString() : Text::tr("%1 of %2").arg(count(figure.numerator), count(figure.denominator));
}

/// The values themselves while there are few.
QString values(const Spread &spread)
{
    QStringList texts;
    for (const double value : spread.values)
        texts << span(milliseconds(value));
    return texts.join(u", "_s);
}

QString quantiles(const Spread &spread)
{
    if (!spread.p75 || !spread.p90)
        return {};
    return Text::tr("p75 %1 · p90 %2").arg(span(milliseconds(*spread.p75)), span(milliseconds(*spread.p90)));
}

FigureText deployments(const DeliveryFigures &f)
{
    FigureText text;
    text.value = rate(f.frequency);
    if (f.frequency.n == 0)
        return text;
    const double weeks = f.frequency.denominator;
    const bool whole = std::abs(weeks - std::round(weeks)) < 0.05;
    text.basis = whole && std::round(weeks) == 1
        ? Text::tr("%1 in a week").arg(count(f.frequency.numerator))
        : Text::tr("%1 in %2 weeks").arg(count(f.frequency.numerator), number(weeks, whole ? 0 : 1));
    return text;
}

FigureText lead(const DeliveryFigures &f)
{
    const Spread &time = f.lead.time;
    return {.title = {},
            .value = median(time),
            .basis = time.n == 0 ? QString()
                : time.n < fewRows
                ? values(time)
                : joined({quantiles(time), Text::tr("of %1").arg(count(static_cast<double>(time.n)))}),
            .leftOut = {},
            .was = {},
            .facts = {}};
}

FigureText failureRate(const DeliveryFigures &f)
{
    FigureText text;
    text.value = share(f.failures.rate);
    text.basis = joined({ofAll(f.failures.rate), interval(f.failures.rate)});
    if (const auto n = static_cast<int>(f.failures.unattributed.size()); n > 0)
        text.leftOut = Text::tr("left out: %n intervention(s) of unknown", nullptr, n);
    return text;
}

FigureText recovery(const DeliveryFigures &f)
{
    const Spread &time = f.recovery.time;
    const QString open = f.recovery.open.empty()
        ? QString()
        : Text::tr("%1 not restored").arg(QLocale().toString(f.recovery.open.size()));
    QStringList others;
    if (const size_t n = f.recovery.otherCauses.size(); n > 0)
        others << Text::tr("%1 by other causes").arg(QLocale().toString(n));
    if (const size_t n = f.recovery.unattributed.size(); n > 0)
        others << Text::tr("%1 unattributed").arg(QLocale().toString(n));
    FigureText text;
    text.value = time.n == 0 && !f.recovery.open.empty() ? open : median(time);
    text.basis = time.n == 0 ? f.recovery.open.empty() ? Text::tr("no change failed") : QString()
        : time.n < fewRows ? joined({values(time), open})
                             : joined({Text::tr("of %1 failures").arg(time.n), quantiles(time), open});
    if (!others.isEmpty())
        text.leftOut = Text::tr("left out: %1").arg(others.join(u", "_s));
    return text;
}

FigureText rework(const DeliveryFigures &f)
{
    return {.title = {},
            .value = share(f.rework),
            .basis = joined({ofAll(f.rework), interval(f.rework)}),
            .leftOut = {},
            .was = {},
            .facts = {}};
}

FigureText trains(const InsightsOverview &o)
{
    FigureText text;
    text.value = o.onTime.n == 0 && o.streak.current == 0
        ? Text::tr("none")
        : Text::tr("%1 in a row").arg(QLocale().toString(o.streak.current));
    const QString best = o.streak.current == 0 ? QString()
        : o.streak.current == o.streak.best    ? Text::tr("best in a year")
                                               : Text::tr("best in a year: %1").arg(o.streak.best);
    text.basis = joined({o.onTime.n == 0 ? QString() : Text::tr("%1 on time").arg(ofAll(o.onTime)), best});
    return text;
}

/// What a measure says, for somebody who does not see where it stands.
QString meaning(Measure measure)
{
    switch (measure) {
    case Measure::Deployments:
        return Text::tr(
            "Deployments of a service to an environment, each counted once however many changes it brought.");
    case Measure::LeadTime:
        return Text::tr("From the commit of a change to its deployment, counted in each environment it came to.");
    case Measure::FailureRate:
        return Text::tr(
            "Deployments that failed or were rolled back, or that a patch had to put right, of all deployments.");
    case Measure::Recovery:
        return Text::tr(
            "From a deployment that failed by a change to what put it right. Those that failed by something "
            "else, or of which nobody said by what, are left out.");
    case Measure::Rework:
        return Text::tr("Deployments that were patches, rollbacks or remedies, of all deployments.");
    case Measure::Trains:
        return Text::tr(
            "Trains in a row with a boring score of 0.8 or more, in the last 52 weeks; and those of the period that "
            "left within 15 minutes of their time. Trains carry all services.");
    }
    return {};
}

QString was(const InsightsOverview &o, Measure measure)
{
    if (o.ask.weeks <= 0)
        return {};
    if (!o.before)
        return o.recordedSince == noTime ? QString() : Text::tr("nothing recorded before");
    qint64 n = 0;
    QString value;
    if (measure == Measure::Trains) {
        n = o.onTimeEarlier.n;
        value = Text::tr("%1 on time").arg(ofAll(o.onTimeEarlier));
    } else {
        const DeliveryFigures &f = o.earlier;
        n = measure == Measure::Deployments ? f.frequency.n
            : measure == Measure::LeadTime  ? f.lead.time.n
            : measure == Measure::Recovery  ? f.recovery.time.n
            : measure == Measure::Rework    ? f.rework.n
                                            : f.failures.rate.n;
        value = figure(f, measure).value;
    }
    if (n == 0)
        return Text::tr("before: none");
    return n < fewRows ? Text::tr("before: too few: %1").arg(n) : Text::tr("was %1").arg(value);
}

QDate dateOf(Timestamp t, const QByteArray &zone)
{
    const QTimeZone tz(zone);
    return toQDateTime(t).toTimeZone(tz.isValid() ? tz : QTimeZone::utc()).date();
}

QString day(Timestamp t, const InsightsOverview &o)
{
    const QDate date = dateOf(t, o.zone);
    const bool thisYear = date.year() == dateOf(o.now, o.zone).year();
    return QLocale().toString(date, thisYear ? u"d MMM"_s : u"d MMM yyyy"_s);
}

} // namespace

QString span(Duration d)
{
    using namespace std::chrono;
    if (d < minutes{1})
        return Text::tr("%1 s").arg(duration_cast<seconds>(d).count());
    if (d < hours{1})
        return Text::tr("%1 min").arg(duration_cast<minutes>(d).count());
    // Beyond ten days hours are no longer what anybody looks at.
    if (d >= days{10})
        return Text::tr("%1 d").arg(QLocale().toString(static_cast<qint64>(round<days>(d).count())));
    return wording::took(d);
}

QString percent(double share, int decimals)
{
    // All is all, and nothing nothing.
    return Text::tr("%1 %").arg(number(100 * share, share <= 0 || share >= 1 ? 0 : decimals));
}

QString titleOf(Measure measure)
{
    switch (measure) {
    case Measure::Deployments:
        return Text::tr("Deployments");
    case Measure::LeadTime:
        return Text::tr("Lead time, median");
    case Measure::FailureRate:
        return Text::tr("Change failure rate");
    case Measure::Recovery:
        return Text::tr("Recovery time, median");
    case Measure::Rework:
        return Text::tr("Rework rate");
    case Measure::Trains:
        return Text::tr("Boring trains");
    }
    return {};
}

FigureText figure(const DeliveryFigures &figures, Measure measure)
{
    switch (measure) {
    case Measure::Deployments:
        return deployments(figures);
    case Measure::LeadTime:
        return lead(figures);
    case Measure::FailureRate:
        return failureRate(figures);
    case Measure::Recovery:
        return recovery(figures);
    case Measure::Rework:
        return rework(figures);
    case Measure::Trains:
        break;
    }
    return {};
}

FigureText figure(const InsightsOverview &overview, Measure measure)
{
    FigureText text = measure == Measure::Trains ? trains(overview) : figure(overview.figures, measure);
    text.title = titleOf(measure);
    text.was = was(overview, measure);
    text.facts = meaning(measure) + u'\n' + joined({text.value, text.basis, text.leftOut, text.was});
    return text;
}

InsightRowsAsk rowsBehind(const InsightsOverview &o, Measure measure)
{
    const DeliveryFigures &f = o.figures;
    switch (measure) {
    case Measure::Deployments:
        return {.kind = RowKind::Deployment, .ids = f.frequency.rows, .deployments = {}, .promotions = {}};
    case Measure::LeadTime:
        return {.kind = RowKind::Change, .ids = f.lead.time.rows, .deployments = f.lead.deployments, .promotions = {}};
    case Measure::FailureRate:
        return {.kind = RowKind::Deployment, .ids = f.failures.rate.rows, .deployments = {}, .promotions = {}};
    case Measure::Recovery: {
        std::vector<qint64> ids = f.recovery.time.rows;
        ids.insert(ids.end(), f.recovery.open.begin(), f.recovery.open.end());
        return {.kind = RowKind::Deployment, .ids = std::move(ids), .deployments = {}, .promotions = {}};
    }
    case Measure::Rework:
        return {.kind = RowKind::Deployment, .ids = f.rework.rows, .deployments = {}, .promotions = {}};
    case Measure::Trains:
        return {.kind = RowKind::Train, .ids = o.onTime.all, .deployments = {}, .promotions = {}};
    }
    return {};
}

QString rowsTitle(const InsightsOverview &o, Measure measure)
{
    switch (measure) {
    case Measure::Deployments:
        return Text::tr("Deployments");
    case Measure::LeadTime:
        return Text::tr("Changes and how long they took");
    case Measure::FailureRate:
        return Text::tr("Deployments that needed intervention: %1").arg(ofAll(o.figures.failures.rate));
    case Measure::Recovery:
        return Text::tr("Deployments that failed by a change");
    case Measure::Rework:
        return Text::tr("Patches, rollbacks and remedies: %1").arg(ofAll(o.figures.rework));
    case Measure::Trains:
        return Text::tr("Trains: %1 on time").arg(ofAll(o.onTime));
    }
    return {};
}

QString tier(const QString &word)
{
    return Text::tr("%1 tier").arg(word.left(1).toUpper() + word.sliced(std::min<qsizetype>(1, word.size())));
}

QString period(int weeks)
{
    return weeks <= 0 ? Text::tr("All that is recorded") : Text::tr("Last %1 weeks").arg(weeks);
}

QString scope(const InsightsOverview &o)
{
    QString what = o.ask.environment.isEmpty() ? u"%1: %2"_s.arg(tier(o.ask.tier), o.counted.join(u", "_s))
                                               : o.counted.join(u", "_s);
    QString service = Text::tr("all services together");
    for (const auto &[key, name] : o.services) {
        if (key == o.ask.service)
            service = Text::tr("service %1").arg(name);
    }
    const bool young = o.recordedSince > o.period.from;
    const QString from = day(young ? o.recordedSince : o.period.from, o);
    QString when = Text::tr("%1 – %2").arg(from, day(o.period.to, o));
    if (young)
        when += u' ' + Text::tr("(nothing is recorded before)");
    else if (o.before)
        when += u", "_s + Text::tr("compared with %1 – %2").arg(day(o.before->from, o), day(o.before->to, o));
    return joined({what, service, when});
}

QString weekOf(const Train &train) { return Text::tr("W%1").arg(train.isoWeek, 2, 10, QChar(u'0')); }

} // namespace humdrum::insightwords
