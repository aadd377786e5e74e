// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/preferences.h"

namespace humdrum {

using namespace Qt::StringLiterals;

Preferences::Preferences(const QString &fileName, QObject *parent) : QObject(parent), m_file(fileName) {}

ThemeMode Preferences::theme() const
{
    return themeModeFromWord(m_file.object()[u"theme"_s].toString()).value_or(ThemeMode::Desktop);
}

Density Preferences::density() const
{
    return densityFromWord(m_file.object()[u"density"_s].toString()).value_or(Density::Comfortable);
}

QString Preferences::person() const { return m_file.object()[u"person"_s].toString(); }

void Preferences::setTheme(ThemeMode theme)
{
    if (theme != this->theme())
        set(u"theme"_s, wordOf(theme));
}

void Preferences::setDensity(Density density)
{
    if (density != this->density())
        set(u"density"_s, wordOf(density));
}

void Preferences::setPerson(const QString &person)
{
    if (person != this->person())
        set(u"person"_s, person);
}

void Preferences::set(const QString &name, const QString &value)
{
    QJsonObject stored = m_file.object(); // what another version wrote stays
    stored[name] = value;
    m_file.setObject(stored);
    Q_EMIT changed();
}

} // namespace humdrum
