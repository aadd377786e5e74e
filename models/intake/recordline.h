// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/states.h"
#include "domain/time.h"
#include "intake/jsonline.h"

#include <QByteArray>
#include <QLatin1StringView>

#include <functional>
#include <span>

namespace humdrum {

/// One line of a file of records on its way to a value; gathers what is wrong with it.
class RecordLine {
public:
    RecordLine(const QString &file, int number, const std::vector<JsonField> &fields, std::vector<Error> &faults);

    [[nodiscard]] int number() const { return m_number; } ///< in the file, from 1
    /// Where the value of a field stands; where it is missing, the line.
    [[nodiscard]] SourcePosition place(QLatin1StringView name) const;
    [[nodiscard]] bool has(QLatin1StringView name) const;

    void wrong(int column, const QString &message, const QString &hint = {});
    /// At the value of a field that is there.
    void wrong(QLatin1StringView name, const QString &message, const QString &hint = {});
    /// Any other field is a fault.
    void knowOnly(std::span<const QLatin1StringView> names);

    const JsonField *find(QLatin1StringView name, bool needed);
    QString text(QLatin1StringView name, bool needed, const JsonField **place = nullptr);
    template <class KeyType>
    KeyType key(QLatin1StringView name)
    {
        return KeyType{keyText(name)};
    }
    Timestamp time(QLatin1StringView name, bool needed);
    template <class E>
    E word(QLatin1StringView name, bool needed, E otherwise)
    {
        const JsonField *place = nullptr;
        const QString value = text(name, needed, &place);
        if (!place)
            return otherwise;
        if (const std::optional<E> known = fromWord<E>(value))
            return *known;
        noneOf(*place, value, Words<E>::list);
        return otherwise;
    }
    double amount(QLatin1StringView name); ///< a number, finite, from 0
    bool flag(QLatin1StringView name);

private:
    QString keyText(QLatin1StringView name);
    void noneOf(const JsonField &place, const QString &value, std::span<const std::string_view> words);

    const QString &m_file;
    int m_number;
    const std::vector<JsonField> &m_fields;
    std::vector<Error> &m_faults;
};

/// Reads JSON lines: an object a line, blank lines allowed; gives each to `take`, which may find more faults. ParseFailed carries
/// file, line and column of the first fault; details has one line for each of the first 100, "file:line:column: message".
[[nodiscard]] Result<void> readRecordLines(const QByteArray &text, const QString &name,
                                           const std::function<void(RecordLine &)> &take);

/// Several faults as one error: the first, with the others in its details. Not empty.
[[nodiscard]] std::unexpected<Error> allFaults(std::vector<Error> faults);

/// FileFailed or NotFound: cannot be read, or is larger than 256 MiB.
[[nodiscard]] Result<QByteArray> readRecordFile(const QString &file);

} // namespace humdrum
