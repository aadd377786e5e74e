// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/mainwindow.h"

#include "promotion/desk.h"
#include "ui/settings/preferences.h"
#include "ui/settings/preferencesdialog.h"
#include "ui/settings/secretsdialog.h"
#include "ui/shell/actionregistry.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/commandtrust.h"
#include "ui/shell/headerbar.h"
#include "ui/shell/keyboardhelp.h"
#include "ui/shell/productopener.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/trainstripbar.h"
#include "ui/shell/waitingpanel.h"
#include "ui/widgets/errorbanner.h"

#include <QAction>
#include <QApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {
constexpr size_t historyLength = 50;
/// Between two pages that nobody has asked for yet: what a person does meanwhile comes first.
constexpr std::chrono::milliseconds idlePause{150};

void bringUp(QWidget &dialog)
{
    dialog.show();
    dialog.raise();
    dialog.activateWindow();
}
} // namespace

MainWindow::MainWindow(const ShellParts &parts, std::vector<PageFactory> pages, QWidget *parent)
    : QWidget(parent)
    , m_parts(parts)
    , m_factories(std::move(pages))
    , m_sidebar(new Sidebar(pageDescriptions()))
    , m_menu(new QMenu(this))
    , m_header(new HeaderBar(m_menu))
    , m_strip(new TrainStripBar(parts.clock))
    , m_error(new ErrorBanner)
    , m_stack(new QStackedWidget)
    , m_feed(new SnapshotFeed<ShellOverview>(parts.store, this))
    , m_streak(new SnapshotFeed<std::optional<Streak>>(parts.store, this))
{
    setObjectName(u"MainWindow"_s);
    setWindowTitle(tr("Humdrum"));
    resize(1440, 900);
    setMinimumSize(800, 520);
    m_sidebar->setProduct(tr("Humdrum"), {});
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_sidebar);
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_strip);
    column->addWidget(m_error);
    column->addWidget(m_stack, 1);
    row->addLayout(column, 1);
    m_making.setSingleShot(true);
    connect(&m_making, &QTimer::timeout, this, &MainWindow::makeNextPage);

    connect(m_sidebar, &Sidebar::chosen, this, [this](const QString &page) {
        // Whoever walks through the sidebar stays there; anybody else goes on with the keyboard on the page.
        const QPointer<QWidget> focus = QApplication::focusWidget();
        navigate({page, {}});
        if (focus)
            focus->setFocus();
    });
    connect(m_header->search(), &SearchField::clicked, this, &MainWindow::openPalette);
    connect(m_menu, &QMenu::aboutToShow, this, &MainWindow::fillMenu);
    connect(m_error, &ErrorBanner::retry, m_feed, &SnapshotFeedBase::reload);
    connect(&parts.store, &Store::failed, this, [this](const Error &error) { showError(error, true); });
    connect(&parts.desk, &PromotionDesk::progressChanged, m_sidebar, &Sidebar::setProgress);
    m_sidebar->setProgress(parts.desk.progress());
    connect(&parts.actions, &ActionRegistry::added, this, &MainWindow::bind);
    addActions();
    m_header->setWaitingAction(parts.actions.action(u"shell.waiting"_s));
    m_opener = new ProductOpener(parts.store, parts.actor, parts.actions, m_stack);
    connect(m_opener, &ProductOpener::failed, this, [this](const Error &error) { showError(error, false); });
    m_trust = new CommandTrust(parts.store, parts.desk, parts.actor, parts.actions);
    column->insertWidget(column->indexOf(m_error), m_trust);
    connect(m_opener, &ProductOpener::opened, m_trust, &CommandTrust::openWhenKnown);
    addGoActions();

    m_feed->onSnapshot(this, [this](const ShellOverview &overview) { showOverview(overview); });
    connect(m_feed, &SnapshotFeedBase::failed, this, [this](const Error &error) {
        showError(error, true);
        setReady();
    });
    m_feed->setReader([&clock = parts.clock](Session &session) { return readShellOverview(session, clock.now()); });
    m_feed->setActive(true);
    // A question over a year of trains, so it is asked less often and after everything that is seen first.
    m_streak->setInterest({Aggregate::Product, Aggregate::Train, Aggregate::Release, Aggregate::Deployment,
                           Aggregate::Issue, Aggregate::Notes});
    m_streak->setDebounce(std::chrono::seconds{1});
    m_streak->onSnapshot(this, [this](const std::optional<Streak> &streak) {
        m_strip->setStreak(streak ? std::optional(streak->current) : std::nullopt);
    });
    m_streak->setReader([&clock = parts.clock](Session &session) { return readStreak(session, clock.now()); });
}

