// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/bench.h"

#include <QProcess>

#include <cstdio>
#include <ctime>

namespace humdrum::bench {

using namespace Qt::StringLiterals;

namespace {

/// Runs a program that prints "first-frame-ns <CLOCK_MONOTONIC>" and exits; milliseconds from just before its start.
std::optional<double> firstFrame(const QString &program, const QStringList &arguments)
{
    timespec t{};
    clock_gettime(CLOCK_MONOTONIC, &t);
    const qint64 begin = static_cast<qint64>(t.tv_sec) * 1000000000LL + t.tv_nsec;
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    if (!process.waitForFinished(60000) || process.exitCode() != 0)
        return std::nullopt;
    for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
        if (line.startsWith("first-frame-ns "))
            return static_cast<double>(line.mid(15).toLongLong() - begin) / 1e6;
    }
    return std::nullopt;
}

} // namespace

QList<Figure> startup(const QString &humdrum, const QString &emptyWindow, const QString &database)
{
    std::vector<double> ours;
    std::vector<double> empty;
    // Alternating, so that whatever else the machine does weighs on both alike; the first pair only warms the caches.
    for (int i = 0; i < 16; ++i) {
        const auto e = firstFrame(emptyWindow, {});
        const auto o = firstFrame(humdrum, {u"--db"_s, database, u"--exit-after-first-frame"_s});
        if (!e || !o) {
            std::fprintf(stderr, "start-up: %s did not paint a frame\n", e ? "humdrum" : "the empty window");
            return {};
        }
        if (i == 0)
            continue;
        empty.push_back(*e);
        ours.push_back(*o);
    }
    return {{.name = u"start to first frame"_s,
             .value = median(ours),
             .reference = median(empty),
             .unit = u"ms"_s,
             .referenceName = u"empty Qt Widgets window"_s,
             .limit = 2.0}};
}

} // namespace humdrum::bench
