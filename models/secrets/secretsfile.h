// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "secrets/secretvalue.h"

#include <QStringList>

#include <vector>

namespace humdrum {

/// A file of secrets, as a person or a machine's provisioning writes it: a line NAME=VALUE for each, empty lines, and comments
/// that begin with '#'. A value goes to the end of its line as it stands; one that begins with '"' is a JSON text, for what
/// has several lines. What is not changed stays as it was written.
class SecretsFile {
public:
    /// Errors: ParseFailed with the line, which never quotes it.
    [[nodiscard]] static Result<SecretsFile> parse(const QByteArray &content, const QString &path);

    [[nodiscard]] QStringList names() const; ///< in their order
    [[nodiscard]] std::optional<SecretValue> value(const QString &name) const;
    void set(const QString &name, const SecretValue &value);
    void remove(const QString &name);
    [[nodiscard]] SecretValue content() const;

private:
    struct Line {
        QString name; ///< empty: a comment
        SecretValue value;
        SecretValue text; ///< as it was written
    };
    std::vector<Line> m_lines;
};

} // namespace humdrum
