// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/humdrumctl/invocation.h"

#include <QObject>
#include <QSet>

namespace humdrum::ctl {

/// Follows promotions from the moment they are queued until each has ended: prints their log, and on SIGINT or SIGTERM
/// cancels them and goes on waiting until they are known to be gone. Main thread, inside the event loop.
class Waiting : public QObject {
    Q_OBJECT
public:
    Waiting(const Invocation &invocation, AppContext &context);
    ~Waiting() override;

    /// Runs the event loop until every one of `promotions` has ended. Returns the exit code: 0 when all succeeded, 1 when
    /// a rule stopped one, 3 when one failed or was aborted.
    int wait(const std::vector<Promotion> &promotions);

private:
    void poll();
    void cancelAll();

    const Invocation &m_invocation;
    AppContext &m_context;
    std::vector<PromotionId> m_ids;
    std::vector<Promotion> m_last;
    bool m_polling = false;
    bool m_pollAgain = false;
    bool m_cancelled = false;
};

[[nodiscard]] QJsonObject toJson(const Promotion &promotion);
void showPromotions(const Invocation &invocation, const std::vector<Promotion> &promotions);

} // namespace humdrum::ctl
