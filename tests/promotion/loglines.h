// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "logs/logparts.h"
#include "logs/logreader.h"

namespace humdrum {

/// All of a log as it is now.
inline QList<LogLine> linesOf(const QString &file)
{
    LogReader reader(file);
    do
        reader.refresh();
    while (reader.hasMore());
    return reader.read(0, reader.count()).lines;
}

/// What a run has said so far; `over`: with the lines that have no end.
inline QList<LogLine> linesOfRun(const QString &runFolder, bool over)
{
    RunPart part({}, runFolder);
    do
        part.refresh(over);
    while (part.hasMore());
    QList<LogLine> lines;
    for (size_t b = 0; b < part.blocks().size(); ++b) {
        const LogBlockLines read = part.read(b);
        for (size_t i = 0; i < read.lines.size(); ++i)
            lines << read.lineAt(i);
    }
    return lines;
}

} // namespace humdrum
