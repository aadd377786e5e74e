// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QByteArray>
#include <QCryptographicHash>
#include <QString>

namespace humdrum {

/// What a sign-off signs (rule 3): SHA-256 of the text as UTF-8, 64 lower-case hex digits. Line ends and spaces count.
[[nodiscard]] inline QByteArray contentHash(const QString &text)
{
    return QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).toHex();
}

} // namespace humdrum
