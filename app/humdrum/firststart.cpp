// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "firststart.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QPromise>
#include <QSaveFile>
#include <QThreadPool>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr double createShare = 0.6; ///< of the whole, as measured

Result<void> mark(const QString &file, const QByteArray &state)
{
    QSaveFile out(file);
    if (!QDir().mkpath(QFileInfo(file).absolutePath()) || !out.open(QIODevice::WriteOnly) ||
        out.write(state) != state.size() || !out.commit()) {
        return fail(ErrorCode::FileFailed,
                    QCoreApplication::translate("FirstStart", "%1 could not be written.").arg(file),
                    QCoreApplication::translate(
                        "FirstStart", "Check that the folder can be written to and that the disk is not full."),
                    out.errorString());
    }
    return {};
}

Result<void> fill(const QString &marker, const QString &folder, const FirstStart::Steps &steps,
                  const FirstStart::Progress &progress)
{
    QFile left(marker);
    const bool created = left.open(QIODevice::ReadOnly) && left.readAll() == "importing";
    if (!created) {
        const bool ours = left.isOpen(); // a half-written example of an interrupted start, and nobody else's folder
        left.close();
        if (ours) {
            QDir(folder).removeRecursively();
        } else if (QDir(folder).exists() && !QDir(folder).isEmpty()) {
            // Before the mark is made: what is there now is not ours, and the mark would say it is.
            return fail(ErrorCode::AlreadyExists,
                        QCoreApplication::translate("FirstStart", "The folder %1 for the example product is not empty.")
                            .arg(folder),
                        QCoreApplication::translate("FirstStart", "Move it away and start Humdrum again."));
        }
        if (Result<void> done = mark(marker, "creating"); !done)
            return done;
        const auto part = [&progress](double f, const QString &step) { progress(f * createShare, step); };
        if (Result<void> done = steps.create(folder, part); !done)
            return done;
        if (Result<void> done = mark(marker, "importing"); !done)
            return done;
    }
    left.close();
    const auto part = [&progress](double f, const QString &step) {
        progress(createShare + f * (1 - createShare), step);
    };
    if (Result<void> done = steps.import(folder, part); !done)
        return done;
    QFile::remove(marker);
    return {};
}

} // namespace

FirstStart::FirstStart(QString databaseFile, QString exampleFolder)
    : m_database(std::move(databaseFile))
    , m_folder(std::move(exampleFolder))
    , m_marker(m_database + u".first-start"_s)
{}

QFuture<bool> FirstStart::isNeeded() const
{
    auto promise = std::make_shared<QPromise<bool>>();
    QFuture<bool> future = promise->future();
    promise->start();
    QThreadPool::globalInstance()->start([promise, database = m_database, marker = m_marker] {
        promise->addResult(!QFileInfo::exists(database) || QFileInfo::exists(marker));
        promise->finish();
    });
    return future;
}

QFuture<Result<void>> FirstStart::run(const Steps &steps, const Progress &progress) const
{
    auto promise = std::make_shared<QPromise<Result<void>>>();
    QFuture<Result<void>> future = promise->future();
    promise->start();
    QThreadPool::globalInstance()->start([promise, marker = m_marker, folder = m_folder, steps, progress] {
        promise->addResult(fill(marker, folder, steps, progress));
        promise->finish();
    });
    return future;
}

} // namespace humdrum
