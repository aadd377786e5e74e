// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/logview.h"

#include "ui/promotions/logrows.h"
#include "ui/promotions/logtext.h"
#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {
constexpr qint64 mostCopied = 200'000; ///< rows; more is for a file
}

LogView::LogView(PromotionDesk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_rows(new LogRows(this))
    , m_text(new LogText(*m_rows, this))
    , m_toEnd(new QPushButton(tr("Follow"), m_text))
    , m_note(new Label(TextRole::Muted, this))
    , m_search(buildSearch())
    , m_goTo(buildGoTo())
{
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(4);
    m_text->setObjectName(u"promoteLog"_s);
    m_text->setAccessibleName(tr("Log of the promotion"));
    m_text->setContextMenuPolicy(Qt::CustomContextMenu);
    box->addWidget(m_text, 1);
    for (QWidget *bar : {m_search, m_goTo}) {
        box->addWidget(bar);
        bar->hide();
    }
    m_toEnd->setObjectName(u"logToEnd"_s);
    m_toEnd->setIcon(icons::icon(u"go-bottom"_s));
    m_toEnd->setToolTip(tr("Go to the end and stay there as the log grows (End)"));
    m_toEnd->setFont(font()); // not that of the log
    m_toEnd->hide();
    m_note->setWordWrap(true);
    m_note->hide();
    box->addWidget(m_note);
    m_text->viewport()->installEventFilter(this);
    setFocusProxy(m_text);
    connect(m_toEnd, &QPushButton::clicked, this, [this] {
        m_text->goToEnd();
        m_text->setFocus();
    });
    connect(m_text, &LogText::followingChanged, this, &LogView::showPlace);
    connect(m_text, &LogText::customContextMenuRequested, this, &LogView::showMenu);
    connect(m_text, &LogText::copyRefused, this, [this](qint64 rows) {
        say(tr("%L1 lines are too many for the clipboard: save the log to a file instead.").arg(rows));
    });
    connect(m_rows, &LogRows::loaded, this, [this] {
        say(m_rows->problems().join(u' '));
        Q_EMIT loaded();
    });
    connect(m_rows, &LogRows::rowsAdded, this, [this] { m_line->setMaximum(static_cast<int>(m_rows->count())); });
    connect(m_rows, &LogRows::searchMoved, this, &LogView::showFound);
}

QWidget *LogView::buildSearch()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    m_query = new QLineEdit(bar);
    m_query->setObjectName(u"logQuery"_s);
    m_query->setPlaceholderText(tr("Find in the log"));
    m_query->setAccessibleName(tr("Find in the log"));
    m_query->setClearButtonEnabled(true);
    row->addWidget(m_query, 1);
    const auto toggle = [&](const QString &text, const QString &name, const QString &object) {
        auto *made = new QPushButton(text, bar);
        made->setCheckable(true);
        made->setAccessibleName(name);
        made->setToolTip(name);
        made->setObjectName(object);
        connect(made, &QPushButton::toggled, this, &LogView::search);
        row->addWidget(made);
        return made;
    };
    m_letters =
        toggle(tr("Aa", "search: match upper and lower case"), tr("Tell upper and lower case apart"), u"logCase"_s);
    m_expression = toggle(u".*"_s, tr("Regular expression"), u"logExpression"_s);
    m_found = new Label(TextRole::Muted, bar);
    m_found->setObjectName(u"logFound"_s);
    row->addWidget(m_found);
    const auto button = [&](const QString &icon, const QString &name, auto handler) {
        auto *b = new QPushButton(icons::icon(icon), {}, bar);
        b->setAccessibleName(name);
        b->setToolTip(name);
        connect(b, &QPushButton::clicked, this, handler);
        row->addWidget(b);
    };
    button(u"go-up"_s, tr("Earlier match (Shift+F3)"), [this] { findNext(true); });
    button(u"go-down"_s, tr("Later match (F3)"), [this] { findNext(false); });
    button(u"window-close"_s, tr("Close the search (Escape)"), [this] { closeBars(); });
    connect(m_query, &QLineEdit::textChanged, this, &LogView::search);
    return bar;
}

