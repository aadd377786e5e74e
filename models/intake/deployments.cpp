// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/deployments.h"

#include "intake/recordline.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Records)
};

constexpr std::array<QLatin1StringView, 16> deploymentFields{
    "service"_L1, "environment"_L1, "version"_L1, "commit"_L1,  "from"_L1,  "started"_L1, "deployer"_L1, "release"_L1,
    "train"_L1,   "kind"_L1,        "patches"_L1, "outcome"_L1, "cause"_L1, "message"_L1, "remedies"_L1, "attended"_L1};
constexpr std::array<QLatin1StringView, 5> sampleFields{"pool"_L1, "resource"_L1, "used"_L1, "capacity"_L1, "at"_L1};

QString commitOf(RecordLine &line)
{
    const JsonField *place = nullptr;
    const QString commit = line.text("commit"_L1, true, &place).toLower();
    const bool hex =
        std::ranges::all_of(commit, [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); });
    if (place && (!hex || commit.size() < 7 || commit.size() > 64))
        line.wrong(place->valueColumn, Text::tr("\"%1\" is not a commit: 7 to 64 hex digits.").arg(commit.left(64)));
    return commit;
}

RecordedDeployment deploymentOf(RecordLine &line)
{
    line.knowOnly(deploymentFields);
    RecordedDeployment d;
    d.service = line.key<ServiceKey>("service"_L1);
    d.environment = line.key<EnvironmentKey>("environment"_L1);
    d.version = line.text("version"_L1, true);
    d.commit = commitOf(line);
    d.from = line.time("from"_L1, true);
    d.startedAt = line.time("started"_L1, true);
    d.deployer = line.text("deployer"_L1, true);
    d.release = line.text("release"_L1, false);
    d.train = line.text("train"_L1, false);
    d.kind = line.word("kind"_L1, true, ReleaseKind::Regular);
    d.patches = line.text("patches"_L1, false);
    d.outcome = line.word("outcome"_L1, true, RecordedOutcome::Succeeded);
    d.cause = line.word("cause"_L1, false, Cause::Unknown);
    d.message = line.text("message"_L1, false);
    d.remedies = line.time("remedies"_L1, false);
    d.attended = line.flag("attended"_L1);
    d.line = line.number();
    if (d.startedAt != noTime && d.from != noTime && d.startedAt > d.from) {
        line.wrong("started"_L1, Text::tr("It cannot have started after it ran: \"started\" is later than \"from\"."));
    }
    if (d.remedies != noTime && d.from != noTime && d.remedies >= d.from) {
        line.wrong("remedies"_L1,
                   Text::tr("A deployment can only make good an earlier one: \"remedies\" is not before \"from\"."));
    }
    if (d.outcome == RecordedOutcome::Succeeded) {
        for (const QLatin1StringView fault : {"cause"_L1, "message"_L1}) {
            if (line.has(fault))
                line.wrong(fault,
                           Text::tr("Only what failed or was rolled back has a \"%1\": the outcome is \"succeeded\".")
                               .arg(fault));
        }
    }
    if (!d.patches.isEmpty() && d.kind == ReleaseKind::Regular) {
        line.wrong("patches"_L1, Text::tr("Only a patch or a rollback names the release that it patches."));
    }
    return d;
}

PoolSample sampleOf(RecordLine &line)
{
    line.knowOnly(sampleFields);
    PoolSample sample;
    sample.pool = line.key<PoolKey>("pool"_L1);
    sample.resource = line.text("resource"_L1, true);
    sample.used = line.amount("used"_L1);
    sample.capacity = line.amount("capacity"_L1);
    sample.at = line.time("at"_L1, true);
    return sample;
}

} // namespace

Result<RecordedFacts> parseRecords(const QByteArray &text, const QString &name)
{
    RecordedFacts facts;
    auto read = readRecordLines(text, name, [&facts](RecordLine &line) {
        if (line.has("pool"_L1))
            facts.samples.push_back(sampleOf(line));
        else
            facts.deployments.push_back(deploymentOf(line));
    });
    if (!read)
        return std::unexpected(read.error());
    return facts;
}

Result<RecordedFacts> readRecords(const QString &file)
{
    return readRecordFile(file).and_then([&](const QByteArray &text) { return parseRecords(text, file); });
}

} // namespace humdrum
