// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages.h"

#include "app/pages/makepage.h"

#include <QCoreApplication>

#include <array>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Pages)
};

} // namespace

std::vector<PageFactory> allPages()
{
    std::vector<PageFactory> factories;
    for (PageDescription &description : std::array{
             PageDescription{pages::weeks, Text::tr("Weeks"), u"view-calendar-week"_s,
                             Text::tr("Which train leaves when, with what, and who drives it"), true},
             PageDescription{pages::pipeline, Text::tr("Pipeline"), u"vcs-branch"_s,
                             Text::tr("How far every service and release has come, and the next step"), true},
             PageDescription{pages::releases, Text::tr("Releases"), u"package"_s,
                             Text::tr("Every release, what it is made of, where it runs and what it brings"), true},
             PageDescription{pages::notes, Text::tr("Notes"), u"document-edit"_s,
                             Text::tr("What each release brings, in words for its clients, and who has signed it"),
                             true},
             PageDescription{pages::promotions, Text::tr("Promotions"), u"media-playback-start"_s,
                             Text::tr("What runs and waits, what failed, and everything that was promoted"), true},
             PageDescription{pages::environments, Text::tr("Environments"), u"network-server"_s,
                             Text::tr("What runs where, how far behind it is, and how full the pools are"), false},
             PageDescription{pages::insights, Text::tr("Insights"), u"office-chart-pie"_s,
                             Text::tr("Whether deployments became boring, in figures and funnels"), false}})
        factories.push_back({std::move(description), makePage});
    return factories;
}

} // namespace humdrum
