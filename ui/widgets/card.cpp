// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/card.h"

#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QVBoxLayout>

namespace humdrum {

Card::Card(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_title(new ElidingLabel({}, TextRole::Strong))
    , m_subtitle(new Label(TextRole::Muted))
    , m_titleRow(new QHBoxLayout)
    , m_outer(new QVBoxLayout(this))
    , m_body(new QVBoxLayout)
{
    m_titleRow->setContentsMargins(0, 0, 0, 0);
    m_titleRow->setSpacing(gridUnit);
    m_titleRow->addWidget(m_title, 1);
    m_subtitle->setWordWrap(true);
    m_subtitle->hide();
    m_outer->setSpacing(gridUnit);
    m_outer->addLayout(m_titleRow);
    m_outer->addWidget(m_subtitle);
    m_outer->addLayout(m_body, 1);
    m_body->setContentsMargins(0, 0, 0, 0);
    m_body->setSpacing(gridUnit);
    setPadding(2 * gridUnit);
    setTitle(title);
}

void Card::setTitle(const QString &title)
{
    m_title->setText(title);
    m_title->setVisible(!title.isEmpty());
    setAccessibleName(title);
}

QString Card::title() const { return m_title->text(); }

void Card::setTitleWraps()
{
    auto *wrapping = new Label(m_title->text(), TextRole::Strong);
    wrapping->setWordWrap(true);
    wrapping->setVisible(!m_title->text().isEmpty());
    m_titleRow->insertWidget(0, wrapping, 1);
    delete std::exchange(m_title, wrapping);
}

void Card::setSubtitle(const QString &text)
{
    m_subtitle->setText(text);
    m_subtitle->setVisible(!text.isEmpty());
    setAccessibleDescription(text);
}

void Card::addTitleWidget(QWidget *widget) { m_titleRow->addWidget(widget); }

void Card::setPadding(int pixels)
{
    const int border = 1;
    m_outer->setContentsMargins(pixels + border, pixels - (pixels > 4 ? 4 : 0) + border, pixels + border,
                                pixels - (pixels > 4 ? 4 : 0) + border);
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colours::border(palette()));
    painter.setBrush(colours::card(palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius, cornerRadius);
}

} // namespace humdrum
