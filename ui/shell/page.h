// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"
#include "domain/time.h"
#include "ui/shell/destination.h"

#include <QJsonObject>
#include <QKeySequence>
#include <QWidget>

#include <functional>
#include <vector>

namespace humdrum {

class ActionRegistry;
class PromotionDesk;
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
/// disk or database on the GUI thread.
class Page : public QWidget {
    Q_OBJECT
public:
    Page(PageDescription description, const PageServices &services, QWidget *parent = nullptr);

    [[nodiscard]] const PageDescription &description() const { return m_description; }
    [[nodiscard]] QString id() const { return m_description.id; }
    /// In the header: the description's until setTitle().
    [[nodiscard]] QString title() const { return m_title; }

    /// The page came to the front. Feeds of the page are started here for the first time.
    virtual void activated() {}
    /// Another page came to the front.
    virtual void deactivated() {}
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
    void navigate(const QString &page, const QString &subject = {});

private:
    PageDescription m_description;
    PageServices m_services;
    QString m_title;
    bool m_ready = false;
};

/// How the shell makes a page it does not know.
struct PageFactory {
    PageDescription description;
    std::function<Page *(const PageDescription &, const PageServices &, QWidget *parent)> make;
};

} // namespace humdrum
