// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/notes/closeddocument.h"

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QThread>
#include <QUrl>
#include <QWidget>

namespace humdrum {

namespace {

class ClosedDocument final : public QTextDocument {
public:
    using QTextDocument::QTextDocument;

protected:
    QVariant loadResource(int type, const QUrl &name) override
    {
        Q_UNUSED(type);
        Q_UNUSED(name);
        return {};
    }
};

void removeDocument(QTextDocument *document)
{
    if (document->thread() == QThread::currentThread())
        delete document;
    else
        document->deleteLater();
}

} // namespace

DocumentLook DocumentLook::of(const QWidget &view, int width)
{
    const QPalette &p = view.palette();
    const QColor surface = colours::card(p);
    return {.body = fonts::body(),
            .monospaced = fonts::monospaced(),
            .text = colours::text(p),
            .muted = colours::muted(p),
            .link = colours::readable(colours::accent(p), surface),
            .border = colours::border(p),
            .added = colours::chipText(Mark::Passed, p),
            .addedSurface = colours::markTint(Mark::Passed, p),
            .removed = colours::chipText(Mark::Failed, p),
            .removedSurface = colours::markTint(Mark::Failed, p),
            .width = width};
}

std::shared_ptr<QTextDocument> closedDocument(const DocumentLook &look)
{
    std::shared_ptr<QTextDocument> document(new ClosedDocument, removeDocument);
    document->setUndoRedoEnabled(false);
    document->setDefaultFont(look.body);
    document->setDocumentMargin(0);
    document->setIndentWidth(18);
    return document;
}

void handOver(QTextDocument &document)
{
    QThread *gui = QCoreApplication::instance()->thread();
    if (document.thread() != gui)
        document.moveToThread(gui);
}

} // namespace humdrum
