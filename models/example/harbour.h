// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QDate>
#include <QString>

#include <functional>

namespace humdrum {

/// What the example product is made of. The same seed, date, weeks and ports give the same commits and the same bytes in
/// any folder (but for what git and the file system note about times of access).
struct HarbourOptions {
    QString folder; ///< made; may be there when it is empty or an earlier Harbour, which is then replaced
    QDate until;    ///< everything in it happened before this day began, in Europe/Berlin; invalid: today there
    quint64 seed = 1;
    int weeks = 30;   ///< 24 to 200, the week of the next train included
    int portBase = 0; ///< first of 18 ports on 127.0.0.1, 1024 to 65517; 0: free ones are looked for
};

/// Where things are, as absolute paths.
struct HarbourPaths {
    QString folder;
    QString config;      ///< humdrum.yaml
    QString junit;       ///< folder of recorded results, with folders in it
    QString deployments; ///< recorded-deployments.md says what is in it
    QString pools;
    QString notes; ///< folder of texts, with notes.jsonl
    int portBase = 0;
    QString nextTrain; ///< version of the train that leaves next, "2026.48"
};

/// Says how far it is, 0 to 1, and what it does now (translated). Called on the caller's thread.
using HarbourProgress = std::function<void(double fraction, const QString &step)>;

/// Makes "Harbour Suite" in a folder: repositories, environments, pools, tools, recorded history. Everything is made beside
/// the folder and put in its place when it is whole, so that the folder never holds half a Harbour; what an interrupted
/// attempt left there is removed. Services of an earlier Harbour are stopped before it is replaced. Needs git and python3;
/// blocks for some seconds: not for the main thread.
///
/// Errors: InvalidInput (date, weeks, ports), AlreadyExists (the folder holds something else), CommandNotStarted,
/// GitFailed, FileFailed.
[[nodiscard]] Result<HarbourPaths> createHarbour(const HarbourOptions &options, const HarbourProgress &progress = {});

/// Whether the folder holds a whole Harbour.
[[nodiscard]] bool isHarbour(const QString &folder);

} // namespace humdrum
