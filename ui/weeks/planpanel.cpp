// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/weeks/planpanel.h"

#include "items/wording.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace humdrum {

PlanPanel::PlanPanel(QWidget *parent) : QFrame(parent), m_builds(new QGridLayout)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Plan the release of a train"));
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(18, 16, 18, 16);
    box->setSpacing(gridUnit);
    m_title = new Label(TextRole::Title, this);
    m_says = new Label(TextRole::Muted, this);
    m_error = new ErrorBanner(this);
    m_confirm = new QPushButton(this);
    m_confirm->setObjectName(u"planConfirm"_s);
    setPrimary(m_confirm);
    auto *leave = new QPushButton(tr("Leave it"), this);
    leave->setObjectName(u"planLeave"_s);
    for (Label *label : {m_title, m_says}) {
        label->setWordWrap(true);
        box->addWidget(label);
    }
    m_builds->setHorizontalSpacing(gridUnit);
    m_builds->setColumnStretch(2, 1);
    box->addLayout(m_builds);
    box->addWidget(m_error);
    auto *buttons = new FlowLayout;
    buttons->addWidget(m_confirm);
    buttons->addWidget(leave);
    box->addLayout(buttons);
    box->addStretch();
    connect(m_confirm, &QPushButton::clicked, this, [this] {
        m_confirm->setEnabled(false); // one release for one click
        Q_EMIT confirmed();
    });
    connect(leave, &QPushButton::clicked, this, &PlanPanel::left);
}

void PlanPanel::ask(const TrainOverview &train)
{
    m_train = train;
    m_error->clear();
    m_confirm->setEnabled(true);
    m_title->setText(tr("Plan release %1?").arg(train.train.version));
    m_says->setText(tr("It takes the newest build of each service whose stages have all passed. Its manifest cannot be "
                       "changed afterwards."));
    m_confirm->setText(tr("Create release %1").arg(train.train.version));
    while (QLayoutItem *item = m_builds->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    int row = 0;
    for (const ManifestLine &line : train.manifest) {
        const QString version = line.previous.isEmpty() || line.previous == line.version
            ? line.version
            : line.previous + u" → "_s + line.version;
        m_builds->addWidget(new Label(line.name, TextRole::Strong, this), row, 0);
        m_builds->addWidget(new Label(version, TextRole::Monospaced, this), row, 1);
        m_builds->addWidget(new ElidingLabel(wording::changes(line.changes), TextRole::Muted, this), row++, 2);
    }
    m_confirm->setFocus();
}

void PlanPanel::showError(const Error &error)
{
    m_error->showError(error);
    m_confirm->setEnabled(true);
}

void PlanPanel::paintEvent(QPaintEvent *event)
{
    Q_UNUSED(event);
    QPainter painter(this);
    painter.fillRect(rect(), colours::card(palette()));
    painter.fillRect(isRightToLeft() ? QRect(width() - 1, 0, 1, height()) : QRect(0, 0, 1, height()),
                     colours::border(palette()));
}

void PlanPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT left();
        return;
    }
    QFrame::keyPressEvent(event);
}

} // namespace humdrum
