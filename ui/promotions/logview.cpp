// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/promotions/logview.h"

#include "ui/promotions/logtext.h"
#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

LogView::LogView(PromotionDesk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_text(new LogText(this))
    , m_toEnd(new QPushButton(tr("Follow"), this))
    , m_search(buildSearch())
{
    auto *box = new QVBoxLayout(this);
    box->setContentsMargins(0, 0, 0, 0);
    box->setSpacing(4);
    m_text->setObjectName(u"promoteLog"_s);
    m_text->setAccessibleName(tr("Log of the promotion"));
    box->addWidget(m_text, 1);
    box->addWidget(m_search);
    m_search->hide();
    m_toEnd->setObjectName(u"logToEnd"_s);
    m_toEnd->setIcon(icons::icon(u"go-bottom"_s));
    m_toEnd->setToolTip(tr("Go to the end and stay there as the log grows"));
    m_toEnd->hide();
    connect(m_toEnd, &QPushButton::clicked, this, [this] {
        m_text->verticalScrollBar()->setValue(m_text->verticalScrollBar()->maximum());
        m_text->setFocus();
    });
    box->addWidget(m_toEnd, 0, Qt::AlignRight);
    setFocusProxy(m_text);
    connect(m_text->verticalScrollBar(), &QScrollBar::valueChanged, this, &LogView::showPlace);
    connect(m_text->verticalScrollBar(), &QScrollBar::rangeChanged, this, &LogView::showPlace);
    connect(&m_desk, &PromotionDesk::logAppended, this, [this](PromotionId id, const QList<LogLine> &lines) {
        if (std::ranges::find(m_promotions, id) == m_promotions.end())
            return;
        if (m_loading)
            m_waiting.emplace_back(id, lines);
        else
            take(id, lines);
    });
}

QWidget *LogView::buildSearch()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    m_query = new QLineEdit(bar);
    m_query->setObjectName(u"logQuery"_s);
    m_query->setPlaceholderText(tr("Find in the log"));
    m_query->setAccessibleName(tr("Find in the log"));
    m_query->setClearButtonEnabled(true);
    row->addWidget(m_query, 1);
    m_found = new Label(TextRole::Muted, bar);
    row->addWidget(m_found);
    const auto button = [&](const QString &icon, const QString &name, auto handler) {
        auto *b = new QPushButton(icons::icon(icon), {}, bar);
        b->setAccessibleName(name);
        b->setToolTip(name);
        connect(b, &QPushButton::clicked, this, handler);
        row->addWidget(b);
    };
    button(u"go-up"_s, tr("Earlier match (Shift+Return)"), [this] { find(true); });
    button(u"go-down"_s, tr("Later match (Return)"), [this] { find(false); });
    button(u"window-close"_s, tr("Close the search (Escape)"), [this] { closeSearch(); });
    connect(m_query, &QLineEdit::textEdited, this, [this] {
        // While one types the match that is shown grows instead of jumping on.
        QTextCursor cursor = m_text->textCursor();
        cursor.setPosition(cursor.selectionStart());
        m_text->setTextCursor(cursor);
        find(false);
    });
    return bar;
}

void LogView::follow(const std::vector<PromotionId> &promotions)
{
    const quint64 generation = ++m_generation;
    m_promotions = promotions;
    m_read.clear();
    m_waiting.clear();
    m_text->reset();
    m_loading = !promotions.empty();
    if (promotions.empty())
        return;
    QList<QFuture<Result<QList<LogLine>>>> logs;
    for (const PromotionId id : promotions)
        logs.push_back(m_desk.log(id));
    QtFuture::whenAll(logs.begin(), logs.end())
        .then(this, [this, generation](const QList<QFuture<Result<QList<LogLine>>>> &done) {
            if (generation == m_generation)
                showLoaded(done);
        });
}

void LogView::showLoaded(const QList<QFuture<Result<QList<LogLine>>>> &logs)
{
    m_loading = false;
    for (qsizetype i = 0; i < logs.size(); ++i) {
        const Result<QList<LogLine>> lines = logs[i].result();
        if (!lines) {
            Q_EMIT failed(lines.error());
            continue;
        }
        append(*lines);
        if (lines->isEmpty())
            continue;
        Read &read = m_read[m_promotions[static_cast<size_t>(i)]];
        read.last = lines->back().at;
        for (const LogLine &line : *lines) {
            if (line.at == read.last)
                read.atLast << line.text;
        }
    }
    for (const auto &[id, lines] : std::exchange(m_waiting, {}))
        take(id, lines);
    Q_EMIT loaded();
}

/// A line is written before it is told, so what is told may have been read from the file already.
void LogView::take(PromotionId id, const QList<LogLine> &lines)
{
    const auto read = m_read.find(id);
    if (read == m_read.end()) {
        append(lines);
        return;
    }
    QList<LogLine> fresh;
    for (const LogLine &line : lines) {
        const bool known = line.at < read->last || (line.at == read->last && read->atLast.removeOne(line.text));
        if (!known)
            fresh.push_back(line);
    }
    append(fresh);
}

void LogView::append(const QList<LogLine> &lines)
{
    if (lines.isEmpty())
        return;
    const bool following = isFollowing();
    m_text->append(lines);
    if (following)
        m_text->verticalScrollBar()->setValue(m_text->verticalScrollBar()->maximum());
}

void LogView::setTimeZone(const QByteArray &zone) { m_text->setTimeZone(zone); }

bool LogView::isEmpty() const { return m_text->document()->isEmpty(); }

bool LogView::isFollowing() const
{
    const QScrollBar *bar = m_text->verticalScrollBar();
    return bar->value() >= bar->maximum() - 2;
}

void LogView::showPlace() { m_toEnd->setVisible(!isFollowing()); }

void LogView::copy() const { QGuiApplication::clipboard()->setText(m_text->toPlainText()); }

void LogView::showSearch()
{
    m_search->show();
    m_query->setFocus();
    m_query->selectAll();
}

void LogView::closeSearch()
{
    m_search->hide();
    m_found->clear();
    m_text->setFocus();
}

void LogView::find(bool backward)
{
    m_found->clear();
    if (m_query->text().isEmpty())
        return;
    const auto flags = backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    if (m_text->find(m_query->text(), flags))
        return;
    // Around the end once.
    const QTextCursor before = m_text->textCursor();
    m_text->moveCursor(backward ? QTextCursor::End : QTextCursor::Start);
    if (m_text->find(m_query->text(), flags))
        return;
    m_text->setTextCursor(before);
    m_found->setText(tr("not found"));
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    const bool searching = m_search->isVisibleTo(this);
    if (event->matches(QKeySequence::Find)) {
        showSearch();
    } else if (searching && event->key() == Qt::Key_Escape) {
        closeSearch();
    } else if (searching && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        find(event->modifiers().testFlag(Qt::ShiftModifier));
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace humdrum
