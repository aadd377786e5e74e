// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/markedline.h"

#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

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

} // namespace humdrum
