// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/search.h"
#include "ui/shell/actionregistry.h"
#include "ui/shell/page.h"

#include <QAbstractListModel>

namespace humdrum {

/// One line of the palette.
struct PaletteEntry {
    enum class Kind { Page, Action, Hit };
    Kind kind = Kind::Page;
    QString id;              ///< of the page or action
    Destination destination; ///< of a hit
    QString title;
    QString detail; ///< quiet, after the title; of a disabled action the reason
    QString label;  ///< what it is: "Page", "Release"; or the shortcut
    QString icon;   ///< Breeze name
    bool enabled = true;
    int rank = 0;
    bool elsewhere = false; ///< an action of a page that is not in front; among equals it comes later
    friend bool operator==(const PaletteEntry &, const PaletteEntry &) = default;
};

/// Where a thing that was found is shown.
[[nodiscard]] Destination destinationOf(const SearchHit &hit);

/// What answers the query, best first: pages and actions at once, what is in the store when it arrives. GUI thread.
class PaletteModel : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { DetailTextRole = Qt::UserRole + 1, LabelRole, EnabledRole };

    PaletteModel(const ActionRegistry &actions, std::vector<PageDescription> pages, QObject *parent = nullptr);

    /// Offers pages and actions for `query`; all of them for an empty one. Forgets earlier hits.
    void setQuery(const QString &query);
    void setHits(const std::vector<SearchHit> &hits);
    [[nodiscard]] const PaletteEntry &entry(int row) const { return m_entries.at(static_cast<size_t>(row)); }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    void rebuild();
    void rebuildSoon();
    void addActions(std::vector<PaletteEntry> &entries) const;
    [[nodiscard]] QString detailOf(const ActionSpec &spec) const;
    [[nodiscard]] int rank(const QString &text) const;

    const ActionRegistry &m_actions;
    std::vector<PageDescription> m_pages;
    QString m_query;
    std::vector<SearchHit> m_hits;
    std::vector<PaletteEntry> m_entries;
    bool m_stale = false; ///< pages have brought actions
};

} // namespace humdrum
