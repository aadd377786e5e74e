// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/errorbanner.h"

#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace humdrum {

using namespace Qt::StringLiterals;

ErrorBanner::ErrorBanner(QWidget *parent)
    : QFrame(parent)
    , m_message(new Label(TextRole::Strong))
    , m_hint(new Label)
    , m_retry(new QPushButton(tr("Try again")))
    , m_copy(new QPushButton(tr("Copy details")))
    , m_close(new QToolButton)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(5 * gridUnit, gridUnit, gridUnit, gridUnit);
    row->setSpacing(gridUnit);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    for (Label *label : {m_message, m_hint}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        words->addWidget(label);
    }
    row->addLayout(words, 1);
    row->addWidget(m_retry);
    row->addWidget(m_copy);
    m_close->setIcon(icons::icon(u"window-close"_s));
    m_close->setText(tr("Close"));
    m_close->setAccessibleName(tr("Close this message"));
    m_close->setAutoRaise(true);
    row->addWidget(m_close);
    setAccessibleName(tr("Error"));
    m_retry->hide();
    connect(m_retry, &QPushButton::clicked, this, &ErrorBanner::retry);
    connect(m_copy, &QPushButton::clicked, this, &ErrorBanner::copyDetails);
    connect(m_close, &QToolButton::clicked, this, &ErrorBanner::clear);
    hide();
}

void ErrorBanner::showError(const Error &error)
{
    m_error = error;
    QString message = error.message;
    if (error.where) {
        message =
            u"%1:%2:%3: %4"_s.arg(error.where->file).arg(error.where->line).arg(error.where->column).arg(error.message);
    }
    m_message->setText(message);
    m_hint->setText(error.hint);
    m_hint->setVisible(!error.hint.isEmpty());
    setAccessibleDescription(error.toString());
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void ErrorBanner::clear()
{
    m_error.reset();
    hide();
}

QString ErrorBanner::message() const { return m_error ? m_message->text() : QString(); }

void ErrorBanner::setRetryable(bool retryable) { m_retry->setVisible(retryable); }

void ErrorBanner::copyDetails() const
{
    if (!m_error)
        return;
    QString text = m_error->toString();
    if (!m_error->details.isEmpty())
        text += u"\n\n"_s + m_error->details;
    QGuiApplication::clipboard()->setText(text);
}

void ErrorBanner::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = colours::mark(Mark::Failed, palette());
    painter.setPen(colour);
    painter.setBrush(colours::markTint(Mark::Failed, palette()));
    const QRect box = contentsRect();
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius, cornerRadius);
    const QRect mark(box.left() + 2 * gridUnit, box.top(), 2 * gridUnit, box.height());
    marks::paint(painter, QStyle::visualRect(layoutDirection(), box, mark), Mark::Failed, colour);
}

} // namespace humdrum
