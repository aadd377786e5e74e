// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "intake/deployments.h"

#include "intake/jsonline.h"

#include <QCoreApplication>
#include <QFile>
#include <QStringDecoder>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 maxBytes = qint64(256) * 1024 * 1024;
constexpr size_t maxFaults = 100;

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Records)
};

constexpr std::array<QLatin1StringView, 16> deploymentFields{
    "service"_L1, "environment"_L1, "version"_L1, "commit"_L1,  "from"_L1,  "started"_L1, "deployer"_L1, "release"_L1,
    "train"_L1,   "kind"_L1,        "patches"_L1, "outcome"_L1, "cause"_L1, "message"_L1, "remedies"_L1, "attended"_L1};
constexpr std::array<QLatin1StringView, 5> sampleFields{"pool"_L1, "resource"_L1, "used"_L1, "capacity"_L1, "at"_L1};

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

/// One line on its way to a value; gathers what is wrong with it.
class Line {
public:
    Line(const QString &file, int number, const std::vector<JsonField> &fields, std::vector<Error> &faults)
        : m_file(file)
        , m_number(number)
        , m_fields(fields)
        , m_faults(faults)
    {}

    void wrong(int column, const QString &message, const QString &hint = {})
    {
        Error error;
        error.code = ErrorCode::ParseFailed;
        error.message = message;
        error.hint = hint;
        error.where = SourcePosition{m_file, m_number, column};
        m_faults.push_back(std::move(error));
    }

    template <class Names>
    void knowOnly(const Names &names)
    {
        for (const JsonField &field : m_fields) {
            if (std::ranges::find(names, field.name) != names.end())
                continue;
            const QString near = nearest(field.name, names);
            wrong(field.nameColumn, Text::tr("Unknown field \"%1\".").arg(field.name.left(64)),
                  near.isEmpty() ? QString() : Text::tr("Did you mean \"%1\"?").arg(near));
        }
    }

    const JsonField *find(QLatin1StringView name, bool needed)
    {
        const auto it = std::ranges::find(m_fields, name, &JsonField::name);
        if (it != m_fields.end())
            return &*it;
        if (needed)
            wrong(1, Text::tr("The field \"%1\" is missing.").arg(name));
        return nullptr;
    }

    QString text(QLatin1StringView name, bool needed, const JsonField **place = nullptr)
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

    template <class KeyType>
    KeyType key(QLatin1StringView name)
    {
        const JsonField *place = nullptr;
        const QString value = text(name, true, &place);
        const bool fits = std::ranges::all_of(value, [](QChar c) {
            return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'_' || c == u'.';
        });
        if (place && (!fits || value.startsWith(u'-') || value.startsWith(u'.') || value.startsWith(u'_')))
            wrong(
                place->valueColumn,
                Text::tr("\"%1\" cannot be a key: lower-case letters, digits, '-', '_' and '.'.").arg(value.left(64)));
        return KeyType{value};
    }

    Timestamp time(QLatin1StringView name, bool needed)
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

    template <class E>
    E word(QLatin1StringView name, bool needed, E otherwise)
    {
        const JsonField *place = nullptr;
        const QString value = text(name, needed, &place);
        if (!place)
            return otherwise;
        if (const std::optional<E> known = fromWord<E>(value))
            return *known;
        QStringList words;
        for (const std::string_view w : Words<E>::list)
            words.append(QString::fromLatin1(w.data(), static_cast<qsizetype>(w.size())));
        const QString near = nearest(value, Words<E>::list);
        wrong(place->valueColumn, Text::tr("\"%1\" is none of %2.").arg(value.left(64), words.join(u", ")),
              near.isEmpty() ? QString() : Text::tr("Did you mean \"%1\"?").arg(near));
        return otherwise;
    }

    double number(QLatin1StringView name)
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

    bool flag(QLatin1StringView name)
    {
        const JsonField *field = find(name, false);
        if (!field)
            return false;
        if (const auto *value = std::get_if<bool>(&field->value))
            return *value;
        wrong(field->valueColumn, Text::tr("\"%1\" must be true or false.").arg(name));
        return false;
    }

private:
    const QString &m_file;
    int m_number;
    const std::vector<JsonField> &m_fields;
    std::vector<Error> &m_faults;
};

