// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"

#include <CLI/CLI.hpp>

#include <QFileInfo>
#include <QJsonDocument>
#include <QTimeZone>

#include <algorithm>
#include <cstdio>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

void write(FILE *stream, const QByteArray &bytes)
{
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stream);
}

} // namespace

Result<std::unique_ptr<AppContext>> Invocation::open(Need need) const
{
    AppOptions options;
    options.databaseFile = QString::fromStdString(database);
    options.person = QString::fromStdString(person);
    options.program = u"humdrumctl"_s;
    options.readOnly = need == Need::Read;
    options.mustExist = need != Need::Create;
    options.work = need == Need::Work;
    // This program ends with what it was asked for; what others have queued would be interrupted.
    options.ownWorkOnly = true;
    return AppContext::open(options);
}

QString Invocation::databaseFile() const
{
    return database.empty() ? AppContext::defaultDatabaseFile()
                            : QFileInfo(QString::fromStdString(database)).absoluteFilePath();
}

QString printable(QString text)
{
    for (QChar &c : text) {
        if ((c < u' ' && c != u'\t' && c != u'\n') || (c >= QChar(0x7f) && c < QChar(0xa0)))
            c = QChar::ReplacementCharacter;
    }
    return text;
}

int report(const Invocation &invocation, const Error &error)
{
    const int code = static_cast<int>(kindOf(error.code));
    if (invocation.json) {
        QJsonObject object{{u"error"_s, error.message}, {u"exit"_s, code}};
        if (!error.hint.isEmpty())
            object.insert(u"hint"_s, error.hint);
        if (!error.details.isEmpty())
            object.insert(u"details"_s, error.details);
        if (error.where) {
            object.insert(u"file"_s, error.where->file);
            object.insert(u"line"_s, error.where->line);
            object.insert(u"column"_s, error.where->column);
        }
        write(stderr, QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
        return code;
    }
    write(stderr, "humdrumctl: " + printable(error.toString()).toUtf8() + '\n');
    if (!error.details.isEmpty())
        write(stderr, printable(error.details).toUtf8() + (error.details.endsWith(u'\n') ? "" : "\n"));
    return code;
}

QJsonObject clientsJson(const ClientReach &clients)
{
    return {{u"done"_s, clients.done()},
            {u"of"_s, clients.clients()},
            {u"missing"_s, QJsonArray::fromStringList(clients.missing())}};
}

void warn(const QString &text) { write(stderr, printable(u"Warning: "_s + text).toUtf8() + '\n'); }

void remark(const QString &text) { write(stderr, printable(text).toUtf8() + '\n'); }

void sayMore(qint64 shown, qint64 all)
{
    if (shown < all)
        remark(u"%1 more: --limit 0 lists all."_s.arg(all - shown));
}

void print(const QString &text)
{
    write(stdout, printable(text).toUtf8() + '\n');
    std::fflush(stdout);
}

void printJson(const QJsonObject &object) { write(stdout, QJsonDocument(object).toJson(QJsonDocument::Indented)); }

void printJson(const QJsonArray &array) { write(stdout, QJsonDocument(array).toJson(QJsonDocument::Indented)); }

void printTable(const QStringList &header, const std::vector<QStringList> &rows, const QString &none)
{
    if (rows.empty()) {
        if (!none.isEmpty())
            print(none);
        return;
    }
    std::vector<qsizetype> widths;
    for (qsizetype column = 0; column < header.size(); ++column) {
        qsizetype width = header[column].size();
        for (const QStringList &row : rows)
            width = std::max(width, row.value(column).size());
        widths.push_back(width);
    }
    const auto line = [&](const QStringList &cells) {
        QString text;
        for (qsizetype column = 0; column < header.size(); ++column) {
            const bool last = column + 1 == header.size();
            // A row is a line, whatever stands in its cells.
            const QString cell = cells.value(column).replace(u'\n', u' ');
            text += last ? cell : cell.leftJustified(widths[static_cast<size_t>(column)] + 2);
        }
        print(text);
    };
    line(header);
    for (const QStringList &row : rows)
        line(row);
}

QString shown(Timestamp t, const QByteArray &zone)
{
    const QTimeZone known(zone);
    const QTimeZone where = known.isValid() ? known : QTimeZone(QTimeZone::UTC);
    return t == noTime ? u"-"_s : toQDateTime(t).toTimeZone(where).toString(u"yyyy-MM-dd HH:mm"_s);
}

Result<QByteArray> zoneOf(Session &session)
{
    return session.products().current().transform([](const std::optional<Product> &product) {
        return product && !product->zone.isEmpty() ? product->zone : QByteArray("UTC");
    });
}

QString heading(const QString &column, const QByteArray &zone)
{
    return column + u" ("_s + QString::fromLatin1(zone) + u')';
}

QJsonValue jsonTime(Timestamp t)
{
    return t == noTime ? QJsonValue() : QJsonValue(toQDateTime(t).toString(Qt::ISODateWithMs));
}

std::function<std::string(const std::string &)> isNamed()
{
    return [](const std::string &typed) { return std::string(typed.empty() ? "is empty" : ""); };
}

CLI::Option *addNumber(CLI::App &command, const std::string &name, qint64 &into, const std::string &help)
{
    return command.add_option(name, into, help)->required()->check([name](const std::string &typed) -> std::string {
        bool ok = false;
        const qlonglong number = QString::fromStdString(typed).toLongLong(&ok);
        return ok && number > 0 ? std::string() : "“" + typed + "” is not a number, 1 or more";
    });
}

} // namespace humdrum::ctl
