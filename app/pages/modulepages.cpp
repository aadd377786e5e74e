// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "makepage.h"

#include "pagemaker.h"

#include <QCoreApplication>
#include <QDir>
#include <QLibrary>
#include <QPromise>
#include <QThreadPool>

#include <atomic>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Pages)
};

std::atomic<decltype(&humdrumMakePage)> maker = nullptr; ///< the module stays loaded to the end

Result<void> loadModule()
{
    // Beside the program, so that it is found in the build folder and wherever it was installed.
    const QString file =
        QDir::cleanPath(QCoreApplication::applicationDirPath() + u'/' + QStringLiteral(HUMDRUM_PAGES_MODULE));
    QLibrary module(file);
    maker = reinterpret_cast<decltype(&humdrumMakePage)>(module.resolve("humdrumMakePage"));
    if (maker)
        return {};
    return fail(ErrorCode::FileFailed, Text::tr("A part of Humdrum is missing: %1 could not be loaded.").arg(file),
                Text::tr("Install Humdrum again."), module.errorString());
}

} // namespace

QFuture<Result<void>> preparePages()
{
    static const QFuture<Result<void>> prepared = [] {
        auto promise = std::make_shared<QPromise<Result<void>>>();
        promise->start();
        QThreadPool::globalInstance()->start([promise] {
            promise->addResult(loadModule());
            promise->finish();
        });
        return promise->future();
    }();
    return prepared;
}

Page *makePage(const PageDescription &description, const PageServices &services, QWidget *parent)
{
    preparePages().waitForFinished();
    return maker ? maker.load()(description, services, parent) : nullptr;
}

} // namespace humdrum
