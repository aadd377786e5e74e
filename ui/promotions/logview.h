// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "promotion/desk.h"

#include <QWidget>

#include <vector>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace humdrum {

class Label;
class LogRows;
class LogText;

/// The logs of some promotions, one after the other, growing while they run. Stays at the end until the user scrolls up;
/// Ctrl+F searches, F3 goes on to the next match, Ctrl+L goes to a line. Reads nothing in this thread.
class LogView final : public QWidget {
    Q_OBJECT
public:
    explicit LogView(PromotionDesk &desk, QWidget *parent = nullptr);

    /// Reads what there is of these logs and follows them from then on; none shows nothing.
    void follow(const std::vector<PromotionId> &promotions);
    [[nodiscard]] const std::vector<PromotionId> &promotions() const { return m_promotions; }
    [[nodiscard]] LogText *text() const { return m_text; }
    [[nodiscard]] LogRows *rows() const { return m_rows; }
    /// Of the times at the side; an IANA id.
    void setTimeZone(const QByteArray &zone);
    [[nodiscard]] bool isEmpty() const;
    /// Whether new lines scroll into view.
    [[nodiscard]] bool isFollowing() const;
    void showSearch();
    void showGoTo();
    /// The whole log, to the clipboard.
    void copy();
    /// Asks where to.
    void saveAs();

Q_SIGNALS:
    /// The logs have been read, or cannot be.
    void loaded();
    void failed(const humdrum::Error &error);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *buildSearch();
    QWidget *buildGoTo();
    void showMenu(const QPoint &place);
    void showLogs(const QList<QFuture<Result<LogPlace>>> &places);
    void search();
    void findNext(bool backward);
    void showFound();
    void closeBars();
    void showPlace();
    void goLive();
    void say(const QString &text);

    PromotionDesk &m_desk;
    std::vector<PromotionId> m_promotions;
    quint64 m_generation = 0;
    bool m_grows = false; ///< a promotion is not finished, or was not when it was first shown
    qint64 m_from = -1;   ///< where the search that was typed began; -1: it has shown its first match

    LogRows *m_rows;
    LogText *m_text;
    QPushButton *m_toEnd;
    Label *m_note;
    QLineEdit *m_query = nullptr;
    QPushButton *m_expression = nullptr;
    QPushButton *m_letters = nullptr;
    Label *m_found = nullptr;
    QSpinBox *m_line = nullptr;
    QWidget *m_search; ///< made of those above
    QWidget *m_goTo;
};

} // namespace humdrum
