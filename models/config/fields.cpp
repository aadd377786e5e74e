// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "config/fields.h"

#include "config/text.h"
#include "config/values.h"

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

QString kindOf(const YamlNode &node)
{
    switch (node.kind) {
    case YamlNode::Kind::Null:
        return Text::tr("nothing");
    case YamlNode::Kind::Scalar:
        return quoted(node.text);
    case YamlNode::Kind::Sequence:
        return Text::tr("a list");
    case YamlNode::Kind::Map:
        return Text::tr("a map of keys");
    }
    return {};
}

/// What other YAML readers take for a boolean: as a name it is nearly always a slip.
bool isBooleanWord(const YamlNode &node)
{
    static const QStringList words{u"yes"_s, u"no"_s, u"on"_s, u"off"_s, u"true"_s, u"false"_s, u"y"_s, u"n"_s};
    return node.plain && words.contains(node.text.toLower());
}

} // namespace

QString quoted(const QString &text)
{
    QString line = text.left(60).simplified();
    if (text.size() > 60)
        line += u'…';
    return u'“' + line + u'”';
}

QString didYouMean(const QString &word, const QStringList &known)
{
    const QString near = nearest(word, known);
    if (!near.isEmpty())
        return Text::tr("Did you mean “%1”?").arg(near);
    if (known.isEmpty())
        return Text::tr("There is none yet; describe it first.");
    QStringList shown = known.first(std::min<qsizetype>(known.size(), 12));
    if (shown.size() < known.size())
        shown.append(u"…"_s);
    return Text::tr("Known here: %1.").arg(shown.join(u", "_s));
}

void Complaints::add(const YamlNode &at, QString message, QString hint)
{
    m_errors.append(Error{
        ErrorCode::ConfigInvalid, std::move(message), std::move(hint), {}, SourcePosition{m_file, at.line, at.column}});
}

Fields::Fields(Complaints &complaints, Section section, YamlPtr map, YamlPtr owner)
    : m_complaints(complaints)
    , m_section(section)
    , m_map(std::move(map))
    , m_owner(std::move(owner))
{
    if (m_map && m_map->kind == YamlNode::Kind::Null)
        m_map = nullptr;
    if (!m_map)
        return;
    if (m_map->kind != YamlNode::Kind::Map) {
        complaints.add(*m_map, Text::tr("Here stands %1, but a map of keys belongs here").arg(kindOf(*m_map)),
                       Text::tr("Known here: %1.").arg(keysOf(section).join(u", "_s)));
        m_map = nullptr;
        m_broken = true;
        return;
    }
    for (const YamlNode::Entry &entry : m_map->entries) {
        if (section == Section::Top && entry.key->text.startsWith(u"x-"))
            continue;
        if (keysOf(section).contains(entry.key->text))
            continue;
        m_meant.append(nearest(entry.key->text, keysOf(section)));
        complaints.add(*entry.key, Text::tr("The key %1 is not known here").arg(quoted(entry.key->text)),
                       didYouMean(entry.key->text, keysOf(section)));
    }
}

YamlPtr Fields::node(const QString &key) const
{
    Q_ASSERT_X(keysOf(m_section).contains(key), "Fields", qPrintable(key));
    const YamlNode::Entry *entry = m_map ? m_map->find(key) : nullptr;
    return entry ? entry->value : nullptr;
}

const YamlNode &Fields::at(const QString &key) const
{
    const YamlNode::Entry *entry = m_map ? m_map->find(key) : nullptr;
    if (!entry)
        return *m_owner;
    return entry->value->kind == YamlNode::Kind::Null ? *entry->key : *entry->value;
}

YamlPtr Fields::keyOf(const QString &key) const
{
    const YamlNode::Entry *entry = m_map ? m_map->find(key) : nullptr;
    return entry ? entry->key : m_owner;
}

void Fields::missing(const QString &key, const QString &hint) const
{
    // What is missing only because of another mistake is not worth a second complaint.
    if (m_broken || m_meant.contains(key))
        return;
    m_complaints.add(at(key), Text::tr("The key “%1” is missing").arg(key), hint);
}

