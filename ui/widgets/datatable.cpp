// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/datatable.h"

#include "domain/time.h"
#include "items/roles.h"
#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QAbstractItemModel>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QFuture>
#include <QGuiApplication>
#include <QHeaderView>
#include <QMenu>
#include <QPromise>
#include <QSaveFile>
#include <QScrollBar>
#include <QThreadPool>

#include <algorithm>
#include <numeric>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr int widestRowTitle = 220;
constexpr int sampledRows = 50; ///< that decide how wide the columns are
constexpr int widestColumn = 360;
constexpr int narrowestColumn = 60;
constexpr int narrowStretch = 84;  ///< what the column that takes the room that is left gets at least
constexpr int wantedStretch = 180; ///< … and what it should have before others are left out

/// A cell as one text, times in full.
QString csvText(const QModelIndex &index)
{
    QStringList parts;
    const QVariant when = index.data(TimestampRole);
    if (const QString text = index.data(Qt::DisplayRole).toString(); !text.isEmpty())
        parts << text;
    if (when.isValid() && when.toLongLong() != 0)
        parts << toQDateTime(Timestamp{std::chrono::milliseconds{when.toLongLong()}}).toString(Qt::ISODate);
    for (const int role : {int(DetailRole), int(TagRole)}) {
        if (const QString more = index.data(role).toString(); !more.isEmpty())
            parts << u'(' + more + u')';
    }
    return parts.join(u' ');
}

Result<void> writeBytes(const QString &file, const QByteArray &bytes)
{
    QSaveFile out(file);
    if (out.open(QIODevice::WriteOnly) && out.write(bytes) == bytes.size() && out.commit())
        return {};
    return fail(ErrorCode::FileFailed, DataTable::tr("“%1” could not be written.").arg(file), {}, out.errorString());
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
    connect(horizontalScrollBar(), &QScrollBar::rangeChanged, this, [this] {
        if (m_fits)
            updateGeometry(); // the bar came or went
    });
    connect(this, &QTableView::doubleClicked, this, &DataTable::opened);
    connect(this, &QTableView::clicked, this, &DataTable::asked);
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
    connect(model, &QAbstractItemModel::dataChanged, this, &DataTable::widen);
    refit();
}

void DataTable::setStretchColumn(int column)
{
    m_stretch = column;
    adjustStretch();
}

void DataTable::setSpreads(bool spreads)
{
    m_spreads = spreads;
    adjustStretch();
}

void DataTable::setRowTitle(const QString &title)
{
    if (!m_rowTitle) {
        m_rowTitle = new Label(TextRole::Caption, this);
        m_rowTitle->setFont(fonts::smallStrong());
        m_rowTitle->setContentsMargins(cellPadding, 0, cellPadding, 0);
        verticalHeader()->show();
        verticalHeader()->setHighlightSections(false);
        verticalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
        verticalHeader()->setSectionsClickable(false);
        verticalHeader()->setMaximumWidth(widestRowTitle);
        verticalHeader()->setFocusPolicy(Qt::NoFocus);
    }
    m_rowTitle->setText(title);
    verticalHeader()->setMinimumWidth(m_rowTitle->sizeHint().width() + 1);
    verticalHeader()->setAccessibleName(title);
    restyle();
}

void DataTable::updateGeometries()
{
    QTableView::updateGeometries();
    if (!m_rowTitle)
        return;
    const QRect corner(frameWidth(), frameWidth(), verticalHeader()->width(), horizontalHeader()->height());
    m_rowTitle->setGeometry(QStyle::visualRect(layoutDirection(), rect(), corner));
    m_rowTitle->raise();
}

void DataTable::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    const bool byKey = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
        event->reason() == Qt::ShortcutFocusReason;
    // Somebody who came with the keyboard sees where he is.
    if (byKey && !currentIndex().isValid() && model() && model()->rowCount() > 0)
        setCurrentIndex(model()->index(0, 0));
    viewport()->update();
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
    const int rows = std::min(model()->rowCount(), sampledRows);
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    int tallest = humdrum::rowHeight(this);
    m_natural.clear();
    for (const int column : std::as_const(m_yielding))
        setColumnHidden(column, false); // a hidden header asks for no room
    for (int column = 0; column < model()->columnCount(); ++column) {
        int width = std::max(horizontalHeader()->sectionSizeHint(column), m_least.value(column));
        for (int row = 0; row < rows; ++row) {
            const QSize hint = m_delegate->sizeHint(option, model()->index(row, column));
            width = std::max(width, hint.width());
            tallest = std::max(tallest, hint.height());
        }
        m_natural << std::min(width, widestColumn);
        setColumnWidth(column, m_natural.back());
    }
    verticalHeader()->setDefaultSectionSize(tallest);
    m_adjusting = false;
    adjustStretch();
    updateGeometry();
}

/// Makes room for cells that have grown, such as the time of a step that has ended. Columns never shrink while one looks.
void DataTable::widen(const QModelIndex &first, const QModelIndex &last)
{
    if (m_userSized || m_natural.size() != model()->columnCount())
        return;
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    bool wider = false;
    for (int column = first.column(); column <= last.column(); ++column) {
        for (int row = first.row(); row <= std::min(last.row(), sampledRows - 1); ++row) {
            const int width = std::min(m_delegate->sizeHint(option, model()->index(row, column)).width(), widestColumn);
            wider = wider || width > m_natural[column];
            m_natural[column] = std::max(m_natural[column], width);
        }
    }
    if (wider)
        adjustStretch();
}

