// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/datatable.h"

#include "items/roles.h"
#include "ui/theme/theme.h"
#include "ui/widgets/statuschip.h"
#include "ui/widgets/timelabel.h"

#include <QAbstractItemModel>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QSaveFile>
#include <QScrollBar>
#include <QThreadPool>
#include <QToolTip>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr int cellPadding = 10;
constexpr int narrowStretch = 96;  ///< what the column that takes the room that is left gets at least
constexpr int wantedStretch = 180; ///< … and what it should have before others are left out

std::optional<Mark> markOfIndex(const QModelIndex &index)
{
    const QVariant value = index.data(MarkRole);
    if (!value.isValid())
        return std::nullopt;
    const int number = value.toInt();
    if (number < 0 || number > static_cast<int>(Mark::Failed))
        return std::nullopt;
    return static_cast<Mark>(number);
}

QString textOf(const QModelIndex &index)
{
    const QVariant when = index.data(TimestampRole);
    if (when.isValid() && index.data(Qt::DisplayRole).toString().isEmpty()) {
        const Timestamp t{std::chrono::milliseconds{when.toLongLong()}};
        return t == noTime ? QString() : times::relative(t, SystemClock().now(), {});
    }
    return index.data(Qt::DisplayRole).toString();
}

QString csvField(QString field)
{
    // A cell that a spreadsheet would take for a formula is shown as text.
    if (!field.isEmpty() && u"=+-@\t\r"_s.contains(field.front()))
        field.prepend(u'\'');
    if (field.contains(u'"') || field.contains(u',') || field.contains(u'\n') || field.contains(u'\r'))
        return u'"' + field.replace(u'"', u"\"\""_s) + u'"';
    return field;
}

} // namespace

void DataDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->text = textOf(index);
    if (index.data(MonospaceRole).toBool())
        option->font = fonts::monospaced();
    else if (index.data(StrongRole).toBool())
        option->font = fonts::strong();
    else
        option->font = fonts::body();
    option->font = fonts::tabular(option->font);
    option->fontMetrics = QFontMetrics(option->font);
}

void DataDelegate::paintBackground(QPainter *painter, const QStyleOptionViewItem &option) const
{
    const QPalette &palette = option.palette;
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, colours::accentTint(palette));
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, colours::hover(palette));
    else if (option.backgroundBrush.style() != Qt::NoBrush)
        painter->fillRect(option.rect, option.backgroundBrush);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      colours::border(palette));
}

void DataDelegate::paint(QPainter *painter, const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    const QPalette &palette = option.palette;
    painter->save();
    paintBackground(painter, option);
    const QRect room = option.rect.adjusted(cellPadding, 0, -cellPadding, -1);
    const std::optional<Mark> mark = markOfIndex(index);
    const QVariant fraction = index.data(FractionRole);
    const QColor surface =
        option.state & QStyle::State_Selected ? colours::accentTint(palette) : colours::card(palette);
    if (fraction.isValid()) {
        const QRectF bar(room.x(), room.center().y() - 2.5,
                         std::max(32, room.width() - option.fontMetrics.horizontalAdvance(option.text) - gridUnit), 6);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(colours::blend(surface, colours::text(palette), 0.15));
        painter->drawRoundedRect(bar, 3, 3);
        QRectF filled = bar;
        filled.setWidth(std::max(6.0, bar.width() * std::clamp(fraction.toDouble(), 0.0, 1.0)));
        painter->setBrush(mark ? colours::mark(*mark, palette) : colours::accent(palette));
        painter->drawRoundedRect(filled, 3, 3);
        painter->setPen(colours::text(palette));
        painter->setFont(option.font);
        painter->drawText(QRectF(bar.right() + gridUnit, room.y(), room.right() - bar.right(), room.height()),
                          Qt::AlignVCenter, option.text);
    } else if (mark && !option.text.isEmpty()) {
        chip::paint(*painter, room, mark, option.text, fonts::smallStrong(), palette);
    } else {
        const QString detail = index.data(DetailRole).toString();
        QRect line = room;
        if (!option.icon.isNull()) {
            option.icon.paint(painter, QRect(line.x(), line.center().y() - icons::size / 2, icons::size, icons::size));
            line.setLeft(line.left() + icons::size + 6);
        }
        if (!detail.isEmpty()) {
            const QFont small = fonts::small();
            const QFontMetrics smallMetrics(small);
            const int both = option.fontMetrics.height() + smallMetrics.height();
            line = QRect(room.x(), room.y() + (room.height() - both) / 2, room.width(), option.fontMetrics.height());
            painter->setFont(small);
            painter->setPen(colours::readable(colours::muted(palette), surface));
            painter->drawText(QRect(room.x(), line.bottom() + 1, room.width(), smallMetrics.height()),
                              Qt::AlignLeft | Qt::AlignVCenter,
                              smallMetrics.elidedText(detail, Qt::ElideRight, room.width()));
        }
        const bool muted = index.data(MutedRole).toBool();
        painter->setFont(option.font);
        painter->setPen(muted ? colours::readable(colours::muted(palette), surface) : colours::text(palette));
        const auto alignment = QStyle::visualAlignment(option.direction, option.displayAlignment) | Qt::AlignVCenter;
        painter->drawText(line, static_cast<int>(alignment) | Qt::TextSingleLine,
                          option.fontMetrics.elidedText(option.text, Qt::ElideRight, line.width()));
    }
    painter->restore();
}

