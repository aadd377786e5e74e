// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/recordline.h"

#include <QCoreApplication>
#include <QFile>
#include <QStringDecoder>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxBytes = qint64(256) * 1024 * 1024;
constexpr size_t maxFaults = 100;

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Records)
};

/// Letters to add, drop or change to make one word of the other (Levenshtein 1966).
int distance(QStringView a, QStringView b)
{
    std::vector<int> row(static_cast<size_t>(b.size()) + 1);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = std::exchange(row[0], static_cast<int>(i) + 1);
        for (qsizetype j = 0; j < b.size(); ++j) {
            const auto k = static_cast<size_t>(j);
            const int change = diagonal + (a[i].toLower() == b[j].toLower() ? 0 : 1);
            diagonal = row[k + 1];
            row[k + 1] = std::min({change, row[k] + 1, row[k + 1] + 1});
        }
    }
    return row.back();
}

template <class Words>
QString nearest(const QString &word, const Words &known)
{
    const QString shortened = word.left(64);
    QString best;
    int least = 1 + std::max(2, static_cast<int>(shortened.size()) / 3);
    for (const auto &candidate : known) {
        const QString text = QString::fromLatin1(candidate.data(), static_cast<qsizetype>(candidate.size()));
        if (const int d = distance(shortened, text); d < least) {
            least = d;
            best = text;
        }
    }
    return best;
}

} // namespace

RecordLine::RecordLine(const QString &file, int number, const std::vector<JsonField> &fields,
                       std::vector<Error> &faults)
    : m_file(file)
    , m_number(number)
    , m_fields(fields)
    , m_faults(faults)
{}

bool RecordLine::has(QLatin1StringView name) const
{
    return std::ranges::find(m_fields, name, &JsonField::name) != m_fields.end();
}

void RecordLine::wrong(QLatin1StringView name, const QString &message, const QString &hint)
{
    wrong(place(name).column, message, hint);
}

SourcePosition RecordLine::place(QLatin1StringView name) const
{
    const auto it = std::ranges::find(m_fields, name, &JsonField::name);
    return {m_file, m_number, it == m_fields.end() ? 1 : it->valueColumn};
}

void RecordLine::wrong(int column, const QString &message, const QString &hint)
{
    Error error;
    error.code = ErrorCode::ParseFailed;
    error.message = message;
    error.hint = hint;
    error.where = SourcePosition{m_file, m_number, column};
    m_faults.push_back(std::move(error));
}

void RecordLine::knowOnly(std::span<const QLatin1StringView> names)
{
    for (const JsonField &field : m_fields) {
        if (std::ranges::find(names, field.name) != names.end())
            continue;
        const QString near = nearest(field.name, names);
        wrong(field.nameColumn, Text::tr("Unknown field \"%1\".").arg(field.name.left(64)),
              near.isEmpty() ? QString() : Text::tr("Did you mean \"%1\"?").arg(near));
    }
}

const JsonField *RecordLine::find(QLatin1StringView name, bool needed)
{
    const auto it = std::ranges::find(m_fields, name, &JsonField::name);
    if (it != m_fields.end())
        return &*it;
    if (needed)
        wrong(1, Text::tr("The field \"%1\" is missing.").arg(name));
    return nullptr;
}

QString RecordLine::text(QLatin1StringView name, bool needed, const JsonField **place)
{
    const JsonField *field = find(name, needed);
    if (place)
        *place = nullptr;
    if (!field)
        return {};
    const auto *value = std::get_if<QString>(&field->value);
    if (!value || (needed && value->isEmpty())) {
        wrong(field->valueColumn, Text::tr("\"%1\" must be a text.").arg(name));
        return {};
    }
    if (place)
        *place = field;
    return *value;
}

QString RecordLine::keyText(QLatin1StringView name)
{
    const JsonField *place = nullptr;
    const QString value = text(name, true, &place);
    const bool fits = std::ranges::all_of(value, [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'_' || c == u'.';
    });
    if (place && (!fits || value.startsWith(u'-') || value.startsWith(u'.') || value.startsWith(u'_')))
        wrong(place->valueColumn,
              Text::tr("\"%1\" cannot be a key: lower-case letters, digits, '-', '_' and '.'.").arg(value.left(64)));
    return value;
}

