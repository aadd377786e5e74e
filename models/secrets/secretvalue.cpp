// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "secrets/secretvalue.h"

#include "masking/masker.h"
#include "secrets/text.h"

#include <QStringDecoder>

#include <algorithm>
#include <cstring>

namespace humdrum {

namespace {

constexpr qsizetype largest = 64 * 1024; // a variable of 128 KiB is more than Linux hands on

} // namespace

SecretValue &SecretValue::operator=(const SecretValue &other)
{
    if (this != &other) {
        wipe(m_bytes);
        m_bytes = other.m_bytes;
    }
    return *this;
}

SecretValue &SecretValue::operator=(SecretValue &&other) noexcept
{
    if (this != &other) {
        wipe(m_bytes);
        m_bytes = std::exchange(other.m_bytes, {});
    }
    return *this;
}

void SecretValue::wipe(QByteArray &bytes)
{
    if (!bytes.isEmpty() && bytes.isDetached())
        ::explicit_bzero(bytes.data(), static_cast<size_t>(bytes.size()));
    bytes.clear();
}

Result<SecretValue> secretFrom(QByteArray bytes)
{
    SecretValue value(std::move(bytes));
    const QByteArray &text = value.bytes();
    if (text.size() > largest)
        return fail(ErrorCode::InvalidInput, SecretText::tr("The value of a secret has at most 64 KiB."));
    if (text.trimmed().size() < qsizetype{shortestSecret})
        return fail(ErrorCode::InvalidInput,
                    SecretText::tr("The value is shorter than %1 characters: it could not be masked in a log.")
                        .arg(shortestSecret));
    const bool controls = std::ranges::any_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f;
    });
    if (controls || !text.isValidUtf8())
        return fail(ErrorCode::InvalidInput, SecretText::tr("The value is no text."),
                    SecretText::tr("Keep what is binary as Base64."));
    return value;
}

} // namespace humdrum
