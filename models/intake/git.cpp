// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/git.h"

#include "intake/gitlog.h"
#include "intake/gitprocess.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Git)
};

/// What a person typed must be a revision, never an option or two lines of input.
Result<void> checkRevision(const QString &revision)
{
    const bool control =
        std::ranges::any_of(revision, [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; });
    if (revision.isEmpty() || revision.startsWith(u'-') || control) {
        return fail(ErrorCode::InvalidInput, Text::tr("“%1” cannot be a revision.").arg(revision),
                    revision.startsWith(u'-')
                        ? Text::tr("Name a branch that begins with '-' as refs/heads/%1.").arg(revision)
                        : QString());
    }
    return {};
}

Result<void> checkPath(const QString &path)
{
    if (path.isEmpty() || path.startsWith(u'/') || path.contains(u'\n') || path.contains(QChar(0)))
        return fail(ErrorCode::InvalidInput, Text::tr("“%1” cannot be a path in a repository.").arg(path));
    return {};
}

} // namespace

Result<GitRepository> GitRepository::open(const QString &path, std::stop_token stop)
{
    const QString canonical = QFileInfo(path).canonicalFilePath();
    if (path.isEmpty() || canonical.isEmpty() || !QFileInfo(canonical).isDir())
        return fail(ErrorCode::NotFound, Text::tr("There is no folder %1.").arg(path));
    const Result<QByteArray> answer =
        gitOutput(canonical, stop, {u"rev-parse"_s, u"--is-inside-git-dir"_s, u"--is-bare-repository"_s});
    if (!answer)
        return std::unexpected(answer.error());
    // Inside .git git answers for the work tree around it; only a bare repository is its own git folder.
    if (answer->trimmed() == "true\nfalse") {
        return fail(ErrorCode::InvalidInput, Text::tr("%1 is the inside of a repository.").arg(path),
                    Text::tr("Name the folder above it."));
    }
    return GitRepository(canonical, std::move(stop));
}

Result<QString> GitRepository::resolve(const QString &revision) const
{
    if (auto checked = checkRevision(revision); !checked)
        return std::unexpected(checked.error());
    QByteArray output;
    const auto outcome = runGit(
        m_path, m_stop, {u"rev-parse"_s, u"--verify"_s, u"--quiet"_s, u"--end-of-options"_s, revision + "^{commit}"_L1},
        [&](QByteArrayView piece) -> Result<void> {
            output.append(piece);
            return {};
        });
    if (!outcome)
        return std::unexpected(outcome.error());
    QString hash = QString::fromLatin1(output.trimmed());
    if (outcome->exitCode == 0 && isFullHash(hash))
        return hash;
    Error error = gitError(m_path, *outcome);
    if (error.message.contains(m_path) && error.code == ErrorCode::GitFailed && error.hint.isEmpty()) {
        error.code = ErrorCode::NotFound;
        error.message = Text::tr("There is no commit “%1” in %2.").arg(revision, m_path);
    }
    return std::unexpected(error);
}

Result<QString> GitRepository::mainLineTip(const Service &service) const
{
    if (auto checked = checkRevision(service.mainLine); !checked)
        return std::unexpected(checked.error());
    const QStringList candidates{"refs/heads/"_L1 + service.mainLine, "refs/remotes/origin/"_L1 + service.mainLine,
                                 service.mainLine};
    Result<QString> tip;
    for (const QString &candidate : candidates) {
        tip = resolve(candidate);
        if (tip || tip.error().code != ErrorCode::NotFound)
            break;
    }
    return tip;
}