QString commitOf(Line &line)
{
    const JsonField *place = nullptr;
    const QString commit = line.text("commit"_L1, true, &place).toLower();
    const bool hex =
        std::ranges::all_of(commit, [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); });
    if (place && (!hex || commit.size() < 7 || commit.size() > 64))
        line.wrong(place->valueColumn, Text::tr("\"%1\" is not a commit: 7 to 64 hex digits.").arg(commit.left(64)));
    return commit;
}

RecordedDeployment deploymentOf(Line &line, int number)
{
    line.knowOnly(deploymentFields);
    RecordedDeployment d;
    d.service = line.key<ServiceKey>("service"_L1);
    d.environment = line.key<EnvironmentKey>("environment"_L1);
    d.version = line.text("version"_L1, true);
    d.commit = commitOf(line);
    d.from = line.time("from"_L1, true);
    d.startedAt = line.time("started"_L1, true);
    d.deployer = line.text("deployer"_L1, true);
    d.release = line.text("release"_L1, false);
    d.train = line.text("train"_L1, false);
    d.kind = line.word("kind"_L1, true, ReleaseKind::Regular);
    d.patches = line.text("patches"_L1, false);
    d.outcome = line.word("outcome"_L1, true, RecordedOutcome::Succeeded);
    d.cause = line.word("cause"_L1, false, Cause::Unknown);
    d.message = line.text("message"_L1, false);
    d.remedies = line.time("remedies"_L1, false);
    d.attended = line.flag("attended"_L1);
    d.line = number;
    if (d.startedAt != noTime && d.from != noTime && d.startedAt > d.from) {
        line.wrong(line.find("started"_L1, false)->valueColumn,
                   Text::tr("It cannot have started after it ran: \"started\" is later than \"from\"."));
    }
    if (d.remedies != noTime && d.from != noTime && d.remedies >= d.from) {
        line.wrong(line.find("remedies"_L1, false)->valueColumn,
                   Text::tr("A deployment can only make good an earlier one: \"remedies\" is not before \"from\"."));
    }
    if (!d.patches.isEmpty() && d.kind == ReleaseKind::Regular) {
        line.wrong(line.find("patches"_L1, false)->valueColumn,
                   Text::tr("Only a patch or a rollback names the release that it patches."));
    }
    return d;
}

PoolSample sampleOf(Line &line)
{
    line.knowOnly(sampleFields);
    PoolSample sample;
    sample.pool = line.key<PoolKey>("pool"_L1);
    sample.resource = line.text("resource"_L1, true);
    sample.used = line.number("used"_L1);
    sample.capacity = line.number("capacity"_L1);
    sample.at = line.time("at"_L1, true);
    return sample;
}

std::unexpected<Error> summary(std::vector<Error> faults)
{
    QStringList others;
    for (const Error &fault : std::span(faults).subspan(1))
        others.append(fault.toString());
    Error first = std::move(faults.front());
    first.details = others.join(u'\n');
    return std::unexpected(std::move(first));
}

} // namespace

Result<RecordedFacts> parseRecords(const QByteArray &text, const QString &name)
{
    RecordedFacts facts;
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
        Line line(name, number, fields, faults);
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
        if (std::ranges::find(fields, "pool"_L1, &JsonField::name) != fields.end())
            facts.samples.push_back(sampleOf(line));
        else
            facts.deployments.push_back(deploymentOf(line, number));
    }
    if (!faults.empty()) {
        faults.resize(std::min(faults.size(), maxFaults));
        return summary(std::move(faults));
    }
    return facts;
}

Result<RecordedFacts> readRecords(const QString &file)
{
    QFile device(file);
    if (!device.open(QIODevice::ReadOnly))
        return fail(device.exists() ? ErrorCode::FileFailed : ErrorCode::NotFound,
                    Text::tr("%1 could not be read.").arg(file), {}, device.errorString());
    const QByteArray text = device.read(maxBytes + 1);
    if (text.size() > maxBytes)
        return fail(ErrorCode::FileFailed, Text::tr("%1 is too large: at most 256 MiB are read.").arg(file));
    return parseRecords(text, file);
}

} // namespace humdrum
