// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "operations/overview/releasesoverview.h"
#include "ui/pages/history.h"

#include <QTest>

#include <algorithm>

namespace humdrum::test {

using namespace Qt::StringLiterals;

template <class T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().toString()));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

template <class Job>
auto read(Story &story, Job job)
{
    return story.store().read(std::move(job)).takeResult();
}

inline ReleaseOverview release(Story &story, const QString &version, const QString &person = u"nr"_s)
{
    return must(read(story, [id = story.release(version), person](Session &s) { return readRelease(s, id, person); }));
}

inline ReleasePlace place(const ReleaseOverview &overview, const QString &environment)
{
    return *std::ranges::find(overview.places, EnvironmentKey{environment}, &ReleasePlace::environment);
}

} // namespace humdrum::test
