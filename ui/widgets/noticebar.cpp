// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/noticebar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace humdrum {

using namespace Qt::StringLiterals;

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent)
    , m_text(new Label)
    , m_choices(new FlowLayout(nullptr, gridUnit))
    , m_close(new QToolButton)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(5 * gridUnit, gridUnit, gridUnit, gridUnit);
    row->setSpacing(gridUnit);
    auto *column = new QVBoxLayout;
    column->setSpacing(6);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_text);
    column->addLayout(m_choices);
    row->addLayout(column, 1);
    m_close->setIcon(icons::icon(u"window-close"_s));
    m_close->setText(tr("Close"));
    m_close->setAccessibleName(tr("Close this message"));
    m_close->setAutoRaise(true);
    row->addWidget(m_close, 0, Qt::AlignTop);
    setAccessibleName(tr("Notice"));
    connect(m_close, &QToolButton::clicked, this, &QWidget::hide);
    hide();
}

void NoticeBar::showNotice(Mark mark, const QString &text, const std::vector<Choice> &choices)
{
    QStringList said{text};
    for (const Choice &choice : choices)
        said << choice.text;
    if (said == m_said)
        return;
    m_said = said;
    m_mark = mark;
    m_text->setText(text);
    m_choices->clear();
    for (const Choice &choice : choices) {
        auto *button = new QPushButton(choice.text, this);
        // Queued, because what is chosen may well replace the buttons.
        connect(button, &QPushButton::clicked, this, choice.chosen, Qt::QueuedConnection);
        m_choices->addWidget(button);
    }
    m_close->setVisible(choices.empty());
    setAccessibleDescription(text);
    show();
    update();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void NoticeBar::clear()
{
    m_said.clear();
    hide();
}

QString NoticeBar::text() const { return isHidden() ? QString() : m_text->text(); }

void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = colours::mark(m_mark, palette());
    painter.setPen(colour);
    painter.setBrush(colours::markTint(m_mark, palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius, cornerRadius);
    const QRect mark(2 * gridUnit, gridUnit, 2 * gridUnit, m_text->height());
    marks::paint(painter, QStyle::visualRect(layoutDirection(), rect(), mark), m_mark, colour);
}

} // namespace humdrum