QSize DataDelegate::sizeHint(const QStyleOptionViewItem &given, const QModelIndex &index) const
{
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    int width = option.fontMetrics.horizontalAdvance(option.text);
    int height = rowHeight(option.widget);
    if (markOfIndex(index))
        width = chip::size(option.text, true, fonts::smallStrong()).width();
    if (index.data(FractionRole).isValid())
        width = option.fontMetrics.horizontalAdvance(option.text) + 120;
    const QString detail = index.data(DetailRole).toString();
    if (!detail.isEmpty()) {
        const QFontMetrics small(fonts::small());
        width = std::max(width, small.horizontalAdvance(detail));
        height = std::max(height, option.fontMetrics.height() + small.height() + 10);
    }
    if (!option.icon.isNull())
        width += icons::size + 6;
    return {width + 2 * cellPadding + 2, height};
}

bool DataDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                             const QModelIndex &index)
{
    if (event->type() == QEvent::ToolTip && index.data(Qt::ToolTipRole).toString().isEmpty()) {
        QString text;
        const QVariant when = index.data(TimestampRole);
        if (when.isValid() && when.toLongLong() != 0)
            text = times::absolute(Timestamp{std::chrono::milliseconds{when.toLongLong()}}, m_zone);
        else if (sizeHint(option, index).width() > view->visualRect(index).width() + 2)
            text = textOf(index);
        if (!text.isEmpty()) {
            QToolTip::showText(event->globalPos(), text.toHtmlEscaped(), view);
            return true;
        }
    }
    return QStyledItemDelegate::helpEvent(event, view, option, index);
}

