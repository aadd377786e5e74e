// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/modules/modules.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibrary>
#include <QThreadPool>

namespace humdrum::modules {

using namespace Qt::StringLiterals;

namespace {

/// Found beside the program, in the build folder and wherever it was installed.
QString fileOf(QLatin1StringView module)
{
    return QDir::cleanPath(QCoreApplication::applicationDirPath() + u"/" HUMDRUM_MODULES "/"_s + module + u".so"_s);
}

} // namespace

void preload()
{
    QThreadPool::globalInstance()->start([] {
        for (const QLatin1StringView module : {charts, highlighting, notifications})
            QLibrary(fileOf(module)).load();
    });
}

QFunctionPointer function(QLatin1StringView module, const char *name)
{
    QLibrary library(fileOf(module)); // stays loaded to the end of the program
    const QFunctionPointer found = library.resolve(name);
    if (!found)
        qWarning("A part of Humdrum is missing: %s", qUtf8Printable(library.errorString()));
    return found;
}

} // namespace humdrum::modules
