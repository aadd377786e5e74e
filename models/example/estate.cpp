// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/estate.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum::example {

namespace {
constexpr qint64 kib = 1024;
constexpr qint64 mib = 1024 * kib;
} // namespace

const std::vector<EnvironmentSpec> &environments()
{
    static const std::vector<EnvironmentSpec> list{
        {u"dev"_s, u"Dev"_s, u"dev"_s, {}, u"integration"_s, u"build"_s},
        {u"int"_s, u"Integration"_s, u"integration"_s, {}, u"dev"_s, u"build"_s},
        {u"aurora-staging"_s, u"Aurora staging"_s, u"staging"_s, u"Aurora"_s, u"int"_s, u"aurora"_s},
        {u"borealis-staging"_s, u"Borealis staging"_s, u"staging"_s, u"Borealis"_s, u"int"_s, u"borealis"_s},
        {u"aurora-prod"_s, u"Aurora production"_s, u"production"_s, u"Aurora"_s, u"aurora-staging"_s, u"aurora"_s},
        {u"borealis-prod"_s, u"Borealis production"_s, u"production"_s, u"Borealis"_s, u"borealis-staging"_s,
         u"borealis"_s},
    };
    return list;
}

const std::vector<PoolSpec> &pools()
{
    static const std::vector<PoolSpec> list{
        {u"build"_s,
         u"10.20.1."_s,
         12 * mib,
         512 * kib,
         4096 * kib,
         16,
         {u"runner-1"_s, u"runner-2"_s, u"runner-3"_s, u"mirror"_s}},
        {u"aurora"_s, u"10.20.2."_s, 16 * mib, 512 * kib, 1536 * kib, 32, {u"aurora-reports"_s}},
        {u"borealis"_s,
         u"10.20.3."_s,
         12 * mib,
         128 * kib,
         5632 * kib,
         16,
         {u"borealis-reports"_s, u"borealis-mirror-1"_s, u"borealis-mirror-2"_s, u"borealis-mirror-3"_s,
          u"borealis-importer"_s, u"borealis-archive"_s}},
        {u"shared"_s, u"10.20.0."_s, 16 * mib, 512 * kib, 64 * kib, 24, {}},
    };
    return list;
}

const PoolSpec &pool(const QString &key) { return *std::ranges::find(pools(), key, &PoolSpec::key); }

} // namespace humdrum::example
