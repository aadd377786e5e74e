// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/notesmodel.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shortHash = 7;

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(NotesModel)
};

NoteChangeRow rowFor(const NotedChange &noted, const QString &author, const CoverageMark &mark)
{
    const Change &change = noted.change;
    NoteChangeRow row;
    row.id = change.id;
    row.service = noted.service;
    row.what = change.type.isEmpty() ? change.summary
                                     : QString(change.type + (change.breaking ? u"!: "_s : u": "_s) + change.summary);
    row.reference = change.references.isEmpty() ? change.commit.left(shortHash) : change.references.join(u", "_s);
    row.author = author;
    row.added = change.added;
    row.removed = change.removed;
    row.state = mark.state;
    row.position = mark.position;
    row.length = mark.length;
    return row;
}

QString sizeOf(const NoteChangeRow &row)
{
    const QLocale locale;
    return u"+%1 −%2"_s.arg(locale.toString(row.added), locale.toString(row.removed));
}

QString detailOf(const NoteChangeRow &row)
{
    if (row.state == CoverageState::Internal)
        return Text::tr("%1 · internal, not in notes").arg(row.reference);
    return row.reference + u" · "_s + row.author + u" · "_s + sizeOf(row);
}

QString sentenceOf(const NoteChangeRow &row)
{
    return Text::tr("%1 %2, %3. %4 by %5, %6 lines added, %7 removed")
        .arg(row.service, row.what, NoteChangesModel::wordOf(row.state), row.reference, row.author,
             QLocale().toString(row.added), QLocale().toString(row.removed));
}

} // namespace

void NoteChangesModel::setChanges(const NotesOverview &overview, const Coverage &coverage)
{
    std::vector<NoteChangeRow> rows;
    if (overview.changes) {
        const std::vector<NotedChange> &changes = *overview.changes;
        const size_t count = std::min(changes.size(), coverage.marks.size());
        for (size_t i = 0; i < count; ++i)
            rows.push_back(rowFor(changes[i], overview.authors.value(static_cast<qsizetype>(i)), coverage.marks[i]));
    }
    setRows(std::move(rows));
}

QString NoteChangesModel::wordOf(CoverageState state)
{
    switch (state) {
    case CoverageState::Documented:
        return Text::tr("documented");
    case CoverageState::Missing:
        return Text::tr("missing in the notes");
    case CoverageState::Internal:
        return Text::tr("internal");
    }
    return {};
}

QString NoteChangesModel::title(int column) const
{
    Q_UNUSED(column);
    return Text::tr("Change");
}

QVariant NoteChangesModel::cell(const NoteChangeRow &row, int column, int role) const
{
    Q_UNUSED(column);
    switch (role) {
    case Qt::DisplayRole:
        return QString(row.service + u' ' + row.what);
    case DetailRole:
        return detailOf(row);
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return sentenceOf(row);
    case MarkRole:
        return static_cast<int>(markOf(row.state));
    case SubjectRole:
        return u"change:%1"_s.arg(row.id.value);
    case StateRole:
        return static_cast<int>(row.state);
    case ServiceRole:
        return row.service;
    case WhatRole:
        return row.what;
    default:
        return {};
    }
}

Mark markOf(CoverageState state)
{
    switch (state) {
    case CoverageState::Documented:
        return Mark::Passed;
    case CoverageState::Missing:
        return Mark::Attention;
    case CoverageState::Internal:
        break;
    }
    return Mark::Waiting;
}

} // namespace humdrum
