// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/sidebar.h"

#include "ui/theme/theme.h"
#include "ui/widgets/label.h"
#include "ui/widgets/meter.h"

#include <QButtonGroup>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {
constexpr int sidebarWidth = 196;
constexpr int rowPadding = 10;
} // namespace

NavigationButton::NavigationButton(const PageDescription &page, QWidget *parent) : QAbstractButton(parent)
{
    setObjectName(page.id);
    setText(page.title);
    setIcon(icons::icon(page.icon));
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(page.title);
    setAccessibleDescription(page.help);
    setToolTip(asToolTip(page.help));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void NavigationButton::setCount(int count, const QString &meaning)
{
    m_count = count;
    setAccessibleName(count > 0 ? text() + u", "_s + meaning : text());
    setToolTip(asToolTip(count > 0 ? accessibleDescription() + u'\n' + meaning : accessibleDescription()));
    update();
}

QSize NavigationButton::sizeHint() const { return {160, std::max(34, fontMetrics().height() + 14)}; }

void NavigationButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPalette look = palette();
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? colours::accentTint(look)
                                     : colours::blend(colours::sidebar(look), colours::text(look), 0.05));
        painter.drawRoundedRect(rect(), cornerRadius, cornerRadius);
    }
    if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter.setPen(QPen(colours::accent(look), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), cornerRadius, cornerRadius);
    }
    const QColor surface = isChecked() ? colours::accentTint(look) : colours::sidebar(look);
    const QColor ink = isChecked() ? colours::readable(colours::accent(look), surface) : colours::text(look);
    const auto place = [&](const QRect &r) { return QStyle::visualRect(layoutDirection(), rect(), r); };

    const QRect iconBox(rowPadding, (height() - icons::size) / 2, icons::size, icons::size);
    icon().paint(&painter, place(iconBox), Qt::AlignCenter, isChecked() ? QIcon::Selected : QIcon::Normal);
    int right = width() - rowPadding;
    if (m_count > 0) {
        const QString count = m_count > 99 ? u"99+"_s : QString::number(m_count);
        const QFont small = fonts::tabular(fonts::smallStrong());
        const QFontMetrics metrics(small);
        const int pillWidth = std::max(metrics.height() + 2, metrics.horizontalAdvance(count) + 12);
        const QRect pill(right - pillWidth, (height() - metrics.height() - 2) / 2, pillWidth, metrics.height() + 2);
        painter.setPen(colours::border(look));
        painter.setBrush(colours::card(look));
        painter.drawRoundedRect(QRectF(place(pill)).adjusted(0.5, 0.5, -0.5, -0.5), pill.height() / 2.0,
                                pill.height() / 2.0);
        painter.setPen(colours::muted(look));
        painter.setFont(small);
        painter.drawText(place(pill), Qt::AlignCenter, count);
        right = pill.left() - 6;
    }
    painter.setFont(isChecked() ? fonts::strong() : fonts::body());
    painter.setPen(ink);
    const QRect words(iconBox.right() + 11, 0, right - iconBox.right() - 11, height());
    painter.drawText(place(words),
                     static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft)) | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, words.width()));
}

Sidebar::Sidebar(const std::vector<PageDescription> &pages, QWidget *parent)
    : QWidget(parent)
    , m_product(new Label(TextRole::Title))
    , m_counts(new Label(TextRole::Caption))
    , m_group(new QButtonGroup(this))
    , m_worker(new QWidget)
    , m_workerText(new Label(TextRole::Caption))
    , m_workerStep(new ElidingLabel({}, TextRole::Caption))
    , m_workerMeter(new Meter)
{
    setAccessibleName(tr("Pages"));
    setFixedWidth(sidebarWidth);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(gridUnit, 2 * gridUnit, gridUnit + 1, 2 * gridUnit);
    column->setSpacing(1);
    m_product->setWordWrap(true);
    m_product->setContentsMargins(rowPadding, 0, rowPadding, 0);
    m_counts->setContentsMargins(rowPadding, 0, rowPadding, 0);
    m_counts->setWordWrap(true);
    column->addWidget(m_product);
    column->addWidget(m_counts);
    column->addSpacing(2 * gridUnit);
    m_group->setExclusive(true);
    for (const PageDescription &page : pages) {
        auto *entry = new NavigationButton(page);
        m_group->addButton(entry);
        column->addWidget(entry);
    }
    connect(m_group, &QButtonGroup::buttonClicked, this,
            [this](QAbstractButton *entry) { Q_EMIT chosen(entry->objectName()); });
    column->addStretch(1);

    auto *work = new QVBoxLayout(m_worker);
    work->setContentsMargins(rowPadding, gridUnit, rowPadding, 0);
    work->setSpacing(6);
    m_workerText->setWordWrap(true);
    m_workerMeter->setThickness(4);
    m_workerMeter->setMark(Mark::Running);
    m_workerMeter->setAccessibleName(tr("Progress of the worker"));
    work->addWidget(m_workerText);
    work->addWidget(m_workerStep);
    work->addWidget(m_workerMeter);
    column->addWidget(m_worker);
    setProgress({});
}

void Sidebar::setProduct(const QString &name, const QString &counts)
{
    m_product->setText(name);
    m_counts->setText(counts);
}

NavigationButton *Sidebar::button(const QString &page) const
{
    for (QAbstractButton *entry : m_group->buttons()) {
        if (entry->objectName() == page)
            return static_cast<NavigationButton *>(entry);
    }
    return nullptr;
}

void Sidebar::setCurrent(const QString &page)
{
    if (NavigationButton *entry = button(page))
        entry->setChecked(true);
}

void Sidebar::setCount(const QString &page, int count, const QString &meaning)
{
    if (NavigationButton *entry = button(page))
        entry->setCount(count, meaning);
}

void Sidebar::setProgress(const WorkerProgress &progress)
{
    const bool busy = progress.running > 0 || progress.promotion.isValid();
    QString text = busy ? progress.text : tr("Worker idle");
    if (busy && text.isEmpty())
        text = tr("Worker busy");
    QString step = busy ? progress.step : QString();
    if (progress.queued > 0)
        step += (step.isEmpty() ? QString() : u" · "_s) + tr("%n queued", nullptr, progress.queued);
    m_workerText->setText(text);
    m_workerStep->setText(step);
    m_workerStep->setVisible(!step.isEmpty());
    m_workerMeter->setValue(busy ? progress.fraction : 0.0);
    m_worker->setAccessibleName(step.isEmpty() ? text : text + u", "_s + step);
}

void Sidebar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QPalette look = palette();
    painter.fillRect(rect(), colours::sidebar(look));
    const QColor line = colours::blend(colours::sidebar(look), colours::text(look), 0.1);
    const int edge = layoutDirection() == Qt::RightToLeft ? 0 : width() - 1;
    painter.fillRect(edge, 0, 1, height(), line);
    painter.fillRect(m_worker->x(), m_worker->y(), m_worker->width(), 1, line);
}

} // namespace humdrum
