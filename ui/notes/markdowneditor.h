// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "notes/insertion.h"

#include <QPlainTextEdit>

#include <memory>

namespace humdrum {

class MarkdownHighlighting;

/// A Markdown source with line numbers and highlighting that follows the theme.
class MarkdownEditor final : public QPlainTextEdit {
    Q_OBJECT
public:
    explicit MarkdownEditor(QWidget *parent = nullptr);
    ~MarkdownEditor() override;

    /// The text exactly as it is there; line ends are '\n'. toPlainText() would turn no-break spaces into spaces.
    [[nodiscard]] QString text() const;
    /// Another document: nothing to undo, not modified.
    void load(const QString &text);
    /// Makes `text` the text in one step that can be undone; the cursor stays where it was as well as it can.
    void replaceText(const QString &text);
    /// Puts them in as one step that can be undone, and the cursor at the first.
    void insertAll(const std::vector<NotesInsertion> &insertions);
    /// Puts the cursor there and shows the stretch, marked until the cursor moves on.
    void goTo(qsizetype position, qsizetype length);

    /// Marks what is chosen, or takes the marks away when it has them; without a choice the word at the cursor.
    void toggleBold();
    void toggleItalic();
    /// In line, or a fenced block for several lines.
    void toggleCode();
    /// The chosen lines as a list, or a list as lines.
    void toggleList();

    [[nodiscard]] int gutterWidth() const;
    void paintGutter(QPaintEvent *event);

Q_SIGNALS:
    void escaped();

protected:
    bool event(QEvent *event) override;
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void restyle();
    void highlight();
    void placeGutter();
    void toggleAround(const QString &mark);
    void showStretch(const QTextCursor &stretch);

    class Gutter;
    Gutter *m_gutter;
    std::unique_ptr<MarkdownHighlighting> m_highlighting; ///< null before it is seen, and where it is not installed
    bool m_seen = false;
    bool m_dark = false;
    bool m_going = false; ///< the program moves the cursor
};

} // namespace humdrum
