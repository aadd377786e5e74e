// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/notes/readingpane.h"

#include "ui/notes/differenceview.h"
#include "ui/notes/notespreview.h"
#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QStackedWidget>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace humdrum {

ReadingPane::ReadingPane(QWidget *parent)
    : QFrame(parent)
    , m_caption(new ElidingLabel({}, TextRole::Muted))
    , m_close(new QToolButton)
    , m_stack(new QStackedWidget)
    , m_preview(new NotesPreview)
    , m_difference(new DifferenceView)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(24, 16, 12, 8);
    column->setSpacing(gridUnit);
    auto *head = new QHBoxLayout;
    head->addWidget(m_caption, 1);
    m_close->setIcon(icons::icon(u"window-close"_s));
    m_close->setText(tr("Back to the preview"));
    m_close->setAccessibleName(m_close->text());
    m_close->setToolTip(m_close->text());
    m_close->setAutoRaise(true);
    head->addWidget(m_close);
    column->addLayout(head);
    m_stack->addWidget(m_preview);
    m_stack->addWidget(m_difference);
    column->addWidget(m_stack, 1);
    connect(m_close, &QToolButton::clicked, this, &ReadingPane::stopComparing);
    connect(m_difference, &DifferenceView::escaped, this, &ReadingPane::stopComparing);
    connect(m_difference, &DifferenceView::compared, this, &ReadingPane::showCaption);
    connect(m_difference, &DifferenceView::failed, this, &ReadingPane::failed);
    m_close->hide();
    showCaption();
}

void ReadingPane::setText(const QString &markdown)
{
    m_text = markdown;
    if (isComparing())
        m_difference->setAfter(m_text);
    m_preview->setMarkdown(m_text);
}

void ReadingPane::compareWith(const QString &what, const QString &before)
{
    m_what = what;
    m_difference->setAfter(m_text);
    m_difference->setBefore(before);
    m_stack->setCurrentWidget(m_difference);
    m_close->show();
    showCaption();
}

void ReadingPane::stopComparing()
{
    if (!isComparing())
        return;
    m_stack->setCurrentWidget(m_preview);
    m_close->hide();
    showCaption();
    Q_EMIT comparingStopped();
}

bool ReadingPane::isComparing() const { return m_stack->currentWidget() == m_difference; }

void ReadingPane::setBordered(bool bordered)
{
    m_bordered = bordered;
    update();
}

void ReadingPane::showCaption()
{
    if (!isComparing()) {
        m_caption->setText(tr("Preview · as clients see it"));
        return;
    }
    const QLocale locale;
    m_caption->setText(
        tr("Since %1 · +%2 −%3")
            .arg(m_what, locale.toString(m_difference->added()), locale.toString(m_difference->removed())));
}

void ReadingPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), colours::card(palette()));
    if (m_bordered)
        painter.fillRect(isRightToLeft() ? QRect(width() - 1, 0, 1, height()) : QRect(0, 0, 1, height()),
                         colours::border(palette()));
}

} // namespace humdrum
