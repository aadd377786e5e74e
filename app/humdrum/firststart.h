// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QFuture>
#include <QString>

#include <functional>

namespace humdrum {

/// Fills an empty database with the example product. A start that was interrupted is taken up by the next one: a small
/// file beside the database says how far it came. GUI thread; the work is done on a thread of its own.
class FirstStart {
public:
    using Progress = std::function<void(double fraction, const QString &step)>;
    struct Steps {
        /// Writes the example to a folder that is absent or empty.
        std::function<Result<void>(const QString &folder, const Progress &)> create;
        /// Reads that folder into the database; may be called again after a failure.
        std::function<Result<void>(const QString &folder, const Progress &)> import;
    };

    FirstStart(QString databaseFile, QString exampleFolder);

    /// Nothing has been stored yet, or an earlier first start was interrupted.
    [[nodiscard]] QFuture<bool> isNeeded() const;
    /// `progress` is called from the working thread. The future never throws; a finished one has a result.
    [[nodiscard]] QFuture<Result<void>> run(const Steps &steps, const Progress &progress) const;

private:
    QString m_database;
    QString m_folder;
    QString m_marker;
};

} // namespace humdrum
