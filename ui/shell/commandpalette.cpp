// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/commandpalette.h"

#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/label.h"

#include <QAccessible>
#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace humdrum {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int mostHits = 40;
constexpr int rowsShown = 11;

class PaletteDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const override
    {
        return {200, rowHeight(option.widget) + 4};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QPalette &look = option.palette;
        const bool chosen = option.state & QStyle::State_Selected;
        const bool enabled = index.data(PaletteModel::EnabledRole).toBool();
        const QColor surface = chosen ? colours::accentTint(look) : colours::card(look);
        const QColor quiet = colours::readable(colours::muted(look), surface);
        const auto place = [&](const QRect &r) { return QStyle::visualRect(option.direction, option.rect, r); };
        const int alignment =
            static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeft)) | Qt::AlignVCenter;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (chosen) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(surface);
            painter->drawRoundedRect(option.rect, cornerRadius, cornerRadius);
        }
        QRect room = option.rect.adjusted(10, 0, -10, 0);
        const QRect iconBox(room.left(), room.center().y() - icons::size / 2 + 1, icons::size, icons::size);
        index.data(Qt::DecorationRole)
            .value<QIcon>()
            .paint(painter, place(iconBox), Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
        room.setLeft(iconBox.right() + 11);

        painter->setFont(fonts::small());
        painter->setPen(quiet);
        const QString label = index.data(PaletteModel::LabelRole).toString();
        const int labelWidth = painter->fontMetrics().horizontalAdvance(label);
        painter->drawText(place(QRect(room.right() - labelWidth, room.y(), labelWidth + 1, room.height())),
                          Qt::AlignVCenter, label);
        room.setRight(room.right() - labelWidth - 2 * gridUnit);

        const QString title = index.data(Qt::DisplayRole).toString();
        const QFontMetrics metrics(fonts::body());
        painter->setFont(fonts::body());
        painter->setPen(enabled ? colours::text(look) : quiet);
        painter->drawText(place(room), alignment, metrics.elidedText(title, Qt::ElideRight, room.width()));
        room.setLeft(room.left() + metrics.horizontalAdvance(title) + 12);
        if (room.width() > 40) {
            painter->setFont(fonts::small());
            painter->setPen(quiet);
            painter->drawText(place(room), alignment,
                              painter->fontMetrics().elidedText(index.data(PaletteModel::DetailTextRole).toString(),
                                                                Qt::ElideRight, room.width()));
        }
        painter->restore();
    }
};

} // namespace

