// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAbstractButton>

class QAction;
class QMenu;
class QToolButton;

namespace humdrum {

class ElidingLabel;

/// Looks like a search field and opens the palette.
class SearchField : public QAbstractButton {
    Q_OBJECT
public:
    explicit SearchField(QWidget *parent = nullptr);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// The top edge: the page's title, the search field, the menu.
class HeaderBar : public QWidget {
    Q_OBJECT
public:
    explicit HeaderBar(QMenu *menu, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    [[nodiscard]] QString title() const;
    [[nodiscard]] SearchField *search() const { return m_search; }
    /// The button "For me", which performs `action`.
    void setWaitingAction(QAction *action);
    /// How much waits for who looks; 0 takes the number away.
    void setWaiting(int things);
    [[nodiscard]] QToolButton *waiting() const { return m_waiting; }
    void openMenu();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QMenu *m_popup;
    ElidingLabel *m_title;
    SearchField *m_search;
    QToolButton *m_waiting;
    QToolButton *m_menu;
};

} // namespace humdrum
