// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/palettemodel.h"

#include "ui/theme/icons.h"

#include <QAction>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

QString labelOf(HitKind kind)
{
    switch (kind) {
    case HitKind::Release:
        return PaletteModel::tr("Release");
    case HitKind::Environment:
        return PaletteModel::tr("Environment");
    case HitKind::Service:
        return PaletteModel::tr("Service");
    case HitKind::Build:
        return PaletteModel::tr("Build");
    case HitKind::Change:
        return PaletteModel::tr("Change");
    case HitKind::Person:
        return PaletteModel::tr("Person");
    }
    return {};
}

QString iconOf(HitKind kind)
{
    switch (kind) {
    case HitKind::Release:
        return u"package"_s;
    case HitKind::Environment:
        return u"network-server"_s;
    case HitKind::Service:
        return u"code-context"_s;
    case HitKind::Build:
        return u"run-build"_s;
    case HitKind::Change:
        return u"vcs-commit"_s;
    case HitKind::Person:
        return u"user-identity"_s;
    }
    return {};
}

} // namespace

Destination destinationOf(const SearchHit &hit)
{
    switch (hit.kind) {
    case HitKind::Release:
        return {pages::releases, u"release:"_s + hit.key};
    case HitKind::Environment:
        return {pages::environments, u"environment:"_s + hit.key};
    case HitKind::Service:
        return {pages::pipeline, u"service:"_s + hit.key};
    case HitKind::Build:
        return {pages::pipeline, u"build:"_s + hit.key};
    case HitKind::Change:
        return {pages::pipeline, u"change:"_s + hit.key};
    case HitKind::Person:
        return {pages::weeks, u"person:"_s + hit.key};
    }
    return {};
}

PaletteModel::PaletteModel(const ActionRegistry &actions, std::vector<PageDescription> pages, QObject *parent)
    : QAbstractListModel(parent)
    , m_actions(actions)
    , m_pages(std::move(pages))
{
    connect(&actions, &ActionRegistry::added, this, &PaletteModel::rebuildSoon);
}

void PaletteModel::setQuery(const QString &query)
{
    m_query = query.trimmed();
    m_hits.clear();
    rebuild();
}

void PaletteModel::setHits(const std::vector<SearchHit> &hits)
{
    m_hits = hits;
    rebuild();
}

/// A page brings many actions at once.
void PaletteModel::rebuildSoon()
{
    if (std::exchange(m_stale, true))
        return;
    QMetaObject::invokeMethod(
        this,
        [this] {
            m_stale = false;
            rebuild();
        },
        Qt::QueuedConnection);
}

int PaletteModel::rank(const QString &text) const { return m_query.isEmpty() ? 2 : rankOf(text, m_query); }

/// Why not, or what it does; of another page, where.
QString PaletteModel::detailOf(const ActionSpec &spec) const
{
    if (const QString reason = m_actions.disabledReason(spec.id); !reason.isEmpty() && m_actions.isSettled(spec))
        return reason;
    const auto page = std::ranges::find(m_pages, spec.page, &PageDescription::id);
    if (page == m_pages.end() || spec.page == m_actions.currentPage())
        return spec.help;
    return spec.help.isEmpty() ? page->title : tr("%1 · %2").arg(page->title, spec.help);
}

void PaletteModel::addActions(std::vector<PaletteEntry> &entries) const
{
    for (const ActionSpec &spec : m_actions.all()) {
        if (spec.id.startsWith("go."_L1)) // the pages are there already
            continue;
        const int r = rank(spec.text);
        const QAction *action = m_actions.action(spec.id);
        const bool settled = m_actions.isSettled(spec);
        if (r < 0 || (settled && !action->isVisible()))
            continue;
        const QString keys = spec.shortcut.toString(QKeySequence::NativeText);
        const bool enabled = action->isEnabled() || !settled;
        entries.push_back({PaletteEntry::Kind::Action,
                           spec.id,
                           {},
                           spec.text,
                           detailOf(spec),
                           keys.isEmpty() ? tr("Action") : keys,
                           spec.icon,
                           enabled,
                           enabled ? r : r + 10,
                           !spec.page.isEmpty() && spec.page != m_actions.currentPage()});
    }
}

void PaletteModel::rebuild()
{
    std::vector<PaletteEntry> entries;
    for (const PageDescription &page : m_pages) {
        if (const int r = rank(page.title); r >= 0)
            entries.push_back(
                {PaletteEntry::Kind::Page, page.id, {}, page.title, page.help, tr("Page"), page.icon, true, r});
    }
    addActions(entries);
    for (const SearchHit &hit : m_hits)
        entries.push_back({PaletteEntry::Kind::Hit,
                           {},
                           destinationOf(hit),
                           hit.title,
                           hit.detail,
                           labelOf(hit.kind),
                           iconOf(hit.kind),
                           true,
                           hit.rank});
    std::ranges::stable_sort(entries, {}, [](const PaletteEntry &e) { return std::pair(e.rank, e.elsewhere); });
    if (entries == m_entries)
        return;
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const PaletteEntry &e = entry(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return e.title;
    case Qt::DecorationRole:
        return icons::icon(e.icon);
    case Qt::AccessibleTextRole:
        return QString(e.label + u": "_s + e.title + (e.detail.isEmpty() ? QString() : u", "_s + e.detail));
    case DetailTextRole:
        return e.detail;
    case LabelRole:
        return e.label;
    case EnabledRole:
        return e.enabled;
    default:
        return {};
    }
}

} // namespace humdrum
