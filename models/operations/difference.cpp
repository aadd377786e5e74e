// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "operations/difference.h"

#include "intake/gitprocess.h"

#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Difference)
};

Result<void> writeText(const QTemporaryDir &folder, const QString &name, const QString &text)
{
    QFile file(folder.filePath(name));
    const QByteArray bytes = text.toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.flush())
        return fail(ErrorCode::FileFailed, Text::tr("A temporary file could not be written."), {}, file.errorString());
    return {};
}

/// Reads the unified format, from its first hunk on.
class Hunks {
public:
    void read(const QString &line)
    {
        static const QRegularExpression header(u"^@@ -(\\d+)(,0)?(?:,\\d+)? \\+(\\d+)(,0)?(?:,\\d+)? @@"_s);
        if (m_inHunk && line.startsWith(u'\\')) // "\ No newline at end of file"
            return;
        if (const auto match = header.match(line); match.hasMatch()) {
            // A side without lines names the line it stands behind.
            const int before = match.captured(1).toInt() - (match.hasCaptured(2) ? 0 : 1);
            const int after = match.captured(3).toInt() - (match.hasCaptured(4) ? 0 : 1);
            if (before > m_before || after > m_after)
                m_result.lines.push_back({LineKind::Gap, 0, 0, {}});
            m_before = before;
            m_after = after;
            m_inHunk = true;
        } else if (m_inHunk) {
            readLine(line);
        }
    }
    [[nodiscard]] TextDifference take() { return std::move(m_result); }

private:
    void readLine(const QString &line)
    {
        const QChar sign = line.isEmpty() ? u' ' : line.front();
        const QString text = line.mid(1);
        if (sign == u'+') {
            m_result.lines.push_back({LineKind::Added, 0, ++m_after, text});
            ++m_result.added;
        } else if (sign == u'-') {
            m_result.lines.push_back({LineKind::Removed, ++m_before, 0, text});
            ++m_result.removed;
        } else {
            m_result.lines.push_back({LineKind::Same, ++m_before, ++m_after, text});
        }
    }

    TextDifference m_result;
    int m_before = 0, m_after = 0; ///< the last line of either that was read
    bool m_inHunk = false;
};

} // namespace

Result<TextDifference> differenceOf(const QString &before, const QString &after, int context)
{
    if (before == after)
        return TextDifference{};
    const QTemporaryDir folder;
    if (!folder.isValid())
        return fail(ErrorCode::FileFailed, Text::tr("A temporary folder could not be made."), {}, folder.errorString());
    for (const auto &[name, text] : {std::pair(u"before"_s, before), std::pair(u"after"_s, after)}) {
        if (auto written = writeText(folder, name, text); !written)
            return std::unexpected(written.error());
    }
    QByteArray output;
    const GitSink collect = [&output](QByteArrayView piece) -> Result<void> {
        output.append(piece);
        return {};
    };
    const auto outcome = runGit(folder.path(), {},
                                {u"-c"_s, u"core.autocrlf=false"_s, u"-c"_s, u"core.attributesFile=/dev/null"_s,
                                 u"diff"_s, u"--no-index"_s, u"--no-ext-diff"_s, u"--no-textconv"_s, u"--no-color"_s,
                                 u"--no-indent-heuristic"_s, u"--text"_s, u"--histogram"_s, u"--inter-hunk-context=0"_s,
                                 u"--unified=%1"_s.arg(context), u"--"_s, u"before"_s, u"after"_s},
                                collect);
    if (!outcome)
        return std::unexpected(outcome.error());
    if (outcome->exitCode > 1) // 1 says that they differ
        return std::unexpected(gitError(folder.path(), *outcome));
    Hunks hunks;
    const QString text = QString::fromUtf8(output);
    for (const QStringView line : QStringView(text).split(u'\n')) // a text's own "\r" stays part of its line
        hunks.read(line.toString());
    TextDifference result = hunks.take();
    // The last piece of the split is what stands behind the last line end: nothing.
    if (!result.lines.empty() && result.lines.back().kind == LineKind::Same && result.lines.back().text.isEmpty() &&
        text.endsWith(u'\n'))
        result.lines.pop_back();
    return result;
}

} // namespace humdrum
