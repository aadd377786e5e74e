// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/git.h"
#include "intake/junit.h"
#include "operations/importing.h"
#include "operations/releases.h"
#include "promotion/foundissues.h"

#include <QCoreApplication>
#include <QDirIterator>
#include <QFileInfo>
#include <QTimeZone>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Operations)
};

/// One file and what it belongs to.
struct RecordedRun {
    QString file;
    JUnitReport report;
    ServiceKey service;
    const Stage *stage = nullptr;
    QString commit;
    QString release;
};

Result<QStringList> filesOf(const QStringList &paths)
{
    QStringList files;
    for (const QString &path : paths) {
        const QFileInfo info(path);
        if (!info.exists())
            return fail(ErrorCode::InvalidInput, Text::tr("%1 does not exist.").arg(path));
        if (!info.isDir()) {
            files << path;
            continue;
        }
        QStringList found;
        QDirIterator it(path, {u"*.xml"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext())
            found << it.next();
        found.sort();
        files += found;
    }
    return files;
}

Error at(const QString &file, const QString &message, const QString &hint)
{
    return {ErrorCode::InvalidInput, message, hint, {}, SourcePosition{file, 0, 0}};
}

Result<RecordedRun> identify(const Product &product, const JUnitSource &source, const QString &file, JUnitReport report)
{
    const auto say = [&](const QString &given, const QString &property) {
        return given.isEmpty() ? report.properties.value(property) : given;
    };
    RecordedRun run;
    run.file = file;
    run.service = ServiceKey{say(source.service, u"humdrum.service"_s)};
    run.commit = say(source.commit, u"humdrum.commit"_s);
    run.release = say(source.release, u"humdrum.release"_s);
    QString key = say(source.stage, u"humdrum.stage"_s);
    run.stage = product.stage(StageKey{key});
    if (!run.stage && !run.service.isEmpty())
        run.stage = product.stage(StageKey{run.service.value + u'.' + key});
    if (!run.stage) {
        return std::unexpected(at(file,
                                  key.isEmpty() ? Text::tr("It does not say which stage it is of.")
                                                : Text::tr("There is no stage %1.").arg(key),
                                  Text::tr("Set the property humdrum.stage in the file, or name it with --stage.")));
    }
    // The smoke test of an environment is about the release there, or about one service of it.
    const bool whole = run.stage->kind == StageKind::Join ||
        (run.stage->kind == StageKind::Deploy && (run.service.isEmpty() || run.commit.isEmpty()));
    if (whole) {
        run.service = {};
        run.commit.clear();
        if (run.release.isEmpty())
            return std::unexpected(at(file, Text::tr("It does not say which release it tested."),
                                      Text::tr("Set humdrum.release, or name it with --release.")));
    } else {
        if (run.stage->kind != StageKind::Deploy)
            run.service = run.stage->service;
        if (run.commit.isEmpty())
            return std::unexpected(at(file, Text::tr("It does not say which commit it tested."),
                                      Text::tr("Set humdrum.commit, or name it with --commit.")));
        run.commit = run.commit.toLower();
    }
    run.report = std::move(report);
    return run;
}

StageRun toStageRun(const RecordedRun &recorded)
{
    const JUnitReport &report = recorded.report;
    StageRun run;
    run.stage = recorded.stage->key;
    run.commit = recorded.commit;
    run.startedAt = report.started;
    run.queuedAt = report.started;
    run.finishedAt = report.started + report.duration;
    run.tests = report.tests;
    run.failures = report.failures;
    run.state = report.passed()   ? StageRunState::Passed
        : report.tests.failed > 0 ? StageRunState::Failed
                                  : StageRunState::Errored;
    if (run.state != StageRunState::Passed) {
        // Said by the file, else by the kind of failure: an assertion speaks of the change, a technical one of its surroundings.
        const auto said = fromWord<Cause>(report.properties.value(u"humdrum.cause"_s));
        run.cause = said ? *said : run.state == StageRunState::Failed ? Cause::Change : Cause::Environment;
        if (!report.failures.empty())
            run.message = report.failures.front().name + u": " + report.failures.front().message.section(u'\n', 0, 0);
    }
    return run;
}

/// The builds of all commits whose commit stage passed: one git process a service.
Result<std::vector<Build>> buildsMade(const Product &product, const std::vector<RecordedRun> &runs)
{
    std::vector<Build> all;
    for (const Service &service : product.services) {
        std::vector<QString> commits;
        for (const RecordedRun &run : runs) {
            if (run.service == service.key && run.stage->kind == StageKind::Commit && run.report.passed())
                commits.push_back(run.commit);
        }
        if (commits.empty())
            continue;
        std::ranges::sort(commits);
        commits.erase(std::ranges::unique(commits).begin(), commits.end());
        auto repository = GitRepository::open(service.repository);
        if (!repository)
            return std::unexpected(repository.error());
        auto builds = repository->builds(service, commits);
        if (!builds)
            return std::unexpected(builds.error());
        std::ranges::move(*builds, std::back_inserter(all));
    }
    return all;
}

Result<ImportSummary> record(Session &session, const std::vector<RecordedRun> &runs, const std::vector<Build> &builds)
{
    ImportSummary summary;
    summary.read = static_cast<int>(runs.size());
    QHash<QString, BuildId> known; // "service commit"
    const auto keyOf = [](const ServiceKey &service, const QString &commit) { return service.value + u' ' + commit; };
    for (const Build &build : builds) {
        auto id = addNamedBuild(session, build, summary);
        if (!id)
            return std::unexpected(id.error());
        known.insert(keyOf(build.service, build.commit), *id);
    }
    std::vector<StageRun> stageRuns;
    for (const RecordedRun &recorded : runs) {
        StageRun run = toStageRun(recorded);
        if (recorded.commit.isEmpty()) {
            auto release = session.releases().byVersion(recorded.release);
            if (!release)
                return std::unexpected(release.error());
            if (!*release) {
                summary.warnings << Text::tr("%1: release %2 is not known; import its deployments first.")
                                        .arg(recorded.file, recorded.release);
                continue;
            }
            run.manifest = (*release)->manifest;
        } else {
            const QString key = keyOf(recorded.service, recorded.commit);
            if (!known.contains(key)) {
                auto build = session.builds().byCommit(recorded.service, recorded.commit);
                if (!build)
                    return std::unexpected(build.error());
                known.insert(key, *build ? (*build)->id : BuildId{});
            }
            run.build = known.value(key);
        }
        if (auto issue = recordIssue(session, *recorded.stage, run); !issue)
            return std::unexpected(issue.error());
        stageRuns.push_back(std::move(run));
    }
    auto added = session.stageRuns().import(stageRuns);
    if (!added)
        return std::unexpected(added.error());
    summary.added = *added;
    return summary;
}

} // namespace

