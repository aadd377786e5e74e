// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/context/interrupts.h"
#include "app/humdrumctl/invocation.h"
#include "app/humdrumctl/logprinter.h"
#include "operations/decisions.h"

#include <QDeadlineTimer>
#include <QTimer>

#include <map>

namespace humdrum::ctl {

/// Follows promotions from the moment they are queued until each has ended: prints their log, and when it is interrupted
/// cancels them and goes on waiting until they are known to be gone, or are another program's to cancel. Main thread, inside
/// the event loop.
class Waiting : public QObject {
    Q_OBJECT
public:
    Waiting(const Invocation &invocation, AppContext &context);

    /// Runs the event loop until every one of `promotions` has ended, or waits for a decision that a person has to take; then
    /// says which. Returns the exit code: 0 when all succeeded, 3 when one failed or was cancelled, 1 when a rule stopped one.
    int wait(const std::vector<Promotion> &promotions);

private:
    void poll();
    /// What one look has found.
    struct Seen {
        std::vector<Promotion> promotions;
        std::optional<QueuePause> paused;
        QHash<PromotionId, Promotion> stopped; ///< what is queued -> what it waits for a decision on
    };
    void show(Seen seen);
    void sayPause(const std::optional<QueuePause> &paused);
    [[nodiscard]] bool isOver() const;
    void sayWhatIsToDecide() const;
    void leaveWhenOver();
    void cancelAll();
    void sayWhoWorks(const Promotion &promotion);
    void openLog(const Promotion &promotion);
    void printLogs();

    const Invocation &m_invocation;
    AppContext &m_context;
    Interrupts m_interrupts;
    std::vector<PromotionId> m_ids;
    std::vector<Promotion> m_last;
    QHash<PromotionId, Promotion> m_stopped;
    std::optional<QueuePause> m_paused; ///< it was told of
    std::vector<PromotionId> m_told;    ///< whose worker was named
    std::vector<PromotionId> m_ended;   ///< of which the worker here has told all
    std::map<PromotionId, std::unique_ptr<LogPrinter>> m_logs;
    std::vector<PromotionId> m_opening; ///< whose log is asked for
    QTimer m_look;
    QDeadlineTimer m_lastWords{QDeadlineTimer::Forever};
    std::optional<Error> m_notCancelled;
    bool m_polling = false;
    bool m_pollAgain = false;
    bool m_interrupted = false;
    bool m_cancelling = false;
};

[[nodiscard]] QJsonObject toJson(const Promotion &promotion);
[[nodiscard]] QJsonObject toJson(const PendingDecision &pending);
/// `worker`: whether a program is open that takes what is queued; nothing where that is not known or does not matter.
void showPromotions(const Invocation &invocation, const std::vector<Promotion> &promotions,
                    std::optional<bool> worker = {});

} // namespace humdrum::ctl
