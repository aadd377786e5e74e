// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pages.h"

#include "ui/environments/environmentspage.h"
#include "ui/insights/insightspage.h"
#include "ui/notes/notespage.h"
#include "ui/pipeline/pipelinepage.h"
#include "ui/promotions/promotionspage.h"
#include "ui/releases/releasespage.h"
#include "ui/weeks/weekspage.h"

#include <QCoreApplication>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

template <class ConcretePage>
PageFactory factory(PageDescription description)
{
    return {std::move(description),
            [](const PageDescription &d, const PageServices &services, QWidget *parent) -> Page * {
                return new ConcretePage(d, services, parent);
            }};
}

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Pages)
};

} // namespace

std::vector<PageFactory> allPages()
{
    return {
        factory<WeeksPage>({pages::weeks, Text::tr("Weeks"), u"view-calendar-week"_s,
                            Text::tr("Which train leaves when, with what, and who drives it"), true}),
        factory<PipelinePage>({pages::pipeline, Text::tr("Pipeline"), u"vcs-branch"_s,
                               Text::tr("How far every service and release has come, and the next step"), true}),
        factory<ReleasesPage>({pages::releases, Text::tr("Releases"), u"package"_s,
                               Text::tr("Every release, what it is made of, where it runs and what it brings"), true}),
        factory<NotesPage>({pages::notes, Text::tr("Notes"), u"document-edit"_s,
                            Text::tr("What each release brings, in words for its clients, and who has signed it"),
                            true}),
        factory<PromotionsPage>({pages::promotions, Text::tr("Promotions"), u"media-playback-start"_s,
                                 Text::tr("What runs and waits, what failed, and everything that was promoted"), true}),
        factory<EnvironmentsPage>({pages::environments, Text::tr("Environments"), u"network-server"_s,
                                   Text::tr("What runs where, how far behind it is, and how full the pools are"),
                                   false}),
        factory<InsightsPage>({pages::insights, Text::tr("Insights"), u"office-chart-pie"_s,
                               Text::tr("Whether deployments became boring, in figures and funnels"), false}),
    };
}

} // namespace humdrum
