// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/overview/insights.h"
#include "operations/overview/reading.h"
#include "pipeline/upstream.h"

#include <QCoreApplication>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shortHash = 7;

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Insights)
};

QString subject(const char *kind, qint64 id) { return QLatin1StringView(kind) + u':' + QString::number(id); }

QString joined(const QStringList &parts)
{
    QStringList there = parts;
    there.removeAll(QString());
    return there.join(u" · "_s);
}

/// Reads the rows of one kind. One object for each question.
class RowsReader {
public:
    RowsReader(Session &session, const InsightRowsAsk &ask) : m_session(session), m_read(session), m_ask(ask) {}

    Result<InsightRows> read()
    {
        const auto product = m_read.product();
        if (!product)
            return std::unexpected(product.error());
        m_product = *product;
        m_result.kind = m_ask.kind;
        m_result.total = static_cast<qsizetype>(m_ask.ids.size()) + static_cast<qsizetype>(m_ask.promotions.size());
        const auto step = stepOf(m_ask.kind);
        if (Result<void> done = step ? (this->*step)() : Result<void>(); !done)
            return std::unexpected(done.error());
        std::ranges::stable_sort(m_result.rows, std::ranges::greater{}, &InsightRow::at);
        if (static_cast<qsizetype>(m_result.rows.size()) > insightRowsShown)
            m_result.rows.resize(insightRowsShown);
        return std::move(m_result);
    }

private:
    using Step = Result<void>;
    using StepOf = Step (RowsReader::*)();
    static StepOf stepOf(RowKind kind)
    {
        switch (kind) {
        case RowKind::Deployment:
            return &RowsReader::deployments;
        case RowKind::Change:
            return &RowsReader::changes;
        case RowKind::Issue:
            return &RowsReader::issues;
        case RowKind::Train:
            return &RowsReader::trains;
        case RowKind::StageRun:
            return &RowsReader::stageRuns;
        case RowKind::Build:
        case RowKind::Release:
            break;
        }
        return nullptr;
    }

    /// The newest of them: figures name their rows oldest first.
    [[nodiscard]] static std::span<const qint64> newest(const std::vector<qint64> &ids)
    {
        const std::span all(ids);
        return all.last(std::min(all.size(), static_cast<size_t>(insightRowsShown)));
    }

    [[nodiscard]] QString nameOf(const EnvironmentKey &key) const
    {
        const Environment *e = m_product->environment(key);
        return e && !e->name.isEmpty() ? e->name : key.value;
    }
    [[nodiscard]] QString nameOf(const StageKey &key) const
    {
        const Stage *s = m_product->stage(key);
        return s ? joined({s->service.value, s->name}) : key.value;
    }
    [[nodiscard]] QString nameOf(const PersonKey &key) const
    {
        const Person *p = m_product->person(key);
        return p ? p->name : key.value;
    }

    Result<QString> versionOf(ReleaseId id)
    {
        const auto release = m_read.release(id);
        if (!release)
            return std::unexpected(release.error());
        return *release ? (*release)->version : QString();
    }

    /// Where a deployment is shown best.
    static QString subjectOfDeployment(const Deployment &d)
    {
        return d.promotion.isValid() ? subject("promotion", d.promotion.value)
            : d.release.isValid()    ? subject("release", d.release.value)
                                     : subject("build", d.build.value);
    }

    Step deployments()
    {
        const auto list = m_session.deployments().byIds(newest(m_ask.ids));
        if (!list)
            return std::unexpected(list.error());
        for (const Deployment &d : *list) {
            const auto build = m_read.build(d.build);
            if (!build)
                return std::unexpected(build.error());
            const auto release = versionOf(d.release);
            if (!release)
                return std::unexpected(release.error());
            InsightRow row;
            row.key = row.subject = subjectOfDeployment(d);
            row.key += u'/' + QString::number(d.id.value);
            row.at = d.from;
            row.title = d.service.value + u' ' + (*build ? (*build)->version : QString());
            row.detail = joined({*release, d.message});
            row.where = nameOf(d.environment);
            const bool bad = !cameWell(d);
            row.mark = bad ? Mark::Failed : markOf(d.outcome);
            row.state = bad && d.outcome == DeploymentOutcome::Running ? titleOf(DeploymentOutcome::Failed)
                                                                       : titleOf(d.outcome);
            m_result.rows.push_back(std::move(row));
        }
        return promotions();
    }

    Step promotions()
    {
        for (const qint64 id : newest(m_ask.promotions)) {
            const auto promotion = m_session.promotions().byId({id});
            if (!promotion)
                return std::unexpected(promotion.error());
            if (!*promotion)
                continue;
            const Promotion &p = **promotion;
            const auto build = m_read.build(p.request.build);
            if (!build)
                return std::unexpected(build.error());
            InsightRow row;
            row.key = row.subject = subject("promotion", id);
            row.at = p.queuedAt;
            row.title = p.request.service.value + u' ' + (*build ? (*build)->version : QString());
            row.detail = p.message;
            row.where = nameOf(p.request.environment);
            row.mark = markOf(p.state);
            row.state = titleOf(p.state);
            m_result.rows.push_back(std::move(row));
        }
        return {};
    }

