// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/notes/markdowneditor.h"

#include "ui/modules/highlighting.h"
#include "ui/modules/modules.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QPlainTextDocumentLayout>
#include <QScopedValueRollback>
#include <QTextBlock>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// The lines that differ are found by their common beginning and end, so that the rest of the document stays as it is.
std::pair<qsizetype, qsizetype> commonEnds(QStringView a, QStringView b)
{
    const qsizetype shorter = std::min(a.size(), b.size());
    qsizetype front = 0;
    while (front < shorter && a[front] == b[front])
        ++front;
    qsizetype back = 0;
    while (back < shorter - front && a[a.size() - 1 - back] == b[b.size() - 1 - back])
        ++back;
    return {front, back};
}

/// As large as the text around it: it is read and written for long.
QFont editorFont()
{
    QFont font = fonts::monospaced();
    if (fonts::body().pointSizeF() > 0)
        font.setPointSizeF(fonts::body().pointSizeF());
    return font;
}

/// Lines a little apart, as on a printed page: QPlainTextDocumentLayout knows no height of lines.
class SpacedLayout final : public QPlainTextDocumentLayout {
public:
    using QPlainTextDocumentLayout::QPlainTextDocumentLayout;

    [[nodiscard]] QRectF blockBoundingRect(const QTextBlock &block) const override
    {
        QRectF box = QPlainTextDocumentLayout::blockBoundingRect(block);
        const QTextLayout *layout = block.layout();
        if (!block.isVisible() || !layout || layout->lineCount() == 0)
            return box;
        const double gap = std::round(QFontMetricsF(document()->defaultFont()).height() * 0.3);
        const double below = box.bottom() - layout->boundingRect().bottom(); // the margin of the last block
        const int lines = layout->lineCount();
        if (layout->lineAt(0).y() == 0) { // laid out anew
            for (int i = 0; i < lines; ++i) {
                QTextLine line = layout->lineAt(i);
                line.setPosition({line.x(), line.y() + (i + 0.5) * gap});
            }
        }
        box.setBottom(layout->lineAt(lines - 1).rect().bottom() + gap / 2 + below);
        return box;
    }
};

std::unique_ptr<MarkdownHighlighting> highlightingOf(QTextDocument *document)
{
    const auto make = reinterpret_cast<decltype(&humdrumMarkdownHighlighting)>(
        modules::function(modules::highlighting, "humdrumMarkdownHighlighting"));
    const auto readable = [](const QColor &ink, const QColor &surface) { return colours::readable(ink, surface); };
    return std::unique_ptr<MarkdownHighlighting>(make ? make(document, readable) : nullptr);
}

QString withLineEnds(QString raw) { return raw.replace(QChar::ParagraphSeparator, u'\n'); }

} // namespace

class MarkdownEditor::Gutter final : public QWidget {
public:
    explicit Gutter(MarkdownEditor *editor) : QWidget(editor), m_editor(editor) {}
    [[nodiscard]] QSize sizeHint() const override { return {m_editor->gutterWidth(), 0}; }

protected:
    void paintEvent(QPaintEvent *event) override { m_editor->paintGutter(event); }

private:
    MarkdownEditor *m_editor;
};

MarkdownEditor::MarkdownEditor(QWidget *parent) : QPlainTextEdit(parent), m_gutter(new Gutter(this))
{
    setAccessibleName(tr("Text of the notes, in Markdown"));
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(WidgetWidth);
    // Tab leaves the editor, as it leaves every other field; a list of changes needs no tabs.
    setTabChangesFocus(true);
    auto *spaced = new QTextDocument(this);
    spaced->setDocumentLayout(new SpacedLayout(spaced));
    spaced->setDocumentMargin(6);
    setDocument(spaced);
    connect(this, &QPlainTextEdit::blockCountChanged, this, [this] { placeGutter(); });
    connect(this, &QPlainTextEdit::updateRequest, this, [this](const QRect &rect, int dy) {
        if (dy != 0)
            m_gutter->scroll(0, dy);
        else
            m_gutter->update(0, rect.y(), m_gutter->width(), rect.height());
    });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        m_gutter->update();
        if (!m_going && !extraSelections().isEmpty())
            setExtraSelections({});
    });
    restyle();
}

MarkdownEditor::~MarkdownEditor() = default;

QString MarkdownEditor::text() const { return withLineEnds(document()->toRawText()); }

void MarkdownEditor::load(const QString &text)
{
    setPlainText(text);
    document()->setModified(false);
}

