// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "language.h"

#include <QCoreApplication>
#include <QDir>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// "de" of "de_AT" and of "de-AT.UTF-8".
QString languageOf(const QString &name)
{
    const auto end = std::ranges::find_if(name, [](QChar c) { return c == u'_' || c == u'-' || c == u'.'; });
    return name.first(end - name.begin()).toLower();
}

} // namespace

QStringList knownLanguages()
{
    QStringList known{u"en"_s};
    for (const QString &file : QDir(u":/i18n"_s).entryList({u"humdrum_*.qm"_s})) {
        const QString language = file.section(u'_', 1).section(u'.', 0, 0);
        if (!known.contains(language))
            known << language;
    }
    return known;
}

Result<QLocale> localeFor(const QString &asked, const QLocale &system, const QStringList &known)
{
    if (asked.isEmpty())
        return known.contains(languageOf(system.name())) ? system : QLocale(QLocale::English);
    QLocale locale(asked);
    // QLocale takes a language that it does not know for C, which a script may ask for.
    if (known.contains(languageOf(asked)) && languageOf(locale.name()) == languageOf(asked))
        return locale;
    return fail(ErrorCode::InvalidInput,
                QCoreApplication::translate("Options", "Humdrum does not speak “%1”.").arg(asked),
                QCoreApplication::translate("Options", "It speaks: %1.").arg(known.join(u", ")));
}

} // namespace humdrum
