// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

/// A real git repository in a temporary folder, driven by the real program.
class TestRepository {
public:
    /// `name` becomes the folder's name; `init` false leaves it an ordinary folder.
    explicit TestRepository(const QString &name = QStringLiteral("repository"), bool init = true);

    [[nodiscard]] QString path() const { return m_path; }
    [[nodiscard]] QString root() const { return m_folder.path(); } ///< the folder around it
    /// Runs git and returns its trimmed output; fails the test when git fails.
    QByteArray git(const QStringList &arguments, const QByteArray &input = {});
    void write(const QString &file, const QByteArray &content);
    /// Commits all that is there, an hour after the commit before; returns the full hash.
    QString commit(const QString &message, const QStringList &more = {});
    /// A commit object of exactly these bytes (header fields after the tree and parents are the caller's).
    QString rawCommit(const QString &tree, const QStringList &parents, const QByteArray &rest);

private:
    QTemporaryDir m_folder;
    QString m_path;
    qint64 m_time = 1'780'000'000;
};