void MarkdownEditor::replaceText(const QString &text)
{
    const QString now = this->text();
    const auto [front, back] = commonEnds(now, text);
    qsizetype place = textCursor().position();
    if (place > front)
        place = std::max(front, place - now.size() + text.size());
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    cursor.setPosition(static_cast<int>(front));
    cursor.setPosition(static_cast<int>(now.size() - back), QTextCursor::KeepAnchor);
    cursor.insertText(text.sliced(front, text.size() - back - front));
    cursor.endEditBlock();
    cursor.setPosition(static_cast<int>(place));
    setTextCursor(cursor);
}

void MarkdownEditor::insertAll(const std::vector<NotesInsertion> &insertions)
{
    if (insertions.empty())
        return;
    std::vector<size_t> order(insertions.size());
    for (size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    std::ranges::stable_sort(order, {}, [&](size_t i) { return insertions[i].position; });
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    qsizetype shift = 0;
    qsizetype first = 0;
    for (const size_t i : order) {
        const NotesInsertion &insertion = insertions[i];
        cursor.setPosition(static_cast<int>(insertion.position + shift));
        cursor.insertText(insertion.text);
        if (i == 0)
            first = insertion.position + shift;
        shift += insertion.text.size();
    }
    cursor.endEditBlock();
    // The entry is the last line of what was put in; its heading and gaps are before it.
    const QString &text = insertions.front().text;
    const qsizetype end = text.trimmed().isEmpty() ? 0 : text.lastIndexOf(text.trimmed().back()) + 1;
    const qsizetype begin = text.lastIndexOf(u'\n', std::max<qsizetype>(0, end - 1)) + 1;
    goTo(first + begin, end - begin);
}

void MarkdownEditor::goTo(qsizetype position, qsizetype length)
{
    const qsizetype last = document()->characterCount() - 1;
    QTextCursor stretch(document());
    stretch.setPosition(static_cast<int>(std::clamp<qsizetype>(position, 0, last)));
    {
        const QScopedValueRollback going(m_going, true);
        setTextCursor(stretch); // nothing chosen: the next key must not replace it
        centerCursor();
    }
    stretch.setPosition(static_cast<int>(std::clamp<qsizetype>(position + length, 0, last)), QTextCursor::KeepAnchor);
    showStretch(stretch);
}

void MarkdownEditor::showStretch(const QTextCursor &stretch)
{
    QTextEdit::ExtraSelection marked;
    marked.cursor = stretch;
    marked.format.setBackground(colours::accentTint(palette()));
    setExtraSelections({marked});
}

void MarkdownEditor::toggleAround(const QString &mark)
{
    QTextCursor cursor = textCursor();
    if (!cursor.hasSelection())
        cursor.select(QTextCursor::WordUnderCursor);
    const QString chosen = withLineEnds(cursor.selectedText());
    const int begin = cursor.selectionStart();
    const int end = cursor.selectionEnd();
    const auto length = static_cast<int>(mark.size());
    const QString all = text();
    const auto has = [&](qsizetype at) {
        if (at < 0 || at + length > all.size() || all.sliced(at, length) != mark)
            return false;
        // One star of two is not a mark of its own.
        const auto same = [&](qsizetype i) { return i >= 0 && i < all.size() && all[i] == mark.front(); };
        return !same(at - 1) && !same(at + length);
    };
    cursor.beginEditBlock();
    if (has(begin - length) && has(end)) {
        cursor.setPosition(end);
        cursor.setPosition(end + length, QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
        cursor.setPosition(begin - length);
        cursor.setPosition(begin, QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
        cursor.setPosition(begin - length);
        cursor.setPosition(end - length, QTextCursor::KeepAnchor);
    } else {
        cursor.insertText(mark + chosen + mark);
        cursor.setPosition(begin + length);
        cursor.setPosition(end + length, QTextCursor::KeepAnchor);
    }
    cursor.endEditBlock();
    setTextCursor(cursor);
    setFocus();
}

void MarkdownEditor::toggleBold() { toggleAround(u"**"_s); }

void MarkdownEditor::toggleItalic() { toggleAround(u"*"_s); }

void MarkdownEditor::toggleCode()
{
    QTextCursor cursor = textCursor();
    const QTextBlock first = document()->findBlock(cursor.selectionStart());
    const QTextBlock last = document()->findBlock(cursor.selectionEnd());
    if (first == last) {
        toggleAround(u"`"_s);
        return;
    }
    cursor.beginEditBlock();
    cursor.setPosition(last.position() + last.length() - 1);
    cursor.insertText(u"\n```"_s);
    cursor.setPosition(first.position());
    cursor.insertText(u"```\n"_s);
    cursor.endEditBlock();
    setFocus();
}

void MarkdownEditor::toggleList()
{
    const QTextCursor chosen = textCursor();
    QTextBlock block = document()->findBlock(chosen.selectionStart());
    const QTextBlock last = document()->findBlock(chosen.selectionEnd());
    const auto isItem = [](const QTextBlock &b) { return b.text().startsWith("- "_L1); };
    bool all = true;
    for (QTextBlock b = block; b.isValid(); b = b.next()) {
        all = all && (isItem(b) || b.text().trimmed().isEmpty());
        if (b == last)
            break;
    }
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    for (; block.isValid(); block = block.next()) {
        cursor.setPosition(block.position());
        if (all && isItem(block)) {
            cursor.setPosition(block.position() + 2, QTextCursor::KeepAnchor);
            cursor.removeSelectedText();
        } else if (!all && !isItem(block) && (!block.text().trimmed().isEmpty() || block == last)) {
            cursor.insertText(u"- "_s);
        }
        if (block == last)
            break;
    }
    cursor.endEditBlock();
    setFocus();
}

int MarkdownEditor::gutterWidth() const
{
    int digits = 2;
    for (int lines = std::max(1, blockCount()); lines >= 100; lines /= 10)
        ++digits;
    return 2 * gridUnit + QFontMetrics(editorFont()).horizontalAdvance(u'9') * digits;
}

void MarkdownEditor::paintGutter(QPaintEvent *event)
{
    QPainter painter(m_gutter);
    painter.fillRect(event->rect(), colours::card(palette()));
    painter.setFont(editorFont());
    const QColor quiet = colours::muted(palette());
    const int current = textCursor().blockNumber();
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF box = blockBoundingGeometry(block).translated(contentOffset());
        if (box.top() > event->rect().bottom())
            break;
        if (!block.isVisible() || box.bottom() < event->rect().top())
            continue;
        painter.setPen(block.blockNumber() == current ? colours::text(palette()) : quiet);
        const double top = block.layout()->lineCount() > 0 ? block.layout()->lineAt(0).y() : 0;
        const QRectF line(0, box.top() + top, m_gutter->width() - gridUnit, fontMetrics().height());
        // The gap is at the side of the text.
        painter.drawText(isRightToLeft() ? line.translated(gridUnit, 0) : line,
                         Qt::AlignAbsolute | Qt::AlignVCenter | (isRightToLeft() ? Qt::AlignLeft : Qt::AlignRight),
                         QString::number(block.blockNumber() + 1));
    }
}

void MarkdownEditor::placeGutter()
{
    const int wide = gutterWidth();
    setViewportMargins(isRightToLeft() ? 0 : wide, 0, isRightToLeft() ? wide : 0, 0);
    const QRect room = contentsRect();
    m_gutter->setGeometry(isRightToLeft() ? QRect(room.right() - wide + 1, room.top(), wide, room.height())
                                          : QRect(room.left(), room.top(), wide, room.height()));
}

bool MarkdownEditor::event(QEvent *event)
{
    // Keys that act on the page or the window are theirs, also where a text field has a use of its own for them.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool ours = key->modifiers() == Qt::ControlModifier &&
            (key->key() == Qt::Key_K || key->key() == Qt::Key_B || key->key() == Qt::Key_E || key->key() == Qt::Key_I);
        if (ours) {
            event->ignore();
            return true;
        }
    }
    return QPlainTextEdit::event(event);
}

void MarkdownEditor::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::StyleChange)
        restyle();
    if (event->type() == QEvent::PaletteChange && colours::isDark(palette()) != m_dark)
        highlight();
    if (event->type() == QEvent::LayoutDirectionChange)
        placeGutter();
}

void MarkdownEditor::showEvent(QShowEvent *event)
{
    // It reads its rules from the disk, so not before there is somebody to see the colours.
    if (!std::exchange(m_seen, true)) {
        m_highlighting = highlightingOf(document());
        highlight();
    }
    QPlainTextEdit::showEvent(event);
}

void MarkdownEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    placeGutter();
}

void MarkdownEditor::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT escaped();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void MarkdownEditor::restyle()
{
    if (font() != editorFont())
        setFont(editorFont());
    placeGutter();
}

void MarkdownEditor::highlight()
{
    m_dark = colours::isDark(palette());
    if (m_highlighting)
        m_highlighting->setLook(m_dark, colours::card(palette()));
}

} // namespace humdrum
