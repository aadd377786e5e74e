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
    QFile file(m_fileName);
    if (!m_fileName.isEmpty() && file.open(QIODevice::ReadOnly))
        m_object = QJsonDocument::fromJson(file.readAll()).object();
}

JsonFile::~JsonFile() { m_writer.waitForDone(); }

void JsonFile::setObject(const QJsonObject &object)
{
    if (object == m_object)
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
