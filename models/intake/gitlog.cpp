// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/gitlog.h"

#include "domain/conventional.h"
#include "intake/gitprocess.h"

#include <QCoreApplication>

#include <algorithm>
#include <ranges>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Hash, parents, author name and address, authored, committed, subject, body.
constexpr size_t fieldCount = 8;

std::unexpected<Error> unreadable(QByteArrayView what)
{
    return fail(ErrorCode::GitFailed,
                QCoreApplication::translate("Git", "The history that git printed could not be read."), {},
                gitText(what.first(std::min<qsizetype>(what.size(), 200))));
}

Timestamp fromSeconds(QByteArrayView digits)
{
    // A damaged commit may claim any number; 253402300799 is the end of the year 9999.
    const qint64 seconds = std::clamp<qint64>(digits.toLongLong(), -62135596800, 253402300799);
    return Timestamp{std::chrono::seconds{seconds}};
}

int clampedSum(int sum, QByteArrayView digits)
{
    const qint64 total = sum + std::max<qint64>(0, digits.toLongLong());
    return static_cast<int>(std::min<qint64>(total, std::numeric_limits<int>::max()));
}

} // namespace

QStringList gitLogArguments()
{
    return {u"log"_s,
            u"-z"_s,
            u"--topo-order"_s,
            u"--numstat"_s,
            u"--no-renames"_s,
            u"--no-ext-diff"_s,
            u"--no-textconv"_s,
            u"--no-color"_s,
            u"--no-notes"_s,
            u"--no-show-signature"_s,
            u"--diff-merges=off"_s,
            u"--format=tformat:%H%x00%P%x00%aN%x00%aE%x00%at%x00%ct%x00%s%x00%b"_s};
}

Result<void> GitLogReader::feed(QByteArrayView piece)
{
    qsizetype start = 0;
    if (!m_rest.isEmpty()) {
        const qsizetype end = piece.indexOf('\0');
        if (end < 0) {
            m_rest.append(piece);
            return {};
        }
        m_rest.append(piece.first(end));
        const QByteArray whole = std::exchange(m_rest, {});
        if (auto read = token(whole); !read)
            return read;
        start = end + 1;
    }
    for (qsizetype end = piece.indexOf('\0', start); end >= 0; end = piece.indexOf('\0', start)) {
        if (auto read = token(piece.sliced(start, end - start)); !read)
            return read;
        start = end + 1;
    }
    m_rest = piece.sliced(start).toByteArray();
    return {};
}

Result<void> GitLogReader::token(QByteArrayView bytes)
{
    if (!m_fields.empty() || m_changes.empty()) {
        m_fields.push_back(bytes.toByteArray());
        if (m_fields.size() == fieldCount) {
            if (!isFullHash(QString::fromLatin1(m_fields[0])))
                return unreadable(m_fields[0]);
            complete();
        }
        return {};
    }
    if (bytes.startsWith('\n'))
        bytes = bytes.sliced(1);
    const qsizetype tab = bytes.indexOf('\t');
    if (tab < 0) {
        m_fields.push_back(bytes.toByteArray());
        return {};
    }
    const qsizetype second = bytes.indexOf('\t', tab + 1);
    if (second < 0)
        return unreadable(bytes);
    Change &change = m_changes.back();
    ++change.files;
    change.added = clampedSum(change.added, bytes.first(tab));
    change.removed = clampedSum(change.removed, bytes.sliced(tab + 1, second - tab - 1));
    return {};
}

void GitLogReader::complete()
{
    Change change;
    change.service = m_service;
    change.commit = QString::fromLatin1(m_fields[0]);
    change.parents = QString::fromLatin1(m_fields[1]).split(u' ', Qt::SkipEmptyParts);
    change.authorName = gitText(m_fields[2]);
    change.authorEmail = gitText(m_fields[3]);
    change.authoredAt = fromSeconds(m_fields[4]);
    change.committedAt = fromSeconds(m_fields[5]);
    const QString subject = gitText(m_fields[6]);
    change.body = gitText(m_fields[7]).trimmed();
    ConventionalCommit parsed = parseConventional(change.body.isEmpty() ? subject : subject + "\n\n"_L1 + change.body);
    change.type = std::move(parsed.type);
    change.scope = std::move(parsed.scope);
    change.breaking = parsed.breaking;
    // An empty subject must not let the body step into its place.
    change.summary = subject.isEmpty() ? QString() : std::move(parsed.description);
    change.references = std::move(parsed.references);
    m_changes.push_back(std::move(change));
    m_fields.clear();
}

Result<std::vector<Change>> GitLogReader::finish()
{
    if (!m_fields.empty() || !m_rest.isEmpty())
        return unreadable(m_rest.isEmpty() ? m_fields.front() : m_rest);
    return std::move(m_changes);
}

QString assignOrdinals(std::vector<Change> &changes, const QString &tip, qint64 first)
{
    QHash<QString, size_t> index;
    index.reserve(static_cast<qsizetype>(changes.size()));
    for (size_t i = 0; i < changes.size(); ++i)
        index.insert(changes[i].commit, i);

    QString before;
    std::vector<size_t> line;
    for (auto at = index.constFind(tip); at != index.cend();) {
        const Change &change = changes[*at];
        line.push_back(*at);
        before = change.parents.value(0);
        at = index.constFind(before);
    }
    qint64 next = first;
    struct Visit {
        size_t change;
        qsizetype parent;
    };
    std::vector<Visit> stack;
    for (const size_t start : line | std::views::reverse) {
        stack.push_back({start, 0});
        while (!stack.empty()) {
            Visit &visit = stack.back();
            Change &change = changes[visit.change];
            if (change.ordinal >= 0) {
                stack.pop_back();
            } else if (visit.parent < change.parents.size()) {
                const auto parent = index.constFind(change.parents[visit.parent++]);
                if (parent != index.cend() && changes[*parent].ordinal < 0)
                    stack.push_back({*parent, 0});
            } else {
                change.ordinal = next++;
                stack.pop_back();
            }
        }
    }
    return before;
}

bool isFullHash(QStringView text)
{
    return (text.size() == 40 || text.size() == 64) &&
        std::ranges::all_of(text, [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); });
}

} // namespace humdrum
