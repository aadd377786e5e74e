// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/notes/askpanel.h"

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace humdrum {

AskPanel::AskPanel(QWidget *parent)
    : QFrame(parent)
    , m_title(new Label(TextRole::Strong))
    , m_says(new Label)
    , m_label(new Label(TextRole::Caption))
    , m_word(new QLineEdit)
    , m_error(new ErrorBanner)
    , m_row(new FlowLayout)
{
    setAccessibleName(tr("Question"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 12, 14, 12);
    column->setSpacing(gridUnit);
    for (Label *label : {m_title, m_says, m_label}) {
        label->setWordWrap(true);
        column->addWidget(label);
    }
    m_label->setBuddy(m_word);
    column->addWidget(m_word);
    column->addWidget(m_error);
    column->addLayout(m_row);
    connect(m_word, &QLineEdit::textChanged, this, &AskPanel::refresh);
    connect(m_word, &QLineEdit::returnPressed, this, [this] {
        if (!m_buttons.empty())
            m_buttons.front()->click();
    });
    hide();
}

void AskPanel::ask(const Question &question)
{
    m_question = question;
    m_error->clear();
    m_title->setText(question.title);
    m_says->setText(question.says);
    m_says->setVisible(!question.says.isEmpty());
    m_label->setText(question.field);
    m_word->setAccessibleName(question.field);
    m_word->clear();
    m_label->setVisible(!question.field.isEmpty());
    m_word->setVisible(!question.field.isEmpty());
    m_row->clear();
    m_buttons.clear();
    for (const Way &way : question.ways) {
        auto *button = new QPushButton(way.text, this);
        button->setObjectName(u"askWay%1"_s.arg(m_buttons.size()));
        setPrimary(button, m_buttons.empty());
        connect(button, &QPushButton::clicked, this, [this, taken = way.taken] {
            for (QPushButton *other : m_buttons) // one answer for one question
                other->setEnabled(false);
            taken(m_word->text().trimmed());
        });
        m_row->addWidget(button);
        m_buttons.push_back(button);
    }
    auto *leaving = new QPushButton(tr("Leave it"), this);
    leaving->setObjectName(u"askLeave"_s);
    connect(leaving, &QPushButton::clicked, this, &AskPanel::leave, Qt::QueuedConnection);
    m_row->addWidget(leaving);
    refresh();
    show();
    if (!question.field.isEmpty())
        m_word->setFocus();
    else
        leaving->setFocus();
}

void AskPanel::refresh()
{
    for (size_t i = 0; i < m_buttons.size(); ++i) {
        const bool missing = m_question.ways[i].needsWord && m_word->text().trimmed().isEmpty();
        m_buttons[i]->setEnabled(!missing);
        m_buttons[i]->setToolTip(missing ? tr("Write why first.") : QString());
    }
}

void AskPanel::showError(const Error &error)
{
    m_error->showError(error);
    refresh();
}

void AskPanel::leave()
{
    hide();
    Q_EMIT left();
}

void AskPanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(colours::accent(palette()));
    painter.setBrush(colours::card(palette()));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), cornerRadius, cornerRadius);
}

void AskPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        leave();
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace humdrum