    Step changes()
    {
        const auto ids = newest(m_ask.ids);
        const auto brought = newest(m_ask.deployments);
        if (ids.size() != brought.size())
            return fail(ErrorCode::InvalidInput, Text::tr("Each change needs the deployment that brought it."));
        const auto changes = m_session.changes().byIds(ids);
        if (!changes)
            return std::unexpected(changes.error());
        const auto deployments = m_session.deployments().byIds(brought);
        if (!deployments)
            return std::unexpected(deployments.error());
        QHash<qint64, const Change *> change;
        for (const Change &c : *changes)
            change.insert(c.id.value, &c);
        QHash<qint64, const Deployment *> deployment;
        for (const Deployment &d : *deployments)
            deployment.insert(d.id.value, &d);
        for (size_t i = 0; i < ids.size(); ++i) {
            const Change *c = change.value(ids[i]);
            const Deployment *d = deployment.value(brought[i]);
            if (!c || !d)
                continue;
            InsightRow row;
            row.key = u"%1/%2"_s.arg(ids[i]).arg(brought[i]);
            row.subject = subjectOfDeployment(*d);
            row.at = d->from;
            row.title = c->summary;
            row.detail = joined(
                {c->service.value + u' ' + c->commit.first(std::min(shortHash, c->commit.size())), c->authorName});
            row.where = nameOf(d->environment);
            row.took = std::max(Duration{0}, d->from - c->committedAt);
            m_result.rows.push_back(std::move(row));
        }
        return {};
    }

    Step issues()
    {
        const auto list = m_session.issues().byIds(newest(m_ask.ids));
        if (!list)
            return std::unexpected(list.error());
        for (const Issue &issue : *list) {
            const auto release = versionOf(issue.introducedBy);
            if (!release)
                return std::unexpected(release.error());
            InsightRow row;
            row.key = subject("issue", issue.id.value);
            row.subject = issue.introducedBy.isValid() ? subject("release", issue.introducedBy.value)
                : issue.caughtAt.isEmpty()             ? QString()
                                                       : QString(u"stage:"_s + issue.caughtAt.value);
            row.at = issue.foundAt;
            row.title = issue.title;
            row.detail =
                joined({issue.service.value, *release, issue.commit.first(std::min(shortHash, issue.commit.size())),
                        titleOf(issue.severity)});
            row.where = issue.caughtAt.isEmpty() ? nameOf(issue.environment) : nameOf(issue.caughtAt);
            row.mark = issue.caughtAt.isEmpty() ? Mark::Failed : Mark::Waiting;
            row.state = issue.caughtAt.isEmpty() ? Text::tr("escaped") : titleOf(issue.cause);
            m_result.rows.push_back(std::move(row));
        }
        return {};
    }

    Step trains()
    {
        for (const qint64 id : newest(m_ask.ids)) {
            const auto train = m_session.trains().byId({id});
            if (!train)
                return std::unexpected(train.error());
            if (!*train)
                continue;
            const Train &t = **train;
            const auto release = versionOf(t.release);
            if (!release)
                return std::unexpected(release.error());
            InsightRow row;
            row.key = row.subject = subject("train", id);
            row.at = t.departure;
            row.title = t.version;
            row.detail = t.reason.isEmpty()
                ? t.release.isValid() ? Text::tr("release %1").arg(*release) : Text::tr("left empty")
                : t.reason;
            row.where = nameOf(t.deployer);
            row.mark = markOf(t.state);
            row.state = titleOf(t.state);
            // How long after its time it left.
            if (t.departedAt > t.departure)
                row.took = t.departedAt - t.departure;
            m_result.rows.push_back(std::move(row));
        }
        return {};
    }

    Step stageRuns()
    {
        const auto list = m_session.stageRuns().byIds(newest(m_ask.ids));
        if (!list)
            return std::unexpected(list.error());
        const auto releases = m_read.releases();
        if (!releases)
            return std::unexpected(releases.error());
        for (const StageRun &run : *list) {
            const auto build = m_read.build(run.build);
            if (!build)
                return std::unexpected(build.error());
            InsightRow row;
            row.key = subject("stage-run", run.id.value);
            row.at = run.queuedAt;
            row.title = nameOf(run.stage);
            QString what = *build ? (*build)->version : run.commit.first(std::min(shortHash, run.commit.size()));
            row.subject = run.build.isValid() ? subject("build", run.build.value) : u"stage:"_s + run.stage.value;
            if (run.manifest.isValid()) {
                const auto release = std::ranges::find(**releases, run.manifest, &Release::manifest);
                if (release != (*releases)->end()) {
                    what = release->version;
                    row.subject = subject("release", release->id.value);
                }
            }
            row.detail = joined({what, run.message});
            row.where = run.state == StageRunState::Passed ? QString() : titleOf(run.cause);
            row.mark = markOf(run.state);
            row.state = titleOf(run.state);
            m_result.rows.push_back(std::move(row));
        }
        return {};
    }

    Session &m_session;
    Reading m_read;
    const InsightRowsAsk &m_ask;
    const Product *m_product = nullptr;
    InsightRows m_result;
};

} // namespace

Result<InsightRows> readInsightRows(Session &session, const InsightRowsAsk &ask)
{
    return RowsReader(session, ask).read();
}

} // namespace humdrum
