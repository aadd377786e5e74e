// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/jsonfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace humdrum {

JsonFile::JsonFile(QString fileName) : m_fileName(std::move(fileName))
{
    m_writer.setMaxThreadCount(1); // so that an older state never overtakes a newer one
    if (m_fileName.isEmpty())
        return;
    m_reading = std::async(std::launch::async, [name = m_fileName] {
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    });
}

JsonFile::~JsonFile() { m_writer.waitForDone(); }

const QJsonObject &JsonFile::object() const
{
    if (m_reading.valid())
        m_object = m_reading.get();
    return m_object;
}

void JsonFile::setObject(const QJsonObject &object)
{
    if (object == this->object())
        return;
    m_object = object;
    if (m_fileName.isEmpty())
        return;
    m_writer.start([name = m_fileName, bytes = QJsonDocument(object).toJson(QJsonDocument::Indented)] {
        QDir().mkpath(QFileInfo(name).absolutePath());
        QSaveFile file(name);
        if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size())
            file.commit();
    });
}

} // namespace humdrum
