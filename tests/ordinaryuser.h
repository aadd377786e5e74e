// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QThread>

#include <functional>
#include <linux/capability.h>
#include <memory>
#include <sys/syscall.h>
#include <unistd.h>

namespace humdrum::test {

/// Runs `body` on a thread for which the modes of files count, also when the tests are run by root: its capabilities (and
/// those of the threads it starts) are given up, which the kernel does for each thread.
inline void asOrdinaryUser(const std::function<void()> &body)
{
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
        __user_cap_data_struct none[2] = {};
        if (::syscall(SYS_capset, &header, none) != 0)
            qFatal("cannot give up capabilities");
        body();
    }));
    thread->start();
    thread->wait();
}

} // namespace humdrum::test
