// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/fileglobs.h"
#include "promotion/options.h"
#include "promotion/runner.h"

namespace humdrum {

/// What one attempt of a step's command means.
struct Verdict {
    StepState state = StepState::Passed;
    PromotionState promotion = PromotionState::Errored; ///< when it did not pass
    Cause cause = Cause::Unknown;
    QString message;
    bool retry = false; ///< a technical failure, which may be tried again where that is declared
};

/// What is judged.
struct Attempt {
    StepKind kind = StepKind::Deploy;
    QString title; ///< of the step
    RunOutcome outcome;
    Result<TestTally> tests; ///< of a smoke test; empty when it declares none
    QString version;         ///< that should run
    QString observed;        ///< first line of standard output
};

/// The cause of tests that did not all pass: where none passed and some met a technical error, nothing answered, and that
/// is the environment until somebody says otherwise; else the change where an assertion failed, and the test where none did.
[[nodiscard]] Cause causeOf(const TestCounts &counts);
/// "1 of 12 tests" where assertions alone failed, "12 of 12 tests did not pass: 10 errors, 2 failures" otherwise.
[[nodiscard]] QString shortfallText(const TestCounts &counts);

/// Deploy: exits with 0, else errored. Smoke: no failed test (else failed) and no errored one (else errored), both with
/// causeOf(), exits with 0 (else failed). Verify: exits with 0 and says the version (else failed). Whatever did not run to
/// its end is errored. Pure.
[[nodiscard]] Verdict judgeAttempt(const Attempt &attempt);

/// The tests in the files a command has written; FileFailed when it wrote none. Reads files: not on the worker's thread.
[[nodiscard]] Result<TestTally> readFreshTests(const FreshFiles &files,
                                               const std::function<Result<TestTally>(const QStringList &)> &reader);

} // namespace humdrum
