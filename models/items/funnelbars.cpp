// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/funnelbars.h"

#include "items/insightwords.h"

#include <QCoreApplication>
#include <QLocale>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Insights)
};

QString count(double n) { return QLocale().toString(n, 'f', 0); }

QString issues(double n) { return n == 1 ? Text::tr("1 issue") : Text::tr("%1 issues").arg(count(n)); }

QString finding(const Containment &funnel, bool leftOut)
{
    const Figure &escaped = funnel.escapeRate;
    if (escaped.n == 0)
        return leftOut ? Text::tr("No issue to count was found in this period")
                       : Text::tr("No issue was found in this period");
    QStringList parts{issues(escaped.denominator)};
    if (escaped.n >= fewRows)
        parts << Text::tr("%1 before a client environment")
                     .arg(insightwords::percent(1 - escaped.value().value_or(0), 1));
    else
        parts << Text::tr("too few for a share");
    const auto last = static_cast<double>(funnel.rows.back().issues.size());
    parts << (last == 0 ? Text::tr("none escaped") : Text::tr("%1 escaped").arg(count(last)));
    return parts.join(u" · "_s);
}

FunnelBar bar(const ContainmentRow &row, bool last)
{
    FunnelBar bar;
    bar.title = row.title;
    bar.whole = static_cast<double>(row.issues.size());
    bar.part = row.young;
    bar.mark = last ? std::optional(Mark::Failed) : row.client ? std::optional(Mark::Attention) : std::nullopt;
    bar.value = count(bar.whole);
    // Of what escaped nothing was detected; a share of few is no share.
    if (!last && row.detection.n >= fewRows && row.detection.value())
        bar.detail = Text::tr("caught %1").arg(insightwords::percent(*row.detection.value()));
    QStringList sentence{Text::tr("%1: %2").arg(row.title, issues(bar.whole))};
    if (!bar.detail.isEmpty()) {
        const Interval interval = row.detection.interval.value_or(Interval{});
        sentence << Text::tr("caught %1 of %2 that were there to be caught here or were found later (%3 to %4)")
                        .arg(count(row.detection.numerator), count(row.detection.denominator),
                             insightwords::percent(interval.low), insightwords::percent(interval.high));
    }
    if (row.young > 0)
        sentence << Text::tr("%1 of young releases").arg(row.young);
    bar.sentence = sentence.join(u", "_s);
    bar.rows = {.kind = RowKind::Issue, .ids = row.issues, .deployments = {}, .promotions = {}};
    bar.rowsTitle = sentence.front();
    return bar;
}

QString reasonOf(const ThroughputRest &rest)
{
    const bool failed = rest.state == StageRunState::Failed || rest.state == StageRunState::Errored;
    return failed && rest.cause != Cause::Unknown ? Text::tr("%1 (%2)").arg(titleOf(rest.state), titleOf(rest.cause))
                                                  : titleOf(rest.state);
}

/// Ids above 0 are of what was deployed, those below of promotions that were not (see ThroughputOverview).
InsightRowsAsk rowsOf(RowKind kind, const std::vector<ThroughputRest> &rest)
{
    InsightRowsAsk ask{.kind = kind, .ids = {}, .deployments = {}, .promotions = {}};
    for (const ThroughputRest &r : rest) {
        for (const qint64 id : r.runs)
            id < 0 ? ask.promotions.push_back(-id) : ask.ids.push_back(id);
    }
    return ask;
}

/// What neither of the two funnels shows; said once, beside the first.
QString leftOut(const InsightsOverview &overview)
{
    QStringList out;
    if (overview.issuesOfNoService > 0)
        out << Text::tr("%1 found where all services meet").arg(issues(overview.issuesOfNoService));
    if (const size_t wrong = overview.issues.byTests.size(); wrong > 0)
        out << Text::tr("%1 of the tests, not of the product").arg(issues(static_cast<double>(wrong)));
    if (const size_t gone = overview.issues.unknownStage.size(); gone > 0)
        out << Text::tr("%1 caught at stages that are no longer described").arg(issues(static_cast<double>(gone)));
    return out.isEmpty() ? QString() : Text::tr("Left out: %1.").arg(out.join(u"; "_s));
}

} // namespace

FunnelPicture containmentPicture(const InsightsOverview &overview, Cause cause)
{
    const Containment &funnel = cause == Cause::Environment ? overview.issues.environment : overview.issues.change;
    FunnelPicture picture;
    if (cause != Cause::Environment)
        picture.remark = leftOut(overview);
    picture.finding = finding(funnel, !picture.remark.isEmpty());
    for (size_t i = 0; i < funnel.rows.size(); ++i)
        picture.bars.push_back(bar(funnel.rows[i], i + 1 == funnel.rows.size()));
    if (funnel.young > 0)
        picture.part = Text::tr("%1 of releases younger than four weeks, of which more may still be found")
                           .arg(issues(funnel.young));
    return picture;
}

FunnelPicture throughputPicture(const ThroughputOverview &overview)
{
    FunnelPicture picture;
    for (const ThroughputRow &row : overview.rows) {
        FunnelBar bar;
        const Figure &passed = row.passed;
        bar.title = row.title;
        bar.whole = passed.denominator;
        bar.part = passed.denominator - passed.numerator;
        bar.value =
            passed.n == 0 ? count(0) : Text::tr("%1 of %2").arg(count(passed.numerator), count(passed.denominator));
        QStringList reasons;
        for (const ThroughputRest &rest : row.rest)
            reasons << Text::tr("%1 %2").arg(count(static_cast<double>(rest.runs.size())), reasonOf(rest));
        bar.detail = reasons.join(u" · "_s);
        bar.sentence =
            Text::tr("%1: %2 entered, %3 left passed").arg(row.title, count(bar.whole), count(passed.numerator));
        if (!bar.detail.isEmpty())
            bar.sentence += u"; "_s + reasons.join(u", "_s);
        bar.rows = rowsOf(passed.kind, row.rest);
        bar.rowsTitle = Text::tr("%1: what has not left it passed").arg(row.title);
        picture.bars.push_back(std::move(bar));
    }
    const auto first = std::ranges::find_if(overview.rows, [](const ThroughputRow &r) { return r.passed.n > 0; });
    if (first == overview.rows.end()) {
        picture.finding = Text::tr("No stage has run in this period");
        return picture;
    }
    const Figure &last = overview.rows.back().passed;
    picture.finding =
        Text::tr("%1 builds entered %2, %3 left %4 passed")
            .arg(count(first->passed.denominator), first->title, count(last.numerator), overview.rows.back().title);
    picture.part = Text::tr("what has not left the stage passed, with the reason of its last attempt");
    picture.remark = Text::tr("Stages that join all services count manifests, the others builds.");
    if (const auto left = static_cast<int>(overview.notEntered.size()); left > 0)
        picture.remark += u' ' + Text::tr("Left out: %n promotion(s) whose deploy did not run.", nullptr, left);
    return picture;
}

} // namespace humdrum
