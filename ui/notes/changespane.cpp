// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/notes/changespane.h"

#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statuschip.h"

#include <QAction>
#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int margin = 12;
constexpr int badgeWide = 26, badgeHigh = 18;
constexpr int textFrom = margin + badgeWide + gridUnit;

CoverageState stateOf(const QModelIndex &index)
{
    return static_cast<CoverageState>(index.data(NoteChangesModel::StateRole).toInt());
}

/// Two lines beside a mark: the service and the change, then its reference, author and size. A change that is missing has
/// "Add entry" at its end.
class NoteChangeDelegate final : public DataDelegate {
public:
    NoteChangeDelegate(const bool &editable, std::function<void()> add, QWidget *parent)
        : DataDelegate(parent)
        , m_editable(editable)
        , m_add(std::move(add))
    {}

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const QPalette &palette = option.palette;
        const bool selected = option.state & QStyle::State_Selected;
        const QColor surface = selected              ? colours::accentTint(palette)
            : option.state & QStyle::State_MouseOver ? colours::hover(palette)
                                                     : colours::card(palette);
        painter->save();
        painter->fillRect(option.rect, surface);
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                          colours::border(palette));
        if (selected && option.widget && option.widget->hasFocus())
            painter->fillRect(visual(option, QRect(option.rect.left(), option.rect.top(), 3, option.rect.height())),
                              colours::accent(palette));
        painter->setRenderHint(QPainter::Antialiasing);
        const QFontMetrics strong(fonts::strong());
        const QFontMetrics small(fonts::small());
        const int top = option.rect.top() + (option.rect.height() - strong.height() - small.height() - 2) / 2;
        paintBadge(*painter, option, index, QRect(0, top, 0, strong.height()));
        const QRect room(option.rect.left() + textFrom, top, option.rect.width() - textFrom - margin, strong.height());
        paintTitle(*painter, option, index, room);
        const int button = mayAdd(index) ? buttonRect(option).width() + gridUnit : 0;
        const QRect below(room.left(), room.bottom() + 3, room.width() - button, small.height());
        painter->setFont(fonts::tabular(fonts::small()));
        painter->setPen(colours::readable(colours::muted(palette), surface));
        painter->drawText(visual(option, below), alignment(option),
                          small.elidedText(index.data(DetailRole).toString(), Qt::ElideRight, below.width()));
        if (button > 0)
            paintButton(*painter, option, surface);
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        Q_UNUSED(option);
        Q_UNUSED(index);
        const int text = QFontMetrics(fonts::strong()).height() + QFontMetrics(fonts::small()).height();
        return {200, text + 18};
    }

protected:
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override
    {
        Q_UNUSED(model);
        if (event->type() != QEvent::MouseButtonRelease || !mayAdd(index))
            return false;
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() != Qt::LeftButton ||
            !visual(option, buttonRect(option)).contains(mouse->position().toPoint()))
            return false;
        m_add();
        return true;
    }

private:
    [[nodiscard]] bool mayAdd(const QModelIndex &index) const
    {
        return m_editable && stateOf(index) == CoverageState::Missing;
    }
    static QRect visual(const QStyleOptionViewItem &option, const QRect &rect)
    {
        return QStyle::visualRect(option.direction, option.rect, rect);
    }
    static int alignment(const QStyleOptionViewItem &option)
    {
        return static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter) |
            Qt::TextSingleLine;
    }
    static QRect buttonRect(const QStyleOptionViewItem &option)
    {
        const QFontMetrics metrics(fonts::smallStrong());
        const int width = metrics.horizontalAdvance(ChangesPane::tr("Add entry")) + 2 * gridUnit;
        const int height = metrics.height() + 4;
        return {option.rect.right() - margin - width, option.rect.bottom() - 6 - height, width, height};
    }
    static void paintBadge(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                           const QRect &line)
    {
        const Mark mark = markOf(stateOf(index));
        const QRect badge =
            visual(option, {option.rect.left() + margin, line.center().y() - badgeHigh / 2 + 1, badgeWide, badgeHigh});
        painter.setPen(Qt::NoPen);
        painter.setBrush(colours::markTint(mark, option.palette));
        painter.drawRoundedRect(badge, badgeHigh / 2.0, badgeHigh / 2.0);
        const QColor ink = colours::chipText(mark, option.palette);
        if (stateOf(index) == CoverageState::Internal)
            painter.fillRect(QRectF(badge.center().x() - 3, badge.center().y(), 7, 1.5), ink);
        else
            marks::paint(painter, QRectF(badge).adjusted(7, 3, -7, -3), mark, ink);
    }
    static void paintTitle(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                           const QRect &room)
    {
        const QFontMetrics strong(fonts::strong());
        const QString service = index.data(NoteChangesModel::ServiceRole).toString();
        // One more than its advance, which is rounded.
        const int width = std::min(strong.horizontalAdvance(service) + 1, room.width());
        painter.setPen(colours::text(option.palette));
        painter.setFont(fonts::strong());
        painter.drawText(visual(option, {room.left(), room.top(), width, room.height()}), alignment(option),
                         strong.elidedText(service, Qt::ElideRight, width));
        const int gap = strong.horizontalAdvance(u' ');
        const QRect rest(room.left() + width + gap, room.top(), room.width() - width - gap, room.height());
        if (rest.width() <= 0)
            return;
        painter.setFont(fonts::body());
        painter.drawText(
            visual(option, rest), alignment(option),
            QFontMetrics(fonts::body())
                .elidedText(index.data(NoteChangesModel::WhatRole).toString(), Qt::ElideRight, rest.width()));
    }
    static void paintButton(QPainter &painter, const QStyleOptionViewItem &option, const QColor &surface)
    {
        const QRectF box = QRectF(visual(option, buttonRect(option))).adjusted(0.5, 0.5, -0.5, -0.5);
        painter.setPen(colours::border(option.palette));
        painter.setBrush(colours::card(option.palette));
        painter.drawRoundedRect(box, 4, 4);
        painter.setPen(colours::readable(colours::accent(option.palette), surface));
        painter.setFont(fonts::smallStrong());
        painter.drawText(box, Qt::AlignCenter, ChangesPane::tr("Add entry"));
    }

    const bool &m_editable; ///< the pane's, which outlives its list
    std::function<void()> m_add;
};

} // namespace

