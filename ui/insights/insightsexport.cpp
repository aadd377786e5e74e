// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/insights/insightsexport.h"

#include "ui/widgets/pictureexport.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFuture>
#include <QPainter>
#include <QPrintDialog>
#include <QPrinter>
#include <QPromise>
#include <QSaveFile>
#include <QThreadPool>

#include <memory>

using namespace Qt::StringLiterals;

namespace humdrum::insightsexport {

namespace {

constexpr double margin = 20; ///< as the content has it at its other sides

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(InsightsPage)
};

/// All of it, with a margin where the content leaves that to the page.
QRectF wholeOf(const QWidget *content) { return QRectF(content->rect()).adjusted(-margin, -margin, 0, 0); }

std::function<void(QPainter &)> painterOf(QWidget *content)
{
    return [content](QPainter &painter) {
        painter.fillRect(wholeOf(content), content->palette().window());
        content->render(&painter, {}, {}, QWidget::DrawChildren);
    };
}

QFileDialog *dialog(QWidget *parent, const QString &title, const QString &filter, const QString &suffix)
{
    auto *asking = new QFileDialog(parent, title);
    asking->setAttribute(Qt::WA_DeleteOnClose);
    asking->setAcceptMode(QFileDialog::AcceptSave);
    asking->setNameFilter(filter);
    asking->setDefaultSuffix(suffix);
    asking->selectFile(Text::tr("Insights") + u'.' + suffix);
    return asking;
}

Result<void> write(const QString &file, const QByteArray &bytes)
{
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
        return fail(ErrorCode::FileFailed, Text::tr("The figures could not be written to %1.").arg(file),
                    Text::tr("Choose another folder."), out.errorString());
    return {};
}

} // namespace

void picture(QWidget *parent, QWidget *content, const QString &suffix, const Failed &failed)
{
    QFileDialog *asking = dialog(parent, Text::tr("Export the charts"),
                                 Text::tr("%1 picture (*.%2)").arg(suffix.toUpper(), suffix), suffix);
    QObject::connect(asking, &QFileDialog::fileSelected, content, [content, failed](const QString &file) {
        const Result<void> done = exportPicture(file, wholeOf(content), Text::tr("Insights"), painterOf(content));
        if (!done)
            failed(done.error());
    });
    asking->open();
}

void figures(QWidget *parent, const QString &text, const Failed &failed)
{
    QFileDialog *asking =
        dialog(parent, Text::tr("Export the figures"), Text::tr("Comma-separated values (*.csv)"), u"csv"_s);
    QObject::connect(asking, &QFileDialog::fileSelected, parent,
                     [parent, bytes = text.toUtf8(), failed](const QString &file) {
                         auto promise = std::make_shared<QPromise<Result<void>>>();
                         promise->start();
                         promise->future().then(parent, [failed](const Result<void> &done) {
                             if (!done)
                                 failed(done.error());
                         });
                         QThreadPool::globalInstance()->start([promise, file, bytes] {
                             promise->addResult(write(file, bytes));
                             promise->finish();
                         });
                     });
    asking->open();
}

void print(QWidget *parent, QWidget *content)
{
    const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    auto *asking = new QPrintDialog(printer.get(), parent);
    asking->setAttribute(Qt::WA_DeleteOnClose);
    // The dialog works on the printer as long as it lives.
    QObject::connect(asking, &QObject::destroyed, QCoreApplication::instance(), [printer] {});
    QObject::connect(asking, qOverload<QPrinter *>(&QPrintDialog::accepted), content, [content](QPrinter *chosen) {
        printPicture(*chosen, wholeOf(content), Text::tr("Insights"), painterOf(content));
    });
    asking->open();
}

} // namespace humdrum::insightsexport