QWidget *LogView::buildGoTo()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    auto *label = new Label(tr("Go to line"), TextRole::Body, bar);
    m_line = new QSpinBox(bar);
    m_line->setObjectName(u"logLine"_s);
    m_line->setAccessibleName(tr("Go to line"));
    m_line->setRange(1, 1);
    m_line->setGroupSeparatorShown(true);
    label->setBuddy(m_line);
    row->addWidget(label);
    row->addWidget(m_line);
    row->addStretch();
    connect(m_line, &QSpinBox::valueChanged, this, [this](int line) {
        if (m_goTo->isVisible())
            m_text->goTo(line - 1);
    });
    return bar;
}

void LogView::showMenu(const QPoint &place)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), QKeySequence::Copy, m_text, &LogText::copy);
    menu->addAction(tr("Choose all"), QKeySequence::SelectAll, m_text, &LogText::selectAll);
    menu->addSeparator();
    menu->addAction(tr("Find…"), QKeySequence::Find, this, &LogView::showSearch);
    menu->addAction(tr("Go to line…"), QKeySequence(Qt::CTRL | Qt::Key_L), this, &LogView::showGoTo);
    menu->addSeparator();
    menu->addAction(tr("Save the log as…"), this, &LogView::saveAs);
    menu->popup(m_text->viewport()->mapToGlobal(place));
}

// What is shown ----------------------------------------------------------------------------------------------------------

void LogView::follow(const std::vector<PromotionId> &promotions)
{
    const quint64 generation = ++m_generation;
    m_promotions = promotions;
    m_grows = false;
    m_rows->setLogs({});
    m_text->reset();
    say({});
    showPlace();
    if (promotions.empty())
        return;
    QList<QFuture<Result<LogPlace>>> places;
    for (const PromotionId id : promotions)
        places.push_back(m_desk.log(id));
    QtFuture::whenAll(places.begin(), places.end())
        .then(this, [this, generation](const QList<QFuture<Result<LogPlace>>> &done) {
            if (generation == m_generation)
                showLogs(done);
        });
}

void LogView::showLogs(const QList<QFuture<Result<LogPlace>>> &places)
{
    QStringList files;
    for (const QFuture<Result<LogPlace>> &future : places) {
        const Result<LogPlace> place = future.result();
        if (!place) {
            Q_EMIT failed(place.error());
            continue;
        }
        files << place->file;
        m_grows = m_grows || !place->finished;
    }
    m_rows->setLogs(files);
    goLive();
    search();
}

/// What nobody sees is not looked at.
void LogView::goLive() { m_rows->setLive(m_grows && isVisible()); }

void LogView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    goLive();
}

void LogView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    goLive();
}

void LogView::setTimeZone(const QByteArray &zone) { m_text->setTimeZone(zone); }

bool LogView::isEmpty() const { return m_rows->count() == 0; }

bool LogView::isFollowing() const { return m_text->isFollowing(); }

/// The button lies over the corner of the log: where it had a place of its own the log would move when it comes.
void LogView::showPlace()
{
    const QRect inside = m_text->viewport()->geometry();
    const QSize size = m_toEnd->sizeHint();
    const int x = isLeftToRight() ? inside.right() - size.width() - gridUnit : inside.left() + gridUnit;
    m_toEnd->setGeometry(QRect(QPoint(x, inside.bottom() - size.height() - gridUnit), size));
    m_toEnd->setVisible(!isFollowing());
}

bool LogView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        showPlace();
    return QWidget::eventFilter(watched, event);
}

void LogView::say(const QString &text)
{
    m_note->setText(text);
    m_note->setVisible(!text.isEmpty());
}

