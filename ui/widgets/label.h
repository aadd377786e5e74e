// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QLabel>

namespace humdrum {

/// How a label speaks. Every label of the program shows plain text, always.
enum class TextRole {
    Body,
    Strong,
    Caption, ///< small and muted: the word above a figure
    SmallStrong,
    Title,  ///< of a page
    Figure, ///< the message of its card
    Monospaced,
    Muted,
};

/// `text` as a tooltip that shows it letter by letter, whatever it holds: tooltips guess whether they are rich text.
[[nodiscard]] QString asToolTip(const QString &text);

/// A plain-text label whose font and colour follow theme and role.
class Label : public QLabel {
    Q_OBJECT
public:
    explicit Label(TextRole role = TextRole::Body, QWidget *parent = nullptr) : Label(QString(), role, parent) {}
    explicit Label(const QString &text, TextRole role = TextRole::Body, QWidget *parent = nullptr);

    void setRole(TextRole role);
    [[nodiscard]] TextRole role() const { return m_role; }

protected:
    void changeEvent(QEvent *event) override;

private:
    void restyle();
    TextRole m_role;
};

/// A Label on one line that ends in "…" where it does not fit, with the whole text as tooltip and accessible name.
class ElidingLabel : public Label {
    Q_OBJECT
public:
    explicit ElidingLabel(const QString &text = {}, TextRole role = TextRole::Body, QWidget *parent = nullptr);

    void setElideMode(Qt::TextElideMode mode);
    [[nodiscard]] bool isElided() const;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void updateToolTip();
    Qt::TextElideMode m_mode = Qt::ElideRight;
    QString m_tip;      ///< what others have set
    QString m_shownTip; ///< what this one made of it
};

} // namespace humdrum
