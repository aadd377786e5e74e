// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/insightwords.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

#include <algorithm>

namespace humdrum::insightwords {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Insights)
};

/// A batch size: whole, or with the half that a median may have.
QString size(double value) { return QLocale().toString(value, 'g', 4); }

QString weekOf(Timestamp t, const QByteArray &zone)
{
    const QTimeZone tz(zone);
    const QDate date = toQDateTime(t).toTimeZone(tz.isValid() ? tz : QTimeZone::utc()).date();
    return Text::tr("W%1").arg(date.weekNumber(), 2, 10, QChar(u'0'));
}

/// How much smaller or larger, where that is more than chance may do to a median.
QString compared(double now, double before)
{
    if (before <= 0 || now <= 0)
        return {};
    const double ratio = now / before;
    if (ratio <= 0.3)
        return Text::tr("a quarter of what they were, or less");
    if (ratio <= 0.6)
        return Text::tr("about half of what they were");
    if (ratio <= 0.85)
        return Text::tr("smaller than before");
    if (ratio < 1.2)
        return Text::tr("as they were");
    return ratio < 1.8 ? Text::tr("larger than before") : Text::tr("about twice what they were, or more");
}

/// A cell that a spreadsheet would not misread.
QString field(QString text)
{
    if (text.contains(u'"') || text.contains(u',') || text.contains(u'\n'))
        return u'"' + text.replace(u'"', u"\"\""_s) + u'"';
    return text;
}

QString plain(std::optional<double> value) { return value ? QString::number(*value, 'g', 10) : QString(); }

/// Hours: what a spreadsheet can reckon with.
QString hours(std::optional<double> milliseconds)
{
    constexpr double hour = 3'600'000;
    return milliseconds ? QString::number(*milliseconds / hour, 'f', 3) : QString();
}

class Csv {
public:
    explicit Csv(const InsightsOverview &o) : m_overview(o)
    {
        line({u"from"_s, u"to"_s, u"counted"_s, u"part"_s, u"measure"_s, u"unit"_s, u"value"_s, u"numerator"_s,
              u"denominator"_s, u"low"_s, u"high"_s, u"n"_s, u"p75"_s, u"p90"_s});
    }

    void figures(const QString &part, Period period, const DeliveryFigures &f)
    {
        m_period = period;
        figure(part, u"deployments"_s, u"per week"_s, f.frequency);
        spread(part, u"lead time"_s, f.lead.time);
        figure(part, u"change failure rate"_s, u"share"_s, f.failures.rate);
        spread(part, u"recovery time"_s, f.recovery.time);
        figure(part, u"rework rate"_s, u"share"_s, f.rework);
    }
    void figure(const QString &part, const QString &measure, const QString &unit, const Figure &f)
    {
        const auto bound = [&](double Interval::*side) { return f.interval ? plain((*f.interval).*side) : QString(); };
        row(part, measure, unit,
            {plain(f.value()),
             plain(f.numerator),
             plain(f.denominator),
             bound(&Interval::low),
             bound(&Interval::high),
             QString::number(f.n),
             {},
             {}});
    }
    void spread(const QString &part, const QString &measure, const Spread &s)
    {
        row(part, measure, u"hours"_s,
            {hours(s.median), {}, {}, {}, {}, QString::number(s.n), hours(s.p75), hours(s.p90)});
    }
    void setPeriod(Period period) { m_period = period; }
    [[nodiscard]] QString text() const { return m_text; }

private:
    void row(const QString &part, const QString &measure, const QString &unit, const QStringList &values)
    {
        const auto iso = [](Timestamp t) { return toQDateTime(t).toString(Qt::ISODate); };
        line(QStringList{iso(m_period.from), iso(m_period.to), m_overview.counted.join(u"; "_s), part, measure, unit} +
             values);
    }
    void line(const QStringList &cells)
    {
        QStringList fields;
        for (const QString &cell : cells)
            fields << field(cell);
        m_text += fields.join(u',') + u"\r\n"_s;
    }

    const InsightsOverview &m_overview;
    Period m_period{};
    QString m_text;
};

} // namespace

QString changesFinding(const InsightsOverview &o)
{
    if (o.trains.empty())
        return Text::tr("No train was over in this period");
    if (!o.usualChanges)
        return Text::tr("Too few trains for a median");
    if (!o.usualChangesEarlier)
        return Text::tr("Median %1").arg(size(*o.usualChanges));
    const QString said = compared(*o.usualChanges, *o.usualChangesEarlier);
    const QString was = Text::tr("Median %1, was %2").arg(size(*o.usualChanges), size(*o.usualChangesEarlier));
    return said.isEmpty()
        ? was
        : Text::tr("Batches are %1: median %2, was %3").arg(said, size(*o.usualChanges), size(*o.usualChangesEarlier));
}

