// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/readiness.h"
#include "ui/shell/page.h"
#include "ui/shell/snapshotfeed.h"

#include <QPointer>

class QBoxLayout;
class QCheckBox;
class QPushButton;

namespace humdrum {

class ChoiceButton;
class Label;
class ReasonBox;

/// What people are asked for a release before it goes: the approvals and the checklist of each environment, where they are
/// given, too. Empty where none is asked.
class ReadinessBox : public QWidget {
    Q_OBJECT
public:
    explicit ReadinessBox(const PageServices &services, QWidget *parent = nullptr);

    /// Of one environment alone where one is given; nothing for no release.
    void setRelease(ReleaseId release, const EnvironmentKey &environment = {});
    [[nodiscard]] bool isEmpty() const { return m_shown.environments.empty(); }
    /// Where Tab comes to it from, and where it goes on from: what is made anew keeps its place.
    void putBehind(QWidget *before);
    [[nodiscard]] QWidget *last() const;
    void approve();
    void askToReject();
    /// Goes to the first item that is not ticked, else to what there is.
    void focusChecklist();

Q_SIGNALS:
    /// What was said or ticked here is stored.
    void changed();
    void failed(const humdrum::Error &error);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildVerdict();
    void show(ReleaseReadiness readiness);
    void addEnvironment(const EnvironmentReadiness &environment);
    void addItem(const EnvironmentReadiness &environment, const ChecklistTick &tick, int number);
    [[nodiscard]] QList<QCheckBox *> items() const;
    void orderTabs();
    void showVerdict();
    void say(SignOffVerdict verdict, const QString &comment);
    void tick(const EnvironmentKey &environment, const QString &item, bool ticked);
    void store(std::function<Result<void>(Session &)> job);

    PageServices m_services;
    SnapshotFeed<ReleaseReadiness> *m_feed;
    EnvironmentKey m_only;
    ReleaseReadiness m_shown;
    QPointer<QWidget> m_before;
    Label *m_caption = nullptr;
    QBoxLayout *m_environments = nullptr;
    QWidget *m_verdict = nullptr;
    ChoiceButton *m_role = nullptr;
    QPushButton *m_approve = nullptr;
    QPushButton *m_reject = nullptr;
    ReasonBox *m_why = nullptr;
};

} // namespace humdrum
