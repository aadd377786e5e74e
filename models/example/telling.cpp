// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/telling.h"

#include <QCoreApplication>
#include <QFile>

using namespace Qt::StringLiterals;

// A static library's resources are known only once this has been called, outside any namespace.
static void loadHarbourAssets() { Q_INIT_RESOURCE(harbour); }

namespace humdrum::example {

namespace {
/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Example)
};
} // namespace

Result<Weeks> planWeeks(const QDate &until, int count)
{
    const QTimeZone berlin("Europe/Berlin");
    if (!berlin.isValid())
        return fail(ErrorCode::Internal, Text::tr("The time zone Europe/Berlin is not known on this machine."),
                    Text::tr("Install tzdata."));
    Weeks weeks;
    weeks.zone = berlin;
    weeks.until = until.isValid() ? until : QDateTime::currentDateTimeUtc().toTimeZone(berlin).date();
    weeks.count = count;
    if (count < 24 || count > 200)
        return fail(ErrorCode::InvalidInput, Text::tr("The example can have 24 to 200 weeks, not %1.").arg(count));
    if (weeks.until.year() < 1990 || weeks.until.year() > 9000)
        return fail(ErrorCode::InvalidInput,
                    Text::tr("The example cannot end in the year %1.").arg(weeks.until.year()));
    weeks.lastDeparture = weeks.until;
    while (weeks.lastDeparture.dayOfWeek() != Qt::Tuesday)
        weeks.lastDeparture = weeks.lastDeparture.addDays(1);
    return weeks;
}

Result<QByteArray> asset(const QString &path)
{
    loadHarbourAssets();
    QFile file(u":/humdrum/harbour/"_s + path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::Internal, Text::tr("The example lacks its file %1.").arg(path));
    return file.readAll();
}

Result<std::map<QString, Deck>> readDecks()
{
    const Result<QByteArray> common = asset(u"services/common.deck"_s);
    if (!common)
        return std::unexpected(common.error());
    std::map<QString, Deck> decks;
    for (const QString &service : serviceKeys()) {
        const Result<QByteArray> text = asset(u"services/%1.deck"_s.arg(service));
        if (!text)
            return std::unexpected(text.error());
        Result<Deck> deck = readDeck(service, QString::fromUtf8(*common), QString::fromUtf8(*text));
        if (!deck)
            return std::unexpected(deck.error());
        decks.emplace(service, std::move(*deck));
    }
    return decks;
}

} // namespace humdrum::example
