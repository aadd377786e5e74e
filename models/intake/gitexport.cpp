// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/git.h"
#include "intake/gitprocess.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <vector>

#include <unistd.h>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Git)
};

std::unexpected<Error> notWritten(const QString &file, const QString &why)
{
    return fail(ErrorCode::FileFailed, Text::tr("%1 could not be written.").arg(file), {}, why);
}

enum class EntryKind { File, Executable, Link, Submodule };

struct Entry {
    EntryKind kind = EntryKind::File;
    QByteArray object;
    QByteArray path; ///< bytes as committed, below the folder
};

/// A tree made by hand can name anything; what would leave the folder, or be a repository in it, is refused.
bool staysInside(const QByteArray &path)
{
    const QList<QByteArray> parts = path.split('/');
    return std::ranges::none_of(parts, [](const QByteArray &part) {
        return part.isEmpty() || part == "." || part == ".." || part.compare(".git", Qt::CaseInsensitive) == 0;
    });
}

Result<std::vector<Entry>> readTree(const QByteArray &listed)
{
    std::vector<Entry> entries;
    const QList<QByteArray> lines = listed.split('\0');
    for (const QByteArray &line : lines) {
        if (line.isEmpty())
            continue;
        const qsizetype tab = line.indexOf('\t');
        const QList<QByteArray> words = line.left(tab).split(' ');
        if (tab < 0 || words.size() != 3)
            return fail(ErrorCode::GitFailed, Text::tr("The list of files that git printed could not be read."));
        Entry entry{EntryKind::File, words[2], line.sliced(tab + 1)};
        if (words[0] == "160000")
            entry.kind = EntryKind::Submodule;
        else if (words[0] == "120000")
            entry.kind = EntryKind::Link;
        else if (words[0] == "100755")
            entry.kind = EntryKind::Executable;
        if (!staysInside(entry.path))
            return fail(ErrorCode::GitFailed,
                        Text::tr("The commit has a file called “%1”, which is refused.").arg(gitText(entry.path)));
        entries.push_back(std::move(entry));
    }
    return entries;
}

/// Takes the output of `git cat-file --batch` and writes each object to its file as it comes.
class Exporter {
public:
    Exporter(QString folder, std::vector<const Entry *> entries)
        : m_folder(std::move(folder))
        , m_entries(std::move(entries))
    {}

