// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/notes/notespreview.h"

#include "ui/theme/theme.h"

#include <QDesktopServices>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextList>
#include <QTextTable>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace humdrum {

namespace {

bool mayFollow(const QUrl &url)
{
    return url.isValid() && (url.scheme() == "http"_L1 || url.scheme() == "https"_L1) && !url.host().isEmpty();
}

/// Turns what came out of the Markdown into what the program shows.
class Finisher {
public:
    Finisher(QTextDocument &document, const DocumentLook &look) : m_document(document), m_look(look) {}

    void finish()
    {
        QTextCursor all(&m_document);
        all.beginEditBlock(); // told to the layout once
        for (QTextBlock block = m_document.begin(); block.isValid(); block = block.next()) {
            closeFragments(block);
            style(block);
        }
        frameCode();
        styleTables(*m_document.rootFrame());
        all.endEditBlock();
    }

private:
    struct Piece {
        int position = 0, length = 0;
        QTextCharFormat format;
    };

    /// Pictures become their description and links that lead elsewhere than to the web become text.
    void closeFragments(const QTextBlock &block)
    {
        std::vector<Piece> pieces;
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment fragment = it.fragment();
            const QTextCharFormat format = fragment.charFormat();
            if (format.isImageFormat() || format.isAnchor() || format.fontFixedPitch())
                pieces.push_back({fragment.position(), fragment.length(), format});
        }
        // From the end, so that the places before stay what they are.
        for (auto piece = pieces.rbegin(); piece != pieces.rend(); ++piece)
            close(*piece);
    }

    void close(const Piece &piece)
    {
        QTextCursor cursor(&m_document);
        cursor.setPosition(piece.position);
        cursor.setPosition(piece.position + piece.length, QTextCursor::KeepAnchor);
        if (piece.format.isImageFormat()) {
            const QTextImageFormat image = piece.format.toImageFormat();
            QString alternative = image.property(QTextFormat::ImageAltText).toString();
            if (alternative.isEmpty())
                alternative = image.name();
            QTextCharFormat quiet;
            quiet.setForeground(m_look.muted);
            cursor.insertText(u'[' + alternative + u']', quiet);
            return;
        }
        QTextCharFormat format = piece.format;
        if (format.isAnchor()) {
            const bool web = mayFollow(QUrl(format.anchorHref()));
            format.setForeground(web ? m_look.link : m_look.text);
            format.setFontUnderline(web);
            if (!web) {
                format.setAnchor(false);
                format.setAnchorHref({});
            }
        }
        if (format.fontFixedPitch()) {
            format.setFontFamilies(m_look.monospaced.families());
            if (!format.isAnchor())
                format.setForeground(m_look.text);
        }
        cursor.setCharFormat(format);
    }

    void style(const QTextBlock &block)
    {
        QTextBlockFormat format = block.blockFormat();
        if (const int level = format.headingLevel(); level > 0) {
            styleHeading(block, level);
            format.setTopMargin(level == 1 ? 0 : 14);
            format.setBottomMargin(level == 1 ? 8 : 4);
        } else if (isCode(block)) {
            format.setLeftMargin(0);
            format.setTopMargin(0);
            format.setBottomMargin(0);
            format.setNonBreakableLines(false);
        } else if (block.textList()) {
            format.setTopMargin(0);
            format.setBottomMargin(5);
        } else {
            format.setTopMargin(0);
            format.setBottomMargin(8);
        }
        QTextCursor(block).setBlockFormat(format);
    }

    void styleHeading(const QTextBlock &block, int level)
    {
        const double factor = level == 1 ? 1.5 : level == 2 ? 1.1 : 1.0;
        std::vector<Piece> pieces;
        for (auto it = block.begin(); !it.atEnd(); ++it)
            pieces.push_back({it.fragment().position(), it.fragment().length(), it.fragment().charFormat()});
        for (Piece &piece : pieces) {
            piece.format.clearProperty(QTextFormat::FontSizeAdjustment);
            piece.format.setFontWeight(QFont::DemiBold);
            if (m_look.body.pointSizeF() > 0)
                piece.format.setFontPointSize(m_look.body.pointSizeF() * factor);
            else
                piece.format.setProperty(QTextFormat::FontPixelSize, qRound(m_look.body.pixelSize() * factor));
            QTextCursor cursor(&m_document);
            cursor.setPosition(piece.position);
            cursor.setPosition(piece.position + piece.length, QTextCursor::KeepAnchor);
            cursor.setCharFormat(piece.format);
        }
    }

    /// Each run of lines of code in a box of its own; from the end, so that the places before stay what they are.
    void frameCode()
    {
        QTextFrameFormat box;
        box.setBorder(1);
        box.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        box.setBorderBrush(m_look.border);
        box.setPadding(8);
        box.setTopMargin(6);
        box.setBottomMargin(8);
        for (QTextBlock last = m_document.lastBlock(); last.isValid(); last = last.previous()) {
            if (!isCode(last))
                continue;
            QTextBlock first = last;
            while (isCode(first.previous()))
                first = first.previous();
            QTextCursor cursor(first);
            cursor.setPosition(last.position() + last.length() - 1, QTextCursor::KeepAnchor);
            const int begin = first.position();
            dropLineAbove(*cursor.insertFrame(box));
            last = m_document.findBlock(begin);
        }
    }

    /// A frame that is put in leaves the empty rest of the line that it begins in.
    void dropLineAbove(const QTextFrame &frame)
    {
        const QTextBlock rest = m_document.findBlock(frame.firstPosition() - 1);
        const QTextBlock above = rest.previous();
        if (rest.length() > 1 || !above.isValid() || m_document.rootFrame() != QTextCursor(above).currentFrame())
            return;
        QTextCursor cursor(&m_document);
        cursor.setPosition(rest.position() - 1);
        cursor.deleteChar();
    }

