// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ports/store.h"
#include "promotion/decisions.h"
#include "ui/shell/actionregistry.h"
#include "ui/shell/page.h"

#include <deque>

namespace humdrum::test {

/// A session for readers that do not ask it anything.
class NoSession final : public Session {
public:
    ProductRepository &products() override { return none<ProductRepository>(); }
    ChangeRepository &changes() override { return none<ChangeRepository>(); }
    BuildRepository &builds() override { return none<BuildRepository>(); }
    StageRunRepository &stageRuns() override { return none<StageRunRepository>(); }
    ReleaseRepository &releases() override { return none<ReleaseRepository>(); }
    TrainRepository &trains() override { return none<TrainRepository>(); }
    PromotionRepository &promotions() override { return none<PromotionRepository>(); }
    DeploymentRepository &deployments() override { return none<DeploymentRepository>(); }
    NotesRepository &notes() override { return none<NotesRepository>(); }
    IssueRepository &issues() override { return none<IssueRepository>(); }
    DecisionRepository &decisions() override { return none<DecisionRepository>(); }
    QueueRepository &queue() override { return none<QueueRepository>(); }
    HoldRepository &holds() override { return none<HoldRepository>(); }
    PoolRepository &pools() override { return none<PoolRepository>(); }
    AuditLog &audit() override { return none<AuditLog>(); }
    [[nodiscard]] Timestamp now() const override { return noTime; }

private:
    template <class T>
    [[noreturn]] static T &none()
    {
        qFatal("this reader was not meant to ask the session");
    }
};

/// A store whose answers come when the test says so, in the order the test says.
class HeldStore final : public Store {
public:
    using Store::Store;

    [[nodiscard]] size_t waiting() const { return m_tasks.size(); }
    /// Runs the job at that place of the queue; `error` is what it then meets instead of a session.
    void answer(size_t place = 0, const std::optional<Error> &error = std::nullopt)
    {
        Task task = std::move(m_tasks.at(place));
        m_tasks.erase(m_tasks.begin() + static_cast<std::ptrdiff_t>(place));
        task.body(error ? nullptr : &m_session, error ? &*error : nullptr);
        task.done(std::nullopt);
    }

protected:
    void enqueue(Task task) override { m_tasks.push_back(std::move(task)); }

private:
    NoSession m_session;
    std::deque<Task> m_tasks;
};

/// A desk at which nothing can be asked for; its progress is what the test says.
class IdleDesk final : public PromotionDesk {
public:
    using PromotionDesk::PromotionDesk;
    QFuture<Result<PromotionPlan>> plan(const PromotionAsk &) override { return refuse<PromotionPlan>(); }
    QFuture<Result<std::vector<Promotion>>> promote(const PromotionAsk &) override
    {
        return refuse<std::vector<Promotion>>();
    }
    QFuture<Result<void>> cancel(PromotionId, const Actor &, const QString &) override { return refuse<void>(); }
    QFuture<Result<DecisionPlan>> decisionAbout(PromotionId, const Actor &) override { return refuse<DecisionPlan>(); }
    QFuture<Result<DecisionOutcome>> decide(const DecisionAsk &) override { return refuse<DecisionOutcome>(); }
    QFuture<Result<LogPlace>> log(PromotionId) override { return refuse<LogPlace>(); }
    QFuture<Result<StageRun>> runStage(const StageKey &, const QString &, ReleaseId, const Actor &) override
    {
        return refuse<StageRun>();
    }
    QFuture<Result<TrustStanding>> trust() override
    {
        return QtFuture::makeReadyValueFuture(Result<TrustStanding>(standing));
    }
    QFuture<Result<TrustStanding>> acceptCommands(const QByteArray &digest, const Actor &) override
    {
        accepted << digest;
        standing.accepted = true;
        return trust();
    }
    TrustStanding standing{.accepted = true};
    QByteArrayList accepted;
    [[nodiscard]] WorkerProgress progress() const override { return m_progress; }
    void setProgress(const WorkerProgress &progress)
    {
        m_progress = progress;
        Q_EMIT progressChanged(progress);
    }

private:
    template <class T>
    static QFuture<Result<T>> refuse()
    {
        return QtFuture::makeReadyValueFuture(Result<T>(fail(ErrorCode::NothingToDo, QStringLiteral("nothing to do"))));
    }
    WorkerProgress m_progress;
};

/// A page that records what the shell does with it.
class RecordingPage final : public Page {
public:
    RecordingPage(const PageDescription &description, const PageServices &services, QWidget *parent)
        : Page(description, services, parent)
    {
        services.actions.add(this,
                             {look(),
                              QStringLiteral("Look at %1…").arg(id()),
                              {},
                              {},
                              id(),
                              [this] { ++looks; },
                              QStringLiteral("Looks around")});
        services.actions.setEnabled(look(), false, QStringLiteral("Not read yet"));
    }
    void activated() override
    {
        ++activations;
        services().actions.setEnabled(look(), mayLook, QStringLiteral("There is nothing to see"));
        setReady();
    }
    void deactivated() override { ++deactivations; }
    void open(const QString &subject) override { subjects << subject; }
    [[nodiscard]] QJsonObject saveState() const override { return state; }
    void restoreState(const QJsonObject &restored) override { state = restored; }
    void rename(const QString &title) { setTitle(title); }

    [[nodiscard]] QString look() const { return id() + QStringLiteral(".look"); }

    bool mayLook = true;
    int activations = 0, deactivations = 0, looks = 0;
    QStringList subjects;
    QJsonObject state;
};

} // namespace humdrum::test
