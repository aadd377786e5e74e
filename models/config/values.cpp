// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config/values.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Optimal string alignment: insertions, deletions, substitutions and neighbours swapped.
qsizetype distance(QStringView a, QStringView b)
{
    const auto width = static_cast<size_t>(b.size()) + 1;
    std::vector<qsizetype> before(width), last(width), now(width);
    for (size_t j = 0; j < width; ++j)
        last[j] = static_cast<qsizetype>(j);
    for (qsizetype i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (qsizetype j = 1; j <= b.size(); ++j) {
            const auto k = static_cast<size_t>(j);
            now[k] = std::min({last[k] + 1, now[k - 1] + 1, last[k - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                now[k] = std::min(now[k], before[k - 2] + 1);
        }
        before.swap(last);
        last.swap(now);
    }
    return last.back();
}

QString folded(const QString &word) { return word.toLower().replace(u'_', u'-').replace(u' ', u'-'); }

} // namespace

std::optional<qint64> parseSize(QStringView text)
{
    static const QRegularExpression form(u"^([0-9]{1,18})(\\.[0-9]{1,6})?(?: ?([A-Za-z]{1,3}))?$"_s);
    const auto match = form.matchView(text);
    if (!match.hasMatch())
        return std::nullopt;
    struct Unit {
        QLatin1StringView name;
        double factor;
    };
    static constexpr std::array units{Unit{"B"_L1, 1},
                                      Unit{"kB"_L1, 1e3},
                                      Unit{"KB"_L1, 1e3},
                                      Unit{"MB"_L1, 1e6},
                                      Unit{"GB"_L1, 1e9},
                                      Unit{"TB"_L1, 1e12},
                                      Unit{"KiB"_L1, 1024.0},
                                      Unit{"MiB"_L1, 1048576.0},
                                      Unit{"GiB"_L1, 1073741824.0},
                                      Unit{"TiB"_L1, 1099511627776.0}};
    const QStringView unit = match.capturedView(3);
    const bool fraction = match.hasCaptured(2);
    if (unit.isEmpty()) {
        const qint64 bytes = match.capturedView(1).toLongLong();
        return fraction || bytes > (qint64{1} << 60) ? std::nullopt : std::optional(bytes);
    }
    const auto it = std::ranges::find_if(units, [&](const Unit &u) { return unit == u.name; });
    if (it == units.end())
        return std::nullopt;
    const double bytes = QString(match.captured(1) + match.captured(2)).toDouble() * it->factor;
    if (bytes > std::exp2(60))
        return std::nullopt;
    return static_cast<qint64>(std::llround(bytes));
}

std::optional<Duration> parseDuration(QStringView text)
{
    static const QRegularExpression form(
        u"^(?:([0-9]{1,6})w)?(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,8})m)?(?:([0-9]{1,9})s)?(?:([0-9]{1,12})ms)?$"_s);
    const auto match = form.matchView(text);
    if (text.isEmpty() || !match.hasMatch())
        return std::nullopt;
    static constexpr std::array<qint64, 6> factors{604'800'000, 86'400'000, 3'600'000, 60'000, 1'000, 1};
    qint64 ms = 0;
    for (size_t i = 0; i < factors.size(); ++i)
        ms += match.capturedView(static_cast<int>(i) + 1).toLongLong() * factors[i];
    if (ms > 3653 * factors[1])
        return std::nullopt;
    return Duration{ms};
}

std::optional<QDate> parseDate(QStringView text)
{
    static const QRegularExpression form(u"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"_s);
    if (!form.matchView(text).hasMatch())
        return std::nullopt;
    const QDate date(text.sliced(0, 4).toInt(), text.sliced(5, 2).toInt(), text.sliced(8, 2).toInt());
    if (!date.isValid() || date.year() < 1970 || date.year() > 2199)
        return std::nullopt;
    return date;
}

std::optional<QTime> parseTime(QStringView text)
{
    static const QRegularExpression form(u"^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$"_s);
    if (!form.matchView(text).hasMatch())
        return std::nullopt;
    const QTime time(text.sliced(0, 2).toInt(), text.sliced(3, 2).toInt(),
                     text.size() > 5 ? text.sliced(6, 2).toInt() : 0);
    return time.isValid() ? std::optional(time) : std::nullopt;
}

bool isKey(QStringView text)
{
    static const QRegularExpression form(u"^[a-z0-9][a-z0-9._-]{0,63}\\z"_s);
    return form.matchView(text).hasMatch();
}

QString nearest(const QString &word, const QStringList &candidates)
{
    const QString wanted = folded(word.left(64));
    QString best;
    qsizetype bestDistance = std::max<qsizetype>(1, wanted.size() / 3) + 1;
    for (const QString &candidate : candidates) {
        const qsizetype d = distance(wanted, folded(candidate));
        if (d < bestDistance) {
            best = candidate;
            bestDistance = d;
        }
    }
    return best;
}

} // namespace humdrum
