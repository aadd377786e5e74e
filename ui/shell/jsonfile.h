// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QJsonObject>
#include <QString>
#include <QThreadPool>

#include <future>

namespace humdrum {

/// A small JSON object on disk. It is read once, on a thread of its own from the constructor on: make it early, ask it
/// late, for object() waits. Writing happens on a thread of its own, whole or not at all (renamed into place), and the destructor waits for the last write. A file that is missing or broken
/// reads as empty. An empty name keeps nothing.
class JsonFile {
public:
    explicit JsonFile(QString fileName);
    ~JsonFile();
    Q_DISABLE_COPY_MOVE(JsonFile)

    [[nodiscard]] const QJsonObject &object() const;
    void setObject(const QJsonObject &object);
    [[nodiscard]] const QString &fileName() const { return m_fileName; }

private:
    QString m_fileName;
    mutable std::future<QJsonObject> m_reading; ///< until it is asked for
    mutable QJsonObject m_object;
    QThreadPool m_writer;
};

} // namespace humdrum
