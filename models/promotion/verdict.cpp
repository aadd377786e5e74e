// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/verdict.h"

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr qsizetype quoted = 300;

QString withLastLine(const QString &text, const RunOutcome &outcome)
{
    return outcome.lastLine.isEmpty() ? text : QString(text + u" – " + outcome.lastLine.left(quoted));
}

Verdict failed(Cause cause, const QString &message)
{
    return {.state = StepState::Failed,
            .promotion = PromotionState::Failed,
            .cause = cause,
            .message = message,
            .retry = false};
}

Verdict errored(Cause cause, const QString &message, bool retry = true)
{
    return {.state = StepState::Errored,
            .promotion = PromotionState::Errored,
            .cause = cause,
            .message = message,
            .retry = retry};
}

Verdict judgeSmoke(const RunOutcome &outcome, const Result<TestTally> &tests)
{
    const TestTally tally = tests.value_or(TestTally{});
    const TestCounts &c = tally.counts;
    if (c.failed > 0) {
        QString message = PromotionDesk::tr("The smoke test failed: %1").arg(shortfallText(c));
        if (!tally.failures.empty())
            message += PromotionDesk::tr(", first %1").arg(tally.failures.front().name);
        return failed(causeOf(c), message);
    }
    if (c.errors > 0)
        return errored(causeOf(c), PromotionDesk::tr("The smoke test errored: %1").arg(shortfallText(c)));
    if (outcome.exitCode != 0)
        return failed(
            Cause::Change,
            withLastLine(PromotionDesk::tr("The smoke test failed: it exited with %1").arg(outcome.exitCode), outcome));
    if (!tests)
        return errored(Cause::Test, tests.error().toString());
    return {};
}

} // namespace

Cause causeOf(const TestCounts &counts)
{
    const bool answered = counts.passed() > 0 || counts.errors == 0;
    return !answered ? Cause::Environment : counts.failed > 0 ? Cause::Change : Cause::Test;
}

QString shortfallText(const TestCounts &c)
{
    if (c.errors == 0)
        return PromotionDesk::tr("%1 of %2 tests").arg(c.failed).arg(c.total);
    const QString errors = PromotionDesk::tr("%n error(s)", nullptr, c.errors);
    return PromotionDesk::tr("%1 of %2 tests did not pass: %3")
        .arg(c.failed + c.errors)
        .arg(c.total)
        .arg(c.failed == 0
                 ? errors
                 : PromotionDesk::tr("%1, %2").arg(errors, PromotionDesk::tr("%n failure(s)", nullptr, c.failed)));
}

Verdict judgeAttempt(const Attempt &attempt)
{
    const RunOutcome &outcome = attempt.outcome;
    if (outcome.end != RunEnd::Exited) {
        const bool again = outcome.end != RunEnd::NotStarted && outcome.end != RunEnd::Cancelled;
        return errored(Cause::Environment, PromotionDesk::tr("%1: %2").arg(attempt.title, outcome.message), again);
    }
    if (attempt.kind == StepKind::Smoke)
        return judgeSmoke(outcome, attempt.tests);
    if (outcome.exitCode != 0) {
        return errored(
            Cause::Environment,
            withLastLine(PromotionDesk::tr("%1 failed: it exited with %2").arg(attempt.title).arg(outcome.exitCode),
                         outcome));
    }
    if (attempt.kind == StepKind::Verify && attempt.observed != attempt.version) {
        if (outcome.lostBytes > 0)
            return errored(
                Cause::Environment,
                PromotionDesk::tr("%1: what it said was lost, the disk that keeps it was full").arg(attempt.title));
        return failed(
            Cause::Environment,
            PromotionDesk::tr("%1 should run, but “%2” does").arg(attempt.version, attempt.observed.left(quoted)));
    }
    return {};
}

Result<TestTally> readFreshTests(const FreshFiles &files,
                                 const std::function<Result<TestTally>(const QStringList &)> &reader)
{
    const QStringList fresh = files.now();
    if (fresh.isEmpty())
        return fail(ErrorCode::FileFailed, PromotionDesk::tr("It wrote no test results (%1)").arg(files.globs()));
    if (!reader)
        return fail(ErrorCode::Internal, PromotionDesk::tr("Nothing can read its test results"));
    return reader(fresh);
}

} // namespace humdrum
