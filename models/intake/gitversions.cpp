// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/git.h"
#include "intake/gitlog.h"
#include "intake/gitprocess.h"

#include <QCoreApplication>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <ranges>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype longestVersion = 64;

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Git)
};

/// A commit, and where it stands in its run of commits with the same version.
struct Node {
    QString commit;
    QString firstParent;
    QString tree;
    Timestamp at{};
    QString version;
    qint64 distance = 0;     ///< from the commit that began the run, along first parents
    size_t start = 0;        ///< that commit, as an index
    bool onMainLine = false; ///< on its first parents
};

class Versions {
public:
    Versions(const QString &path, const std::stop_token &stop, const Service &service)
        : m_path(path)
        , m_stop(stop)
        , m_service(service)
    {}

    Result<void> read(const QString &mainLineTip, std::span<const QString> commits)
    {
        if (auto done = readCommits(mainLineTip, commits); !done)
            return done;
        if (auto done = readVersions(); !done)
            return done;
        markMainLine(mainLineTip);
        findRuns();
        claim();
        return {};
    }

    [[nodiscard]] Result<Build> build(const QString &commit) const
    {
        const auto at = m_index.constFind(commit);
        if (at == m_index.cend())
            return fail(ErrorCode::NotFound, Text::tr("There is no commit “%1” in %2.").arg(commit, m_path));
        const Node &node = m_nodes[*at];
        Build build;
        build.service = m_service.key;
        build.version = versionOf(node, *at);
        build.commit = commit;
        build.digest = "git-tree:"_L1 + node.tree;
        build.builtAt = node.at;
        return build;
    }

private:
    Result<void> readCommits(const QString &mainLineTip, std::span<const QString> commits)
    {
        QByteArray input = mainLineTip.toLatin1() + '\n';
        for (const QString &commit : commits)
            input += commit.toLatin1() + '\n';
        const Result<QByteArray> output =
            gitOutput(m_path, m_stop,
                      {u"log"_s, u"-z"_s, u"--topo-order"_s, u"--reverse"_s, u"--no-show-signature"_s, u"--no-patch"_s,
                       u"--format=tformat:%H %T %ct %P"_s, u"--branches"_s, u"--remotes"_s, u"--tags"_s, u"--stdin"_s},
                      input);
        if (!output)
            return std::unexpected(output.error());
        for (qsizetype from = 0, end = output->indexOf('\0'); end >= 0;
             from = end + 1, end = output->indexOf('\0', from)) {
            const QList<QByteArray> words = output->sliced(from, end - from).trimmed().split(' ');
            if (words.size() < 3)
                return fail(ErrorCode::GitFailed, Text::tr("The history that git printed could not be read."));
            Node node;
            node.commit = QString::fromLatin1(words[0]);
            node.tree = QString::fromLatin1(words[1]);
            node.at = Timestamp{std::chrono::seconds{words[2].toLongLong()}};
            node.firstParent = QString::fromLatin1(words.value(3));
            m_index.insert(node.commit, m_nodes.size());
            m_nodes.push_back(std::move(node));
        }
        return {};
    }

    /// Two processes: which object the version file is in each commit, then each different object once.
    Result<void> readVersions()
    {
        const QByteArray path = m_service.versionFile.toUtf8();
        QByteArray input;
        for (const Node &node : m_nodes)
            input += node.commit.toLatin1() + ':' + path + '\n';
        const Result<QByteArray> checked =
            gitOutput(m_path, m_stop, {u"cat-file"_s, u"--batch-check"_s, u"--buffer"_s}, input);
        if (!checked)
            return std::unexpected(checked.error());
        const QList<QByteArray> lines = checked->split('\n');
        if (lines.size() < static_cast<qsizetype>(m_nodes.size()))
            return fail(ErrorCode::GitFailed, Text::tr("The version files could not be read from %1.").arg(m_path));
        std::vector<QByteArray> objects(m_nodes.size());
        QHash<QByteArray, QString> versions;
        for (size_t i = 0; i < m_nodes.size(); ++i) {
            // "hash type size", or the question and " missing"
            const QList<QByteArray> words = lines[static_cast<qsizetype>(i)].split(' ');
            if (words.size() == 3 && words[1] == "blob" && words[2].toLongLong() <= 64 * 1024)
                objects[i] = words[0];
            if (!objects[i].isEmpty())
                versions.insert(objects[i], {});
        }
        if (auto done = readObjects(versions); !done)
            return done;
        for (size_t i = 0; i < m_nodes.size(); ++i)
            m_nodes[i].version = versions.value(objects[i]);
        return {};
    }

