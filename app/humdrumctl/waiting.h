// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/context/interrupts.h"
#include "app/humdrumctl/invocation.h"

namespace humdrum::ctl {

/// Follows promotions from the moment they are queued until each has ended: prints their log, and when it is interrupted
/// cancels them and goes on waiting until they are known to be gone, or are another program's to cancel. Main thread, inside
/// the event loop.
class Waiting : public QObject {
    Q_OBJECT
public:
    Waiting(const Invocation &invocation, AppContext &context);

    /// Runs the event loop until every one of `promotions` has ended. Returns the exit code: 0 when all succeeded, 3 when
    /// one failed or was cancelled, 1 when a rule stopped one.
    int wait(const std::vector<Promotion> &promotions);

private:
    void poll();
    void show(std::vector<Promotion> promotions);
    [[nodiscard]] bool isOver() const;
    void leaveWhenOver();
    void cancelAll();
    void sayWhoWorks(const Promotion &promotion);

    const Invocation &m_invocation;
    AppContext &m_context;
    Interrupts m_interrupts;
    std::vector<PromotionId> m_ids;
    std::vector<Promotion> m_last;
    std::vector<PromotionId> m_told;  ///< whose worker was named
    std::vector<PromotionId> m_ended; ///< of which the worker here has told all
    std::optional<Error> m_notCancelled;
    bool m_polling = false;
    bool m_pollAgain = false;
    bool m_interrupted = false;
    bool m_cancelling = false;
};

[[nodiscard]] QJsonObject toJson(const Promotion &promotion);
/// `worker`: whether a program is open that takes what is queued; nothing where that is not known or does not matter.
void showPromotions(const Invocation &invocation, const std::vector<Promotion> &promotions,
                    std::optional<bool> worker = {});

} // namespace humdrum::ctl