DataTable::DataTable(const QString &name, QWidget *parent) : QTableView(parent), m_delegate(new DataDelegate(this))
{
    setAccessibleName(name);
    setItemDelegate(m_delegate);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setEditTriggers(NoEditTriggers);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setMouseTracking(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setMinimumSectionSize(40);
    horizontalHeader()->setAccessibleName(tr("Columns of %1").arg(name));
    connect(horizontalHeader(), &QHeaderView::sectionResized, this, [this] {
        if (!m_adjusting && horizontalHeader()->isVisible() && QGuiApplication::mouseButtons() != Qt::NoButton)
            m_userSized = true;
    });
    connect(this, &QTableView::doubleClicked, this, &DataTable::opened);
    restyle();
}

void DataTable::setModel(QAbstractItemModel *model)
{
    if (QTableView::model())
        disconnect(QTableView::model(), nullptr, this, nullptr);
    QTableView::setModel(model);
    if (!model)
        return;
    const auto refit = [this] {
        if (!m_userSized)
            fitColumns();
        updateGeometry();
    };
    connect(model, &QAbstractItemModel::modelReset, this, refit);
    connect(model, &QAbstractItemModel::rowsInserted, this, refit);
    connect(model, &QAbstractItemModel::rowsRemoved, this, refit);
    refit();
}

void DataTable::setStretchColumn(int column)
{
    m_stretch = column;
    adjustStretch();
}

void DataTable::setFitsContents(bool fits, int most)
{
    m_fits = fits;
    m_mostRows = most;
    setVerticalScrollBarPolicy(fits && most == 0 ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Expanding,
                  !fits          ? QSizePolicy::Expanding
                      : most > 0 ? QSizePolicy::Maximum
                                 : QSizePolicy::Fixed);
    updateGeometry();
}

void DataTable::setLeastWidth(int column, int pixels)
{
    m_least.insert(column, pixels);
    fitColumns();
}

void DataTable::setYieldingColumns(const QList<int> &columns)
{
    m_yielding = columns;
    adjustStretch();
}

/// Leaves out as many of the columns that may go as it takes for the others to fit.
void DataTable::yieldColumns()
{
    const auto widthOf = [this](int column) {
        return m_userSized ? columnWidth(column) : m_natural.value(column, columnWidth(column));
    };
    int needed = 0;
    for (int i = 0; i < model()->columnCount(); ++i) {
        if (m_yielding.contains(i))
            setColumnHidden(i, false);
        if (isColumnHidden(i))
            continue;
        if (!m_userSized)
            setColumnWidth(i, widthOf(i)); // it may have had the room of one that was left out
        needed += i == m_stretch ? std::min(widthOf(i), wantedStretch) : widthOf(i);
    }
    for (const int column : std::as_const(m_yielding)) {
        if (needed <= viewport()->width())
            return;
        needed -= column == m_stretch ? std::min(widthOf(column), wantedStretch) : widthOf(column);
        setColumnHidden(column, true);
    }
}

void DataTable::fitColumns()
{
    if (!model())
        return;
    m_adjusting = true;
    constexpr int sampledRows = 50;
    const int rows = std::min(model()->rowCount(), sampledRows);
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    int tallest = humdrum::rowHeight(this);
    m_natural.clear();
    for (int column = 0; column < model()->columnCount(); ++column) {
        int width = std::max(horizontalHeader()->sectionSizeHint(column), m_least.value(column));
        for (int row = 0; row < rows; ++row) {
            const QSize hint = itemDelegate()->sizeHint(option, model()->index(row, column));
            width = std::max(width, hint.width());
            tallest = std::max(tallest, hint.height());
        }
        m_natural << std::min(width, 360);
        setColumnWidth(column, m_natural.last());
    }
    verticalHeader()->setDefaultSectionSize(tallest);
    m_adjusting = false;
    adjustStretch();
    updateGeometry();
}

void DataTable::adjustStretch()
{
    if (!model() || model()->columnCount() == 0)
        return;
    m_adjusting = true;
    if (!m_yielding.isEmpty())
        yieldColumns();
    const int last = model()->columnCount() - 1;
    int column = m_stretch < 0 ? last : std::min(m_stretch, last);
    while (column > 0 && isColumnHidden(column))
        --column; // what has yielded takes no room
    int others = 0;
    for (int i = 0; i <= last; ++i) {
        if (i != column && !isColumnHidden(i))
            others += columnWidth(i);
    }
    const int least = column == m_stretch || m_stretch < 0 ? narrowStretch : m_natural.value(column, narrowStretch);
    setColumnWidth(column, std::max(viewport()->width() - others, least));
    m_adjusting = false;
    // The view works its range out a moment later; a bar that came and goes would take a row's height meanwhile.
    if (viewport()->width() - others >= least)
        horizontalScrollBar()->setRange(0, 0);
}

bool DataTable::selectSubject(const QString &subject)
{
    if (!model())
        return false;
    for (int row = 0; row < model()->rowCount(); ++row) {
        const QModelIndex index = model()->index(row, 0);
        if (index.data(SubjectRole).toString() == subject) {
            setCurrentIndex(index);
            scrollTo(index);
            return true;
        }
    }
    return false;
}

QString DataTable::currentSubject() const
{
    const QModelIndex current = currentIndex();
    return current.isValid() ? current.siblingAtColumn(0).data(SubjectRole).toString() : QString();
}

QString DataTable::toCsv(bool selectedOnly) const
{
    if (!model())
        return {};
    QString csv;
    QStringList fields;
    for (int column = 0; column < model()->columnCount(); ++column) {
        if (!isColumnHidden(column) || m_yielding.contains(column))
            fields << csvField(model()->headerData(column, Qt::Horizontal).toString());
    }
    csv += fields.join(u',') + u"\r\n"_s;
    for (int row = 0; row < model()->rowCount(); ++row) {
        if (selectedOnly && !selectionModel()->isRowSelected(row, {}))
            continue;
        fields.clear();
        for (int column = 0; column < model()->columnCount(); ++column) {
            if (isColumnHidden(column) && !m_yielding.contains(column))
                continue;
            const QModelIndex index = model()->index(row, column);
            const QVariant when = index.data(TimestampRole);
            QString text = index.data(Qt::DisplayRole).toString();
            if (when.isValid() && when.toLongLong() != 0)
                text = toQDateTime(Timestamp{std::chrono::milliseconds{when.toLongLong()}}).toString(Qt::ISODate);
            const QString detail = index.data(DetailRole).toString();
            fields << csvField(detail.isEmpty() ? text : text + u" ("_s + detail + u')');
        }
        csv += fields.join(u',') + u"\r\n"_s;
    }
    return csv;
}

void DataTable::exportCsv()
{
    auto *dialog = new QFileDialog(this, tr("Export table"), {}, tr("Comma-separated values (*.csv)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"csv"_s);
    dialog->selectFile(accessibleName() + u".csv"_s);
    connect(dialog, &QFileDialog::fileSelected, this, [csv = toCsv()](const QString &file) {
        QThreadPool::globalInstance()->start([csv, file] {
            QSaveFile out(file);
            if (out.open(QIODevice::WriteOnly)) {
                out.write(csv.toUtf8());
                out.commit();
            }
        });
    });
    dialog->open();
}

QSize DataTable::sizeForRows(int rows) const
{
    const int shown = model() ? std::min(rows, model()->rowCount()) : 0;
    return {480,
            horizontalHeader()->sizeHint().height() + shown * verticalHeader()->defaultSectionSize() +
                2 * frameWidth()};
}

QSize DataTable::sizeHint() const
{
    if (!m_fits || !model())
        return QTableView::sizeHint();
    return sizeForRows(m_mostRows > 0 ? m_mostRows : model()->rowCount());
}

QSize DataTable::minimumSizeHint() const
{
    if (!m_fits || !model())
        return {160, 96};
    // What may scroll may also shrink, as long as one sees that there is a table.
    return {160, m_mostRows > 0 ? sizeForRows(2).height() : sizeHint().height()};
}

void DataTable::keyPressEvent(QKeyEvent *event)
{
    if (event == QKeySequence::Copy) {
        QGuiApplication::clipboard()->setText(toCsv(true));
        return;
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
        Q_EMIT opened(currentIndex());
        return;
    }
    QTableView::keyPressEvent(event);
}

void DataTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::ApplicationFontChange ||
        event->type() == QEvent::PaletteChange) {
        restyle();
        fitColumns();
    }
}

void DataTable::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy row as CSV"), QKeySequence::Copy, this,
                    [this] { QGuiApplication::clipboard()->setText(toCsv(true)); });
    menu->addAction(tr("Copy table as CSV"), this, [this] { QGuiApplication::clipboard()->setText(toCsv()); });
    menu->addAction(tr("Export table…"), this, &DataTable::exportCsv);
    menu->popup(event->globalPos());
}

void DataTable::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    adjustStretch();
}

void DataTable::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    const auto subject = [](const QModelIndex &index) {
        return index.isValid() ? index.siblingAtColumn(0).data(SubjectRole).toString() : QString();
    };
    if (current.isValid() && (current.row() != previous.row() || !previous.isValid()))
        Q_EMIT currentSubjectChanged(subject(current));
}

void DataTable::restyle()
{
    horizontalHeader()->setFont(fonts::smallStrong());
    QPalette header = horizontalHeader()->palette();
    header.setColor(QPalette::ButtonText, colours::muted(QGuiApplication::palette()));
    horizontalHeader()->setPalette(header);
    horizontalHeader()->setFixedHeight(humdrum::rowHeight(this) + 2);
    verticalHeader()->setMinimumSectionSize(16);
    verticalHeader()->setDefaultSectionSize(humdrum::rowHeight(this));
}

} // namespace humdrum
