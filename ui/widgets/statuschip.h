// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/states.h"

#include <QWidget>

#include <optional>

namespace humdrum {

/// A mark and a word on a tinted rounded surface: how a state is shown everywhere. Its accessible name is
/// "<word>, <mark>". Without a mark it is a neutral tag.
class StatusChip : public QWidget {
    Q_OBJECT
public:
    explicit StatusChip(QWidget *parent = nullptr);
    StatusChip(Mark mark, const QString &text, QWidget *parent = nullptr);

    void setStatus(std::optional<Mark> mark, const QString &text);
    /// Any state with a mark and a title: setState(PromotionState::Running).
    template <class State>
    void setState(State state)
    {
        setStatus(markOf(state), titleOf(state));
    }
    [[nodiscard]] std::optional<Mark> mark() const { return m_mark; }
    [[nodiscard]] QString text() const { return m_text; }
    /// Whether the mark is drawn; the word and the colour stay. For neutral tags "W48 NR".
    void setMarkVisible(bool visible);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    std::optional<Mark> m_mark;
    QString m_text;
    bool m_markVisible = true;
};

/// The drawing of a chip, for delegates and scenes.
namespace chip {
[[nodiscard]] QSize size(const QString &text, bool hasMark, const QFont &font);
/// Draws it left-aligned and vertically centred in `box`, eliding the text where it does not fit.
void paint(QPainter &painter, const QRectF &box, std::optional<Mark> mark, const QString &text, const QFont &font,
           const QPalette &palette, bool drawMark = true);
} // namespace chip

} // namespace humdrum
