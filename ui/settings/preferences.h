// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/shell/jsonfile.h"
#include "ui/theme/theme.h"

#include <QObject>

namespace humdrum {

/// What the user prefers, in a file apart from the session. Changes are in force and saved at once. GUI thread.
class Preferences : public QObject {
    Q_OBJECT
public:
    /// What of the file counts.
    enum class Scope {
        All,
        Person, ///< the looks are the defaults, whatever the user prefers
    };
    /// May be made before the application is: the file is then read meanwhile.
    explicit Preferences(const QString &fileName, Scope scope = Scope::All, QObject *parent = nullptr);

    [[nodiscard]] ThemeMode theme() const;
    [[nodiscard]] Density density() const;
    /// Key of the person who sits here; empty: the account of the machine.
    [[nodiscard]] QString person() const;
    /// Whether the desktop tells what of the promotions waits for a person or has ended after long.
    [[nodiscard]] bool notifications() const;
    void setTheme(ThemeMode theme);
    void setDensity(Density density);
    void setPerson(const QString &person);
    void setNotifications(bool on);

Q_SIGNALS:
    void changed();

private:
    [[nodiscard]] QString look(const QString &name) const;
    void set(const QString &name, const QJsonValue &value);

    Scope m_scope;
    JsonFile m_file;
};

} // namespace humdrum
