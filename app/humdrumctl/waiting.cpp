// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/waiting.h"

#include "operations/decisions.h"
#include "promotion/identity.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::milliseconds look{50};
constexpr std::chrono::seconds lastWords{2}; ///< from an end until the log of another program has its last line

/// As it is stored with what it takes.
const QString &thisWorker()
{
    static const QString identity = ProcessIdentity::ofThisProcess().toString();
    return identity;
}

} // namespace

QJsonObject toJson(const Promotion &p)
{
    return {{u"id"_s, p.id.value},
            {u"group"_s, p.group.value},
            {u"kind"_s, wordOf(p.request.kind)},
            {u"service"_s, p.request.service.value},
            {u"environment"_s, p.request.environment.value},
            {u"state"_s, wordOf(p.state)},
            {u"message"_s, p.message},
            {u"cause"_s, wordOf(p.cause)},
            {u"rollback_cause"_s, wordOf(p.request.cause)},
            {u"queued"_s, jsonTime(p.queuedAt)},
            {u"started"_s, jsonTime(p.startedAt)},
            {u"finished"_s, jsonTime(p.finishedAt)},
            {u"waits_until"_s, isFinished(p.state) ? QJsonValue() : jsonTime(p.waitsUntil)},
            {u"log"_s, p.logFile}};
}

void showPromotions(const Invocation &invocation, const std::vector<Promotion> &promotions, std::optional<bool> worker)
{
    if (invocation.json) {
        QJsonArray array;
        for (const Promotion &p : promotions) {
            QJsonObject object = toJson(p);
            if (worker)
                object.insert(u"worker_open"_s, *worker);
            array.append(object);
        }
        printJson(array);
        return;
    }
    for (const Promotion &p : promotions) {
        print(u"%1 %2: %3 to %4 %5%6"_s.arg(p.request.kind == PromotionKind::Rollback ? u"Rollback"_s : u"Promotion"_s,
                                            QString::number(p.id.value), p.request.service.value,
                                            p.request.environment.value, wordOf(p.state),
                                            p.message.isEmpty() ? QString() : u", "_s + p.message));
    }
}

Waiting::Waiting(const Invocation &invocation, AppContext &context) : m_invocation(invocation), m_context(context)
{
    connect(&context.store(), &Store::changed, this, [this](const ChangeSet &set) {
        if (set.touches(Aggregate::Promotion))
            poll();
    });
    m_look.setInterval(look);
    connect(&m_look, &QTimer::timeout, this, &Waiting::printLogs);
    if (!invocation.json)
        m_look.start();
    connect(&context.desk(), &PromotionDesk::finished, this, [this](PromotionId id) {
        m_ended.push_back(id);
        leaveWhenOver();
    });
    connect(&m_interrupts, &Interrupts::interrupted, this, [this] {
        // A second time is for those who cannot wait: the worker then ends what runs, and says that it was interrupted.
        if (std::exchange(m_interrupted, true))
            QCoreApplication::exit(static_cast<int>(ErrorKind::Technical));
        else
            cancelAll();
    });
}

int Waiting::wait(const std::vector<Promotion> &promotions)
{
    for (const Promotion &p : promotions)
        m_ids.push_back(p.id);
    poll();
    const int left = QCoreApplication::exec();
    m_look.stop();
    for (const auto &[id, log] : m_logs)
        log->finish();
    showPromotions(m_invocation, m_last);
    sayWhatIsToDecide();
    if (left != 0)
        return left;
    const auto any = [this](auto... states) {
        return std::ranges::any_of(m_last, [=](const Promotion &p) { return ((p.state == states) || ...); });
    };
    using enum PromotionState;
    if (any(Failed, Errored))
        return static_cast<int>(ErrorKind::Technical);
    // Those that were aborted behind one that a rule stopped were stopped by the rule.
    if (any(Denied))
        return static_cast<int>(ErrorKind::RefusedByRule);
    return any(Aborted) ? static_cast<int>(ErrorKind::Technical) : 0;
}

void Waiting::poll()
{
    if (m_polling) {
        m_pollAgain = true;
        return;
    }
    m_polling = true;
    m_context.store()
        .read([ids = m_ids](Session &session) -> Result<Seen> {
            auto paused = session.queue().paused();
            if (!paused)
                return std::unexpected(paused.error());
            std::vector<Promotion> all;
            for (const PromotionId id : ids) {
                auto p = session.promotions().byId(id);
                if (!p)
                    return std::unexpected(p.error());
                if (*p)
                    all.push_back(**p);
            }
            // A failure is over only when the rollback it caused is over too.
            auto unfinished = session.promotions().unfinished();
            if (!unfinished)
                return std::unexpected(unfinished.error());
            for (const Promotion &p : *unfinished) {
                const bool follows =
                    p.request.kind == PromotionKind::Rollback && std::ranges::any_of(all, [&](const Promotion &mine) {
                        return mine.id != p.id && mine.request.environment == p.request.environment &&
                            mine.request.service == p.request.service;
                    });
                if (follows)
                    all.push_back(p);
            }
            auto stopped = stoppedBehind(session);
            if (!stopped)
                return std::unexpected(stopped.error());
            return Seen{std::move(all), std::move(*paused), std::move(*stopped)};
        })
        .then(this, [this](const Result<Seen> &result) {
            m_polling = false;
            if (!result)
                QCoreApplication::exit(report(m_invocation, result.error()));
            else
                show(*result);
        });
}

