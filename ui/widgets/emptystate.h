// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QAction;
class QPushButton;

namespace humdrum {

class Label;

/// What an empty page or card says: what will be here, and the one action that starts it.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    explicit EmptyState(const QString &title = {}, const QString &text = {}, QWidget *parent = nullptr);
    void setText(const QString &title, const QString &text);
    /// Its text, state and tooltip are the button's. Null takes the button away.
    void setAction(QAction *action);

private:
    Label *m_title;
    Label *m_text;
    QPushButton *m_button;
};

} // namespace humdrum
