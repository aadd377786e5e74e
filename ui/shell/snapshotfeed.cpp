// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/snapshotfeed.h"

#include <QPointer>

namespace humdrum {

using namespace std::chrono_literals;

SnapshotFeedBase::SnapshotFeedBase(Store &store, QObject *parent) : QObject(parent), m_store(store)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(60ms);
    connect(&m_timer, &QTimer::timeout, this, &SnapshotFeedBase::reload);
    connect(&store, &Store::changed, this, &SnapshotFeedBase::onChanged);
}

void SnapshotFeedBase::setActive(bool active)
{
    if (active == m_active)
        return;
    m_active = active;
    if (m_active && m_dirty)
        reload();
    if (!m_active)
        m_timer.stop();
}

void SnapshotFeedBase::reload()
{
    m_dirty = true;
    m_timer.stop();
    if (!m_active || !hasReader() || m_loading)
        return;
    m_dirty = false;
    setLoading(true);
    start(m_question);
}

void SnapshotFeedBase::answered(quint64 question, std::optional<Error> error)
{
    const QPointer<SnapshotFeedBase> self(this); // whoever hears of it may let it go
    setLoading(false);
    if (isCurrent(question)) {
        m_error = std::move(error);
        if (m_error)
            Q_EMIT failed(*m_error);
        else
            Q_EMIT refreshed();
    }
    // What changed meanwhile and was put off; where the timer runs, it does this soon enough.
    if (self && m_dirty && !m_timer.isActive())
        reload();
}

void SnapshotFeedBase::onChanged(const ChangeSet &changes)
{
    const auto concerns = [&changes](Aggregate what) { return changes.touches(what); };
    if (!m_interest.empty() && std::ranges::none_of(m_interest, concerns))
        return;
    m_dirty = true;
    // Not restarted while it runs: a store that changes without end must not keep the page old for ever.
    if (m_active && !m_timer.isActive())
        m_timer.start();
}

void SnapshotFeedBase::setLoading(bool loading)
{
    if (loading == m_loading)
        return;
    m_loading = loading;
    Q_EMIT loadingChanged(loading);
}

} // namespace humdrum