/// Whoever waits hears why nothing happens.
void Waiting::sayPause(const std::optional<QueuePause> &paused)
{
    const bool waits = std::ranges::contains(m_last, PromotionState::Queued, &Promotion::state);
    if (!waits || paused == m_paused)
        return;
    m_paused = paused;
    if (paused)
        warn(u"The queue was paused by %1: %2. This waits until it is resumed (humdrumctl queue resume)."_s.arg(
            paused->by, paused->reason));
}

void Waiting::show(Seen seen)
{
    m_last = std::move(seen.promotions);
    m_stopped = std::move(seen.stopped);
    sayPause(seen.paused);
    for (const Promotion &p : m_last) {
        if (!std::ranges::contains(m_ids, p.id))
            m_ids.push_back(p.id);
        openLog(p);
        sayWhoWorks(p);
    }
    if (isOver()) // the store tells of an end sooner than the worker has told the last of its log
        return leaveWhenOver();
    if (m_notCancelled) {
        QCoreApplication::exit(report(m_invocation, *m_notCancelled));
        return;
    }
    if (m_interrupted)
        cancelAll();
    if (std::exchange(m_pollAgain, false))
        poll();
}

bool Waiting::isOver() const
{
    return !m_last.empty() && std::ranges::all_of(m_last, [this](const Promotion &p) {
        return isFinished(p.state) || m_stopped.contains(p.id);
    });
}

/// Nothing goes on by itself: whoever waited has to know what waits now, and for what.
void Waiting::sayWhatIsToDecide() const
{
    const auto open = m_context.store().read(pendingDecisions).takeResult();
    if (!open)
        return; // what was waited for is told all the same
    for (const PendingDecision &pending : *open) {
        const PromotionId id = pending.about.promotion.id;
        if (!std::ranges::contains(m_ids, id))
            continue;
        warn(u"A decision is needed about promotion %1. %2. See “humdrumctl decide %1”."_s.arg(
            QString::number(id.value), pending.facts().join(u". "_s)));
    }
}

/// What this program ran has ended when its worker says so, which it does behind the last line of the log; that of another
/// when its log has ended.
void Waiting::leaveWhenOver()
{
    if (isOver() && m_lastWords.isForever())
        m_lastWords.setRemainingTime(lastWords);
    const bool heard = std::ranges::all_of(m_last, [this](const Promotion &p) {
        if (p.worker == thisWorker())
            return std::ranges::contains(m_ended, p.id);
        // Another program may be writing the last lines.
        const auto log = m_logs.find(p.id);
        return p.worker.isEmpty() || log == m_logs.end() || log->second->isEnded() || m_lastWords.hasExpired();
    });
    if (isOver() && heard && m_opening.empty())
        QCoreApplication::exit(0);
}

/// As soon as it begins; of what waits there is nothing to read.
void Waiting::openLog(const Promotion &promotion)
{
    if (m_invocation.json || promotion.state == PromotionState::Queued || m_logs.contains(promotion.id) ||
        std::ranges::contains(m_opening, promotion.id))
        return;
    m_opening.push_back(promotion.id);
    m_context.desk().log(promotion.id).then(this, [this, id = promotion.id](const Result<LogPlace> &place) {
        if (place)
            m_logs.emplace(id, std::make_unique<LogPrinter>(place->file, LogPrinter::Options{.indent = u"  "_s}));
        std::erase(m_opening, id);
        printLogs();
    });
}

void Waiting::printLogs()
{
    for (const auto &[id, log] : m_logs)
        log->print();
    leaveWhenOver();
}

/// Whose it is, where it is another program's.
void Waiting::sayWhoWorks(const Promotion &promotion)
{
    if (m_invocation.json || promotion.worker.isEmpty() || promotion.worker == thisWorker() ||
        isFinished(promotion.state) || std::ranges::contains(m_told, promotion.id))
        return;
    const auto worker = ProcessIdentity::fromString(promotion.worker);
    if (!worker || livenessOf(*worker) == Liveness::Dead)
        return; // it is about to be taken over
    m_told.push_back(promotion.id);
    print(u"· Promotion %1 (%2) is run by another program (process %3)"_s.arg(
        QString::number(promotion.id.value), promotion.request.service.value, QString::number(worker->pid)));
}

void Waiting::cancelAll()
{
    if (m_cancelling)
        return;
    // Those behind the first of a group are aborted with it.
    const auto next = std::ranges::find_if(m_last, [](const Promotion &p) { return !isFinished(p.state); });
    if (next == m_last.end())
        return; // the next answer of the store knows what there is
    m_cancelling = true;
    m_context.desk()
        .cancel(next->id, m_context.actor(), u"interrupted at the terminal"_s)
        .then(this, [this](const Result<void> &done) {
            m_cancelling = false;
            // It may have ended meanwhile; then there is nothing left that could not be cancelled.
            if (!done)
                m_notCancelled = done.error();
            if (m_polling)
                m_pollAgain = true;
            else
                poll();
        });
}

} // namespace humdrum::ctl

#include "moc_waiting.cpp"
