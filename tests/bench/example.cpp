// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/example.h"

#include "app/context/appcontext.h"
#include "app/context/exampleopener.h"

#include <QCoreApplication>

namespace humdrum::bench {

using namespace Qt::StringLiterals;

Example::Example()
{
    const Places where = places();
    const auto quiet = [](double, const QString &) {};
    const double made = timeOf([&] { must(createExample({where.example, {}, 1}, quiet)); });
    const auto context =
        must(AppContext::open({.databaseFile = where.database, .person = {}, .program = u"bench"_s, .work = false}));
    const double imported =
        timeOf([&] { must(importExample(context->store(), {context->actor(), u"measured"_s}, where.example, quiet)); });
    for (const auto &[name, value] : {std::pair(u"make the example"_s, made), {u"import the example"_s, imported}}) {
        m_figures.append(
            {.name = name, .value = value, .reference = 0, .unit = u"ms"_s, .referenceName = {}, .limit = {}});
    }
}

Places Example::places() const
{
    return {QCoreApplication::applicationDirPath(), m_folder.filePath(u"humdrum.db"_s),
            m_folder.filePath(u"harbour"_s)};
}

} // namespace humdrum::bench
