// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QByteArray>

namespace humdrum {

/// The value of a secret. It has no way to a log, a debug stream or a comparison by accident. Its bytes are overwritten when
/// the last copy goes; what pipes, libraries and the kernel have made of it meanwhile is not.
class SecretValue {
public:
    SecretValue() = default;
    explicit SecretValue(QByteArray bytes) : m_bytes(std::move(bytes)) {}
    SecretValue(const SecretValue &) = default;
    SecretValue(SecretValue &&) = default;
    SecretValue &operator=(const SecretValue &other);
    SecretValue &operator=(SecretValue &&other) noexcept;
    ~SecretValue() { wipe(m_bytes); }

    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }
    /// Overwrites bytes that nobody else shares.
    static void wipe(QByteArray &bytes);

private:
    QByteArray m_bytes;
};

/// A value that can be kept, handed on and masked: text (UTF-8) of at least shortestSecret characters and at most 64 KiB, and
/// no control characters but tab and line end. InvalidInput otherwise, which never quotes it.
[[nodiscard]] Result<SecretValue> secretFrom(QByteArray bytes);

} // namespace humdrum