MainWindow::~MainWindow()
{
    // Pages go before the stack and the registry's owners, while everything they were handed is still there.
    for (Page *page : std::as_const(m_pages))
        delete page;
}

std::vector<PageDescription> MainWindow::pageDescriptions() const
{
    std::vector<PageDescription> descriptions;
    for (const PageFactory &factory : m_factories)
        descriptions.push_back(factory.description);
    return descriptions;
}

CommandPalette *MainWindow::commandPalette()
{
    if (!m_palette) {
        m_palette = new CommandPalette(m_parts.actions, m_parts.store, *this, pageDescriptions(), this);
        connect(m_palette, &CommandPalette::actionChosen, this, &MainWindow::perform);
    }
    return m_palette;
}

WaitingPanel *MainWindow::waitingPanel()
{
    if (!m_waiting) {
        m_waiting = new WaitingPanel(m_parts.store, m_parts.clock, m_parts.actor, *this, this);
        connect(m_waiting, &WaitingPanel::counted, m_header, &HeaderBar::setWaiting);
        connect(&m_parts.preferences, &Preferences::changed, m_waiting, &WaitingPanel::ask);
    }
    return m_waiting;
}

void MainWindow::openPalette()
{
    makeOthersNow();
    commandPalette()->popup();
}

QString MainWindow::title() const { return m_header->title(); }

void MainWindow::addActions()
{
    ActionRegistry &actions = m_parts.actions;
    actions.add(this,
                {u"shell.find"_s,
                 tr("Find…"),
                 u"search"_s,
                 QKeySequence(Qt::CTRL | Qt::Key_K),
                 {},
                 [this] { openPalette(); },
                 tr("Finds pages, actions, releases, changes, builds, environments and people")});
    actions.add(this,
                {u"shell.waiting"_s,
                 tr("Waiting for me…"),
                 u"mail-unread"_s,
                 QKeySequence(Qt::CTRL | Qt::Key_M),
                 {},
                 [this] { waitingPanel()->popup(); },
                 tr("Decisions, sign-offs and notes that wait for you, and your trains")});
    actions.add(this,
                {u"shell.back"_s,
                 tr("Back"),
                 u"go-previous"_s,
                 QKeySequence(Qt::ALT | Qt::Key_Left),
                 {},
                 [this] { back(-1); },
                 tr("To what was shown before")});
    actions.add(this,
                {u"shell.forward"_s,
                 tr("Forward"),
                 u"go-next"_s,
                 QKeySequence(Qt::ALT | Qt::Key_Right),
                 {},
                 [this] { back(1); },
                 tr("To what was shown after it")});
    actions.add(this,
                {u"shell.menu"_s,
                 tr("Open menu"),
                 u"application-menu"_s,
                 QKeySequence(Qt::Key_F10),
                 {},
                 [this] { m_header->openMenu(); },
                 {}});
    actions.add(this,
                {u"settings.preferences"_s,
                 tr("Preferences…"),
                 u"configure"_s,
                 QKeySequence(Qt::CTRL | Qt::Key_Comma),
                 {},
                 [this] { openPreferences(); },
                 tr("Theme, density, notifications and who you are")});
    actions.add(this,
                {u"settings.secrets"_s,
                 tr("Secrets…"),
                 u"password-show-off"_s,
                 {},
                 {},
                 [this] { openSecrets(); },
                 tr("What commands get that nobody else may see: kept, missing, changed")});
    const auto themeAction = [&](ThemeMode mode, const QString &text, const QString &icon) {
        actions.add(this,
                    {u"settings.theme-"_s + wordOf(mode),
                     text,
                     icon,
                     {},
                     {},
                     [this, mode] { m_parts.preferences.setTheme(mode); },
                     {}});
    };
    themeAction(ThemeMode::Desktop, tr("Theme as the desktop"), u"desktop"_s);
    themeAction(ThemeMode::Light, tr("Light theme"), u"flashlight-on"_s);
    themeAction(ThemeMode::Dark, tr("Dark theme"), u"flashlight-off"_s);
    actions.add(this,
                {u"help.keyboard"_s,
                 tr("Keyboard…"),
                 u"input-keyboard"_s,
                 QKeySequence(QKeySequence::HelpContents),
                 {},
                 [this] { openHelp(); },
                 tr("Every action and its key")});
    actions.add(this,
                {u"shell.quit"_s,
                 tr("Quit"),
                 u"application-exit"_s,
                 QKeySequence(Qt::CTRL | Qt::Key_Q),
                 {},
                 [this] { close(); },
                 tr("Asks first while a promotion runs")});
}

