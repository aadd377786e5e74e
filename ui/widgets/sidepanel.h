// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/label.h"

#include <QFrame>

class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace humdrum {

/// A panel at the side of a page: a title, a button that closes it (Escape does too), and what stands below. A panel and
/// not a dialog, so that the page beside it can be read and used.
class SidePanel : public QFrame {
    Q_OBJECT
public:
    /// `name` is its accessible name.
    explicit SidePanel(const QString &name, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    [[nodiscard]] QString title() const;
    /// A panel that is always there has no button to close it.
    void setClosable(bool closable);
    [[nodiscard]] QPushButton *closeButton() const { return m_close; }
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    /// Adds a part that takes the room that is left and scrolls what has more; fill the layout that is returned.
    QVBoxLayout *addScrolling(const QString &name);
    /// Below the title where nothing scrolls, else at the end of what scrolls: the small word above a fact.
    Label *addCaption(const QString &text);
    /// … and a fact of as many lines as it needs.
    Label *addFact(TextRole role = TextRole::Body);
    /// While nothing is chosen there is nothing to tell.
    void setContentVisible(bool visible);
    void scrollToTop();
    /// Keeps what scrolls no taller than what is in it; what stands below then follows it.
    void setScrollingFits();
    /// The width for what scrolls.
    [[nodiscard]] int scrollingWidth() const;

    virtual void closePanel();

Q_SIGNALS:
    void closed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fitScrolling();
    Label *m_title;
    QPushButton *m_close;
    QVBoxLayout *m_body;
    QScrollArea *m_scroll = nullptr;
    QVBoxLayout *m_facts; ///< where captions and facts go
};

} // namespace humdrum
