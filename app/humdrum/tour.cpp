// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tour.h"

#include "ui/shell/mainwindow.h"
#include "ui/widgets/errorbanner.h"

#include <QDir>
#include <QPromise>
#include <QThreadPool>

namespace humdrum {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

Tour::Tour(MainWindow &window, Theme &theme, Plan plan, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_theme(theme)
    , m_plan(std::move(plan))
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(m_plan.patience);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        fail(tr("The page “%1” did not become ready.")
                 .arg(m_window.currentPage() ? m_window.currentPage()->id() : QString()));
    });
    connect(&m_window, &MainWindow::ready, this, &Tour::waitForPage);
}

void Tour::start()
{
    onDisk([folder = m_plan.folder] { return QDir().mkpath(folder); },
           [this](bool made) {
               if (made)
                   next();
               else
                   fail(tr("The folder %1 could not be made.").arg(m_plan.folder));
           });
}

template <class Work, class Then>
void Tour::onDisk(Work work, Then then)
{
    auto promise = std::make_shared<QPromise<bool>>();
    promise->start();
    promise->future().then(this, std::move(then));
    QThreadPool::globalInstance()->start([promise, work = std::move(work)] {
        promise->addResult(work());
        promise->finish();
    });
}

void Tour::next()
{
    if (m_step >= m_plan.pages.size() * m_plan.themes.size()) {
        m_over = true;
        Q_EMIT finished({});
        return;
    }
    m_theme.setMode(m_plan.themes[m_step / m_plan.pages.size()]);
    m_patience.start();
    m_window.navigate({m_plan.pages[m_step % m_plan.pages.size()], {}});
    Page *page = m_window.currentPage();
    if (!page || page->id() != m_plan.pages[m_step % m_plan.pages.size()]) {
        fail(tr("There is no page “%1”.").arg(m_plan.pages[m_step % m_plan.pages.size()]));
        return;
    }
    connect(page, &Page::ready, this, &Tour::waitForPage, Qt::UniqueConnection);
    waitForPage();
}

void Tour::waitForPage()
{
    const Page *page = m_window.currentPage();
    if (m_over || !m_patience.isActive() || !m_window.isReady() || !page || !page->isReady())
        return;
    m_patience.stop();
    // What became ready still lays itself out and paints; what it queued for that comes first.
    QTimer::singleShot(150ms, this, &Tour::draw);
}

void Tour::draw()
{
    if (const QString problem = problemOnScreen(); !problem.isEmpty()) {
        fail(problem);
        return;
    }
    const size_t page = m_step % m_plan.pages.size();
    const auto all = m_window.pageDescriptions();
    const auto place = std::ranges::find(all, m_plan.pages[page], &PageDescription::id) - all.begin() + 1;
    const QString name =
        u"%1-%2-%3.png"_s.arg(place, 2, 10, QChar(u'0')).arg(m_plan.pages[page], wordOf(m_theme.mode()));
    const QString file = QDir(m_plan.folder).filePath(name);
    onDisk([file, image = m_window.grab().toImage()] { return image.save(file, "PNG"); },
           [this, file](bool saved) {
               if (saved)
                   drew(file);
               else
                   fail(tr("%1 could not be written.").arg(file));
           });
}

void Tour::drew(const QString &file)
{
    m_files << file;
    Q_EMIT drawn(file);
    ++m_step;
    next();
}

QString Tour::problemOnScreen() const
{
    const auto banners = m_window.findChildren<ErrorBanner *>();
    for (const ErrorBanner *banner : banners) {
        if (banner->isVisible() && banner->hasError())
            return banner->message();
    }
    return {};
}

void Tour::fail(const QString &problem)
{
    if (std::exchange(m_over, true))
        return;
    m_patience.stop();
    Q_EMIT finished(problem);
}

} // namespace humdrum
