// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/logprinter.h"

#include "app/humdrumctl/invocation.h"

#include <QJsonDocument>
#include <QTimeZone>

#include <cstdio>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 atOnce = 4000; ///< lines

void write(const QByteArray &bytes)
{
    (void)!std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stdout);
    std::fflush(stdout);
}

} // namespace

LogPrinter::LogPrinter(const QString &file, Options options) : m_reader(file), m_options(std::move(options))
{
    if (m_options.form == Form::Array)
        write("[");
}

bool LogPrinter::print()
{
    bool any = false;
    do {
        m_reader.refresh();
        // The last lines are known when all that there is has been looked at.
        if (m_printed < 0 && m_options.tail >= 0 && m_reader.hasMore())
            continue;
        if (m_printed < 0)
            m_printed = m_options.tail < 0 ? 0 : std::max<qint64>(0, m_reader.count() - m_options.tail);
        while (m_printed < m_reader.count()) {
            const LogPage page = m_reader.read(m_printed, atOnce);
            if (page.lines.isEmpty())
                break;
            QByteArray bytes;
            for (const LogLine &line : page.lines)
                add(bytes, line);
            write(bytes);
            m_printed += page.lines.size();
            any = true;
        }
    } while (m_reader.hasMore());
    return any;
}

void LogPrinter::finish()
{
    print();
    QByteArray bytes;
    if (const LogLine partial = m_reader.partial(); !partial.text.isEmpty())
        add(bytes, partial);
    if (m_options.form == Form::Array)
        bytes += m_any ? "\n]\n" : "]\n";
    write(bytes);
}

void LogPrinter::add(QByteArray &bytes, const LogLine &line)
{
    if (m_options.since != noTime && line.at < m_options.since)
        return;
    const bool first = !std::exchange(m_any, true);
    if (m_options.form == Form::Json || m_options.form == Form::Array) {
        const QJsonObject object{
            {u"at"_s, jsonTime(line.at)}, {u"text"_s, line.text}, {u"error"_s, line.error}, {u"own"_s, line.own}};
        if (m_options.form == Form::Array)
            bytes += first ? "\n" : ",\n";
        bytes += QJsonDocument(object).toJson(QJsonDocument::Compact);
        if (m_options.form == Form::Json)
            bytes += '\n';
        return;
    }
    if (m_options.times && line.at != noTime)
        bytes += toQDateTime(line.at)
                     .toTimeZone(QTimeZone(m_options.zone))
                     .toString(u"yyyy-MM-dd HH:mm:ss.zzz  "_s)
                     .toUtf8();
    bytes += (line.own ? u"· "_s : m_options.indent).toUtf8();
    bytes += (m_options.form == Form::Raw ? line.text : printable(plainText(line.text))).toUtf8();
    bytes += '\n';
}

} // namespace humdrum::ctl
