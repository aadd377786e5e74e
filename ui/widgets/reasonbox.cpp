// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/reasonbox.h"

#include "domain/reason.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace humdrum {

ReasonBox::ReasonBox(const QString &confirmText, const QString &leaveText, QWidget *parent)
    : QWidget(parent)
    , m_what(new Label(TextRole::Body, this))
    , m_reason(new QLineEdit(this))
    , m_confirm(new QPushButton(confirmText, this))
{
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    m_what->setWordWrap(true);
    box->addWidget(m_what);
    m_reason->setAccessibleName(tr("Reason"));
    box->addWidget(m_reason);
    auto *stay = new QPushButton(leaveText, this);
    auto *buttons = new FlowLayout;
    buttons->addWidget(m_confirm);
    buttons->addWidget(stay);
    box->addLayout(buttons);
    setConfirm(confirmText);
    connect(m_reason, &QLineEdit::textChanged, this, &ReasonBox::judge);
    connect(m_reason, &QLineEdit::returnPressed, this, &ReasonBox::confirm);
    connect(m_confirm, &QPushButton::clicked, this, &ReasonBox::confirm);
    connect(stay, &QPushButton::clicked, this, &ReasonBox::leave);
    hide();
}

void ReasonBox::setConfirm(const QString &confirm, bool needsReason)
{
    m_confirm->setText(confirm);
    m_needsReason = needsReason;
    m_reason->setPlaceholderText(needsReason ? tr("Why? It is recorded.")
                                             : tr("Why? It is recorded; you may leave it out."));
    judge();
}

void ReasonBox::judge()
{
    const bool none = !m_needsReason && m_reason->text().trimmed().isEmpty();
    const QString wrong = none ? QString() : faultOf(m_reason->text());
    m_confirm->setEnabled(wrong.isEmpty());
    m_confirm->setToolTip(wrong);
}

QString ReasonBox::faultOf(const QString &text)
{
    const Result<QString> reason = reasonFrom(text);
    return !reason ? reason.error().message : reason->isEmpty() ? tr("Say why first.") : QString();
}

void ReasonBox::ask(const QString &what)
{
    m_asking = true;
    m_what->setText(what);
    setAccessibleName(what);
    m_reason->clear();
    show();
    m_reason->setFocus();
}

void ReasonBox::dismiss()
{
    m_asking = false;
    hide();
}

void ReasonBox::confirm()
{
    const QString reason = m_reason->text().trimmed();
    if (!m_asking || !m_confirm->isEnabled())
        return;
    dismiss();
    Q_EMIT confirmed(reason);
}

void ReasonBox::leave()
{
    dismiss();
    Q_EMIT left();
}

void ReasonBox::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        leave();
    else
        QWidget::keyPressEvent(event);
}

} // namespace humdrum
