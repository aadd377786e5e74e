// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/sidepanel.h"

#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

namespace humdrum {

using namespace Qt::StringLiterals;

SidePanel::SidePanel(const QString &name, QWidget *parent)
    : QFrame(parent)
    , m_title(new Label(TextRole::Title, this))
    , m_close(new QPushButton(icons::icon(u"window-close"_s), {}, this))
    , m_body(new QVBoxLayout(this))
    , m_facts(m_body)
{
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    m_body->setContentsMargins(18, 14, 18, 14);
    m_body->setSpacing(gridUnit);
    auto *head = new QHBoxLayout;
    m_title->setWordWrap(true);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    head->addWidget(m_title, 1);
    m_close->setFlat(true);
    m_close->setAccessibleName(tr("Close"));
    m_close->setToolTip(tr("Close (Escape)"));
    connect(m_close, &QPushButton::clicked, this, [this] { closePanel(); });
    head->addWidget(m_close, 0, Qt::AlignTop);
    m_body->addLayout(head);
}

void SidePanel::setTitle(const QString &title) { m_title->setText(title); }

QString SidePanel::title() const { return m_title->text(); }

void SidePanel::setClosable(bool closable) { m_close->setVisible(closable); }

QVBoxLayout *SidePanel::addScrolling(const QString &name)
{
    auto *scroll = m_scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setAccessibleName(name);
    auto *content = new QWidget(scroll);
    auto *box = new QVBoxLayout(content);
    box->setContentsMargins(0, 0, 6, 0);
    box->setSpacing(4);
    scroll->setWidget(content);
    // The panel's own surface shows through; setWidget() has just said otherwise.
    content->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    m_body->addWidget(scroll, 1);
    m_facts = box;
    return box;
}

Label *SidePanel::addCaption(const QString &text)
{
    m_facts->addSpacing(12);
    auto *label = new Label(text, TextRole::Caption);
    label->setWordWrap(true);
    m_facts->addWidget(label);
    return label;
}

Label *SidePanel::addFact(TextRole role)
{
    auto *label = new Label(role);
    label->setWordWrap(true);
    m_facts->addWidget(label);
    return label;
}

void SidePanel::setContentVisible(bool visible)
{
    m_title->setVisible(visible);
    if (m_scroll)
        m_scroll->widget()->setVisible(visible);
}

void SidePanel::scrollToTop()
{
    if (m_scroll)
        m_scroll->verticalScrollBar()->setValue(0);
}

void SidePanel::setScrollingFits()
{
    m_scroll->widget()->installEventFilter(this);
    fitScrolling();
}

bool SidePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_scroll->widget() && (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize))
        fitScrolling();
    return QFrame::eventFilter(watched, event);
}

void SidePanel::fitScrolling()
{
    const QLayout *content = m_scroll->widget()->layout();
    const int width = m_scroll->viewport()->width();
    m_scroll->setMaximumHeight(content->hasHeightForWidth() ? content->totalHeightForWidth(width)
                                                            : content->totalSizeHint().height());
}

int SidePanel::scrollingWidth() const
{
    const int margin = m_scroll ? m_scroll->widget()->layout()->contentsMargins().right() : 0;
    return (m_scroll ? m_scroll->viewport()->width() : width()) - margin;
}

void SidePanel::closePanel() { Q_EMIT closed(); }

void SidePanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), colours::card(palette()));
    painter.fillRect(isRightToLeft() ? QRect(width() - 1, 0, 1, height()) : QRect(0, 0, 1, height()),
                     colours::border(palette()));
}

void SidePanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_close->isVisibleTo(this))
        closePanel();
    else
        QFrame::keyPressEvent(event);
}

} // namespace humdrum
