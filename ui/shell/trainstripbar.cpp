// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/trainstripbar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statuschip.h"
#include "ui/widgets/timelabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QTimer>

namespace humdrum {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

TrainStripBar::TrainStripBar(const Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_row(new QHBoxLayout(this))
    , m_train(addFact(tr("Next train"), true))
    , m_leaves(addFact(tr("Leaves"), true))
    , m_deployer(addFact(tr("Deployer"), false))
    , m_changes(addFact(tr("Changes"), false))
    , m_gatesBox(new QWidget)
    , m_gates(new QWidget)
    , m_gatesRow(new QHBoxLayout(m_gates))
    , m_more(new Label(TextRole::Caption))
{
    setAccessibleName(tr("Next train"));
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_row->setContentsMargins(20, gridUnit, 20, gridUnit + 1);
    m_row->setSpacing(20);
    auto *column = new QVBoxLayout(m_gatesBox);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(new Label(tr("Gates"), TextRole::Caption));
    m_gatesRow->setContentsMargins(0, 0, 0, 0);
    m_gatesRow->setSpacing(4);
    m_gatesRow->addWidget(m_more);
    m_gatesRow->addStretch(1);
    column->addWidget(m_gates);
    m_gatesBox->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_row->addWidget(m_gatesBox, 1);
    m_boring = addFact(tr("Boring for"), true);
    m_boring.caption->setAlignment(Qt::AlignRight);
    m_boring.value->setAlignment(Qt::AlignRight);

    // As high before anything is known as after.
    QSizePolicy kept = m_train.caption->sizePolicy();
    kept.setRetainSizeWhenHidden(true);
    m_train.caption->setSizePolicy(kept);

    auto *minute = new QTimer(this);
    minute->setInterval(30s);
    connect(minute, &QTimer::timeout, this, &TrainStripBar::showTimes);
    minute->start();
    setOverview({});
    setStreak(std::nullopt);
}

TrainStripBar::Fact TrainStripBar::addFact(const QString &caption, bool vital)
{
    Fact fact{new QWidget, vital ? new Label(caption, TextRole::Caption) : new ElidingLabel(caption, TextRole::Caption),
              vital ? new Label(TextRole::Strong) : new ElidingLabel({}, TextRole::Body)};
    auto *column = new QVBoxLayout(fact.box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(fact.caption);
    column->addWidget(fact.value);
    m_row->addWidget(fact.box);
    return fact;
}

void TrainStripBar::setOverview(const ShellOverview &overview)
{
    m_overview = overview;
    const bool there = overview.strip.has_value();
    for (const Fact *fact : {&m_leaves, &m_deployer, &m_changes})
        fact->box->setVisible(there);
    m_gatesBox->setVisible(there);
    while (QLayoutItem *item = m_gatesRow->takeAt(0)) {
        if (item->widget() != m_more)
            delete item->widget();
        delete item;
    }
    if (!there) {
        m_train.value->setText(overview.described ? tr("None is planned") : QString());
        m_train.caption->setVisible(overview.described);
        return;
    }
    const TrainStrip &strip = *overview.strip;
    m_train.caption->show();
    m_train.value->setText(strip.version);
    m_deployer.value->setText(strip.deployer.isEmpty()     ? tr("Nobody yet")
                                  : strip.backup.isEmpty() ? strip.deployer
                                                           : tr("%1 · backup %2").arg(strip.deployer, strip.backup));
    m_deployer.value->setToolTip(strip.backupName.isEmpty()
                                     ? strip.deployerName.toHtmlEscaped()
                                     : tr("%1, backup %2").arg(strip.deployerName, strip.backupName).toHtmlEscaped());
    m_changes.value->setText(strip.changes == 0 ? tr("None yet")
                                 : strip.internal == 0
                                 ? tr("%1 · %2 documented").arg(strip.changes).arg(strip.documented)
                                 : tr("%1 · %2 of %3 documented")
                                       .arg(strip.changes)
                                       .arg(strip.documented)
                                       .arg(strip.changes - strip.internal));
    QString changes = strip.assembled ? tr("Changes in the release of this train")
                                      : tr("Changes that would be aboard if the release were assembled now");
    if (strip.internal > 0)
        changes += u'\n' + tr("%n of them internal, which need no notes", nullptr, strip.internal);
    m_changes.value->setToolTip(asToolTip(changes));
    for (const StripGate &gate : strip.gates) {
        auto *chip = new StatusChip(gate.mark, gate.text);
        QString tip = titleOf(gate.kind);
        if (!gate.details.isEmpty())
            tip += u'\n' + gate.details;
        chip->setToolTip(asToolTip(tip));
        chip->setAccessibleDescription(gate.details);
        m_gatesRow->addWidget(chip);
    }
    m_gatesRow->addWidget(m_more);
    m_gatesRow->addStretch(1);
    showTimes();
    fitGates();
}

void TrainStripBar::setStreak(std::optional<int> trains)
{
    m_boring.box->setVisible(trains.has_value());
    if (trains)
        m_boring.value->setText(tr("%n train(s)", nullptr, *trains));
    m_boring.box->layout()->activate(); // or the row would give it the room of what it said before
    m_row->activate();
    fitGates();
}

void TrainStripBar::showTimes()
{
    if (!m_overview.strip)
        return;
    const Timestamp departure = m_overview.strip->departure;
    const Timestamp now = m_clock.now();
    const QString relative = departure < now ? tr("%1 late").arg(times::amount(now - departure))
                                             : times::relative(departure, now, m_overview.zone);
    m_leaves.value->setText(times::brief(departure, now, m_overview.zone) + u" · "_s + relative);
    m_leaves.value->setToolTip(times::absolute(departure, m_overview.zone));
}

void TrainStripBar::fitGates()
{
    // Chips that do not fit are counted instead of cut off; the most urgent stand first.
    const int room = m_gatesBox->width();
    QList<StatusChip *> chips;
    for (int i = 0; i < m_gatesRow->count(); ++i) {
        if (auto *chip = qobject_cast<StatusChip *>(m_gatesRow->itemAt(i)->widget()))
            chips << chip;
    }
    int whole = 0;
    for (const StatusChip *chip : std::as_const(chips))
        whole += chip->sizeHint().width() + m_gatesRow->spacing();
    const int reserve = whole > room ? 40 : 0;
    int used = 0, hidden = 0;
    QStringList left;
    for (StatusChip *chip : std::as_const(chips)) {
        used += chip->sizeHint().width() + m_gatesRow->spacing();
        const bool fits = used <= room - reserve + m_gatesRow->spacing();
        chip->setVisible(fits);
        if (!fits) {
            ++hidden;
            left << chip->accessibleName();
        }
    }
    m_more->setVisible(hidden > 0);
    m_more->setText(u"+%1"_s.arg(hidden));
    m_more->setToolTip(asToolTip(left.join(u'\n')));
    m_more->setAccessibleName(tr("%n more gate(s): %1", nullptr, hidden).arg(left.join(u", "_s)));
}

QSize TrainStripBar::minimumSizeHint() const { return {320, QWidget::minimumSizeHint().height()}; }

void TrainStripBar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_row->activate();
    fitGates();
}

void TrainStripBar::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::LanguageChange)
        updateGeometry();
}

void TrainStripBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), colours::card(palette()));
    painter.fillRect(0, height() - 1, width(), 1, colours::border(palette()));
}

} // namespace humdrum
