// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/context/interrupts.h"

#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace humdrum {

namespace {

constexpr std::array endings{SIGINT, SIGTERM, SIGHUP};
std::array<struct sigaction, endings.size()> before{};
std::array<int, 2> signalPipe{-1, -1};

extern "C" void onSignal(int)
{
    const char byte = 1;
    // A full pipe already says what this byte would say.
    [[maybe_unused]] const ssize_t written = ::write(signalPipe[0], &byte, 1);
}

} // namespace

Interrupts::Interrupts()
{
    std::signal(SIGPIPE, SIG_IGN);
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, signalPipe.data()) != 0) {
        signalPipe = {-1, -1};
        return;
    }
    auto *notifier = new QSocketNotifier(signalPipe[1], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this] {
        std::array<char, 16> drained{};
        while (::read(signalPipe[1], drained.data(), drained.size()) > 0) {
        }
        Q_EMIT interrupted();
    });
    struct sigaction action = {};
    action.sa_handler = onSignal;
    action.sa_flags = SA_RESTART;
    for (size_t i = 0; i < endings.size(); ++i) {
        ::sigaction(endings[i], nullptr, &before[i]);
        // Whoever started us with nohup, or in the background, has said that this one is to be ignored.
        if (before[i].sa_handler != SIG_IGN)
            ::sigaction(endings[i], &action, nullptr);
    }
}

Interrupts::~Interrupts()
{
    std::signal(SIGPIPE, SIG_DFL);
    if (signalPipe[0] < 0)
        return; // nothing was set
    for (size_t i = 0; i < endings.size(); ++i)
        ::sigaction(endings[i], &before[i], nullptr);
    for (int &end : signalPipe) {
        if (end >= 0)
            ::close(end);
        end = -1;
    }
}

} // namespace humdrum
