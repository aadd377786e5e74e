// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "logs/logreader.h"

#include <QByteArray>

namespace humdrum::ctl {

/// Prints a log as it is read.
class LogPrinter {
public:
    enum class Form {
        Text,  ///< a line each, Humdrum's own behind a dot; what a terminal would obey is left out
        Raw,   ///< the same, as the command wrote it
        Json,  ///< an object each, one a line
        Array, ///< the same, as one array
    };
    struct Options {
        Form form = Form::Text;
        bool times = false;       ///< before each line, in `zone`
        QByteArray zone{"UTC"};   ///< an IANA id
        QString indent{};         ///< before what a command says
        qint64 tail = -1;         ///< only so many lines of what there is at first; -1: all
        Timestamp since = noTime; ///< only lines of then or later
    };

    LogPrinter(const QString &file, Options options);

    /// Prints what there is that was not printed yet. False when there was nothing.
    bool print();
    /// Also a line without its end, and the end of an array.
    void finish();
    [[nodiscard]] bool isEnded() const { return m_reader.isEnded(); }
    [[nodiscard]] QStringList problems() const { return m_reader.problems(); }

private:
    void add(QByteArray &bytes, const LogLine &line);

    LogReader m_reader;
    Options m_options;
    qint64 m_printed = -1; ///< lines; -1: not begun
    bool m_any = false;    ///< an object stands in the array
};

} // namespace humdrum::ctl