void DataTable::adjustStretch()
{
    if (!model() || model()->columnCount() == 0)
        return;
    m_adjusting = true;
    if (!m_yielding.isEmpty())
        yieldColumns();
    if (m_userSized || m_natural.size() != model()->columnCount()) {
        // What somebody has sized stays; one column takes what is left.
        int others = 0;
        for (int i = 0; i < model()->columnCount(); ++i)
            others += i == stretchColumn() || isColumnHidden(i) ? 0 : columnWidth(i);
        setColumnWidth(stretchColumn(), std::max(viewport()->width() - others, narrowStretch));
    } else {
        const QList<int> widths = fittedWidths();
        for (int i = 0; i < widths.size(); ++i)
            setColumnWidth(i, widths[i]);
    }
    m_adjusting = false;
    // The view works its range out a moment later; a bar that came and goes would take a row's height meanwhile.
    if (horizontalHeader()->length() <= viewport()->width())
        horizontalScrollBar()->setRange(0, 0);
}

int DataTable::stretchColumn() const
{
    const int last = model()->columnCount() - 1;
    int column = m_stretch < 0 ? last : std::min(m_stretch, last);
    while (column > 0 && isColumnHidden(column))
        --column; // what has yielded takes no room
    return column;
}

/// What the contents ask for, made to fill the room, or as much less as can still be read.
QList<int> DataTable::fittedWidths() const
{
    QList<int> widths = m_natural;
    int visible = 0;
    for (int i = 0; i < widths.size(); ++i) {
        widths[i] = isColumnHidden(i) ? 0 : widths[i];
        visible += isColumnHidden(i) ? 0 : 1;
    }
    if (!m_spreads && (m_stretch < 0 || m_stretch == stretchColumn()))
        widths[stretchColumn()] = std::min(
            widths[stretchColumn()], std::max(narrowStretch, horizontalHeader()->sectionSizeHint(stretchColumn())));
    int spare = viewport()->width() - std::accumulate(widths.cbegin(), widths.cend(), 0);
    if (spare < 0)
        return shrunk(std::move(widths), -spare);
    if (!m_spreads) {
        widths[stretchColumn()] += spare;
        return widths;
    }
    for (int i = 0; i < widths.size(); ++i) {
        if (isColumnHidden(i))
            continue;
        const int share = spare / std::max(1, visible--);
        widths[i] += share;
        spare -= share;
    }
    return widths;
}

/// Takes what is missing from the widest columns, whose texts then end in "…", but never so much that a header is cut:
/// rather it scrolls.
QList<int> DataTable::shrunk(QList<int> widths, int missing) const
{
    // The lowest level to which columns are cut down so that all of them fit.
    const auto cutTo = [&](int level) {
        QList<int> cut;
        for (int i = 0; i < widths.size(); ++i)
            cut << std::min(widths[i], std::max({level, horizontalHeader()->sectionSizeHint(i), m_least.value(i)}));
        return cut;
    };
    const auto sum = [](const QList<int> &list) { return std::accumulate(list.cbegin(), list.cend(), 0); };
    const int room = sum(widths) - missing;
    int low = narrowestColumn, high = *std::ranges::max_element(widths);
    if (sum(cutTo(low)) > room)
        return widths;
    while (low + 1 < high) {
        const int middle = (low + high) / 2;
        (sum(cutTo(middle)) <= room ? low : high) = middle;
    }
    QList<int> cut = cutTo(low);
    *std::ranges::max_element(cut) += room - sum(cut);
    return cut;
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
    if (m_rowTitle)
        fields << csvField(m_rowTitle->text());
    for (int column = 0; column < model()->columnCount(); ++column) {
        if (!isColumnHidden(column) || m_yielding.contains(column))
            fields << csvField(model()->headerData(column, Qt::Horizontal).toString());
    }
    csv += fields.join(u',') + u"\r\n"_s;
    for (int row = 0; row < model()->rowCount(); ++row) {
        if (selectedOnly && !selectionModel()->rowIntersectsSelection(row, {}))
            continue;
        fields.clear();
        if (m_rowTitle)
            fields << csvField(model()->headerData(row, Qt::Vertical).toString());
        for (int column = 0; column < model()->columnCount(); ++column) {
            if (!isColumnHidden(column) || m_yielding.contains(column))
                fields << csvField(csvText(model()->index(row, column)));
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
    connect(dialog, &QFileDialog::fileSelected, this, &DataTable::writeCsv);
    dialog->open();
}

void DataTable::writeCsv(const QString &file)
{
    QPromise<Result<void>> promise;
    promise.future().then(this, [this, file](const Result<void> &written) {
        if (written)
            Q_EMIT exported(file);
        else
            Q_EMIT exportFailed(written.error());
    });
    QThreadPool::globalInstance()->start([promise = std::move(promise), csv = toCsv().toUtf8(), file]() mutable {
        promise.start();
        promise.addResult(writeBytes(file, csv));
        promise.finish();
    });
}

QSize DataTable::sizeForRows(int rows) const
{
    const int shown = model() ? std::min(rows, model()->rowCount()) : 0;
    const int bar = horizontalScrollBar()->maximum() > 0 ? horizontalScrollBar()->sizeHint().height() : 0;
    return {480,
            horizontalHeader()->minimumHeight() + shown * verticalHeader()->defaultSectionSize() + bar +
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
    if (event->key() == Qt::Key_Space && currentIndex().isValid()) {
        Q_EMIT asked(currentIndex());
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
    QPalette side = verticalHeader()->palette();
    side.setColor(QPalette::ButtonText, colours::text(QGuiApplication::palette()));
    verticalHeader()->setPalette(side);
    verticalHeader()->setFont(fonts::strong());
    verticalHeader()->setMinimumSectionSize(16);
    verticalHeader()->setDefaultSectionSize(humdrum::rowHeight(this));
}

} // namespace humdrum