    void styleTables(const QTextFrame &frame)
    {
        for (QTextFrame *child : frame.childFrames()) {
            auto *table = qobject_cast<QTextTable *>(child);
            if (!table) {
                styleTables(*child);
                continue;
            }
            QTextTableFormat format = table->format();
            format.setBorderCollapse(true);
            format.setCellPadding(6);
            format.setCellSpacing(0);
            format.setTopMargin(2);
            format.setBottomMargin(8);
            table->setFormat(format);
            for (int row = 0; row < table->rows(); ++row) {
                for (int column = 0; column < table->columns(); ++column)
                    styleCell(table->cellAt(row, column), row == 0);
            }
        }
    }

    void styleCell(QTextTableCell cell, bool heading)
    {
        QTextTableCellFormat lines = cell.format().toTableCellFormat();
        lines.setBorder(1);
        lines.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
        lines.setBorderBrush(m_look.border);
        cell.setFormat(lines);
        QTextCursor cursor = cell.firstCursorPosition();
        // The import leaves an empty line above the text of some cells.
        while (cursor.block().text().isEmpty() && cursor.position() < cell.lastCursorPosition().position())
            cursor.deleteChar();
        cursor.setPosition(cell.lastCursorPosition().position(), QTextCursor::KeepAnchor);
        if (heading) {
            QTextCharFormat strong;
            strong.setFontWeight(QFont::DemiBold);
            cursor.mergeCharFormat(strong);
        }
        QTextBlockFormat flat;
        flat.setTopMargin(0);
        flat.setBottomMargin(0);
        cursor.mergeBlockFormat(flat);
    }

    static bool isCode(const QTextBlock &block)
    {
        return block.isValid() && block.blockFormat().hasProperty(QTextFormat::BlockCodeLanguage);
    }

    QTextDocument &m_document;
    const DocumentLook &m_look;
};

} // namespace

std::shared_ptr<QTextDocument> renderNotes(const QString &markdown, const DocumentLook &look)
{
    std::shared_ptr<QTextDocument> document = closedDocument(look);
    document->setMarkdown(markdown,
                          QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub) |
                              QTextDocument::MarkdownNoHTML);
    Finisher(*document, look).finish();
    if (look.width > 0)
        document->setTextWidth(look.width);
    handOver(*document);
    return document;
}

NotesPreview::NotesPreview(QWidget *parent) : QTextBrowser(parent), m_work(150ms)
{
    setAccessibleName(tr("Preview of the notes, as clients see them"));
    setFrameShape(QFrame::NoFrame);
    setOpenLinks(false);
    setOpenExternalLinks(false);
    setUndoRedoEnabled(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setTabChangesFocus(true);
    m_work.onDone([this](std::shared_ptr<QTextDocument> document) { showDocument(std::move(document)); });
    connect(this, &QTextBrowser::anchorClicked, this, &NotesPreview::askToFollow);
    connect(this, &QTextBrowser::highlighted, this, [this](const QUrl &url) {
        // Where a link leads is seen before it is clicked.
        viewport()->setToolTip(url.isEmpty() ? QString()
                                             : Qt::convertFromPlainText(url.toDisplayString(QUrl::FullyEncoded)));
    });
}

NotesPreview::~NotesPreview()
{
    setDocument(nullptr); // before the one that is shown goes
}

void NotesPreview::setMarkdown(const QString &markdown)
{
    if (markdown == m_markdown && m_document)
        return;
    // Typing is waited out; a text that was not there before is wanted now.
    const bool hurry = m_markdown.isEmpty() || !m_document;
    m_markdown = markdown;
    renderAgain(hurry);
}

void NotesPreview::renderAgain(bool hurry)
{
    const auto work = [markdown = m_markdown, look = DocumentLook::of(*this, viewport()->width())] {
        return renderNotes(markdown, look);
    };
    if (hurry)
        m_work.askNow(work);
    else
        m_work.ask(work);
}

void NotesPreview::showDocument(std::shared_ptr<QTextDocument> document)
{
    const int scrolled = verticalScrollBar()->value();
    setDocument(document.get());
    m_document = std::move(document); // the one before goes only now that it is not shown any more
    verticalScrollBar()->setValue(std::min(scrolled, verticalScrollBar()->maximum()));
    Q_EMIT rendered();
}

void NotesPreview::askToFollow(const QUrl &url)
{
    if (!mayFollow(url))
        return;
    auto *box = new QMessageBox(QMessageBox::NoIcon, tr("Open a link from the notes?"),
                                tr("It leads to %1:").arg(url.host(QUrl::FullyEncoded)), QMessageBox::NoButton, this);
    box->setObjectName(u"followLink"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(url.toDisplayString(QUrl::FullyEncoded));
    QPushButton *stay = box->addButton(tr("Stay here"), QMessageBox::RejectRole);
    const QPushButton *follow = box->addButton(tr("Open in the browser"), QMessageBox::AcceptRole);
    box->setDefaultButton(stay);
    box->setEscapeButton(stay);
    connect(follow, &QPushButton::clicked, this, [url] { QDesktopServices::openUrl(url); });
    box->open();
}

QVariant NotesPreview::loadResource(int type, const QUrl &name)
{
    Q_UNUSED(type);
    Q_UNUSED(name);
    return {};
}

void NotesPreview::changeEvent(QEvent *event)
{
    QTextBrowser::changeEvent(event);
    if (m_document && (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange))
        renderAgain(true);
}

} // namespace humdrum