Result<std::vector<Change>> GitRepository::history(const Service &service, const QString &sinceCommit) const
{
    Result<QString> tip = mainLineTip(service);
    if (!tip) {
        if (tip.error().code != ErrorCode::NotFound)
            return std::unexpected(tip.error());
        const Result<QByteArray> any = gitOutput(
            m_path, m_stop, {u"for-each-ref"_s, u"--count=1"_s, u"refs/heads"_s, u"refs/remotes"_s, u"refs/tags"_s});
        if (!any)
            return std::unexpected(any.error());
        if (any->isEmpty())
            return std::vector<Change>{};
        Error error = tip.error();
        error.message =
            Text::tr("The main line “%1” of %2 is not in %3.").arg(service.mainLine, service.key.value, m_path);
        return std::unexpected(error);
    }
    QString since;
    qint64 known = 0;
    if (!sinceCommit.isEmpty()) {
        const Result<QString> found = resolve(sinceCommit);
        if (!found && found.error().code != ErrorCode::NotFound)
            return std::unexpected(found.error());
        since = found.value_or(QString());
    }
    if (!since.isEmpty()) {
        const Result<QByteArray> count = gitOutput(m_path, m_stop, {u"rev-list"_s, u"--count"_s, since});
        if (!count)
            return std::unexpected(count.error());
        known = count->trimmed().toLongLong();
    }
    GitLogReader reader(service.key);
    QStringList arguments = gitLogArguments();
    arguments << u"--branches"_s << u"--remotes"_s << u"--tags"_s << *tip;
    if (!since.isEmpty())
        arguments << u'^' + since;
    arguments << u"--"_s;
    const auto outcome = runGit(m_path, m_stop, arguments, [&](QByteArrayView piece) { return reader.feed(piece); });
    if (!outcome)
        return std::unexpected(outcome.error());
    if (outcome->exitCode != 0)
        return std::unexpected(gitError(m_path, *outcome));
    Result<std::vector<Change>> changes = reader.finish();
    if (!changes)
        return changes;
    std::ranges::reverse(*changes);
    const QString before = assignOrdinals(*changes, *tip, known);
    if (!since.isEmpty() && *tip != since && before != since)
        return history(service);
    return changes;
}

Result<std::vector<GitTag>> GitRepository::tags() const
{
    const Result<QByteArray> output = gitOutput(
        m_path, m_stop,
        {u"for-each-ref"_s,
         u"--format=%(refname)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)%00%(creatordate:unix)%00%(contents:subject)"_s,
         u"refs/tags"_s});
    if (!output)
        return std::unexpected(output.error());
    std::vector<GitTag> tags;
    const QList<QByteArray> lines = output->split('\n');
    for (const QByteArray &line : lines) {
        const QList<QByteArray> fields = line.split('\0');
        if (fields.size() < 7)
            continue;
        const bool annotated = fields[1] == "tag";
        if ((annotated ? fields[3] : fields[1]) != "commit")
            continue;
        GitTag tag;
        tag.name = gitText(fields[0]).sliced(10);
        tag.commit = QString::fromLatin1(annotated ? fields[4] : fields[2]);
        tag.at = Timestamp{std::chrono::seconds{fields[5].toLongLong()}};
        tag.subject = gitText(fields[6]);
        tags.push_back(std::move(tag));
    }
    return tags;
}

Result<DiffStat> GitRepository::diffStat(const QString &from, const QString &to) const
{
    const Result<QString> first = resolve(from);
    if (!first)
        return std::unexpected(first.error());
    const Result<QString> second = resolve(to);
    if (!second)
        return std::unexpected(second.error());
    const Result<QByteArray> output = gitOutput(m_path, m_stop,
                                                {u"diff-tree"_s, u"-r"_s, u"-z"_s, u"--numstat"_s, u"--no-renames"_s,
                                                 u"--no-ext-diff"_s, u"--no-textconv"_s, *first, *second, u"--"_s});
    if (!output)
        return std::unexpected(output.error());
    DiffStat stat;
    const QList<QByteArray> entries = output->split('\0');
    for (const QByteArray &entry : entries) {
        const QList<QByteArray> fields = entry.split('\t');
        if (fields.size() < 3)
            continue;
        ++stat.files;
        stat.added += fields[0].toInt();
        stat.removed += fields[1].toInt();
    }
    return stat;
}

Result<std::optional<QByteArray>> GitRepository::file(const QString &revision, const QString &path) const
{
    if (auto checked = checkPath(path); !checked)
        return std::unexpected(checked.error());
    const Result<QString> commit = resolve(revision);
    if (!commit)
        return std::unexpected(commit.error());
    const Result<QByteArray> listed =
        gitOutput(m_path, m_stop, {u"ls-tree"_s, u"-z"_s, u"--full-tree"_s, *commit, u"--"_s, path});
    if (!listed)
        return std::unexpected(listed.error());
    // "mode SP type SP hash TAB path NUL"
    const QList<QByteArray> words = listed->left(listed->indexOf('\t')).split(' ');
    if (words.size() != 3 || words[1] != "blob")
        return std::optional<QByteArray>{};
    const Result<QByteArray> content =
        gitOutput(m_path, m_stop, {u"cat-file"_s, u"blob"_s, QString::fromLatin1(words[2])}, {}, 16 * 1024 * 1024);
    if (!content)
        return std::unexpected(content.error());
    return std::optional(*content);
}

} // namespace humdrum
