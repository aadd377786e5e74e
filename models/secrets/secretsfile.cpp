// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "secrets/secretsfile.h"

#include "domain/secretname.h"
#include "secrets/text.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace humdrum {

namespace {

std::unexpected<Error> mistake(const QString &path, qsizetype line, const QString &message)
{
    return std::unexpected(Error{ErrorCode::ParseFailed,
                                 message,
                                 SecretText::tr("A line is NAME=VALUE, a comment that begins with # or empty."),
                                 {},
                                 SourcePosition{path, static_cast<int>(line), 0}});
}

QByteArray lineOf(const QString &name, const SecretValue &value)
{
    const QByteArray &bytes = value.bytes();
    const bool plain = !bytes.startsWith('"') && !bytes.contains('\n') && !bytes.contains('\r');
    if (plain)
        return name.toLatin1() + '=' + bytes;
    const QByteArray list = QJsonDocument(QJsonArray{QString::fromUtf8(bytes)}).toJson(QJsonDocument::Compact); // ["…"]
    return name.toLatin1() + '=' + list.sliced(1, list.size() - 2);
}

} // namespace

Result<SecretsFile> SecretsFile::parse(const QByteArray &content, const QString &path)
{
    SecretsFile file;
    QList<QByteArray> lines = content.split('\n');
    if (lines.back().isEmpty())
        lines.removeLast();
    for (qsizetype i = 0; i < lines.size(); ++i) {
        QByteArray line = lines[i];
        if (line.endsWith('\r'))
            line.chop(1);
        Line read{.name = {}, .value = {}, .text = SecretValue(line)};
        const bool blank = line.trimmed().isEmpty() || line.trimmed().startsWith('#');
        if (!blank) {
            const qsizetype equals = line.indexOf('=');
            read.name = QString::fromUtf8(line.first(std::max<qsizetype>(equals, 0))).trimmed();
            if (!isSecretName(read.name))
                return mistake(path, i + 1,
                               SecretText::tr("A line of the secrets file begins with no name of a secret."));
            if (std::ranges::contains(file.m_lines, read.name, &Line::name))
                return mistake(path, i + 1, SecretText::tr("The secret “%1” stands there twice.").arg(read.name));
            QByteArray value = line.sliced(equals + 1);
            if (value.startsWith('"')) {
                const QJsonDocument list = QJsonDocument::fromJson('[' + value + ']');
                if (list.array().size() != 1 || !list.array().first().isString())
                    return mistake(path, i + 1,
                                   SecretText::tr("The value of “%1” begins with a quotation mark and is no JSON text.")
                                       .arg(read.name));
                value = list.array().first().toString().toUtf8();
            }
            read.value = SecretValue(value);
        }
        file.m_lines.push_back(std::move(read));
    }
    return file;
}

QStringList SecretsFile::names() const
{
    QStringList names;
    for (const Line &line : m_lines) {
        if (!line.name.isEmpty())
            names << line.name;
    }
    return names;
}

std::optional<SecretValue> SecretsFile::value(const QString &name) const
{
    const auto it = std::ranges::find(m_lines, name, &Line::name);
    return it == m_lines.end() || name.isEmpty() ? std::nullopt : std::optional(it->value);
}

void SecretsFile::set(const QString &name, const SecretValue &value)
{
    Line line{.name = name, .value = value, .text = SecretValue(lineOf(name, value))};
    const auto it = std::ranges::find(m_lines, name, &Line::name);
    if (it == m_lines.end())
        m_lines.push_back(std::move(line));
    else
        *it = std::move(line);
}

void SecretsFile::remove(const QString &name)
{
    std::erase_if(m_lines, [&](const Line &line) { return line.name == name; });
}

SecretValue SecretsFile::content() const
{
    QByteArray content;
    for (const Line &line : m_lines) {
        content += line.text.bytes();
        content += '\n';
    }
    return SecretValue(content);
}

} // namespace humdrum
