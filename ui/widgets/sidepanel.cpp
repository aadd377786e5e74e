// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/sidepanel.h"

#include "ui/theme/theme.h"

#include <QLayout>
#include <QPainter>

namespace humdrum {

MarkedLine::MarkedLine(Mark mark, const QString &strong, const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_mark(mark)
{
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(20, 1, 0, 1);
    box->setSpacing(0);
    for (const auto &[words, role] : {std::pair(strong, TextRole::Strong), std::pair(text, TextRole::Body)}) {
        if (words.isEmpty())
            continue;
        auto *label = new Label(words, role, this);
        label->setWordWrap(true);
        box->addWidget(label);
    }
    setAccessibleName(strong + u' ' + text + QStringLiteral(", ") + titleOf(mark));
}

void MarkedLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QRect mark(0, 1, 14, fontMetrics().height());
    marks::paint(painter, QStyle::visualRect(layoutDirection(), rect(), mark), m_mark,
                 colours::mark(m_mark, palette()));
}

Rule::Rule(QWidget *parent) : QWidget(parent) { setFixedHeight(1); }

void Rule::paintEvent(QPaintEvent *) { QPainter(this).fillRect(rect(), colours::border(palette())); }

SidePanel::SidePanel(const QString &name, QWidget *parent)
    : QScrollArea(parent)
    , m_content(new QWidget)
    , m_column(new QVBoxLayout(m_content))
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(name);
    m_column->setContentsMargins(18, 16, 18, 16);
    m_column->setSpacing(4);
    setWidget(m_content);
    m_content->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
}

Label *SidePanel::addCaption(const QString &text)
{
    m_column->addSpacing(12);
    auto *label = new Label(text, TextRole::Caption, m_content);
    label->setWordWrap(true);
    m_column->addWidget(label);
    return label;
}

Label *SidePanel::addFact(TextRole role)
{
    auto *label = new Label(role, m_content);
    label->setWordWrap(true);
    m_column->addWidget(label);
    return label;
}

void SidePanel::clearLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *w = item->widget()) {
            w->hide();
            w->deleteLater();
        }
        delete item;
    }
}

void SidePanel::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), colours::card(palette()));
    painter.fillRect(isRightToLeft() ? QRect(viewport()->width() - 1, 0, 1, height()) : QRect(0, 0, 1, height()),
                     colours::border(palette()));
    QScrollArea::paintEvent(event);
}

} // namespace humdrum
