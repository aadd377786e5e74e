// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/desk.h"
#include "ui/shell/page.h"

#include <QAbstractButton>

class QButtonGroup;
class QVBoxLayout;

namespace humdrum {

class ElidingLabel;
class Label;
class Meter;

/// One page in the sidebar: icon, title and, where something is open, a count.
class NavigationButton : public QAbstractButton {
    Q_OBJECT
public:
    explicit NavigationButton(const PageDescription &page, QWidget *parent = nullptr);
    void setCount(int count, const QString &meaning);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int m_count = 0;
};

/// The left edge: what product, which page, what the worker does.
class Sidebar : public QWidget {
    Q_OBJECT
public:
    explicit Sidebar(const std::vector<PageDescription> &pages, QWidget *parent = nullptr);

    void setProduct(const QString &name, const QString &counts);
    void setCurrent(const QString &page);
    /// `meaning` is for screen readers and the tooltip: "3 open releases". 0 shows nothing.
    void setCount(const QString &page, int count, const QString &meaning);
    void setProgress(const WorkerProgress &progress);
    void setQueuePaused(bool paused);
    [[nodiscard]] NavigationButton *button(const QString &page) const;

Q_SIGNALS:
    void chosen(const QString &page);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Label *m_product;
    Label *m_counts;
    QButtonGroup *m_group;
    QWidget *m_worker;
    Label *m_workerText;
    ElidingLabel *m_workerStep;
    Meter *m_workerMeter;
    WorkerProgress m_progress;
    bool m_paused = false;
};

} // namespace humdrum
