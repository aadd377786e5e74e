// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the window comes up where it was, what it remembers, and how it closes.

#include "promotion/desk.h"
#include "ui/shell/jsonfile.h"
#include "ui/shell/mainwindow.h"
#include "ui/widgets/label.h"

#include <QCloseEvent>
#include <QJsonObject>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>

namespace humdrum {

using namespace Qt::StringLiterals;

void MainWindow::announce(const QString &page)
{
    const QJsonObject session = m_parts.session.object();
    restoreGeometry(QByteArray::fromBase64(session[u"geometry"_s].toString().toLatin1()));
    const PageFactory *factory = factoryOf(page);
    if (!factory)
        factory = factoryOf(session[u"page"_s].toString());
    if (!factory && !m_factories.empty())
        factory = &m_factories.front();
    if (!factory)
        return;
    m_announced = factory->description.id;
    showFrameOf(factory->description);
    auto *reading = new Label(tr("Reading what is stored…"), TextRole::Muted);
    reading->setAlignment(Qt::AlignCenter);
    m_cover = reading;
    m_stack->addWidget(m_cover);
}

void MainWindow::showAnnounced()
{
    if (!m_current)
        navigate({m_announced, {}});
}

void MainWindow::restoreSession()
{
    announce();
    showAnnounced();
}

void MainWindow::saveSession()
{
    QJsonObject session = m_parts.session.object(); // pages not visited this time keep what they had
    session[u"geometry"_s] = QString::fromLatin1(saveGeometry().toBase64());
    if (m_current)
        session[u"page"_s] = m_current->id();
    QJsonObject states = session[u"pages"_s].toObject();
    for (auto page = m_pages.cbegin(); page != m_pages.cend(); ++page) {
        if (m_stack->indexOf(page.value()) >= 0)
            states[page.key()] = page.value()->saveState();
    }
    session[u"pages"_s] = states;
    m_parts.session.setObject(session);
}

void MainWindow::askToLeave()
{
    if (m_leaving) {
        m_leaving->raise();
        return;
    }
    const WorkerProgress progress = m_parts.desk.progress();
    m_leaving = new QMessageBox(QMessageBox::NoIcon, tr("Quit while work goes on?"), progress.text,
                                QMessageBox::NoButton, this);
    m_leaving->setAttribute(Qt::WA_DeleteOnClose);
    m_leaving->setTextFormat(Qt::PlainText);
    m_leaving->setInformativeText(tr("Quitting ends the command that runs. The promotion is left as interrupted, and "
                                     "the environment has to be verified. "
                                     "What is queued stays queued."));
    QPushButton *stay = m_leaving->addButton(tr("Keep working"), QMessageBox::RejectRole);
    const QPushButton *leave = m_leaving->addButton(tr("End it and quit"), QMessageBox::DestructiveRole);
    m_leaving->setDefaultButton(stay);
    m_leaving->setEscapeButton(stay);
    connect(leave, &QPushButton::clicked, this,
            [this] { QMetaObject::invokeMethod(this, &MainWindow::closeUnasked, Qt::QueuedConnection); });
    m_leaving->open();
}

void MainWindow::closeUnasked()
{
    m_mayLeave = true;
    close();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_mayLeave && m_parts.desk.progress().running > 0) {
        event->ignore();
        askToLeave();
        return;
    }
    saveSession();
    QWidget::closeEvent(event);
}

void MainWindow::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::ActivationChange && !isActiveWindow() && isVisible())
        saveSession(); // so that a crash forgets little
}

} // namespace humdrum