    Result<void> readObjects(QHash<QByteArray, QString> &versions) const
    {
        if (versions.isEmpty())
            return {};
        QByteArray input;
        for (auto it = versions.keyBegin(); it != versions.keyEnd(); ++it)
            input += *it + '\n';
        const Result<QByteArray> output =
            gitOutput(m_path, m_stop, {u"cat-file"_s, u"--batch"_s, u"--buffer"_s}, input);
        if (!output)
            return std::unexpected(output.error());
        for (qsizetype at = 0; at < output->size();) {
            const qsizetype end = output->indexOf('\n', at);
            const QList<QByteArray> words = end < 0 ? QList<QByteArray>() : output->sliced(at, end - at).split(' ');
            const qsizetype size = words.value(2).toLongLong();
            if (words.size() != 3 || end + 1 + size >= output->size())
                return fail(ErrorCode::GitFailed, Text::tr("The version files could not be read from %1.").arg(m_path));
            const QString line = gitText(output->sliced(end + 1, size)).section(u'\n', 0, 0).trimmed();
            const bool fit = line.size() <= longestVersion &&
                std::ranges::none_of(line, [](QChar c) { return c.isSpace() || !c.isPrint(); });
            versions.insert(words[0], fit ? line : QString());
            at = end + 1 + size + 1;
        }
        return {};
    }

    void markMainLine(const QString &tip)
    {
        for (auto at = m_index.constFind(tip); at != m_index.cend(); at = m_index.constFind(m_nodes[*at].firstParent))
            m_nodes[*at].onMainLine = true;
    }

    /// Nodes lie parents first.
    void findRuns()
    {
        for (size_t i = 0; i < m_nodes.size(); ++i) {
            Node &node = m_nodes[i];
            const auto parent = m_index.constFind(node.firstParent);
            node.start = i;
            if (node.version.isEmpty()) {
                // Nothing said 0.0.0, so no commit is 0.0.0 itself: counting starts at 1.
                node.version = u"0.0.0"_s;
                node.distance = 1;
                m_unsaid.insert(i);
                if (parent == m_index.cend() || !m_unsaid.contains(m_nodes[*parent].start))
                    continue;
            } else if (parent == m_index.cend() || m_nodes[*parent].version != node.version ||
                       m_unsaid.contains(m_nodes[*parent].start)) {
                continue;
            }
            node.start = m_nodes[*parent].start;
            node.distance = m_nodes[*parent].distance + 1;
        }
    }

    void claim()
    {
        for (size_t i = 0; i < m_nodes.size(); ++i) {
            if (m_nodes[i].onMainLine && m_nodes[i].start == i && !m_owner.contains(m_nodes[i].version))
                m_owner.insert(m_nodes[i].version, i);
        }
        std::vector<size_t> elsewhere;
        for (size_t i = 0; i < m_nodes.size(); ++i) {
            if (!m_nodes[i].onMainLine && m_nodes[i].start == i && m_nodes[i].distance == 0)
                elsewhere.push_back(i);
        }
        std::ranges::sort(elsewhere, {}, [this](size_t i) { return std::pair(m_nodes[i].at, m_nodes[i].commit); });
        for (const size_t i : elsewhere) {
            if (!m_owner.contains(m_nodes[i].version))
                m_owner.insert(m_nodes[i].version, i);
        }
    }

    [[nodiscard]] QString versionOf(const Node &node, size_t index) const
    {
        const bool owned = m_owner.value(node.version, m_nodes.size()) == node.start;
        if (owned && node.start == index && node.distance == 0)
            return node.version;
        // V-dev.n, or V.dev.n after a V that has a pre-release part or build data of its own is still told apart by the commit.
        const QString version = node.version + "-dev."_L1 + QString::number(node.distance);
        return owned && node.onMainLine ? version : QString(version + u'+' + node.commit.first(12));
    }

    const QString &m_path;
    const std::stop_token &m_stop;
    const Service &m_service;
    std::vector<Node> m_nodes;
    QHash<QString, size_t> m_index;
    QSet<size_t> m_unsaid;          ///< starts of runs without a version file
    QHash<QString, size_t> m_owner; ///< version -> start of the run that has the plain names
};

} // namespace

Result<Build> GitRepository::buildFor(const Service &service, const QString &commit) const
{
    const Result<QString> hash = resolve(commit);
    if (!hash)
        return std::unexpected(hash.error());
    Result<std::vector<Build>> list = builds(service, std::span(&*hash, 1));
    if (!list)
        return std::unexpected(list.error());
    return std::move(list->front());
}

Result<std::vector<Build>> GitRepository::builds(const Service &service, std::span<const QString> commits) const
{
    if (commits.empty())
        return std::vector<Build>{};
    if (service.versionFile.isEmpty() || service.versionFile.contains(u'\n'))
        return fail(ErrorCode::InvalidInput, Text::tr("“%1” cannot be a version file.").arg(service.versionFile));
    for (const QString &commit : commits) {
        if (!isFullHash(commit))
            return fail(ErrorCode::InvalidInput, Text::tr("“%1” is not a full commit hash.").arg(commit));
    }
    const Result<QString> tip = mainLineTip(service);
    if (!tip)
        return std::unexpected(tip.error());
    Versions versions(m_path, m_stop, service);
    if (auto read = versions.read(*tip, commits); !read)
        return std::unexpected(read.error());
    std::vector<Build> list;
    list.reserve(commits.size());
    for (const QString &commit : commits) {
        Result<Build> build = versions.build(commit);
        if (!build)
            return std::unexpected(build.error());
        list.push_back(std::move(*build));
    }
    return list;
}

} // namespace humdrum
