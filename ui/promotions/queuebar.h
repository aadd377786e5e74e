// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/promotionsoverview.h"
#include "ui/shell/page.h"

#include <QWidget>

namespace humdrum {

class ErrorBanner;
class Label;
class NoticeBar;
class ReasonBox;

/// The line above what runs and waits: that nothing does, or that the queue is paused, by whom and why. Has the actions
/// "promotions.pause" (which pauses and resumes) and "promotions.first".
class QueueBar : public QWidget {
    Q_OBJECT
public:
    explicit QueueBar(const PageServices &services, QWidget *parent = nullptr);

    void show(const PromotionsOverview &list);
    /// The promotion whose actions are offered; none.
    void setChosen(PromotionId promotion);
    [[nodiscard]] QString notice() const;

private:
    void ask();
    void confirm(const QString &reason);
    void takeFirst();
    void showRights();
    /// Writes; what came of it comes with the next list.
    void change(const QString &reason, std::function<Result<void>(Session &, const Actor &)> job);

    PageServices m_services;
    Label *m_quiet;
    NoticeBar *m_notice;
    ReasonBox *m_pause;
    ReasonBox *m_resume;
    ErrorBanner *m_error;
    std::optional<QueuePause> m_paused;
    Permission m_mayPromote;
    std::vector<PromotionRow> m_waiting;
    PromotionId m_chosen;
};

} // namespace humdrum
