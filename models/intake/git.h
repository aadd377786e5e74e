// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/product.h"
#include "domain/records.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace humdrum {

struct GitTag {
    QString name;   ///< without "refs/tags/", as it is: "v26.04.0" need not be a semantic version
    QString commit; ///< full hash of the commit it leads to
    Timestamp at{}; ///< of the tag where it is annotated, of the commit otherwise
    QString subject;
    friend bool operator==(const GitTag &, const GitTag &) = default;
};

/// Size of a difference. A binary file counts as a file without lines.
struct DiffStat {
    int files = 0, added = 0, removed = 0;
    friend bool operator==(const DiffStat &, const DiffStat &) = default;
};

/// A git repository of the user, read through the `git` program (2.30 or newer).
///
/// Threads: every function runs processes and waits for them, so call them from any thread but the main one. One object
/// may be used by one thread at a time; copies are independent.
///
/// Safety: git runs without hooks, file system monitor, external diff, text conversion, filters, pager, replaced
/// objects, network and prompts; nothing a repository configures is executed. The index and the work tree are neither
/// read nor written. A repository of another user is refused unless the user's safe.directory allows it. What a person
/// typed never becomes an option.
///
/// Errors: InvalidInput (a revision or path that cannot be one), NotFound (no such revision, file or repository),
/// GitFailed (git said no; its words are in details), CommandNotStarted (there is no git), Cancelled (the stop token),
/// FileFailed (exporting).
class GitRepository {
public:
    /// `path` is the top folder of a work tree, or a bare repository; a folder somewhere inside another repository is
    /// refused. A stop request on `stop` ends the running git and makes the call return Cancelled.
    [[nodiscard]] static Result<GitRepository> open(const QString &path, std::stop_token stop = {});

    [[nodiscard]] const QString &path() const { return m_path; } ///< absolute, links resolved

    /// Full hash of the commit that `revision` (branch, tag, hash, "HEAD~2") names.
    [[nodiscard]] Result<QString> resolve(const QString &revision) const;
    /// Full hash of the newest commit of the service's main line: the local branch, else origin's, else as resolve().
    [[nodiscard]] Result<QString> mainLineTip(const Service &service) const;

    /// All commits of all branches (local and remote) and tags, each after its parents, from one git log.
    ///
    /// Ordinals number what is reachable from the main line: along its first parents from the oldest, each commit after
    /// the commits that it brought in. Later commits of the main line never change the numbers of earlier ones.
    /// Merges count no files or lines: their parents have them. Messages that are not UTF-8 are read as Latin-1.
    ///
    /// `sinceCommit`, the newest known of the main line, leaves out everything reachable from it. When it no longer lies
    /// on the main line's first parents (rewritten history), everything is given.
    /// An empty repository has an empty history.
    [[nodiscard]] Result<std::vector<Change>> history(const Service &service, const QString &sinceCommit = {}) const;

    /// All tags that lead to commits, by name.
    [[nodiscard]] Result<std::vector<GitTag>> tags() const;

    /// The build of a commit (any revision). See builds().
    [[nodiscard]] Result<Build> buildFor(const Service &service, const QString &commit) const;

    /// The builds of many commits (full hashes), in their order; digest "git-tree:<hash of the tree>", builtAt the time
    /// of the commit, no ids.
    ///
    /// Version: V is the first line of the version file ("0.0.0" while there is none fit for use: empty, longer than 64
    /// characters, or with spaces in it). The commit that gives the file this V is version V; the n-th after it along
    /// first parents is V-dev.n. A version never means two digests (rule 12), so only the first such run of commits on
    /// the main line has these names, or, where the main line never had V, the oldest commit elsewhere has V; all others
    /// are V-dev.n+<first 12 digits of the commit>.
    [[nodiscard]] Result<std::vector<Build>> builds(const Service &service, std::span<const QString> commits) const;

    /// The difference between two revisions.
    [[nodiscard]] Result<DiffStat> diffStat(const QString &from, const QString &to) const;

    /// A file of a revision; empty when it has none there. At most 16 MiB.
    [[nodiscard]] Result<std::optional<QByteArray>> file(const QString &revision, const QString &path) const;

    /// Writes the files of a revision to `folder`, which must be empty or not exist: bytes as committed, without filters,
    /// line end conversion or export attributes. Executable bits and symbolic links are kept, submodules are empty
    /// folders. What was written is removed again on failure.
    [[nodiscard]] Result<void> exportTo(const QString &revision, const QString &folder) const;

private:
    GitRepository(QString path, std::stop_token stop) : m_path(std::move(path)), m_stop(std::move(stop)) {}

    QString m_path;
    std::stop_token m_stop;
};

} // namespace humdrum
