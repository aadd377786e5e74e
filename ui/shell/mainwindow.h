// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/boringtrains.h"
#include "operations/overview/shelloverview.h"
#include "secrets/secretkeeper.h"
#include "ui/shell/page.h"
#include "ui/shell/snapshotfeed.h"

#include <QHash>
#include <QPointer>
#include <QWidget>

class QMenu;
class QMessageBox;
class QStackedWidget;

namespace humdrum {

class CommandPalette;
class CommandTrust;
class ErrorBanner;
class HeaderBar;
class JsonFile;
class KeyboardHelp;
class Preferences;
class PreferencesDialog;
class ProductOpener;
class SecretsDialog;
class Sidebar;
class TrainStripBar;
class WaitingPanel;

/// What the window is made of; all of it outlives the window.
struct ShellParts {
    Store &store;
    PromotionDesk &desk;
    const Clock &clock;
    std::function<Actor()> actor;
    ActionRegistry &actions;
    Theme &theme;
    Preferences &preferences;
    JsonFile &session;
    SecretKeeper secrets{}; ///< where secrets come from, on this machine
};

/// The window around the pages: sidebar, header, train strip, palette. It knows pages only through their factories and
/// remembers where everything was. A page is made on its first visit, or, one at a time, when the window has shown its first
/// data and nothing else is to be done: what can be done on it is then found by palette and help.
class MainWindow : public QWidget, public Navigator {
    Q_OBJECT
public:
    MainWindow(const ShellParts &parts, std::vector<PageFactory> pages, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// Brings a page to the front, making it if need be; an unknown page changes nothing.
    void navigate(const Destination &destination) override;
    /// Null before any page was shown.
    [[nodiscard]] Page *currentPage() const { return m_current; }
    [[nodiscard]] std::vector<PageDescription> pageDescriptions() const;
    /// True once the frame around the pages shows true data (or why it can't).
    [[nodiscard]] bool isReady() const { return m_ready; }
    /// Made when it is first asked for, so that the first frame does not wait for it.
    [[nodiscard]] CommandPalette *commandPalette();
    [[nodiscard]] Sidebar *sidebar() const { return m_sidebar; }
    [[nodiscard]] CommandTrust *commandTrust() const { return m_trust; }
    /// Made when there is something to tell, or it is asked for.
    [[nodiscard]] WaitingPanel *waitingPanel();
    [[nodiscard]] QString title() const;
    /// Where the window was, and the frame around the page that will be in front: `page`, else the one of last time, else
    /// the first. The page itself is made by showAnnounced(), so that the first frame does not wait for it; until it has
    /// something to show, its place says that it is being read.
    void announce(const QString &page = {});
    void showAnnounced();
    /// Both at once.
    void restoreSession();
    void saveSession();
    /// Closes it without the question whether what runs may be ended.
    void closeUnasked();

Q_SIGNALS:
    void ready();
    void pageChanged(const QString &page);

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void addActions();
    void addGoActions();
    void bind(const QString &id);
    void fillMenu();
    void showError(const Error &error, bool passing);
    void showOverview(const ShellOverview &overview);
    void back(int by);
    Page *pageFor(const QString &id);
    Page *makePage(const PageFactory &factory);
    void makeNextPage();
    void makeOthersWhenIdle();
    void makeOthersNow();
    void enter(Page *page);
    void perform(const QString &action);
    void performHere(const QString &action);
    [[nodiscard]] const PageFactory *factoryOf(const QString &page) const;
    void bringToFront(const Destination &destination);
    void showFrameOf(const PageDescription &page);
    void uncover(Page *page);
    void openPreferences();
    void openSecrets();
    void openHelp();
    void openPalette();
    void askToLeave();
    void setReady();

    ShellParts m_parts;
    std::vector<PageFactory> m_factories;
    QHash<QString, Page *> m_pages;
    QPointer<Page> m_current;
    QTimer m_making; ///< until the next page that was not visited is made
    Sidebar *m_sidebar;
    QMenu *m_menu;
    HeaderBar *m_header;
    TrainStripBar *m_strip;
    ErrorBanner *m_error;
    CommandTrust *m_trust = nullptr;
    WaitingPanel *m_waiting = nullptr;
    QStackedWidget *m_stack;
    QWidget *m_cover = nullptr; ///< in the place of the announced page
    QString m_announced;
    CommandPalette *m_palette = nullptr;
    SnapshotFeed<ShellOverview> *m_feed;
    SnapshotFeed<std::optional<Streak>> *m_streak;
    ProductOpener *m_opener = nullptr;
    bool m_passingError = false; ///< the banner speaks of what a later snapshot may show to be over
    KeyboardHelp *m_help = nullptr;
    QPointer<QMessageBox> m_leaving;
    PreferencesDialog *m_preferencesDialog = nullptr;
    SecretsDialog *m_secretsDialog = nullptr;
    std::vector<Destination> m_history;
    size_t m_place = 0;
    bool m_ready = false;
    bool m_described = true; ///< until it is known that there is no product
    bool m_mayLeave = false; ///< the person has said that what runs may be ended
};

} // namespace humdrum
