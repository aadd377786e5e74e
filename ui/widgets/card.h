// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>

class QHBoxLayout;
class QVBoxLayout;

namespace humdrum {

class Label;

/// A rounded surface with a 1 px border and a title. Put content into body().
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(const QString &title = {}, QWidget *parent = nullptr);

    void setTitle(const QString &title); ///< an empty title takes no room
    [[nodiscard]] QString title() const;
    /// A title that has no room beside what stands right of it takes two lines, instead of being cut.
    void setTitleWraps();
    /// A muted line below the title: the finding.
    void setSubtitle(const QString &text);
    /// Right of the title: chips, a small button.
    void addTitleWidget(QWidget *widget);
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    /// 16 unless told; 0 for a table that reaches the edges.
    void setPadding(int pixels);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Label *m_title;
    Label *m_subtitle;
    QHBoxLayout *m_titleRow;
    QVBoxLayout *m_outer;
    QVBoxLayout *m_body;
};

} // namespace humdrum
