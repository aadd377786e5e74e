// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/waiting.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

std::array<int, 2> signalPipe{-1, -1};

extern "C" void onSignal(int)
{
    const char byte = 1;
    // A full pipe already says what this byte would say.
    [[maybe_unused]] const ssize_t written = ::write(signalPipe[0], &byte, 1);
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
            {u"queued"_s, jsonTime(p.queuedAt)},
            {u"started"_s, jsonTime(p.startedAt)},
            {u"finished"_s, jsonTime(p.finishedAt)},
            {u"log"_s, p.logFile}};
}

void showPromotions(const Invocation &invocation, const std::vector<Promotion> &promotions)
{
    if (invocation.json) {
        QJsonArray array;
        for (const Promotion &p : promotions)
            array.append(toJson(p));
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
    if (!invocation.json) {
        connect(&context.desk(), &PromotionDesk::logAppended, this, [](PromotionId, const QList<LogLine> &lines) {
            for (const LogLine &line : lines)
                print(line.own ? u"· "_s + line.text : u"  "_s + line.text);
        });
    }
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, signalPipe.data()) == 0) {
        auto *notifier = new QSocketNotifier(signalPipe[1], QSocketNotifier::Read, this);
        connect(notifier, &QSocketNotifier::activated, this, [this] {
            std::array<char, 16> drained{};
            while (::read(signalPipe[1], drained.data(), drained.size()) > 0) {
            }
            cancelAll();
        });
        struct sigaction action = {};
        action.sa_handler = onSignal;
        action.sa_flags = SA_RESTART;
        ::sigaction(SIGINT, &action, nullptr);
        ::sigaction(SIGTERM, &action, nullptr);
    }
}

Waiting::~Waiting()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    for (int &end : signalPipe) {
        if (end >= 0)
            ::close(end);
        end = -1;
    }
}

int Waiting::wait(const std::vector<Promotion> &promotions)
{
    for (const Promotion &p : promotions)
        m_ids.push_back(p.id);
    poll();
    QCoreApplication::exec();
    showPromotions(m_invocation, m_last);
    int code = 0;
    for (const Promotion &p : m_last) {
        if (p.state == PromotionState::Denied)
            code = std::max(code, static_cast<int>(ErrorKind::RefusedByRule));
        else if (p.state != PromotionState::Succeeded)
            code = static_cast<int>(ErrorKind::Technical);
    }
    return code;
}

void Waiting::poll()
{
    if (m_polling) {
        m_pollAgain = true;
        return;
    }
    m_polling = true;
    m_context.store()
        .read([ids = m_ids](Session &session) -> Result<std::vector<Promotion>> {
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
            return all;
        })
        .then(this, [this](const Result<std::vector<Promotion>> &result) {
            m_polling = false;
            if (!result) {
                QCoreApplication::exit(report(m_invocation, result.error()));
                return;
            }
            m_last = *result;
            for (const Promotion &p : m_last) {
                if (!std::ranges::contains(m_ids, p.id))
                    m_ids.push_back(p.id);
            }
            if (std::ranges::all_of(m_last, [](const Promotion &p) { return isFinished(p.state); }))
                QCoreApplication::exit(0);
            else if (std::exchange(m_pollAgain, false))
                poll();
        });
}

void Waiting::cancelAll()
{
    if (std::exchange(m_cancelled, true))
        return;
    for (const Promotion &p : m_last) {
        if (!isFinished(p.state))
            m_context.desk().cancel(p.id, m_context.actor(), u"interrupted at the terminal"_s);
    }
}

} // namespace humdrum::ctl

#include "moc_waiting.cpp"