void MainWindow::addGoActions()
{
    int number = 0;
    for (const PageFactory &factory : m_factories) {
        ++number;
        const QKeySequence keys =
            number <= 9 ? QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number)) : QKeySequence();
        const QString page = factory.description.id;
        m_parts.actions.add(this,
                            {u"go."_s + page,
                             tr("Go to %1").arg(factory.description.title),
                             factory.description.icon,
                             keys,
                             {},
                             [this, page] { navigate({page, {}}); },
                             factory.description.help});
    }
}

void MainWindow::bind(const QString &id) { addAction(m_parts.actions.action(id)); }

void MainWindow::fillMenu()
{
    m_menu->clear();
    const QString page = m_current ? m_current->id() : QString();
    QString group;
    // Of the page in front first, then what is always there.
    for (const bool ofPage : {true, false}) {
        for (const ActionSpec &spec : m_parts.actions.all()) {
            if (ofPage ? spec.page != page || page.isEmpty() : !spec.page.isEmpty())
                continue;
            const QString here = spec.id.section(u'.', 0, 0);
            if (!group.isEmpty() && here != group)
                m_menu->addSeparator();
            group = here;
            m_menu->addAction(m_parts.actions.action(spec.id));
        }
    }
}

const PageFactory *MainWindow::factoryOf(const QString &page) const
{
    const auto factory = std::ranges::find(m_factories, page, [](const PageFactory &f) { return f.description.id; });
    return factory == m_factories.end() ? nullptr : &*factory;
}

Page *MainWindow::pageFor(const QString &id)
{
    if (Page *page = m_pages.value(id))
        return page;
    const PageFactory *factory = factoryOf(id);
    return factory ? makePage(*factory) : nullptr;
}

Page *MainWindow::makePage(const PageFactory &factory)
{
    const PageServices services{m_parts.store,   m_parts.desk, m_parts.clock, m_parts.actor,
                                m_parts.actions, *this,        m_parts.theme};
    Page *page = factory.make(factory.description, services, this);
    m_pages.insert(page->id(), page);
    connect(page, &Page::titleChanged, this, [this, page] {
        if (page == m_current)
            m_header->setTitle(page->title());
    });
    connect(page, &Page::ready, this, &MainWindow::makeOthersWhenIdle);
    return page;
}

void MainWindow::makeNextPage()
{
    const auto next =
        std::ranges::find_if(m_factories, [this](const PageFactory &f) { return !m_pages.contains(f.description.id); });
    if (next == m_factories.end())
        return;
    makePage(*next);
    m_making.start();
}

void MainWindow::makeOthersWhenIdle()
{
    if (m_ready && m_current && m_current->isReady() && !m_making.isActive())
        m_making.start(idlePause);
}

/// Somebody looks for what can be done: still one at a time, but without a pause.
void MainWindow::makeOthersNow() { m_making.start(0); }

/// The first visit: not before it, so that a page that nobody has seen costs the layout nothing and forgets nothing.
void MainWindow::enter(Page *page)
{
    if (m_stack->indexOf(page) >= 0)
        return;
    m_stack->addWidget(page);
    page->restoreState(m_parts.session.object()[u"pages"_s].toObject()[page->id()].toObject());
}

