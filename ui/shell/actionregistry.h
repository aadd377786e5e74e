// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QHash>
#include <QKeySequence>
#include <QObject>
#include <QPointer>
#include <QSet>

#include <functional>
#include <memory>
#include <vector>

class QAction;

namespace humdrum {

/// One thing a person can do. Text is translated and ends with "…" when it asks something first.
struct ActionSpec {
    QString id;   ///< unique: "releases.create"; what comes before the dot groups it in menus and help
    QString text; ///< plain, no mnemonic: "Create release…"
    QString icon; ///< Breeze name, may be empty
    QKeySequence shortcut;
    QString page; ///< id of the page it belongs to; its shortcut then works only while that page is in front
    std::function<void()> handler;
    QString help; ///< one sentence for the keyboard help, may be empty
};

/// Every action of the program; menus, palette, buttons and keyboard help read it. GUI thread.
class ActionRegistry : public QObject {
    Q_OBJECT
public:
    explicit ActionRegistry(QObject *parent = nullptr);
    ~ActionRegistry() override;

    /// Adds an action owned by `owner` and removed with it. Its id must be new. The returned action belongs to the registry.
    QAction *add(QObject *owner, ActionSpec spec);
    /// Null when there is none.
    [[nodiscard]] QAction *action(const QString &id) const;
    [[nodiscard]] const ActionSpec *spec(const QString &id) const;
    /// In the order in which they were added.
    [[nodiscard]] std::vector<ActionSpec> all() const;

    /// A disabled action says why: `reason` becomes its tooltip and is shown by palette and help.
    void setEnabled(const QString &id, bool enabled, const QString &reason = {});
    [[nodiscard]] QString disabledReason(const QString &id) const;
    /// Runs it if it is enabled.
    bool trigger(const QString &id);
    /// Page-bound shortcuts follow the page in front.
    void setCurrentPage(const QString &page);
    [[nodiscard]] QString currentPage() const { return m_page; }
    /// Whether that it is enabled, visible or not is true already: a page that was never in front has read nothing yet.
    [[nodiscard]] bool isSettled(const ActionSpec &spec) const;

Q_SIGNALS:
    void added(const QString &id);
    void removed(const QString &id);

private:
    struct Entry;
    void remove(const QString &id);
    void refresh(Entry &entry);
    [[nodiscard]] Entry *find(const QString &id) const;

    std::vector<std::unique_ptr<Entry>> m_entries;
    QString m_page;
    QSet<QString> m_seen; ///< pages that were in front
};

} // namespace humdrum
