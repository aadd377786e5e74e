// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QFrame>

#include <functional>
#include <vector>

class QLineEdit;
class QPushButton;

namespace humdrum {

class ErrorBanner;
class FlowLayout;
class Label;

/// One question before something that cannot be taken back, in its place above the text: what exactly will happen, a word
/// about it, and the ways on.
class AskPanel final : public QFrame {
    Q_OBJECT
public:
    /// What is done with the word that was written; may be empty.
    struct Way {
        QString text;
        std::function<void(const QString &word)> taken;
        bool needsWord = false; ///< off until something is written
    };
    struct Question {
        QString title;         ///< "Publish the notes of 2026.48?"
        QString says;          ///< what will happen
        QString field;         ///< label of the line to write into; empty: none
        std::vector<Way> ways; ///< the first is the main one; "Leave it" is added
    };

    explicit AskPanel(QWidget *parent = nullptr);

    void ask(const Question &question);
    void showError(const Error &error);
    void leave();

Q_SIGNALS:
    void left();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void refresh();

    Label *m_title;
    Label *m_says;
    Label *m_label;
    QLineEdit *m_word;
    ErrorBanner *m_error;
    FlowLayout *m_row;
    std::vector<QPushButton *> m_buttons;
    Question m_question;
};

} // namespace humdrum