void LogView::copy()
{
    if (m_rows->count() > mostCopied) {
        Q_EMIT m_text->copyRefused(m_rows->count());
        return;
    }
    m_rows->text(0, m_rows->count()).then(this, [](const QString &text) {
        QGuiApplication::clipboard()->setText(text);
    });
}

void LogView::saveAs()
{
    auto *dialog = new QFileDialog(this, tr("Save the log"));
    dialog->setObjectName(u"saveLog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Logs (*.log)"));
    dialog->setDefaultSuffix(u"log"_s);
    if (!m_promotions.empty())
        dialog->selectFile(u"promotion-%1.log"_s.arg(m_promotions.front().value));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) {
        say(tr("Saving to %1 …").arg(QDir::toNativeSeparators(path)));
        m_rows->saveTo(path).then(this, [this, path](const Result<void> &saved) {
            say(saved ? tr("Saved to %1").arg(QDir::toNativeSeparators(path)) : saved.error().toString());
        });
    });
    dialog->open();
}

// Search -----------------------------------------------------------------------------------------------------------------

void LogView::showSearch()
{
    m_goTo->hide();
    m_search->show();
    m_query->setFocus();
    m_query->selectAll();
    search();
}

void LogView::showGoTo()
{
    m_search->hide();
    m_goTo->show();
    m_line->setFocus();
    m_line->selectAll();
}

void LogView::closeBars()
{
    m_search->hide();
    m_goTo->hide();
    m_rows->find({});
    m_text->setFocus();
}

void LogView::search()
{
    if (m_search->isHidden())
        return;
    const LogQuery query{m_query->text(), m_expression->isChecked(), m_letters->isChecked()};
    // While one types the match that is shown grows instead of jumping on.
    m_from = query.text.isEmpty() ? -1 : m_text->isFollowing() ? 0 : m_text->current();
    m_rows->find(query.complaint().isEmpty() ? query : LogQuery{});
    if (const QString complaint = query.complaint(); !complaint.isEmpty())
        m_found->setText(complaint);
}

void LogView::showFound()
{
    if (m_search->isHidden())
        return;
    const LogQuery &query = m_rows->query();
    if (query.text.isEmpty()) {
        if (m_query->text().isEmpty())
            m_found->clear();
        return;
    }
    if (m_from >= 0) {
        const qint64 hit = m_rows->hitFrom(m_from - 1, false);
        // Around the end only when it is known that nothing comes before it.
        if (hit >= m_from || (hit >= 0 && !m_rows->isSearching())) {
            m_from = -1;
            m_text->goTo(hit, true);
        }
    }
    const qint64 hits = m_rows->hitCount();
    const qint64 number = m_rows->hitNumber(m_text->current());
    QString text = hits == 0 ? (m_rows->isSearching() ? QString() : tr("not found"))
        : number > 0         ? tr("%L1 of %L2").arg(number).arg(hits)
                             : tr("%Ln line(s)", nullptr, static_cast<int>(hits));
    if (m_rows->isSearching())
        text += u' ' + tr("%1 %").arg(static_cast<int>(m_rows->searched() * 100));
    m_found->setText(text.trimmed());
}

void LogView::findNext(bool backward)
{
    const qint64 hit = m_rows->hitFrom(m_text->current(), backward);
    if (hit >= 0)
        m_text->goTo(hit, true);
    showFound();
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    const bool searching = m_search->isVisibleTo(this), going = m_goTo->isVisibleTo(this);
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->matches(QKeySequence::Find)) {
        showSearch();
    } else if (event->modifiers() == Qt::ControlModifier && event->key() == Qt::Key_L) {
        showGoTo();
    } else if ((searching || going) && event->key() == Qt::Key_Escape) {
        closeBars();
    } else if (event->key() == Qt::Key_F3 || (searching && enter)) {
        if (!searching)
            showSearch();
        else
            findNext(event->modifiers().testFlag(Qt::ShiftModifier));
    } else if (going && enter) {
        closeBars();
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace humdrum
