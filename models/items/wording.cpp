// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/wording.h"

#include "domain/conventional.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTimeZone>

namespace humdrum::wording {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Wording)
};

QDateTime local(Timestamp t, const QByteArray &zone)
{
    const QTimeZone known(zone);
    return toQDateTime(t).toTimeZone(known.isValid() ? known : QTimeZone::utc());
}

} // namespace

QString took(Duration d)
{
    using namespace std::chrono;
    if (d <= Duration{0})
        return {};
    if (d < seconds{10})
        return Text::tr("%1 s").arg(QLocale().toString(static_cast<double>(d.count()) / 1000, 'f', 1));
    if (d < minutes{1})
        return Text::tr("%1 s").arg(duration_cast<seconds>(d).count());
    if (d < hours{1})
        return Text::tr("%1 m %2 s").arg(duration_cast<minutes>(d).count()).arg(duration_cast<seconds>(d).count() % 60);
    if (d < days{1})
        return Text::tr("%1 h %2 m").arg(duration_cast<hours>(d).count()).arg(duration_cast<minutes>(d).count() % 60);
    return Text::tr("%1 d %2 h").arg(duration_cast<days>(d).count()).arg(duration_cast<hours>(d).count() % 24);
}

QString age(Duration d)
{
    using namespace std::chrono;
    if (d < minutes{1})
        return Text::tr("now");
    if (d < hours{1})
        return Text::tr("%1 m").arg(duration_cast<minutes>(d).count());
    if (d < days{1})
        return Text::tr("%1 h").arg(duration_cast<hours>(d).count());
    return Text::tr("%1 d").arg(duration_cast<days>(d).count());
}

QString moment(Timestamp t, const QByteArray &zone)
{
    return QLocale().toString(local(t, zone), QStringLiteral("ddd d MMM yyyy, HH:mm")) + u' ' +
        QString::fromLatin1(zone);
}

QString day(Timestamp t, const QByteArray &zone)
{
    return QLocale().toString(local(t, zone).date(), QStringLiteral("d MMM yyyy"));
}

QString tests(const TestCounts &counts)
{
    if (counts.total <= 0)
        return {};
    const QLocale locale;
    if (counts.passed() == counts.total)
        return counts.total == 1 ? Text::tr("1 test") : Text::tr("%1 tests").arg(locale.toString(counts.total));
    return Text::tr("%1 of %2 tests").arg(locale.toString(counts.passed()), locale.toString(counts.total));
}

QString changes(int count)
{
    if (count == 0)
        return Text::tr("unchanged");
    if (count == 1)
        return Text::tr("1 change");
    return Text::tr("%1 changes").arg(QLocale().toString(count));
}

QString kindOfChange(const QString &type, bool breaking)
{
    if (breaking)
        return Text::tr("breaking");
    if (type == QLatin1StringView("feat"))
        return Text::tr("added");
    if (type == QLatin1StringView("fix"))
        return Text::tr("fixed");
    if (type == QLatin1StringView("perf"))
        return Text::tr("faster");
    if (isInternalType(type))
        return Text::tr("internal");
    return Text::tr("changed");
}

} // namespace humdrum::wording
