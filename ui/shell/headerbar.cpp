// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/headerbar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QStyle>
#include <QToolButton>

namespace humdrum {

using namespace Qt::StringLiterals;

SearchField::SearchField(QWidget *parent) : QAbstractButton(parent)
{
    setText(tr("Find a release, change or build"));
    setAccessibleName(text());
    setAccessibleDescription(tr("Opens the command palette"));
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::IBeamCursor);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setMinimumWidth(160);
}

QSize SearchField::sizeHint() const { return {300, std::max(32, fontMetrics().height() + 12)}; }

void SearchField::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette look = palette();
    const bool ring = hasFocus();
    painter.setPen(QPen(ring ? colours::accent(look) : colours::border(look), ring ? 2 : 1));
    painter.setBrush(colours::page(look));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius, cornerRadius);
    const QRect room = rect().adjusted(11, 0, -11, 0);
    const auto place = [&](const QRect &r) { return QStyle::visualRect(layoutDirection(), rect(), r); };
    painter.setPen(colours::readable(colours::muted(look), colours::page(look)));
    const QString keys = QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText);
    painter.setFont(fonts::small());
    const int keysWidth = painter.fontMetrics().horizontalAdvance(keys);
    painter.drawText(place(QRect(room.right() - keysWidth, 0, keysWidth + 1, height())), Qt::AlignVCenter, keys);
    painter.setFont(fonts::body());
    const QRect words(room.left(), 0, room.width() - keysWidth - gridUnit, height());
    painter.drawText(place(words),
                     static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
}

HeaderBar::HeaderBar(QMenu *menu, QWidget *parent)
    : QWidget(parent)
    , m_popup(menu)
    , m_title(new ElidingLabel({}, TextRole::Title))
    , m_search(new SearchField)
    , m_waiting(new QToolButton)
    , m_menu(new QToolButton)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(20, gridUnit, 20, gridUnit);
    row->setSpacing(gridUnit);
    row->addWidget(m_title, 1);
    row->addWidget(m_search);
    m_waiting->setAutoRaise(true);
    m_waiting->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_waiting->setMinimumHeight(32);
    m_waiting->setFocusPolicy(Qt::TabFocus);
    setWaiting(0);
    row->addWidget(m_waiting);
    m_menu->setIcon(icons::icon(u"application-menu"_s));
    connect(m_menu, &QToolButton::clicked, this, &HeaderBar::openMenu); // setMenu() would draw an arrow over the icon
    m_menu->setAutoRaise(true);
    m_menu->setText(tr("Menu"));
    m_menu->setAccessibleName(tr("Menu"));
    m_menu->setToolTip(tr("Menu (F10)"));
    m_menu->setFixedSize(32, 32);
    row->addWidget(m_menu);
}

void HeaderBar::setTitle(const QString &title) { m_title->setText(title); }

void HeaderBar::setWaitingAction(QAction *action)
{
    connect(m_waiting, &QToolButton::clicked, action, &QAction::trigger);
    m_waiting->setToolTip(
        tr("%1 (%2)").arg(tr("Waiting for me"), action->shortcut().toString(QKeySequence::NativeText)));
}

void HeaderBar::setWaiting(int things)
{
    m_waiting->setText(things > 0 ? tr("For me · %1").arg(things) : tr("For me"));
    m_waiting->setAccessibleName(things > 0 ? tr("Waiting for me: %1").arg(things) : tr("Waiting for me: nothing"));
}

QString HeaderBar::title() const { return m_title->text(); }

void HeaderBar::openMenu()
{
    const QSize size = m_popup->sizeHint();
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    m_popup->popup(m_menu->mapToGlobal(QPoint(mirrored ? 0 : m_menu->width() - size.width(), m_menu->height())));
}

void HeaderBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), colours::card(palette()));
    painter.fillRect(0, height() - 1, width(), 1, colours::border(palette()));
}

} // namespace humdrum