    Result<void> feed(QByteArrayView piece)
    {
        while (!piece.isEmpty()) {
            if (m_left < 0) {
                const qsizetype end = piece.indexOf('\n');
                m_header.append(piece.first(end < 0 ? piece.size() : end));
                if (end < 0)
                    return {};
                piece = piece.sliced(end + 1);
                if (auto begun = begin(); !begun)
                    return begun;
            }
            const qsizetype taken = std::min<qsizetype>(m_left, piece.size());
            if (auto written = write(piece.first(taken)); !written)
                return written;
            piece = piece.sliced(taken);
            m_left -= taken;
            if (m_left == 0 && !piece.isEmpty()) {
                piece = piece.sliced(1); // the line end after each object
                if (auto ended = endObject(); !ended)
                    return ended;
            }
        }
        return {};
    }
    [[nodiscard]] bool isComplete() const { return m_next == m_entries.size() && m_left < 0; }

private:
    Result<void> begin()
    {
        const QList<QByteArray> words = std::exchange(m_header, {}).split(' ');
        if (words.size() != 3 || words[1] != "blob" || m_next == m_entries.size())
            return fail(ErrorCode::GitFailed, Text::tr("An object of the commit is missing."), {},
                        gitText(words.join(' ')));
        m_left = words[2].toLongLong();
        const Entry &entry = *m_entries[m_next];
        if (entry.kind == EntryKind::Link)
            return {};
        m_file.setFileName(m_folder + u'/' + QFile::decodeName(entry.path));
        if (!m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
            return notWritten(m_file.fileName(), m_file.errorString());
        return {};
    }

    Result<void> write(QByteArrayView bytes)
    {
        if (m_entries[m_next]->kind == EntryKind::Link)
            m_link.append(bytes);
        else if (m_file.write(bytes.data(), bytes.size()) != bytes.size())
            return notWritten(m_file.fileName(), m_file.errorString());
        return {};
    }

    Result<void> endObject()
    {
        const Entry &entry = *m_entries[m_next++];
        m_left = -1;
        if (entry.kind == EntryKind::Link) {
            const QByteArray name = QFile::encodeName(m_folder) + '/' + entry.path;
            if (::symlink(std::exchange(m_link, {}).constData(), name.constData()) != 0)
                return notWritten(QFile::decodeName(name), qt_error_string());
            return {};
        }
        if (!m_file.flush())
            return notWritten(m_file.fileName(), m_file.errorString());
        if (entry.kind == EntryKind::Executable)
            m_file.setPermissions(m_file.permissions() | QFile::ExeOwner | QFile::ExeUser | QFile::ExeGroup |
                                  QFile::ExeOther);
        m_file.close();
        return {};
    }

    QString m_folder;
    std::vector<const Entry *> m_entries;
    size_t m_next = 0;
    qint64 m_left = -1; ///< bytes of the current object still to come; -1 between objects
    QByteArray m_header;
    QByteArray m_link;
    QFile m_file;
};

Result<void> writeAll(const QString &repository, const std::stop_token &stop, const QString &folder,
                      const std::vector<Entry> &entries)
{
    QByteArray input;
    std::vector<const Entry *> files;
    // Links come last, so that nothing is ever written through one.
    for (const bool links : {false, true}) {
        for (const Entry &entry : entries) {
            if ((entry.kind == EntryKind::Link) != links)
                continue;
            const QString name = folder + u'/' + QFile::decodeName(entry.path);
            const QString made = entry.kind == EntryKind::Submodule ? name : QFileInfo(name).path();
            if (!QDir().mkpath(made))
                return notWritten(made, qt_error_string());
            if (entry.kind == EntryKind::Submodule)
                continue;
            files.push_back(&entry);
            input += entry.object + '\n';
        }
    }
    if (files.empty())
        return {};
    Exporter exporter(folder, std::move(files));
    const auto outcome = runGit(
        repository, stop, {u"cat-file"_s, u"--batch"_s, u"--buffer"_s},
        [&](QByteArrayView piece) { return exporter.feed(piece); }, input);
    if (!outcome)
        return std::unexpected(outcome.error());
    if (outcome->exitCode != 0)
        return std::unexpected(gitError(repository, *outcome));
    if (!exporter.isComplete())
        return fail(ErrorCode::GitFailed, Text::tr("git ended before all files were written."));
    return {};
}

} // namespace

Result<void> GitRepository::exportTo(const QString &revision, const QString &folder) const
{
    const Result<QString> commit = resolve(revision);
    if (!commit)
        return std::unexpected(commit.error());
    const QFileInfo target(folder);
    const bool existed = target.exists() || target.isSymLink();
    if (folder.isEmpty() ||
        (existed &&
         (!target.isDir() ||
          !QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot))))
        return fail(ErrorCode::InvalidInput, Text::tr("%1 is not an empty folder.").arg(folder));
    const Result<QByteArray> listed =
        gitOutput(m_path, m_stop, {u"ls-tree"_s, u"-r"_s, u"-z"_s, u"--full-tree"_s, *commit});
    if (!listed)
        return std::unexpected(listed.error());
    const Result<std::vector<Entry>> entries = readTree(*listed);
    if (!entries)
        return std::unexpected(entries.error());
    if (!QDir().mkpath(folder))
        return notWritten(folder, qt_error_string());
    const QString absolute = QFileInfo(folder).canonicalFilePath();
    Result<void> written = writeAll(m_path, m_stop, absolute, *entries);
    if (!written) {
        QDir(absolute).removeRecursively();
        if (existed)
            QDir().mkpath(absolute);
    }
    return written;
}

} // namespace humdrum
