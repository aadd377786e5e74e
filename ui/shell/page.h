// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/records.h"
#include "domain/time.h"
#include "ui/shell/destination.h"

#include <QJsonObject>
#include <QKeySequence>
#include <QWidget>

#include <functional>
#include <vector>

class QAction;
class QPainter;
class QStackedLayout;

namespace humdrum {

class ActionRegistry;
class DataTable;
class EmptyState;
class ErrorBanner;
class PromotionDesk;
class SnapshotFeedBase;
class Store;
class Theme;

/// What every page is handed; all of it outlives the page.
struct PageServices {
    Store &store;
    PromotionDesk &desk;
    const Clock &clock;
    std::function<Actor()> actor; ///< who sits here now ("I am" in the preferences)
    ActionRegistry &actions;
    Navigator &navigator;
    Theme &theme;
};

/// What the sidebar shows of a page before it is made.
struct PageDescription {
    QString id; ///< one of namespace pages
    QString title;
    QString icon;           ///< Breeze name
    QString help;           ///< one sentence: what can be done here
    bool trainStrip = true; ///< whether the train strip stands above it
};

/// Base of the seven pages. A page is made when it is first shown, reads its data through SnapshotFeed, and never touches
/// disk or database on the GUI thread. It shows errors above its content, and an empty state instead of the content while
/// there is no product.
class Page : public QWidget {
    Q_OBJECT
public:
    Page(PageDescription description, const PageServices &services, QWidget *parent = nullptr);

    [[nodiscard]] const PageDescription &description() const { return m_description; }
    [[nodiscard]] QString id() const { return m_description.id; }
    /// In the header: the description's until setTitle().
    [[nodiscard]] QString title() const { return m_title; }

    /// The page came to the front: what it follows is read, for the first time or again.
    virtual void activated();
    /// Another page came to the front: what it follows rests.
    virtual void deactivated();
    /// Shows a subject (see Destination); called after activated(), perhaps before the first snapshot has arrived.
    virtual void open(const QString &subject) { Q_UNUSED(subject); }
    /// Splitters, filters, what was chosen. Restored before activated(); must bear objects written by other versions.
    [[nodiscard]] virtual QJsonObject saveState() const { return {}; }
    virtual void restoreState(const QJsonObject &state) { Q_UNUSED(state); }

    /// True from the first snapshot (or its error) shown on. The tour and tests wait for it.
    [[nodiscard]] bool isReady() const { return m_ready; }

Q_SIGNALS:
    /// Once, when isReady() becomes true.
    void ready();
    void titleChanged(const QString &title);

protected:
    [[nodiscard]] const PageServices &services() const { return m_services; }
    void setTitle(const QString &title);
    /// Call after the first snapshot was put into the widgets.
    void setReady();
    /// Once, in the constructor, when they are all made: the page's own widgets. A table of them that could not be exported is
    /// told of as an error.
    void setContent(QWidget *content);
    /// What stands instead of the content until there is a product; `action`, if any, is what starts it.
    void setEmpty(const QString &title, const QString &text, QAction *action = nullptr);
    /// Wakes and rests `feed` with the page and shows its errors until it has a snapshot again. Its NotFound shows the
    /// empty state where isEmpty() says so.
    void follow(SnapshotFeedBase *feed);
    /// Whether this error of a followed feed says that there is no product yet.
    [[nodiscard]] virtual bool isEmpty(const SnapshotFeedBase *feed, const Error &error) const;
    /// An error of what somebody asked for; stays until it is closed or something else is asked for.
    void showError(const Error &error);
    void clearError();
    /// Adds the action "<page>.export-<name>" that asks for a file and writes the table to it as CSV.
    void addTableExport(const QString &name, DataTable *table);
    /// Adds the actions "<page>.export-svg", "-png" and "-pdf". `bounds` and `paint` are asked when one of them runs.
    void addPictureExport(const QString &title, std::function<QRectF()> bounds, std::function<void(QPainter &)> paint);
    void navigate(const QString &page, const QString &subject = {});

private:
    void askForPicture(const QString &title, const QString &suffix, const std::function<void(const QString &)> &write);
    void feedFailed(SnapshotFeedBase *feed, const Error &error);
    void feedRefreshed(const SnapshotFeedBase *feed);

    PageDescription m_description;
    PageServices m_services;
    QString m_title;
    std::vector<SnapshotFeedBase *> m_feeds;
    SnapshotFeedBase *m_failed = nullptr; ///< whose error is shown; null: an action's, or none
    ErrorBanner *m_error;
    EmptyState *m_empty;
    QStackedLayout *m_stack;
    bool m_ready = false;
};

/// How the shell makes a page it does not know.
struct PageFactory {
    PageDescription description;
    std::function<Page *(const PageDescription &, const PageServices &, QWidget *parent)> make;
};

} // namespace humdrum
