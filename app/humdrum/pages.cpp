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

/// Where lupdate finds the texts of this file.
class Text
{
    Q_DECLARE_TR_FUNCTIONS(Pages)
};

} // namespace

std::vector<PageFactory> allPages()
{
    return {
        factory<WeeksPage>({pages::weeks, Text::tr("Weeks"), u"view-calendar-week"_s, Text::tr("Which train leaves when, with what, and who drives it"), true}),
    };
}

} // namespace humdrum