std::optional<QString> Fields::scalar(const QString &key, const QString &what) const
{
    const YamlPtr n = node(key);
    if (!n)
        return std::nullopt;
    if (n->kind == YamlNode::Kind::Scalar)
        return n->text;
    m_complaints.add(at(key), Text::tr("“%1” is %2, but %3 belongs here").arg(key, kindOf(*n), what),
                     Text::tr("Write %1, or take the key out.").arg(what));
    return std::nullopt;
}

QString Fields::text(const QString &key, const QString &otherwise) const
{
    const auto value = scalar(key, Text::tr("a text"));
    if (!value)
        return otherwise;
    if (value->trimmed().isEmpty()) {
        m_complaints.add(at(key), Text::tr("“%1” is empty").arg(key), Text::tr("Write a text, or take the key out."));
        return otherwise;
    }
    if (value->contains(u'\n') || value->size() > 1000) {
        m_complaints.add(at(key), Text::tr("“%1” is longer than one line of 1000 characters").arg(key),
                         Text::tr("Shorten it."));
        return otherwise;
    }
    if (isBooleanWord(at(key))) {
        m_complaints.add(at(key),
                         Text::tr("“%1” is the bare word %2, which many YAML readers take for true or false")
                             .arg(key, quoted(*value)),
                         Text::tr("Put it in quotes if the text is meant, or take the key out."));
        return otherwise;
    }
    return value->trimmed();
}

QString Fields::requiredText(const QString &key, const QString &hint) const
{
    if (!has(key)) {
        missing(key, hint);
        return {};
    }
    return text(key);
}

bool Fields::flag(const QString &key, bool otherwise) const
{
    const auto value = scalar(key, Text::tr("true or false"));
    if (!value)
        return otherwise;
    if (node(key)->plain && *value == u"true")
        return true;
    if (node(key)->plain && *value == u"false")
        return false;
    m_complaints.add(at(key), Text::tr("“%1” is %2, which is neither true nor false").arg(key, quoted(*value)),
                     Text::tr("Write true or false, without quotes."));
    return otherwise;
}

int Fields::integer(const QString &key, int otherwise, int min, int max) const
{
    const auto value = scalar(key, Text::tr("a whole number"));
    if (!value)
        return otherwise;
    bool ok = false;
    const int number = value->toInt(&ok);
    if (ok && number >= min && number <= max)
        return number;
    m_complaints.add(at(key),
                     Text::tr("“%1” is %2, which is no whole number from %3 to %4")
                         .arg(key, quoted(*value), QString::number(min), QString::number(max)),
                     Text::tr("Write such a number."));
    return otherwise;
}

Duration Fields::duration(const QString &key, Duration otherwise, Duration min, Duration max) const
{
    const auto value = scalar(key, Text::tr("a duration"));
    if (!value)
        return otherwise;
    const auto duration = parseDuration(*value);
    if (!duration) {
        m_complaints.add(at(key), Text::tr("“%1” is %2, which is no duration").arg(key, quoted(*value)),
                         Text::tr("Write for example 90s, 2m, 1h30m or 14d."));
        return otherwise;
    }
    if (*duration < min || *duration > max) {
        m_complaints.add(at(key),
                         Text::tr("“%1” is %2, which is too %3")
                             .arg(key, quoted(*value), *duration < min ? Text::tr("short") : Text::tr("long")),
                         Text::tr("It must lie between %1 and %2 seconds.")
                             .arg(QString::number(min.count() / 1000.0), QString::number(max.count() / 1000.0)));
        return otherwise;
    }
    return *duration;
}

std::optional<qint64> Fields::size(const QString &key) const
{
    const auto value = scalar(key, Text::tr("a size"));
    if (!value)
        return std::nullopt;
    const auto size = parseSize(*value);
    if (!size)
        m_complaints.add(at(key), Text::tr("“%1” is %2, which is no size").arg(key, quoted(*value)),
                         Text::tr("Write for example 256 MiB, 1.5 GiB or a plain number."));
    return size;
}

