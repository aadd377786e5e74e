// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/runnotes.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

class Text {
    Q_DECLARE_TR_FUNCTIONS(Runs)
};

QString notesIn(const QString &runFolder) { return QDir(runFolder).filePath(u"asked"_s); }

} // namespace

Result<void> noteAsked(const QString &runFolder, const RunNotes &notes)
{
    const QJsonObject object{{u"before"_s, notes.before.toJson()}};
    const QByteArray bytes = QJsonDocument(object).toJson(QJsonDocument::Compact);
    QFile file(notesIn(runFolder));
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered) || file.write(bytes) != bytes.size())
        return fail(ErrorCode::FileFailed,
                    Text::tr("%1 cannot be written: %2").arg(file.fileName(), file.errorString()));
    return {};
}

std::optional<RunNotes> readAsked(const QString &runFolder)
{
    QFile file(notesIn(runFolder));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    const auto before = FreshFiles::fromJson(object.value("before"_L1).toObject());
    if (!before)
        return std::nullopt;
    return RunNotes{*before};
}

} // namespace humdrum
