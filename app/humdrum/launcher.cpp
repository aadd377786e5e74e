// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "launcher.h"

#include "firstframe.h"
#include "firststart.h"
#include "pages.h"
#include "promotion/gates.h"
#include "startwindows.h"
#include "tour.h"
#include "ui/modules/modules.h"
#include "ui/shell/desktopnotices.h"
#include "ui/shell/mainwindow.h"

#include <QApplication>

#include <cstdio>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr int technicalFailure = 3;

void say(FILE *stream, const QString &text)
{
    const QByteArray line = text.toUtf8() + '\n';
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stream);
    std::fflush(stream);
}

} // namespace

Launcher::Launcher(Options options, Theme &theme, Preferences &preferences, JsonFile &session, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_theme(theme)
    , m_preferences(preferences)
    , m_session(session)
{
    connect(&m_interrupts, &Interrupts::interrupted, this, &Launcher::leave);
    connect(&preferences, &Preferences::changed, this, [this] {
        m_theme.setMode(m_preferences.theme());
        m_theme.setDensity(m_preferences.density());
    });
}

Launcher::~Launcher() = default;

QString Launcher::databaseFile() const
{
    return usesDefaultDatabase() ? AppContext::defaultDatabaseFile() : m_options.databaseFile;
}

void Launcher::start()
{
    if (!usesDefaultDatabase()) {
        open();
        return;
    }
    FirstStart(databaseFile(), AppContext::defaultExampleFolder()).isNeeded().then(this, [this](bool needed) {
        m_firstStart = needed;
        open();
    });
}

void Launcher::leave()
{
    if (m_progress) {
        m_progress->close();
        return;
    }
    if (m_window)
        m_window->closeUnasked();
    QApplication::exit(isTour() ? technicalFailure : 0);
}

void Launcher::open()
{
    AppOptions asked;
    asked.databaseFile = m_options.databaseFile;
    asked.person = m_options.person;
    asked.program = u"humdrum"_s;
    asked.mustExist = isTour() && !usesDefaultDatabase();
    m_context = AppContext::openLater(asked);
    if (m_firstStart)
        showProgress();
    else if (!isTour()) // which draws finished pages only
        showWindow();
    m_context->opened().then(this, [this](const Result<void> &opened) { goOn(opened); });
}

void Launcher::goOn(const Result<void> &opened)
{
    if (m_leaving)
        QApplication::exit(0);
    else if (!opened)
        showError(opened.error());
    else if (m_firstStart)
        makeExample();
    else if (isTour())
        showWindow();
    else
        m_context->startWork();
}

void Launcher::showProgress()
{
    auto window = std::make_unique<ProgressWindow>();
    connect(window.get(), &ProgressWindow::leaving, this, [this] { m_leaving = true; });
    if (!m_options.exitAfterFirstFrame)
        window->show();
    m_progress = window.get();
    m_interim = std::move(window);
    QApplication::setQuitOnLastWindowClosed(false); // what goes on is finished first
}

void Launcher::makeExample()
{
    const FirstStart::Progress progress = [window = m_progress.get()](double fraction, const QString &step) {
        QMetaObject::invokeMethod(window, [window, fraction, step] { window->setProgress(fraction, step); });
    };
    FirstStart::Steps steps;
    steps.create = [](const QString &folder, const FirstStart::Progress &report) -> Result<void> {
        const Result<QString> made = createExample({folder, {}, 1}, report);
        if (!made)
            return std::unexpected(made.error());
        return {};
    };
    steps.import = [&store = m_context->store(), trust = m_context->trust(),
                    intent = Intent{m_context->actor(), tr("First start")}](
                       const QString &folder, const FirstStart::Progress &report) -> Result<void> {
        if (auto done = importExample(store, intent, folder, report); !done)
            return done;
        // Its commands are Humdrum's own.
        return acceptCommands(store, trust, intent).takeResult().transform([](const TrustStanding &) {});
    };
    FirstStart(databaseFile(), AppContext::defaultExampleFolder())
        .run(steps, progress)
        .then(this, [this](const Result<void> &done) {
            if (m_leaving) {
                QApplication::exit(0);
                return;
            }
            if (!done) {
                showError(done.error());
                return;
            }
            // Nobody's account is among the people of the example, and nobody else may promote.
            if (m_options.person.isEmpty() && m_preferences.person().isEmpty())
                m_preferences.setPerson(examplePerson());
            m_context->startWork();
            testExample();
        });
}

/// What its first release still lacks before it may go anywhere; whether it passed is for the pages to show.
void Launcher::testExample()
{
    m_progress->setProgress(1.0, tr("Testing the services together"));
    testNextRelease(m_context->store(), m_context->desk(), actor()).then(this, [this](const Result<StageRun> &) {
        // All pages, and all pictures of them, say the same of the pools.
        m_context->poolsKnown().then(this, [this] {
            if (m_leaving)
                QApplication::exit(0);
            else
                showWindow();
        });
    });
}

Actor Launcher::actor() const
{
    Actor actor = m_context->actor();
    if (m_options.person.isEmpty() && !m_preferences.person().isEmpty())
        actor.person = m_preferences.person();
    return actor;
}

/// A name that was typed wrongly: the window shows what nobody of the product may do, which a script does not see.
void Launcher::warnOfStranger()
{
    if (m_options.person.isEmpty())
        return;
    m_context->store()
        .read([person = m_options.person](Session &session) -> Result<QString> {
            const auto product = session.products().current();
            if (!product)
                return std::unexpected(product.error());
            const Result<void> known = *product ? mayDo(**product, person, Right::TakePart) : Result<void>();
            return known ? QString() : known.error().message;
        })
        .then(this, [](const Result<QString> &warning) {
            if (warning && !warning->isEmpty())
                say(stderr, tr("Warning: %1").arg(*warning));
        });
}

void Launcher::showWindow()
{
    warnOfStranger();
    m_actions = std::make_unique<ActionRegistry>();
    const ShellParts parts{m_context->store(),
                           m_context->desk(),
                           m_context->clock(),
                           [this] { return actor(); },
                           *m_actions,
                           m_theme,
                           m_preferences,
                           m_session,
                           AppContext::secretKeeper()};
    m_window = std::make_unique<MainWindow>(parts, allPages());
    if (isTour()) {
        startTour();
        return;
    }
    m_window->announce(m_options.page);
    if (m_options.size)
        m_window->resize(*m_options.size);
    m_notices = std::make_unique<DesktopNotices>(m_context->store(), m_context->desk(), m_preferences, *m_window,
                                                 *m_window, [this] {
                                                     const Page *page = m_window->currentPage();
                                                     return page ? page->id() : QString();
                                                 });
    pageAfterFirstFrame();
    m_window->show();
    QApplication::setQuitOnLastWindowClosed(true);
    m_interim.reset();
}

void Launcher::pageAfterFirstFrame()
{
    auto *frame = new FirstFrame(*m_window, m_window.get());
    connect(frame, &FirstFrame::painted, this, [this] {
        if (m_options.exitAfterFirstFrame)
            say(stdout, u"first-frame-ns %1"_s.arg(monotonicNanoseconds()));
        modules::preload();
        m_window->showAnnounced();
        if (m_options.exitAfterFirstFrame)
            leaveWhenReady();
    });
}

void Launcher::leaveWhenReady()
{
    const auto look = [this] {
        const Page *page = m_window->currentPage();
        if (!m_window->isReady() || !page || !page->isReady())
            return;
        auto *frame = new FirstFrame(*m_window, m_window.get());
        connect(frame, &FirstFrame::painted, this, [] {
            say(stdout, u"data-frame-ns %1"_s.arg(monotonicNanoseconds()));
            QCoreApplication::exit(0);
        });
        m_window->update();
    };
    connect(m_window.get(), &MainWindow::ready, this, look);
    if (const Page *page = m_window->currentPage())
        connect(page, &Page::ready, this, look);
    look();
}

void Launcher::showError(const Error &error)
{
    if (isTour() || m_options.exitAfterFirstFrame) {
        say(stderr, error.toString());
        QMetaObject::invokeMethod(qApp, [] { QCoreApplication::exit(technicalFailure); }, Qt::QueuedConnection);
        return;
    }
    auto window = std::make_unique<ErrorWindow>(error, databaseFile());
    connect(window.get(), &ErrorWindow::tryAgain, this, [this] {
        // Not from within the window's own signal, whose sender goes.
        QMetaObject::invokeMethod(
            this,
            [this] {
                m_interim->setEnabled(false); // it stays until the next window is there
                m_context.reset();
                start();
            },
            Qt::QueuedConnection);
    });
    window->show();
    QApplication::setQuitOnLastWindowClosed(true);
    m_interim = std::move(window);
    m_notices.reset();
    m_window.reset();
    m_actions.reset();
}

void Launcher::startTour()
{
    Tour::Plan plan;
    plan.folder = m_options.tourFolder;
    for (const PageDescription &page : m_window->pageDescriptions()) {
        if (m_options.page.isEmpty() || page.id == m_options.page)
            plan.pages.push_back(page.id);
    }
    if (plan.pages.empty())
        plan.pages.push_back(m_options.page); // named in the problem
    plan.themes = m_options.theme ? std::vector{*m_options.theme} : std::vector{ThemeMode::Light, ThemeMode::Dark};
    m_window->resize(m_options.size.value_or(QSize(1440, 900)));
    m_window->show();
    auto *tour = new Tour(*m_window, m_theme, std::move(plan), this);
    connect(tour, &Tour::drawn, this, [](const QString &file) { say(stdout, file); });
    connect(
        tour, &Tour::finished, this,
        [](const QString &problem) {
            if (!problem.isEmpty())
                say(stderr, problem);
            QCoreApplication::exit(problem.isEmpty() ? 0 : technicalFailure);
        },
        Qt::QueuedConnection);
    tour->start();
}

} // namespace humdrum