std::optional<QDate> Fields::date(const QString &key) const
{
    const auto value = scalar(key, Text::tr("a date"));
    if (!value)
        return std::nullopt;
    const auto date = parseDate(*value);
    if (!date)
        m_complaints.add(at(key), Text::tr("“%1” is %2, which is no date").arg(key, quoted(*value)),
                         Text::tr("Write year-month-day, as in 2026-04-27."));
    return date;
}

std::optional<QTime> Fields::time(const QString &key) const
{
    const auto value = scalar(key, Text::tr("a time of day"));
    if (!value)
        return std::nullopt;
    const auto time = parseTime(*value);
    if (!time)
        m_complaints.add(at(key), Text::tr("“%1” is %2, which is no time of day").arg(key, quoted(*value)),
                         Text::tr("Write hours and minutes, as in \"09:30\"."));
    return time;
}

std::vector<std::pair<QString, YamlPtr>> Fields::list(const QString &key) const
{
    std::vector<std::pair<QString, YamlPtr>> result;
    const YamlPtr n = node(key);
    if (!n)
        return result;
    if (n->kind != YamlNode::Kind::Sequence) {
        m_complaints.add(at(key), Text::tr("“%1” is %2, but a list belongs here").arg(key, kindOf(*n)),
                         Text::tr("Put it in brackets, as in [one, two]."));
        return result;
    }
    for (const YamlPtr &item : n->items) {
        if (item->kind == YamlNode::Kind::Scalar)
            result.emplace_back(item->text, item);
        else
            m_complaints.add(*item,
                             Text::tr("In the list “%1” stands %2, but a text belongs here").arg(key, kindOf(*item)),
                             Text::tr("Write a text; put it in quotes if it is empty."));
    }
    return result;
}

QStringList Fields::strings(const QString &key) const
{
    QStringList result;
    for (const auto &[text, item] : list(key))
        result.append(text);
    return result;
}

std::vector<YamlNode::Entry> Fields::things(const QString &key) const
{
    const YamlPtr n = node(key);
    if (!n || n->kind == YamlNode::Kind::Null)
        return {};
    if (n->kind != YamlNode::Kind::Map) {
        m_complaints.add(*n, Text::tr("“%1” is %2, but a map of keys belongs here").arg(key, kindOf(*n)),
                         Text::tr("Write “key: …” lines below it."));
        return {};
    }
    std::vector<YamlNode::Entry> result;
    for (const YamlNode::Entry &entry : n->entries) {
        if (!isKey(entry.key->text))
            m_complaints.add(*entry.key, Text::tr("%1 cannot be a key").arg(quoted(entry.key->text)),
                             Text::tr("Use lower-case letters, digits, '-', '_' and '.', beginning with a letter or "
                                      "digit, at most 64; a name can say the rest."));
        result.push_back(entry); // read on: what refers to it is not wrong
    }
    return result;
}

std::vector<std::pair<YamlNode::Entry, QString>> Fields::words(const QString &key) const
{
    const YamlPtr n = node(key);
    if (!n || n->kind == YamlNode::Kind::Null)
        return {};
    if (n->kind != YamlNode::Kind::Map) {
        m_complaints.add(*n, Text::tr("“%1” is %2, but a map of keys belongs here").arg(key, kindOf(*n)),
                         Text::tr("Write it as in {NAME: text}."));
        return {};
    }
    std::vector<std::pair<YamlNode::Entry, QString>> result;
    for (const YamlNode::Entry &entry : n->entries) {
        if (entry.value->kind == YamlNode::Kind::Scalar)
            result.emplace_back(entry, entry.value->text);
        else
            m_complaints.add(entry.value->kind == YamlNode::Kind::Null ? *entry.key : *entry.value,
                             Text::tr("“%1” is %2, but a text belongs here").arg(entry.key->text, kindOf(*entry.value)),
                             Text::tr("Put it in quotes, as in \"\"."));
    }
    return result;
}

bool Fields::oneOf(const QString &key, const QString &word, const QStringList &allowed) const
{
    if (allowed.contains(word))
        return true;
    if (!word.isEmpty())
        m_complaints.add(at(key), Text::tr("“%1” is %2, which is not known").arg(key, quoted(word)),
                         didYouMean(word, allowed));
    return false;
}

} // namespace humdrum
