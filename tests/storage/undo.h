// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "storage/fixture.h"
#include "storage/migrations.h"

#include <QRegularExpression>

/// Makes a file as it was before a migration.
namespace humdrum::test {

/// What a migration makes: a column, or what its file is named after.
struct Made {
    QString table, name; ///< no table where it is no column

    explicit Made(const Migration &migration) : name(migration.name.section(u'.', 0, 0).mid(5))
    {
        static const QRegularExpression column(u"ALTER TABLE (\\w+) ADD COLUMN (\\w+)"_s);
        if (const auto added = column.match(migration.sql); added.hasMatch()) {
            table = added.captured(1);
            name = added.captured(2);
        }
    }
    [[nodiscard]] bool isIn(RawConnection &raw) const
    {
        const QString sql = table.isEmpty()
            ? u"SELECT count(*) FROM sqlite_schema WHERE name = '%1'"_s.arg(name)
            : u"SELECT count(*) FROM pragma_table_info('%2') WHERE name = '%1'"_s.arg(name, table);
        return raw.value(sql).toInt() == 1;
    }
};

inline void undo(RawConnection &raw, const Migration &migration)
{
    const Made made(migration);
    if (!made.table.isEmpty())
        return raw.run(u"ALTER TABLE %1 DROP COLUMN %2"_s.arg(made.table, made.name));
    const QString type = raw.value(u"SELECT type FROM sqlite_schema WHERE name = '%1'"_s.arg(made.name)).toString();
    raw.run(u"DROP %1 %2"_s.arg(type, made.name));
}

} // namespace humdrum::test
