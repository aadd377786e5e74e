// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/notes/differenceview.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QScrollBar>
#include <QTextCursor>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace humdrum {

DifferenceView::DifferenceView(QWidget *parent) : QTextEdit(parent), m_work(250ms)
{
    setAccessibleName(tr("What differs"));
    setFrameShape(QFrame::NoFrame);
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    m_work.onDone([this](Shown shown) { showShown(std::move(shown)); });
}

DifferenceView::~DifferenceView()
{
    setDocument(nullptr); // before the one that is shown goes
}

void DifferenceView::setBefore(const QString &text)
{
    m_before = text;
    compareAgain();
}

void DifferenceView::setAfter(const QString &text)
{
    if (text == m_after)
        return;
    m_after = text;
    compareAgain();
}

void DifferenceView::compareAgain()
{
    const DocumentLook look = DocumentLook::of(*this, viewport()->width());
    m_work.ask([before = m_before, after = m_after, look] {
        Shown shown{differenceOf(before, after), nullptr};
        if (shown.difference)
            shown.document = draw(*shown.difference, look);
        return shown;
    });
}

void DifferenceView::showShown(Shown shown)
{
    if (!shown.difference) {
        Q_EMIT failed(shown.difference.error());
        return;
    }
    m_added = shown.difference->added;
    m_removed = shown.difference->removed;
    const int scrolled = verticalScrollBar()->value();
    setDocument(shown.document.get());
    m_document = std::move(shown.document);
    verticalScrollBar()->setValue(std::min(scrolled, verticalScrollBar()->maximum()));
    Q_EMIT compared();
}

std::shared_ptr<QTextDocument> DifferenceView::draw(const TextDifference &difference, const DocumentLook &look)
{
    std::shared_ptr<QTextDocument> document = closedDocument(look);
    QTextCursor cursor(document.get());
    QTextCharFormat plain;
    plain.setFont(look.monospaced);
    plain.setForeground(look.text);
    bool first = true;
    const auto add = [&](const QString &text, const QColor &ink, const QColor &surface) {
        QTextBlockFormat block;
        if (surface.isValid())
            block.setBackground(surface);
        // What wraps stands below its own text, not below the sign.
        block.setLeftMargin(18);
        block.setTextIndent(-18);
        QTextCharFormat format = plain;
        format.setForeground(ink);
        if (first)
            cursor.setBlockFormat(block);
        else
            cursor.insertBlock(block);
        first = false;
        cursor.insertText(text, format);
    };
    cursor.beginEditBlock();
    if (difference.lines.empty())
        add(QCoreApplication::translate("DifferenceView", "Both texts are the same."), look.muted, {});
    for (const DifferenceLine &line : difference.lines) {
        switch (line.kind) {
        case LineKind::Same:
            add(u"  "_s + line.text, look.muted, {});
            break;
        case LineKind::Added:
            add(u"+ "_s + line.text, look.added, look.addedSurface);
            break;
        case LineKind::Removed:
            add(u"− "_s + line.text, look.removed, look.removedSurface);
            break;
        case LineKind::Gap:
            add(u"  ⋯"_s, look.muted, {});
            break;
        }
    }
    cursor.endEditBlock();
    if (look.width > 0)
        document->setTextWidth(look.width);
    handOver(*document);
    return document;
}

void DifferenceView::changeEvent(QEvent *event)
{
    QTextEdit::changeEvent(event);
    if (m_document && (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange))
        compareAgain();
}

void DifferenceView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT escaped();
        return;
    }
    QTextEdit::keyPressEvent(event);
}

} // namespace humdrum
