// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/settings/preferences.h"

namespace humdrum {

using namespace Qt::StringLiterals;

Preferences::Preferences(const QString &fileName, Scope scope, QObject *parent)
    : QObject(parent)
    , m_scope(scope)
    , m_file(fileName)
{}

ThemeMode Preferences::theme() const { return themeModeFromWord(look(u"theme"_s)).value_or(ThemeMode::Desktop); }

Density Preferences::density() const { return densityFromWord(look(u"density"_s)).value_or(Density::Comfortable); }

QString Preferences::person() const { return m_file.object()[u"person"_s].toString(); }

bool Preferences::notifications() const { return m_file.object()[u"notifications"_s].toBool(true); }

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

void Preferences::setNotifications(bool on)
{
    if (on != notifications())
        set(u"notifications"_s, on);
}

QString Preferences::look(const QString &name) const
{
    return m_scope == Scope::All ? m_file.object()[name].toString() : QString();
}

void Preferences::set(const QString &name, const QJsonValue &value)
{
    QJsonObject stored = m_file.object(); // what another version wrote stays
    stored[name] = value;
    m_file.setObject(stored);
    Q_EMIT changed();
}

} // namespace humdrum
