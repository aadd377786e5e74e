// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/promotions/logrows.h"
#include "ui/widgets/paintedrows.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QTextLayout>
#include <QTimeZone>

namespace humdrum {

class LineHighlighting;

/// Rows of a log as a terminal would show them, each with its time at the side where there is room; only what is seen is
/// there. Its end stays in sight as the log grows, until somebody scrolls up. Text is chosen by mouse and keyboard. Screen
/// readers get the rows that are seen, and follow the current one. The colours follow the theme.
class LogText final : public QAbstractScrollArea, public PaintedRows {
    Q_OBJECT
public:
    explicit LogText(LogRows &rows, QWidget *parent = nullptr);
    ~LogText() override;

    void setPlaceholderText(const QString &text);
    /// Of the times; an IANA id.
    void setTimeZone(const QByteArray &zone);
    /// "13:26:04" of a row, counted from 0; empty where none is known.
    [[nodiscard]] QString timeOf(qint64 row);
    [[nodiscard]] bool showsTimes() const { return timesWidth() > 0; }
    /// The formats of a row's letters.
    [[nodiscard]] QList<QTextLayout::FormatRange> formatsOf(qint64 row);

    /// Forgets where it was: at the end.
    void reset();
    [[nodiscard]] bool isFollowing() const { return m_following; }
    void goToEnd();
    /// Makes it the current row, in the middle of what is seen where it was not seen; `choose`: its first match as well.
    void goTo(qint64 row, bool chooseMatch = false);
    [[nodiscard]] qint64 topRow() const;
    [[nodiscard]] qint64 current() const { return m_cursor.row; }
    void selectAll();
    [[nodiscard]] bool hasSelection() const { return m_anchor != m_cursor; }
    /// Rows and columns from..to, as they stand in the log.
    [[nodiscard]] QString selectedText(const QString &rows) const;
    /// Puts what is chosen, or the current row, on the clipboard; copied() when it is there.
    void copy();

    // PaintedRows: those that are seen.
    [[nodiscard]] int rowCount() const override;
    [[nodiscard]] QString rowName(int row) const override;
    [[nodiscard]] QRect rowRect(int row) const override;
    [[nodiscard]] const QWidget *surface() const override { return viewport(); }
    [[nodiscard]] int currentRow() const override;
    void setCurrentRow(int row) override;
    void pressRow(int row) override { setCurrentRow(row); }

Q_SIGNALS:
    void followingChanged();
    void copied();
    /// It is too much for the clipboard.
    void copyRefused(qint64 rows);
    void currentChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void timerEvent(QTimerEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    struct Position {
        qint64 row = 0;
        qsizetype column = 0;
        friend auto operator<=>(const Position &, const Position &) = default;
    };
    [[nodiscard]] const LogRow *rowAt(qint64 row) const;
    [[nodiscard]] qint64 rows() const; ///< with the one that is being written
    [[nodiscard]] int rowsSeen() const;
    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int timesWidth() const;
    [[nodiscard]] QRect textArea() const;
    [[nodiscard]] Position positionAt(const QPoint &point) const;
    void layOut(QTextLayout &layout, qint64 number, const LogRow &row) const;
    [[nodiscard]] QList<QTextLayout::FormatRange> looksOf(const LogRow &row) const;
    void paintRow(QPainter &painter, qint64 number, const QRect &box);
    [[nodiscard]] QList<QTextLayout::FormatRange> marksOf(qint64 number, const LogRow &row) const;
    void placeBars();
    void addRows(qint64 at, qint64 count);
    void moveTo(Position position, bool choose);
    void seeCursor();
    void setFollowing(bool following);
    void loadHighlighting();

    LogRows &m_rows;
    QTimeZone m_zone;
    QString m_placeholder;
    Position m_cursor, m_anchor;
    int m_widest = 0;
    bool m_following = true, m_placing = false, m_choosing = false, m_seen = false;
    QBasicTimer m_scrolling; ///< while something is chosen beyond the edge
    QPoint m_pointer;
    quint64 m_theme = 1;                              ///< another one each time that letters look otherwise
    std::shared_ptr<LineHighlighting> m_highlighting; ///< null until it is loaded, and where it is not installed
};

} // namespace humdrum
