// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/actionregistry.h"

#include "ui/widgets/label.h"

#include "ui/theme/icons.h"

#include <QAction>
#include <QCoreApplication>

namespace humdrum {

using namespace Qt::StringLiterals;

struct ActionRegistry::Entry {
    ActionSpec spec;
    std::unique_ptr<QAction> action;
    bool enabled = true;
    QString reason;
};

ActionRegistry::ActionRegistry(QObject *parent) : QObject(parent) {}
ActionRegistry::~ActionRegistry() = default;

QAction *ActionRegistry::add(QObject *owner, ActionSpec spec)
{
    Q_ASSERT_X(!find(spec.id), "ActionRegistry::add", qPrintable(spec.id));
    auto entry = std::make_unique<Entry>();
    entry->action = std::make_unique<QAction>();
    QAction *action = entry->action.get();
    action->setObjectName(spec.id);
    QString text = spec.text;
    action->setText(text.replace(u'&', u"&&"_s));
    action->setIconText(spec.text);
    action->setIcon(icons::icon(spec.icon));
    action->setShortcut(spec.shortcut);
    action->setShortcutContext(Qt::WindowShortcut);
    if (spec.handler)
        connect(action, &QAction::triggered, owner, [handler = spec.handler] { handler(); });
    connect(owner, &QObject::destroyed, this, [this, id = spec.id] { remove(id); });
    const QString id = spec.id;
    entry->spec = std::move(spec);
    refresh(*entry);
    m_entries.push_back(std::move(entry));
    Q_EMIT added(id);
    return action;
}

QAction *ActionRegistry::action(const QString &id) const
{
    const Entry *entry = find(id);
    return entry ? entry->action.get() : nullptr;
}

const ActionSpec *ActionRegistry::spec(const QString &id) const
{
    const Entry *entry = find(id);
    return entry ? &entry->spec : nullptr;
}

std::vector<ActionSpec> ActionRegistry::all() const
{
    std::vector<ActionSpec> specs;
    specs.reserve(m_entries.size());
    for (const auto &entry : m_entries)
        specs.push_back(entry->spec);
    return specs;
}

void ActionRegistry::setEnabled(const QString &id, bool enabled, const QString &reason)
{
    Entry *entry = find(id);
    if (!entry)
        return;
    entry->enabled = enabled;
    entry->reason = enabled ? QString() : reason;
    refresh(*entry);
}

QString ActionRegistry::disabledReason(const QString &id) const
{
    const Entry *entry = find(id);
    return entry ? entry->reason : QString();
}

bool ActionRegistry::trigger(const QString &id)
{
    const Entry *entry = find(id);
    // A palette reaches an action of another page as well, so `enabled` decides here and not the page in front.
    if (!entry || !entry->enabled)
        return false;
    if (entry->action->isEnabled())
        entry->action->trigger();
    else if (entry->spec.handler)
        entry->spec.handler();
    return true;
}

void ActionRegistry::setCurrentPage(const QString &page)
{
    if (page == m_page)
        return;
    m_page = page;
    m_seen.insert(page);
    for (const auto &entry : m_entries)
        refresh(*entry);
}

bool ActionRegistry::isSettled(const ActionSpec &spec) const
{
    return spec.page.isEmpty() || m_seen.contains(spec.page);
}

void ActionRegistry::remove(const QString &id)
{
    const auto removedEntries = std::erase_if(m_entries, [&id](const auto &entry) { return entry->spec.id == id; });
    if (removedEntries > 0)
        Q_EMIT removed(id);
}

void ActionRegistry::refresh(Entry &entry)
{
    QAction &action = *entry.action;
    // Two pages may use the same key; only the one in front owns it.
    const bool front = entry.spec.page.isEmpty() || entry.spec.page == m_page;
    action.setShortcut(front ? entry.spec.shortcut : QKeySequence());
    action.setEnabled(entry.enabled);
    QString tip = entry.enabled ? entry.spec.help : entry.reason;
    if (tip.isEmpty())
        tip = entry.spec.text;
    if (!entry.spec.shortcut.isEmpty())
        tip += u" ("_s + entry.spec.shortcut.toString(QKeySequence::NativeText) + u')';
    // Data may be named in it: escaped, so that it is never read as rich text.
    action.setToolTip(asToolTip(tip));
    action.setStatusTip(tip);
}

ActionRegistry::Entry *ActionRegistry::find(const QString &id) const
{
    for (const auto &entry : m_entries) {
        if (entry->spec.id == id)
            return entry.get();
    }
    return nullptr;
}

} // namespace humdrum
