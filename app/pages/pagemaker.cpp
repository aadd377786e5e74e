// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "pagemaker.h"

#include "ui/environments/environmentspage.h"
#include "ui/insights/insightspage.h"
#include "ui/notes/notespage.h"
#include "ui/pipeline/pipelinepage.h"
#include "ui/promotions/promotionspage.h"
#include "ui/releases/releasespage.h"
#include "ui/weeks/weekspage.h"

using namespace humdrum;

Page *humdrumMakePage(const PageDescription &description, const PageServices &services, QWidget *parent)
{
    if (description.id == pages::weeks)
        return new WeeksPage(description, services, parent);
    if (description.id == pages::pipeline)
        return new PipelinePage(description, services, parent);
    if (description.id == pages::releases)
        return new ReleasesPage(description, services, parent);
    if (description.id == pages::notes)
        return new NotesPage(description, services, parent);
    if (description.id == pages::promotions)
        return new PromotionsPage(description, services, parent);
    if (description.id == pages::environments)
        return new EnvironmentsPage(description, services, parent);
    if (description.id == pages::insights)
        return new InsightsPage(description, services, parent);
    return nullptr;
}
