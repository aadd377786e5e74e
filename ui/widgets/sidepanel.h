// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/states.h"
#include "ui/widgets/label.h"

#include <QScrollArea>

class QLayout;
class QVBoxLayout;

namespace humdrum {

/// A mark beside wrapped text, with a strong line above it where there is one.
class MarkedLine final : public QWidget {
    Q_OBJECT
public:
    MarkedLine(Mark mark, const QString &strong, const QString &text, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Mark m_mark;
};

/// The thin line below a row.
class Rule final : public QWidget {
    Q_OBJECT
public:
    explicit Rule(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// What tells more of the one thing that is chosen, at the side of a page: a column that scrolls where it must.
class SidePanel : public QScrollArea {
    Q_OBJECT
public:
    /// `name` is its accessible name: "The chosen train".
    explicit SidePanel(const QString &name, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

    [[nodiscard]] QWidget *content() const { return m_content; }
    [[nodiscard]] QVBoxLayout *column() const { return m_column; }
    /// The small word above a fact.
    Label *addCaption(const QString &text);
    /// A fact of as many lines as it needs.
    Label *addFact(TextRole role = TextRole::Body);
    /// Takes away everything in a layout of the panel.
    static void clearLayout(QLayout *layout);

private:
    QWidget *m_content;
    QVBoxLayout *m_column;
};

} // namespace humdrum