void MainWindow::perform(const QString &action)
{
    const ActionSpec *spec = m_parts.actions.spec(action);
    if (!spec)
        return;
    // What it asks or shows is on its page.
    if (!spec->page.isEmpty() && (!m_current || m_current->id() != spec->page))
        navigate({spec->page, {}});
    if (spec->page.isEmpty() || !m_current || m_current->isReady()) {
        performHere(action);
        return;
    }
    // Whether it can be done, the page knows once it has read.
    connect(
        m_current, &Page::ready, this,
        [this, action, page = spec->page] {
            if (m_current && m_current->id() == page)
                performHere(action);
        },
        static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
}

void MainWindow::performHere(const QString &action)
{
    const ActionSpec *spec = m_parts.actions.spec(action);
    if (spec && !m_parts.actions.trigger(action))
        commandPalette()->popup(spec->text); // its line says why not
}

void MainWindow::navigate(const Destination &destination)
{
    if (!m_history.empty() && m_history[m_place] == destination && m_current) {
        bringToFront(destination);
        return;
    }
    if (!pageFor(destination.page))
        return;
    if (!m_history.empty())
        m_history.resize(m_place + 1);
    m_history.push_back(destination);
    if (m_history.size() > historyLength)
        m_history.erase(m_history.begin());
    m_place = m_history.size() - 1;
    bringToFront(destination);
}

void MainWindow::back(int by)
{
    const qsizetype place = static_cast<qsizetype>(m_place) + by;
    if (place < 0 || place >= static_cast<qsizetype>(m_history.size()))
        return;
    m_place = static_cast<size_t>(place);
    bringToFront(m_history[m_place]);
}

void MainWindow::bringToFront(const Destination &destination)
{
    Page *page = pageFor(destination.page);
    if (!page)
        return;
    const bool other = page != m_current;
    if (other && m_current)
        m_current->deactivated();
    m_current = page;
    enter(page);
    uncover(page);
    showFrameOf(page->description());
    m_header->setTitle(page->title());
    m_parts.actions.setCurrentPage(destination.page);
    m_parts.actions.setEnabled(u"shell.back"_s, m_place > 0, tr("Nothing was shown before"));
    m_parts.actions.setEnabled(u"shell.forward"_s, m_place + 1 < m_history.size(), tr("This is what was shown last"));
    if (other)
        page->activated();
    if (other || destination.subject.isEmpty())
        page->setFocus();
    if (!destination.subject.isEmpty())
        page->open(destination.subject);
    if (other)
        Q_EMIT pageChanged(destination.page);
    makeOthersWhenIdle();
}

void MainWindow::showFrameOf(const PageDescription &page)
{
    m_sidebar->setCurrent(page.id);
    m_strip->setVisible(page.trainStrip && m_described);
    m_header->setTitle(page.title);
    setWindowTitle(tr("%1 — Humdrum").arg(page.title));
}

void MainWindow::uncover(Page *page)
{
    if (m_cover && !page->isReady()) {
        connect(page, &Page::ready, this, [this, page] {
            if (page == m_current)
                uncover(page);
        });
        return;
    }
    m_stack->setCurrentWidget(page);
    if (m_cover)
        page->setFocus(); // nothing could be chosen before
    delete std::exchange(m_cover, nullptr);
}

/// What the next snapshot shows to be over goes with it; what somebody asked for stays until it is closed.
void MainWindow::showError(const Error &error, bool passing)
{
    m_passingError = passing;
    m_error->setRetryable(passing);
    m_error->showError(error);
}

void MainWindow::showOverview(const ShellOverview &overview)
{
    if (std::exchange(m_passingError, false))
        m_error->clear();
    m_opener->setProduct(overview.described ? overview.product : QString());
    if (overview.described) {
        m_sidebar->setProduct(overview.product,
                              tr("%n service(s)", nullptr, overview.services) + u" · "_s +
                                  tr("%n environment(s)", nullptr, overview.environments));
    } else {
        m_sidebar->setProduct(tr("Humdrum"), tr("No product yet"));
    }
    m_sidebar->setCount(pages::releases, overview.openReleases,
                        tr("%n open release(s)", nullptr, overview.openReleases));
    m_sidebar->setCount(pages::notes, overview.notesToFinish,
                        tr("%n document(s) to finish", nullptr, overview.notesToFinish));
    m_sidebar->setQueuePaused(overview.queuePaused);
    QStringList promotions;
    if (overview.waitingPromotions > 0)
        promotions << (overview.waitingPromotions == 1 ? tr("1 promotion at a gate")
                                                       : tr("%1 promotions at gates").arg(overview.waitingPromotions));
    if (overview.decisions > 0)
        promotions << (overview.decisions == 1 ? tr("1 promotion needs a decision")
                                               : tr("%1 promotions need a decision").arg(overview.decisions));
    if (const int others = overview.unsettledPromotions - overview.decisions; others > 0)
        promotions << tr("%n promotion(s) to settle", nullptr, others);
    if (overview.holds > 0)
        promotions << tr("%n hold(s)", nullptr, overview.holds);
    m_sidebar->setCount(pages::promotions, overview.needAPerson(), promotions.join(u", "_s));
    m_strip->setOverview(overview);
    m_described = overview.described;
    const Page *page = currentPage();
    m_strip->setVisible((!page || page->description().trainStrip) && m_described);
    if (m_preferencesDialog)
        m_preferencesDialog->setPeople(overview.people);
    m_streak->setActive(true);
    waitingPanel()->start();
    setReady();
}

void MainWindow::setReady()
{
    if (std::exchange(m_ready, true))
        return;
    Q_EMIT ready();
    makeOthersWhenIdle();
}

void MainWindow::openPreferences()
{
    if (!m_preferencesDialog)
        m_preferencesDialog = new PreferencesDialog(m_parts.preferences, this);
    if (const ShellOverview *overview = m_feed->snapshot())
        m_preferencesDialog->setPeople(overview->people);
    bringUp(*m_preferencesDialog);
}

void MainWindow::openSecrets()
{
    if (!m_secretsDialog)
        m_secretsDialog = new SecretsDialog(m_parts.store, m_parts.secrets, this);
    bringUp(*m_secretsDialog);
}

void MainWindow::openHelp()
{
    makeOthersNow();
    if (!m_help)
        m_help = new KeyboardHelp(m_parts.actions, pageDescriptions(), this);
    bringUp(*m_help);
}

} // namespace humdrum
