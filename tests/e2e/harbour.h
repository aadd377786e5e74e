// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace humdrum::e2e {

/// What a program said and how it ended.
struct Ran {
    int exitCode = -1; ///< -1: it did not start, crashed, or took longer than a minute
    QString output, errors;

    /// What it printed with --json; undefined when that is no JSON.
    [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(output.toUtf8()).object(); }
    [[nodiscard]] QJsonArray array() const { return QJsonDocument::fromJson(output.toUtf8()).array(); }
    /// The error that --json prints.
    [[nodiscard]] QJsonObject error() const { return QJsonDocument::fromJson(errors.toUtf8()).object(); }
    [[nodiscard]] QString all() const { return output + errors; }
};

/// Runs a program to its end. Variables that are set empty are taken away.
[[nodiscard]] Ran run(const QString &folder, const QString &program, const QStringList &arguments,
                      const QHash<QString, QString> &variables = {});
/// Where the build has put a program of ours.
[[nodiscard]] QString program(const QString &name);
/// Whether a process runs; one that only waits to be reaped does not.
[[nodiscard]] bool isThere(qint64 pid);
[[nodiscard]] QByteArray bytesOf(const QString &file);
void writeTo(const QString &file, const QByteArray &bytes);

/// The example in a folder of its own with ports of its own, driven through the built humdrumctl. When it goes, its services
/// are stopped.
class Harbour {
public:
    Harbour();
    ~Harbour();
    Q_DISABLE_COPY_MOVE(Harbour)

    /// Makes the example; with `described` its database too, as the manual says: init and every import.
    [[nodiscard]] Ran create(const QStringList &options = {});
    [[nodiscard]] Ran describe();

    /// humdrumctl ARGUMENTS --db … --as PERSON, to its end.
    [[nodiscard]] Ran ctl(const QStringList &arguments, const QString &person = QStringLiteral("nr")) const;
    /// The same with --json.
    [[nodiscard]] Ran json(const QStringList &arguments, const QString &person = QStringLiteral("nr")) const;
    /// The same, started and left running.
    [[nodiscard]] std::unique_ptr<QProcess> start(const QStringList &arguments,
                                                  const QString &person = QStringLiteral("nr")) const;

    /// The window on the database, without a display and without what the user has, started and left running.
    [[nodiscard]] std::unique_ptr<QProcess> startWindow() const;

    [[nodiscard]] Ran git(const QString &service, const QStringList &arguments) const;
    /// A change in a service's program, as somebody of the team would make it; returns its full hash.
    [[nodiscard]] QString commit(const QString &service, const QString &summary) const;
    /// Run every stage of a service's row for its newest commit and tell what went wrong, if anything.
    [[nodiscard]] QString runRow(const QString &service) const;
    /// Release of the next train with its join stage passed; its version, or empty with a warning.
    [[nodiscard]] QString release() const;

    /// Switches a fault of the example on or off.
    void setFault(const QString &environment, const QString &name, bool on) const;
    /// What /health of a running service says.
    [[nodiscard]] QJsonObject health(const QString &environment, const QString &service) const;
    /// The row of `status --json`.
    [[nodiscard]] QJsonObject running(const QString &environment, const QString &service) const;
    /// Takes a line out of humdrum.yaml, or puts another in its place, and describes the product again.
    [[nodiscard]] Ran redescribe(const QString &line, const QString &instead) const;

    void stopServices() const;
    /// Processes that work in the folder or have it on their command line, as "pid command".
    [[nodiscard]] QStringList processes() const;

    [[nodiscard]] QString folder() const { return m_folder; }
    [[nodiscard]] QString path(const QString &name) const { return m_folder + u'/' + name; }
    [[nodiscard]] QString config() const { return path(QStringLiteral("humdrum.yaml")); }
    [[nodiscard]] QString database() const { return m_dir.filePath(QStringLiteral("humdrum.db")); }
    [[nodiscard]] QString beside(const QString &name) const { return m_dir.filePath(name); }

private:
    [[nodiscard]] QStringList shared(const QStringList &arguments, const QString &person) const;

    QTemporaryDir m_dir;
    QString m_folder;
    std::unique_ptr<QLockFile> m_ports;
};

} // namespace humdrum::e2e