Timestamp RecordLine::time(QLatin1StringView name, bool needed)
{
    const JsonField *place = nullptr;
    const QString value = text(name, needed, &place);
    if (!place)
        return noTime;
    const QDateTime moment = QDateTime::fromString(value, Qt::ISODateWithMs);
    if (!moment.isValid() || moment.timeSpec() == Qt::LocalTime) {
        wrong(place->valueColumn, Text::tr("\"%1\" is not a time with its offset.").arg(value.left(64)),
              Text::tr("Such as 2026-11-24T10:00:00+01:00."));
        return noTime;
    }
    return toTimestamp(moment);
}

void RecordLine::noneOf(const JsonField &place, const QString &value, std::span<const std::string_view> list)
{
    QStringList words;
    for (const std::string_view w : list)
        words.append(QString::fromLatin1(w.data(), static_cast<qsizetype>(w.size())));
    const QString near = nearest(value, list);
    wrong(place.valueColumn, Text::tr("\"%1\" is none of %2.").arg(value.left(64), words.join(u", ")),
          near.isEmpty() ? QString() : Text::tr("Did you mean \"%1\"?").arg(near));
}

double RecordLine::amount(QLatin1StringView name)
{
    const JsonField *field = find(name, true);
    if (!field)
        return 0;
    const auto *value = std::get_if<double>(&field->value);
    if (value && std::isfinite(*value) && *value >= 0)
        return *value;
    wrong(field->valueColumn, Text::tr("\"%1\" must be a number from 0.").arg(name));
    return 0;
}

bool RecordLine::flag(QLatin1StringView name)
{
    const JsonField *field = find(name, false);
    if (!field)
        return false;
    if (const auto *value = std::get_if<bool>(&field->value))
        return *value;
    wrong(field->valueColumn, Text::tr("\"%1\" must be true or false.").arg(name));
    return false;
}

Result<void> readRecordLines(const QByteArray &text, const QString &name, const std::function<void(RecordLine &)> &take)
{
    std::vector<Error> faults;
    int number = 0;
    for (qsizetype begin = 0; begin < text.size() && faults.size() < maxFaults;) {
        qsizetype end = text.indexOf('\n', begin);
        if (end < 0)
            end = text.size();
        ++number;
        QStringDecoder utf8(QStringDecoder::Utf8,
                            number == 1 ? QStringDecoder::Flag::Default : QStringDecoder::Flag::ConvertInitialBom);
        const QString content = utf8.decode(QByteArrayView(text).sliced(begin, end - begin));
        begin = end + 1;
        std::vector<JsonField> fields;
        RecordLine line(name, number, fields, faults);
        if (utf8.hasError()) {
            line.wrong(static_cast<int>(content.indexOf(QChar::ReplacementCharacter)) + 1,
                       Text::tr("The line is not UTF-8."));
            continue;
        }
        if (content.trimmed().isEmpty())
            continue;
        JsonFault fault;
        if (!readJsonLine(content, fields, fault)) {
            line.wrong(fault.column, fault.message);
            continue;
        }
        take(line);
    }
    if (!faults.empty()) {
        faults.resize(std::min(faults.size(), maxFaults));
        return allFaults(std::move(faults));
    }
    return {};
}

std::unexpected<Error> allFaults(std::vector<Error> faults)
{
    QStringList others;
    for (const Error &fault : std::span(faults).subspan(1))
        others.append(fault.toString());
    Error first = std::move(faults.front());
    first.details = others.join(u'\n');
    return std::unexpected(std::move(first));
}

Result<QByteArray> readRecordFile(const QString &file)
{
    QFile device(file);
    if (!device.open(QIODevice::ReadOnly))
        return fail(device.exists() ? ErrorCode::FileFailed : ErrorCode::NotFound,
                    Text::tr("%1 could not be read.").arg(file), {}, device.errorString());
    QByteArray text = device.read(maxBytes + 1);
    if (text.size() > maxBytes)
        return fail(ErrorCode::ParseFailed, Text::tr("%1 is too large: at most 256 MiB are read.").arg(file));
    return text;
}

} // namespace humdrum