QString bagsFinding(const InsightsOverview &o)
{
    const auto ofAll = [](const Figure &f) {
        return Text::tr("%1 of %2").arg(QLocale().toString(static_cast<qint64>(f.numerator)), QLocale().toString(f.n));
    };
    if (o.bags.n == 0)
        return Text::tr("No train carried a release in this period");
    QString text = o.bags.numerator == 0
        ? Text::tr("None of %1 releases was patched or rolled back within 48 h").arg(o.bags.n)
        : Text::tr("%1 releases patched or rolled back within 48 h").arg(ofAll(o.bags));
    if (o.bagsEarlier.n > 0)
        text += u", "_s + Text::tr("was %1").arg(ofAll(o.bagsEarlier));
    if (o.bagsToCome > 0)
        text += u"; "_s + Text::tr("not among them: %1 that was, whose week is still ahead").arg(o.bagsToCome);
    return text;
}

QString streakFinding(const InsightsOverview &o)
{
    if (o.trains.empty())
        return Text::tr("No train was over in this period");
    if (o.streak.current == 0)
        return o.streak.best == 0
            ? Text::tr("No train was boring yet")
            : Text::tr("The last train was not boring; the best streak of a year was %1").arg(o.streak.best);
    return o.streak.current == o.streak.best
        ? Text::tr("Boring trains in a row: %1, the most in a year").arg(o.streak.current)
        : Text::tr("Boring trains in a row: %1; the most in a year was %2").arg(o.streak.current).arg(o.streak.best);
}

QString titleOf(const CauseCount &cause)
{
    if (cause.resource == "disk"_L1)
        return Text::tr("disk full");
    if (!cause.resource.isEmpty())
        return Text::tr("%1 exhausted").arg(cause.resource);
    return cause.cause == Cause::Environment ? Text::tr("environment, other")
        : cause.cause == Cause::Unknown      ? Text::tr("unattributed")
                                             : humdrum::titleOf(cause.cause);
}

Mark markOf(const CauseCount &cause)
{
    if (!cause.resource.isEmpty())
        return Mark::Failed;
    return cause.cause == Cause::Environment || cause.cause == Cause::Unknown ? Mark::Attention : Mark::Waiting;
}

QString causesFinding(const InsightsOverview &o)
{
    if (o.causes.empty())
        return o.recordedSince == noTime ? Text::tr("Nothing was deployed yet.")
                                         : Text::tr("None failed in this period.");
    Timestamp last{};
    size_t deployments = 0, promotions = 0;
    for (const CauseCount &cause : o.causes) {
        deployments += cause.deployments.size();
        promotions += cause.promotions.size();
        if (!cause.resource.isEmpty())
            last = std::max(last, cause.last);
    }
    // The two parts: the first is what the change failure rate counts.
    QStringList parts{Text::tr("%n deployment(s)", nullptr, static_cast<int>(deployments))};
    if (promotions > 0)
        parts << Text::tr("%n promotion(s) before anything was deployed", nullptr, static_cast<int>(promotions));
    QString text = parts.join(u", "_s);
    if (last == noTime)
        text += u"; "_s + Text::tr("none from resource pools");
    else if (o.now - last > std::chrono::weeks{1})
        text += u"; "_s + Text::tr("none from resource pools since %1").arg(weekOf(last, o.zone));
    return text;
}

QString titleOf(BoringComponent component)
{
    switch (component) {
    case BoringComponent::OnTime:
        return Text::tr("On time");
    case BoringComponent::Unattended:
        return Text::tr("Unattended");
    case BoringComponent::NoBrownPaperBag:
        return Text::tr("No bag");
    case BoringComponent::NothingEscaped:
        return Text::tr("No escape");
    case BoringComponent::SmallBatch:
        return Text::tr("Small batch");
    case BoringComponent::Recovered:
        return Text::tr("Recovered");
    case BoringComponent::NotesApproved:
        return Text::tr("Notes");
    case BoringComponent::OtherDeployer:
        return Text::tr("Deployer");
    }
    return {};
}

QString csv(const InsightsOverview &o)
{
    QString service = u"all services"_s;
    if (!o.ask.service.isEmpty())
        service = o.ask.service.value;
    Csv csv(o);
    csv.figures(service, o.period, o.figures);
    csv.figure(u"trains"_s, u"on time"_s, u"share"_s, o.onTime);
    csv.figure(u"trains"_s, u"brown paper bags"_s, u"share"_s, o.bags);
    csv.figure(service, u"issues found by clients or in their environments"_s, u"share"_s, o.issues.change.escapeRate);
    for (const InsightsPart &part : o.byService)
        csv.figures(part.key, o.period, part.figures);
    for (const InsightsPart &part : o.byEnvironment)
        csv.figures(part.key, o.period, part.figures);
    if (o.before) {
        csv.figures(service, *o.before, o.earlier);
        csv.figure(u"trains"_s, u"on time"_s, u"share"_s, o.onTimeEarlier);
        csv.figure(u"trains"_s, u"brown paper bags"_s, u"share"_s, o.bagsEarlier);
    }
    return csv.text();
}

} // namespace humdrum::insightwords
