// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/bench.h"

#include "app/humdrum/firstframe.h"

#include <QMap>
#include <QProcess>

namespace humdrum::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 20;

/// What a program says about itself, "first-frame-ns 123", as milliseconds from just before its start: loading counts.
QMap<QByteArray, double> frames(const QString &program, const QStringList &arguments)
{
    const qint64 begin = monotonicNanoseconds();
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    if (!process.waitForFinished(60000) || process.exitCode() != 0)
        qFatal("%s did not paint a frame", qUtf8Printable(program));
    QMap<QByteArray, double> result;
    for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
        const QList<QByteArray> words = line.split(' ');
        if (words.size() == 2)
            result[words[0]] = static_cast<double>(words[1].toLongLong() - begin) / 1e6;
    }
    return result;
}

} // namespace

QList<Figure> startup(const Places &places)
{
    std::vector<double> first;
    std::vector<double> data;
    std::vector<double> empty;
    // They take turns, so that whatever else the machine does weighs on both alike; the first pair only warms the caches.
    for (int i = 0; i <= rounds; ++i) {
        const auto peer = frames(places.programs + u"/humdrum_empty_window", {});
        const auto ours =
            frames(places.programs + u"/humdrum", {u"--db"_s, places.database, u"--exit-after-first-frame"_s});
        if (i == 0)
            continue;
        empty.push_back(peer.value("first-frame-ns"));
        first.push_back(ours.value("first-frame-ns"));
        data.push_back(ours.value("data-frame-ns"));
    }
    const QString peer = u"empty Qt Widgets window"_s;
    return {{.name = u"start: first frame"_s,
             .value = median(first),
             .reference = median(empty),
             .unit = u"ms"_s,
             .referenceName = peer,
             .limit = 2.0},
            {.name = u"start: first frame with the example's data"_s,
             .value = median(data),
             .reference = median(empty),
             .unit = u"ms"_s,
             .referenceName = peer,
             .limit = {}}};
}

} // namespace humdrum::bench
