// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QColor>
#include <QFont>
#include <QTextDocument>

#include <memory>

class QWidget;

namespace humdrum {

/// How a document looks that is made off the GUI thread; taken from a widget in the GUI thread.
struct DocumentLook {
    QFont body, monospaced;
    QColor text, muted, link, border;
    QColor added, addedSurface, removed, removedSurface;
    int width = 0; ///< of the view, so that the text is laid out for it

    [[nodiscard]] static DocumentLook of(const QWidget &view, int width);
};

/// A document that asks nobody for anything: neither the disk nor the network, nor the view that shows it. Made in any
/// thread; handOver() gives it to the GUI thread. Deleted in the thread that it belongs to.
[[nodiscard]] std::shared_ptr<QTextDocument> closedDocument(const DocumentLook &look);
void handOver(QTextDocument &document);

} // namespace humdrum
