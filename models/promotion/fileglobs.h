// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDateTime>
#include <QHash>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace humdrum {

/// Files that match globs such as "build/*/*.xml" or "reports/**/*.xml", each once, sorted. Relative patterns are looked up in
/// `folder`. '*', '?' and '[…]' match inside one name, "**" any number of folders. Links to folders are not followed below "**".
[[nodiscard]] QStringList filesMatching(const QString &folder, const QStringList &globs);

/// Remembers what matched before a command ran, so that results of an earlier run are never taken for this one's.
class FreshFiles {
public:
    FreshFiles() = default;
    FreshFiles(QString folder, QStringList globs);
    /// Those that are new or were written since.
    [[nodiscard]] QStringList now() const;
    [[nodiscard]] bool wanted() const { return !m_globs.isEmpty(); }
    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static std::optional<FreshFiles> fromJson(const QJsonObject &object);
    [[nodiscard]] QString globs() const { return m_globs.join(u' '); }

private:
    struct State {
        qint64 size = 0;
        QDateTime written;
        quint64 inode = 0;
        friend bool operator==(const State &, const State &) = default;
    };
    [[nodiscard]] static State stateOf(const QString &file);

    QString m_folder;
    QStringList m_globs;
    QHash<QString, State> m_before;
};

} // namespace humdrum
