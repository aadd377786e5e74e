// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/page.h"

#include "ui/shell/actionregistry.h"
#include "ui/shell/snapshotfeed.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/pictureexport.h"

#include <QFileDialog>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace humdrum {

using namespace Qt::StringLiterals;

Page::Page(PageDescription description, const PageServices &services, QWidget *parent)
    : QWidget(parent)
    , m_description(std::move(description))
    , m_services(services)
    , m_title(m_description.title)
    , m_error(new ErrorBanner(this))
    , m_empty(new EmptyState({}, {}, this))
    , m_stack(new QStackedLayout)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_error->setContentsMargins(20, 16, 20, 0); // its own, so that they go with it when it hides
    column->addWidget(m_error);
    column->addLayout(m_stack, 1);
    m_stack->addWidget(m_empty);
    connect(m_error, &ErrorBanner::retry, this, [this] {
        if (m_failed)
            m_failed->reload();
    });
    setObjectName(m_description.id);
    setAccessibleName(m_description.title);
    setAccessibleDescription(m_description.help);
}

void Page::setTitle(const QString &title)
{
    if (title == m_title)
        return;
    m_title = title;
    Q_EMIT titleChanged(title);
}

void Page::setReady()
{
    if (m_ready)
        return;
    m_ready = true;
    Q_EMIT ready();
}

void Page::setContent(QWidget *content)
{
    m_stack->setCurrentIndex(m_stack->addWidget(content));
    // Each of them can be exported from its own menu.
    for (const DataTable *table : content->findChildren<DataTable *>())
        connect(table, &DataTable::exportFailed, this, &Page::showError);
}

void Page::setEmpty(const QString &title, const QString &text, QAction *action)
{
    m_empty->setText(title, text);
    m_empty->setAction(action);
}

void Page::follow(SnapshotFeedBase *feed)
{
    m_feeds.push_back(feed);
    connect(feed, &SnapshotFeedBase::failed, this, [this, feed](const Error &error) { feedFailed(feed, error); });
    connect(feed, &SnapshotFeedBase::refreshed, this, [this, feed] { feedRefreshed(feed); });
}

void Page::activated()
{
    for (SnapshotFeedBase *feed : m_feeds)
        feed->setActive(true);
}

void Page::deactivated()
{
    for (SnapshotFeedBase *feed : m_feeds)
        feed->setActive(false);
}

bool Page::isEmpty(const SnapshotFeedBase *feed, const Error &error) const
{
    return feed == m_feeds.front() && error.code == ErrorCode::NotFound;
}

void Page::feedFailed(SnapshotFeedBase *feed, const Error &error)
{
    if (isEmpty(feed, error)) {
        m_stack->setCurrentWidget(m_empty);
    } else {
        showError(error);
        m_failed = feed;
        m_error->setRetryable(true);
    }
    setReady();
}

void Page::feedRefreshed(const SnapshotFeedBase *feed)
{
    if (feed == m_failed)
        clearError();
    if (feed == m_feeds.front() && m_stack->currentWidget() == m_empty && m_stack->count() > 1)
        m_stack->setCurrentIndex(1);
}

void Page::showError(const Error &error)
{
    m_failed = nullptr;
    m_error->setRetryable(false);
    m_error->showError(error);
}

void Page::clearError()
{
    m_failed = nullptr;
    m_error->clear();
}

void Page::addTableExport(const QString &name, DataTable *table)
{
    m_services.actions.add(this,
                           {id() + u".export-"_s + name,
                            tr("Export “%1” as CSV…").arg(table->accessibleName()),
                            u"document-export"_s,
                            {},
                            id(),
                            [table] { table->exportCsv(); },
                            {}});
}

void Page::addPictureExport(const QString &title, std::function<QRectF()> bounds, std::function<void(QPainter &)> paint)
{
    const auto write = [this, title, bounds = std::move(bounds), paint = std::move(paint)](const QString &file) {
        if (const Result<void> done = exportPicture(file, bounds(), title, paint); !done)
            showError(done.error());
    };
    for (const QString &suffix : {u"svg"_s, u"png"_s, u"pdf"_s}) {
        m_services.actions.add(this,
                               {id() + u".export-"_s + suffix,
                                tr("Export the picture as %1…").arg(suffix.toUpper()),
                                u"document-export"_s,
                                {},
                                id(),
                                [this, title, suffix, write] { askForPicture(title, suffix, write); },
                                {}});
    }
}

void Page::askForPicture(const QString &title, const QString &suffix, const std::function<void(const QString &)> &write)
{
    auto *dialog = new QFileDialog(this, tr("Export the picture"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(tr("%1 picture (*.%2)").arg(suffix.toUpper(), suffix));
    dialog->selectFile(title + u'.' + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, write);
    dialog->open();
}

void Page::navigate(const QString &page, const QString &subject) { m_services.navigator.navigate({page, subject}); }

} // namespace humdrum