CommandPalette::CommandPalette(ActionRegistry &actions, Store &store, Navigator &navigator,
                               const std::vector<PageDescription> &pages, QWidget *window)
    : QWidget(window)
    , m_store(store)
    , m_navigator(navigator)
    , m_panel(new Card({}, this))
    , m_field(new QLineEdit)
    , m_list(new QListView)
    , m_outcome(new Label(TextRole::Muted))
    , m_model(new PaletteModel(actions, pages, this))
{
    setAccessibleName(tr("Command palette"));
    m_panel->setAccessibleName(tr("Command palette"));
    auto *column = static_cast<Card *>(m_panel)->body();
    static_cast<Card *>(m_panel)->setPadding(10);
    m_field->setPlaceholderText(tr("Find a page, action, release, change, build, environment or person"));
    m_field->setAccessibleName(tr("Find"));
    m_field->setAccessibleDescription(m_field->placeholderText());
    m_field->setClearButtonEnabled(true);
    m_list->setAccessibleName(tr("Found"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    column->addWidget(m_field);
    column->addWidget(m_list, 1);
    m_outcome->setAlignment(Qt::AlignTop | Qt::AlignLeading);
    m_outcome->setContentsMargins(10, gridUnit, 10, gridUnit);
    m_outcome->setWordWrap(true);
    column->addWidget(m_outcome, 1);

    m_debounce.setSingleShot(true);
    m_debounce.setInterval(80ms);
    connect(&m_debounce, &QTimer::timeout, this, &CommandPalette::ask);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::narrow);
    connect(m_list, &QListView::clicked, this, &CommandPalette::choose);
    connect(m_model, &QAbstractItemModel::modelReset, this, &CommandPalette::selectFirst);
    connect(m_model, &QAbstractItemModel::modelReset, this, &CommandPalette::showOutcome);
    m_field->installEventFilter(this);
    window->installEventFilter(this);
    hide();
}

void CommandPalette::popup(const QString &query)
{
    if (isVisible()) {
        m_field->setFocus(Qt::ShortcutFocusReason);
        m_field->selectAll();
        return;
    }
    m_before = QApplication::focusWidget();
    m_field->setText(query);
    narrow();
    place();
    show();
    raise();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

void CommandPalette::dismiss()
{
    m_debounce.stop();
    ++m_generation;
    m_searching = false;
    hide();
    if (m_before)
        m_before->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::place()
{
    QWidget *window = parentWidget();
    setGeometry(window->rect());
    const int width = std::min(680, window->width() - 6 * gridUnit);
    const int height = std::min((rowHeight(this) + 4) * rowsShown + 64, window->height() - 12 * gridUnit);
    m_panel->setGeometry((window->width() - width) / 2, 6 * gridUnit, width, height);
}

void CommandPalette::narrow()
{
    ++m_generation;
    m_model->setQuery(m_field->text());
    selectFirst();
    m_searching = !m_field->text().trimmed().isEmpty();
    m_problem.clear();
    if (m_searching)
        m_debounce.start();
    else
        m_debounce.stop();
    showOutcome();
}

void CommandPalette::ask()
{
    const quint64 generation = m_generation;
    m_store.read([query = m_field->text()](Session &session) { return search(session, query, mostHits); })
        .then(this, [this, generation](const Result<std::vector<SearchHit>> &hits) {
            if (generation != m_generation)
                return;
            m_searching = false;
            if (hits)
                m_model->setHits(*hits); // pages and actions stay usable when the store does not answer
            else
                m_problem = hits.error().message;
            showOutcome();
        });
}

void CommandPalette::selectFirst()
{
    m_list->setCurrentIndex(m_model->index(0, 0));
    m_list->scrollToTop();
}

void CommandPalette::showOutcome()
{
    const bool nothing = m_model->rowCount() == 0;
    const QString before = m_outcome->text();
    if (!nothing)
        m_outcome->clear();
    else if (m_searching)
        m_outcome->setText(tr("Searching…"));
    else
        m_outcome->setText(m_problem.isEmpty() ? tr("Nothing is called “%1”.").arg(m_field->text().trimmed())
                                               : m_problem);
    m_list->setVisible(!nothing);
    m_outcome->setVisible(nothing);
    if (nothing && !m_searching && m_outcome->text() != before) {
        QAccessibleAnnouncementEvent said(m_field, m_outcome->text());
        QAccessible::updateAccessibility(&said);
    }
}

void CommandPalette::move(int by)
{
    const int rows = m_model->rowCount();
    if (rows == 0)
        return;
    const int row = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : 0;
    const int next = std::abs(by) == 1 ? (row + by + rows) % rows : std::clamp(row + by, 0, rows - 1);
    const QModelIndex index = m_model->index(next, 0);
    m_list->setCurrentIndex(index);
    QAccessibleAnnouncementEvent said(m_field, index.data(Qt::AccessibleTextRole).toString());
    QAccessible::updateAccessibility(&said);
}

void CommandPalette::choose(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    const PaletteEntry entry = m_model->entry(index.row());
    if (!entry.enabled)
        return; // its reason is on the line
    dismiss();
    switch (entry.kind) {
    case PaletteEntry::Kind::Page:
        m_navigator.navigate({entry.id, {}});
        break;
    case PaletteEntry::Kind::Action:
        Q_EMIT actionChosen(entry.id);
        break;
    case PaletteEntry::Kind::Hit:
        m_navigator.navigate(entry.destination);
        break;
    }
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible())
        place();
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_PageUp:
        move(-rowsShown + 1);
        return true;
    case Qt::Key_PageDown:
        move(rowsShown - 1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(m_list->currentIndex());
        return true;
    case Qt::Key_Escape:
        dismiss();
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        move(static_cast<QKeyEvent *>(event)->key() == Qt::Key_Tab ? 1 : -1);
        return true;
    default:
        return QWidget::eventFilter(watched, event);
    }
}

void CommandPalette::mousePressEvent(QMouseEvent *)
{
    dismiss(); // outside the panel, whose own clicks do not arrive here
}

void CommandPalette::paintEvent(QPaintEvent *)
{
    // A soft edge tells the panel from the page without dimming what is below.
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (int spread = 6; spread > 0; --spread) {
        painter.setBrush(QColor(0, 0, 0, 10));
        painter.drawRoundedRect(QRectF(m_panel->geometry()).adjusted(-spread, -spread + 2, spread, spread + 2),
                                cornerRadius + spread, cornerRadius + spread);
    }
}

} // namespace humdrum
