// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

#include <expected>
#include <optional>

namespace humdrum {

/// What went wrong, for code that must decide. The text for people is in Error.
enum class ErrorCode {
    // a rule of the product said no (exit code 1)
    RuleRefused,
    IllegalTransition,
    GateNotMet,
    AlreadyExists,
    NothingToDo,
    // the caller asked for something that does not make sense (exit code 2)
    InvalidInput,
    NotFound,
    ConfigInvalid,
    ParseFailed, ///< a file that was handed in is not what it should be, or too large
    // something outside failed (exit code 3)
    StorageFailed,
    StorageLocked,
    StorageReadOnly,
    StorageCorrupt,
    StorageTooNew,
    StorageFull,
    CommandFailed,
    CommandNotStarted,
    CommandTimedOut,
    Cancelled,
    GitFailed,
    FileFailed,
    Internal,
};

/// Exit codes of humdrumctl; 0 is done.
enum class ErrorKind { RefusedByRule = 1, WrongUse = 2, Technical = 3 };

[[nodiscard]] constexpr ErrorKind kindOf(ErrorCode code)
{
    if (code <= ErrorCode::NothingToDo)
        return ErrorKind::RefusedByRule;
    if (code <= ErrorCode::ParseFailed)
        return ErrorKind::WrongUse;
    return ErrorKind::Technical;
}

/// A place in a text file; line and column count from 1, 0 is unknown.
struct SourcePosition {
    QString file;
    int line = 0;
    int column = 0;

    friend bool operator==(const SourcePosition &, const SourcePosition &) = default;
};

/// A failure as a value: what happened, where, what is still intact, what to do. Texts are translated and plain.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString message;                     ///< one sentence: what happened
    QString hint;                        ///< what to do, may be empty
    QString details;                     ///< raw output of a library or command, may be empty, may be long
    std::optional<SourcePosition> where; ///< file, line, column

    /// "file:line:column: message (hint)", the form a terminal understands.
    [[nodiscard]] QString toString() const;
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(ErrorCode code, QString message, QString hint = {},
                                                 QString details = {})
{
    return std::unexpected(Error{code, std::move(message), std::move(hint), std::move(details), std::nullopt});
}

} // namespace humdrum
