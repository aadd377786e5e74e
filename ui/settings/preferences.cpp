// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/preferences.h"

namespace humdrum {

using namespace Qt::StringLiterals;

Preferences::Preferences(const QString &fileName, QObject *parent) : QObject(parent), m_file(fileName)
{
    const QJsonObject stored = m_file.object();
    m_theme = themeModeFromWord(stored[u"theme"_s].toString()).value_or(m_theme);
    m_density = densityFromWord(stored[u"density"_s].toString()).value_or(m_density);
    m_person = stored[u"person"_s].toString();
}

void Preferences::setTheme(ThemeMode theme)
{
    if (std::exchange(m_theme, theme) != theme)
        save();
}

void Preferences::setDensity(Density density)
{
    if (std::exchange(m_density, density) != density)
        save();
}

void Preferences::setPerson(const QString &person)
{
    if (std::exchange(m_person, person) != person)
        save();
}

void Preferences::save()
{
    QJsonObject stored = m_file.object(); // what another version wrote stays
    stored[u"theme"_s] = wordOf(m_theme);
    stored[u"density"_s] = wordOf(m_density);
    stored[u"person"_s] = m_person;
    m_file.setObject(stored);
    Q_EMIT changed();
}

} // namespace humdrum