Result<ImportSummary> importJUnit(Store &store, const Intent &intent, const JUnitSource &source)
{
    auto product = store.read(requireProduct).takeResult();
    if (!product)
        return std::unexpected(product.error());
    auto files = filesOf(source.paths);
    if (!files)
        return std::unexpected(files.error());

    std::vector<RecordedRun> runs;
    QStringList warnings;
    if (files->isEmpty())
        warnings << Text::tr("No *.xml file is there: %1").arg(source.paths.join(u", "_s));
    const JUnitOptions options{.zone = QTimeZone(product->zone)};
    for (const QString &file : std::as_const(*files)) {
        auto report = readJUnit(file, options);
        if (!report)
            return std::unexpected(report.error());
        if (report->tests.total == 0) {
            warnings << Text::tr("%1: has no tests; left out.").arg(file);
            continue;
        }
        if (report->started == noTime)
            report->started = toTimestamp(QFileInfo(file).lastModified());
        auto run = identify(*product, source, file, std::move(*report));
        if (!run)
            return std::unexpected(run.error());
        runs.push_back(std::move(*run));
    }
    auto builds = buildsMade(*product, runs);
    if (!builds)
        return std::unexpected(builds.error());
    auto summary = store.write(intent, [&](Session &session) { return record(session, runs, *builds); }).takeResult();
    if (summary)
        summary->warnings = warnings + summary->warnings;
    return summary;
}

} // namespace humdrum
