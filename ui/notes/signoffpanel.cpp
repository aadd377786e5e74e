// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/notes/signoffpanel.h"

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"
#include "ui/widgets/rule.h"
#include "ui/widgets/statuschip.h"
#include "ui/widgets/timelabel.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int rowsShown = 4; ///< the rest is scrolled to

Mark markOf(SignOffStanding standing)
{
    switch (standing) {
    case SignOffStanding::Signed:
        return Mark::Passed;
    case SignOffStanding::TextChanged:
    case SignOffStanding::SentBack:
        return Mark::Attention;
    case SignOffStanding::NotAsked:
    case SignOffStanding::Asked:
        break;
    }
    return Mark::Waiting;
}

QString wordOf(const SignOffLine &line, Timestamp now, const QByteArray &zone)
{
    switch (line.standing) {
    case SignOffStanding::NotAsked:
        return SignOffPanel::tr("not asked yet");
    case SignOffStanding::Asked:
        if (line.valid > 0)
            return SignOffPanel::tr("%1 of %2 signed draft %3").arg(line.valid).arg(line.wanted).arg(line.lastNumber);
        return line.at == noTime ? SignOffPanel::tr("asked")
                                 : SignOffPanel::tr("asked %1").arg(times::relative(line.at, now, zone));
    case SignOffStanding::Signed:
        return line.wanted > 1
            ? SignOffPanel::tr("%1 of %2 signed draft %3").arg(line.valid).arg(line.wanted).arg(line.lastNumber)
            : SignOffPanel::tr("signed draft %1").arg(line.lastNumber);
    case SignOffStanding::TextChanged:
        return SignOffPanel::tr("signed draft %1, text changed since").arg(line.lastNumber);
    case SignOffStanding::SentBack:
        return SignOffPanel::tr("sent back draft %1").arg(line.lastNumber);
    }
    return {};
}

} // namespace

SignOffPanel::SignOffPanel(const Clock &clock, QWidget *parent)
    : QFrame(parent)
    , m_clock(clock)
    , m_title(new Label(tr("Sign-off"), TextRole::Strong))
    , m_nobody(new Label(TextRole::Muted))
    , m_scroll(new QScrollArea)
    , m_content(new QWidget)
    , m_grid(new QGridLayout(m_content))
{
    setAccessibleName(tr("Sign-off"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(14, 10, 14, 10);
    column->setSpacing(6);
    column->addWidget(m_title);
    m_nobody->setWordWrap(true);
    m_nobody->setText(tr("Nobody is asked: no role in humdrum.yaml has “sign-offs”."));
    column->addWidget(m_nobody);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(2 * gridUnit);
    m_grid->setVerticalSpacing(0);
    m_grid->setColumnStretch(2, 1);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(m_content);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_content->setAutoFillBackground(false);
    m_scroll->viewport()->setAutoFillBackground(false);
    column->addWidget(m_scroll);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void SignOffPanel::showLines(const NotesOverview &overview)
{
    const QString shownFor = u"%1/%2/%3"_s.arg(overview.release ? overview.release->id.value : 0)
                                 .arg(overview.revision.number)
                                 .arg(overview.document ? static_cast<int>(overview.document->state) : -1);
    // Not made anew for each change elsewhere: a button that has the focus would lose it.
    if (shownFor == m_shownFor && overview.signOffs == m_lines)
        return;
    m_shownFor = shownFor;
    m_lines = overview.signOffs;
    while (QLayoutItem *item = m_grid->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    int row = 0;
    for (const SignOffLine &line : m_lines)
        addLine(overview, line, row++);
    m_nobody->setVisible(m_lines.empty());
    m_scroll->setVisible(!m_lines.empty());
    m_grid->addWidget(new Rule(m_content), 2 * row, 0, 1, 4);
    for (int i = 0; i < m_grid->count(); ++i)
        m_grid->itemAt(i)->widget()->show(); // what is not shown yet has no height
    m_grid->activate();
    const int high = m_grid->totalSizeHint().height();
    const int rows = std::max(1, static_cast<int>(m_lines.size()));
    m_scroll->setFixedHeight(std::min(high, high * std::min(rows, rowsShown) / rows));
}

void SignOffPanel::addLine(const NotesOverview &overview, const SignOffLine &line, int row)
{
    m_grid->addWidget(new Rule(m_content), 2 * row, 0, 1, 4);
    m_grid->setRowMinimumHeight(2 * row + 1, rowHeight(this) + 4);
    auto *role = new ElidingLabel(line.roleName, TextRole::Body, m_content);
    role->setMinimumWidth(64);
    m_grid->addWidget(role, 2 * row + 1, 0);
    auto *chip = new StatusChip(markOf(line.standing), wordOf(line, m_clock.now(), overview.zone), m_content);
    if (line.standing == SignOffStanding::Asked && line.at != noTime)
        chip->setToolTip(times::absolute(line.at, overview.zone));
    m_grid->addWidget(chip, 2 * row + 1, 1);
    QString detail;
    if (line.standing == SignOffStanding::NotAsked || (line.standing == SignOffStanding::Asked && line.valid == 0))
        detail = line.people.join(u", "_s);
    else
        detail = line.lastPerson + u" · "_s + times::brief(line.at, m_clock.now(), overview.zone);
    if (!line.comment.isEmpty() && line.standing != SignOffStanding::Asked)
        detail += u" · “"_s + line.comment + u"”"_s;
    m_grid->addWidget(new ElidingLabel(detail, TextRole::Muted, m_content), 2 * row + 1, 2);
    if (QWidget *action = actionOf(overview, line))
        m_grid->addWidget(action, 2 * row + 1, 3, Qt::AlignRight);
}

QWidget *SignOffPanel::actionOf(const NotesOverview &overview, const SignOffLine &line)
{
    const auto button = [&](const QString &text, const QString &name) {
        auto *made = new QPushButton(text, m_content);
        made->setAccessibleName(name);
        made->setFlat(true);
        return made;
    };
    if (line.whyNot.isEmpty()) {
        auto *sign = button(tr("Sign…"), tr("Sign as %1").arg(line.roleName));
        connect(sign, &QPushButton::clicked, this, [this, role = line.role] { Q_EMIT signAsked(role); });
        return sign;
    }
    if (line.standing == SignOffStanding::TextChanged && line.lastOf.isValid()) {
        auto *changes = button(tr("Show what changed"), tr("Show what changed since draft %1").arg(line.lastNumber));
        connect(changes, &QPushButton::clicked, this,
                [this, of = line.lastOf, number = line.lastNumber] { Q_EMIT changesAsked(of, number); });
        return changes;
    }
    const bool waits = overview.document && overview.document->state == NotesState::InReview &&
        line.standing != SignOffStanding::Signed;
    if (waits) {
        auto *remind = button(tr("Copy reminder"), tr("Copy a reminder for %1").arg(line.people.join(u", "_s)));
        remind->setToolTip(tr("Puts a message for %1 on the clipboard").arg(line.people.join(u", "_s)).toHtmlEscaped());
        connect(remind, &QPushButton::clicked, this, [this, role = line.role] { Q_EMIT reminderAsked(role); });
        return remind;
    }
    return nullptr;
}

} // namespace humdrum
