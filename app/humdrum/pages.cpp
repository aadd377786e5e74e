// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages.h"

#include "ui/weeks/weekspage.h"

#include <QCoreApplication>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

template <class ConcretePage>
PageFactory factory(PageDescription description)
{
    return {std::move(description), [](const PageDescription &d, const PageServices &services, QWidget *parent) -> Page * {
                return new ConcretePage(d, services, parent);
            }};
}

QString say(const char *text)
{
    return QCoreApplication::translate("Pages", text);
}

} // namespace

std::vector<PageFactory> allPages()
{
    return {
        factory<WeeksPage>({pages::weeks, say("Weeks"), u"view-calendar-week"_s, say("Which train leaves when, with what, and who drives it"), true}),
    };
}

} // namespace humdrum
