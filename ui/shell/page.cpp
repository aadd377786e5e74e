// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/page.h"

namespace humdrum {

Page::Page(PageDescription description, const PageServices &services, QWidget *parent)
    : QWidget(parent)
    , m_description(std::move(description))
    , m_services(services)
    , m_title(m_description.title)
{
    setObjectName(m_description.id);
    setAccessibleName(m_description.title);
    setAccessibleDescription(m_description.help);
}

void Page::setTitle(const QString &title)
{
    if (title == m_title)
        return;
    m_title = title;
    Q_EMIT titleChanged(title);
}

void Page::setReady()
{
    if (m_ready)
        return;
    m_ready = true;
    Q_EMIT ready();
}

void Page::navigate(const QString &page, const QString &subject) { m_services.navigator.navigate({page, subject}); }

} // namespace humdrum