ChangesPane::ChangesPane(QAction *addEntry, QWidget *parent)
    : QFrame(parent)
    , m_model(new NoteChangesModel(this))
    , m_release(new ChoiceButton(tr("Release")))
    , m_title(new Label(TextRole::Strong))
    , m_documented(new StatusChip)
    , m_missing(new StatusChip)
    , m_internal(new StatusChip)
    , m_list(new DataTable(tr("Changes of the release"), this))
    , m_none(new Label(TextRole::Muted))
{
    setAccessibleName(tr("Changes"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, margin, 0, 0);
    column->setSpacing(gridUnit);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(margin, 0, margin, 2);
    head->setSpacing(gridUnit);
    m_release->setObjectName(u"notesRelease"_s);
    head->addWidget(m_release, 0, Qt::AlignLeft);
    m_title->setWordWrap(true);
    head->addWidget(m_title);
    auto *chips = new FlowLayout(nullptr, 6);
    for (StatusChip *chip : {m_documented, m_missing, m_internal})
        chips->addWidget(chip);
    head->addLayout(chips);
    m_none->setWordWrap(true);
    head->addWidget(m_none);
    column->addLayout(head);
    setTabOrder(m_release, m_list);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new NoteChangeDelegate(m_editable, [this] { Q_EMIT addAsked(); }, m_list));
    m_list->horizontalHeader()->hide();
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setStretchColumn(0);
    column->addWidget(m_list, 1);
    m_list->addAction(addEntry);

    connect(m_release, &ChoiceButton::chosen, this,
            [this](const QString &value) { Q_EMIT releaseChosen(ReleaseId{value.toLongLong()}); });
    connect(m_list, &DataTable::currentSubjectChanged, this, [this] {
        if (!m_choosing)
            Q_EMIT chosen();
    });
    // A row that is chosen already leads to its entry again.
    connect(m_list, &QTableView::clicked, this, &ChangesPane::chosen);
    connect(m_list, &DataTable::opened, this, [this](const QModelIndex &index) {
        if (stateOf(index) == CoverageState::Documented)
            Q_EMIT chosen();
        else
            Q_EMIT addAsked();
    });
    setFocusProxy(m_list);
}

void ChangesPane::setOverview(const NotesOverview &overview)
{
    std::vector<std::pair<QString, QString>> choices;
    for (const NotesChoice &choice : overview.releases) {
        const QString state = choice.state ? titleOf(*choice.state) : tr("no notes");
        choices.emplace_back(QString::number(choice.id.value), choice.version + u" · "_s + state);
    }
    m_release->setChoices(choices);
    if (overview.release)
        m_release->setValue(QString::number(overview.release->id.value));
    m_title->setText(overview.previousVersion.isEmpty() ? tr("Changes of the first release")
                                                        : tr("Changes since %1").arg(overview.previousVersion));
}

void ChangesPane::setCoverage(const NotesOverview &overview, const Coverage &coverage)
{
    const QScopedValueRollback quiet(m_choosing, true);
    m_model->setChanges(overview, coverage);
    showCounts(coverage);
}

void ChangesPane::showCounts(const Coverage &coverage)
{
    m_documented->setStatus(Mark::Passed, tr("%n documented", nullptr, coverage.documented));
    m_missing->setStatus(Mark::Attention, tr("%n missing", nullptr, coverage.missing));
    m_internal->setStatus(std::nullopt, tr("%n internal", nullptr, coverage.internal));
    m_documented->setVisible(coverage.documented > 0);
    m_missing->setVisible(coverage.missing > 0);
    m_internal->setVisible(coverage.internal > 0);
    m_none->setVisible(coverage.marks.empty());
    m_none->setText(tr("Nothing has changed: the release runs the same builds as the one before."));
}

void ChangesPane::setEditable(bool editable)
{
    m_editable = editable;
    m_list->viewport()->update();
}

const NoteChangeRow *ChangesPane::current() const
{
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() && index.row() < m_model->rowCount() ? &m_model->at(index.row()) : nullptr;
}

bool ChangesPane::chooseNextMissing()
{
    const int count = m_model->rowCount();
    const int from = m_list->currentIndex().isValid() ? m_list->currentIndex().row() : -1;
    for (int step = 1; step <= count; ++step) {
        const int row = (from + step) % count;
        if (m_model->at(row).state != CoverageState::Missing)
            continue;
        m_list->setCurrentIndex(m_model->index(row, 0));
        m_list->scrollTo(m_list->currentIndex());
        m_list->setFocus();
        return true;
    }
    return false;
}

void ChangesPane::choose(ChangeId change)
{
    const int row = m_model->rowOf(change);
    if (row >= 0)
        m_list->setCurrentIndex(m_model->index(row, 0));
}

void ChangesPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), colours::card(palette()));
    painter.fillRect(isRightToLeft() ? QRect(0, 0, 1, height()) : QRect(width() - 1, 0, 1, height()),
                     colours::border(palette()));
}

} // namespace humdrum
