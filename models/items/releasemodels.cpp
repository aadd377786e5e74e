// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/releasemodels.h"

#include "items/wording.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(ReleaseModels)
};

constexpr qsizetype shortHash = 7;

QVariant timestamp(Timestamp t) { return t == noTime ? QVariant() : QVariant(qint64{t.time_since_epoch().count()}); }

} // namespace

QString ReleasesModel::title(int column) const
{
    switch (column) {
    case VersionColumn:
        return Text::tr("Release");
    case KindColumn:
        return Text::tr("Kind");
    case StateColumn:
        return Text::tr("State");
    case LeavesColumn:
        return Text::tr("Train");
    case ChangesColumn:
        return Text::tr("Changes");
    case NotesColumn:
        return Text::tr("Notes");
    case RunsColumn:
        return Text::tr("Runs in");
    case CreatedColumn:
        return Text::tr("Created");
    default:
        return Text::tr("By");
    }
}

QVariant ReleasesModel::text(const ReleaseRow &row, int column)
{
    switch (column) {
    case VersionColumn:
        return row.version;
    case KindColumn:
        return row.patches.isEmpty() ? titleOf(row.kind) : Text::tr("%1 of %2").arg(titleOf(row.kind), row.patches);
    case StateColumn:
        return progressOf(row.state, row.clients);
    case LeavesColumn:
        return row.departure == noTime ? Text::tr("none") : QString();
    case ChangesColumn:
        return row.previous.isEmpty() ? Text::tr("the first") : wording::changes(row.changes);
    case NotesColumn:
        return row.notes ? titleOf(*row.notes)
            : row.state == ReleaseState::Released || row.state == ReleaseState::Withdrawn
            ? Text::tr("no notes recorded")
            : Text::tr("none yet");
    case RunsColumn:
        return !row.partly.isEmpty() ? row.partly
            : row.runsIn.isEmpty()   ? Text::tr("nowhere")
                                     : Text::tr("%1 of %2").arg(row.runsIn.size()).arg(row.environments);
    case CreatorColumn:
        return row.createdBy.isEmpty() ? Text::tr("imported") : row.createdBy;
    default:
        return {};
    }
}

QVariant ReleasesModel::cell(const ReleaseRow &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case SubjectRole:
        return u"release:%1"_s.arg(row.id.value);
    case StrongRole:
        return column == VersionColumn ? QVariant(true) : QVariant();
    case MutedRole: {
        const bool nothing = (column == LeavesColumn && row.departure == noTime) ||
            (column == NotesColumn && !row.notes) ||
            (column == RunsColumn && row.runsIn.isEmpty() && row.partly.isEmpty()) ||
            (column == KindColumn && row.kind == ReleaseKind::Regular) || column == CreatorColumn;
        return nothing ? QVariant(true) : QVariant();
    }
    case MarkRole:
        if (column == StateColumn)
            return static_cast<int>(markOf(row.state));
        return column == NotesColumn && row.notes ? QVariant(static_cast<int>(markOf(*row.notes))) : QVariant();
    case TimestampRole:
        return column == LeavesColumn ? timestamp(row.departure)
            : column == CreatedColumn ? timestamp(row.createdAt)
                                      : QVariant();
    case Qt::ToolTipRole:
        if (column == RunsColumn && !row.runsIn.isEmpty())
            return row.runsIn.join(u'\n');
        if (column == StateColumn && row.clients)
            return row.clients->sentence();
        if (column == ChangesColumn && !row.previous.isEmpty())
            return Text::tr("against %1").arg(row.previous);
        return {};
    default:
        return {};
    }
}

void ReleaseLinesModel::setHeads(const QString &previous, const QString &version)
{
    if (m_previous == previous && m_version == version)
        return;
    m_previous = previous;
    m_version = version;
    Q_EMIT headerDataChanged(Qt::Horizontal, PreviousColumn, VersionColumn);
}

QString ReleaseLinesModel::title(int column) const
{
    switch (column) {
    case ServiceColumn:
        return Text::tr("Service");
    case PreviousColumn:
        return m_previous.isEmpty() ? Text::tr("Before") : m_previous;
    case VersionColumn:
        return m_version.isEmpty() ? Text::tr("Version") : m_version;
    case CommitColumn:
        return Text::tr("Commit");
    default:
        return Text::tr("Changes");
    }
}

QVariant ReleaseLinesModel::cell(const ReleaseLine &line, int column, int role) const
{
    const QString none = Text::tr("none");
    switch (role) {
    case SubjectRole:
        return QString(u"service:" + line.service.value);
    case MonospaceRole:
        return column == PreviousColumn || column == VersionColumn || column == CommitColumn ? QVariant(true)
                                                                                             : QVariant();
    case MutedRole:
        return column == PreviousColumn || column == CommitColumn ||
                (column == ChangesColumn && line.changes + line.lost == 0)
            ? QVariant(true)
            : QVariant();
    case Qt::ToolTipRole:
        return column == CommitColumn && !line.commit.isEmpty() ? QVariant(line.commit) : QVariant();
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (column) {
    case ServiceColumn:
        return line.name.isEmpty() ? line.service.value : line.name;
    case PreviousColumn:
        return line.previous.isEmpty() ? none : line.previous;
    case VersionColumn:
        return line.version.isEmpty() ? none : line.version;
    case CommitColumn:
        return line.commit.first(std::min(shortHash, line.commit.size()));
    default:
        break;
    }
    if (line.version.isEmpty())
        return Text::tr("gone");
    if (line.previous.isEmpty())
        return Text::tr("new");
    if (line.lost == 0)
        return wording::changes(line.changes);
    return line.changes == 0 ? Text::tr("loses %1").arg(line.lost)
                             : Text::tr("%1, loses %2").arg(wording::changes(line.changes)).arg(line.lost);
}

} // namespace humdrum
