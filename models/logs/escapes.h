// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QStringView>

namespace humdrum {

/// Where a sequence for a terminal (ECMA-48) that begins at `at`, an escape, ends: behind its last character.
[[nodiscard]] qsizetype endOfSequence(QStringView line, qsizetype at);

/// `line` as plainText() has it, in UTF-8.
void plainBytes(QByteArrayView line, QByteArray &into);

/// The part behind the last carriage return that something follows: a progress bar leaves its last state.
[[nodiscard]] QStringView lastWritten(QStringView line);

/// Leaves in `look` the SGR sequences that are in force behind `text`, as a terminal would need them again. What goes back to
/// the beginning empties it; a program that switches on and on without ever doing so is forgotten at some point.
void carryLook(QByteArray &look, QByteArrayView text);

} // namespace humdrum
