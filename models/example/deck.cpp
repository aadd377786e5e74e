// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "example/deck.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum::example {

namespace {

using Row = QHash<QString, QString>;

/// A step as it is written, before the rows of its thread are put in.
struct Template {
    QString subject, body, note, breaks, bad, pin;
    bool undocumented = false;
    struct Change {
        Edit::Kind kind = Edit::Kind::Append;
        QString file, text, with;
    };
    std::vector<Change> changes;
};

/// "<<name>>" and "<<=function name>>" replaced by the values of the row.
QString fill(const QString &text, const Row &row)
{
    static const QRegularExpression place(u"<<(?:=([a-z]+) )?([a-z_]+)>>"_s);
    QString out;
    qsizetype end = 0;
    for (const QRegularExpressionMatch &m : place.globalMatch(text)) {
        out += QStringView(text).sliced(end, m.capturedStart() - end);
        end = m.capturedEnd();
        QString value = row.value(m.captured(2), m.captured());
        const QString function = m.captured(1);
        if (function == "lower"_L1)
            value = value.toLower();
        else if (function == "name"_L1)
            value = value.toLower().replace(u'-', u'_');
        else if (function == "space"_L1)
            value = value.replace(u'_', u' ');
        else if (function == "plain"_L1)
            value = value.replace("\\\\"_L1, "\\"_L1);
        out += value;
    }
    return out + QStringView(text).sliced(end);
}

QString scopeOf(const QString &subject)
{
    const qsizetype open = subject.indexOf(u'('), close = subject.indexOf(u')');
    return open > 0 && close > open ? subject.sliced(open + 1, close - open - 1) : QString();
}

class Reader {
public:
    explicit Reader(const QString &service) { m_deck.service = service; }

    Result<void> read(const QString &text)
    {
        QString directive;
        QStringList lines;
        for (const QString &line : text.split(u'\n')) {
            if (line.startsWith("%% "_L1)) {
                if (auto done = finish(directive, lines); !done)
                    return done;
                directive = line.sliced(3);
                lines.clear();
            } else {
                lines << line;
            }
        }
        if (!lines.isEmpty() && lines.last().isEmpty())
            lines.removeLast();
        if (auto done = finish(directive, lines); !done)
            return done;
        flushThread();
        return {};
    }

    Deck take()
    {
        const Row row{{u"service"_s, m_deck.service}, {u"about"_s, m_deck.about}};
        for (auto [path, text] : m_base.asKeyValueRange())
            m_deck.base.insert(fill(path, row), fill(text, row).toUtf8());
        return std::move(m_deck);
    }

private:
    static QString joined(const QStringList &lines) { return lines.isEmpty() ? QString() : lines.join(u'\n') + u'\n'; }
    Result<void> finish(const QString &directive, const QStringList &lines);
    void stepDirective(const QString &word, const QString &rest, const QStringList &lines);
    void flushThread();
    void expand(const Template &step, const Row &row, std::vector<Step> &out);

    Deck m_deck;
    QMap<QString, QString> m_base;
    QString m_thread;
    bool m_inThread = false, m_late = false, m_inPinned = false;
    QStringList m_columns;
    std::vector<Row> m_rows;
    std::vector<Template> m_steps;
};

Result<void> Reader::finish(const QString &directive, const QStringList &lines)
{
    if (directive.isEmpty())
        return {};
    const QString word = directive.section(u' ', 0, 0);
    const QString rest = directive.section(u' ', 1);
    if (word == "about"_L1) {
        m_deck.about = rest;
    } else if (word == "start"_L1) {
        m_deck.startVersion = rest.section(u' ', 0, 0);
        m_deck.firstReference = rest.section(u' ', 1, 1).toInt();
    } else if (word == "owners"_L1) {
        m_deck.owners = rest.split(u' ');
    } else if (word == "base"_L1) {
        m_base.insert(rest, joined(lines));
    } else if (word == "thread"_L1 || word == "pinned"_L1) {
        flushThread();
        m_inThread = true;
        m_inPinned = word == "pinned"_L1;
        m_thread = rest.section(u' ', 0, 0);
        m_late = rest.section(u' ', 1, 1) == "late"_L1;
    } else if (word == "rows"_L1) {
        m_columns = rest.split(u'|');
        for (const QString &line : lines) {
            const QStringList cells = line.split(u'|');
            Row row{{u"service"_s, m_deck.service}};
            for (qsizetype i = 0; i < m_columns.size(); ++i)
                row.insert(m_columns.at(i), cells.value(i));
            m_rows.push_back(std::move(row));
        }
    } else if (word == "step"_L1 && m_inThread) {
        m_steps.push_back({});
        m_steps.back().subject = rest;
    } else if (!m_steps.empty()) {
        stepDirective(word, rest, lines);
    } else {
        return fail(ErrorCode::Internal, u"unexpected directive in the example: "_s + directive);
    }
    return {};
}

void Reader::stepDirective(const QString &word, const QString &rest, const QStringList &lines)
{
    Template &step = m_steps.back();
    if (word == "body"_L1) {
        QStringList all{rest};
        all += lines;
        step.body = all.join(u'\n').trimmed();
    } else if (word == "note"_L1) {
        step.note = rest;
    } else if (word == "breaks"_L1) {
        step.breaks = rest;
    } else if (word == "bad"_L1) {
        step.bad = rest;
    } else if (word == "pin"_L1) {
        step.pin = rest;
    } else if (word == "undocumented"_L1) {
        step.undocumented = true;
    } else if (word == "create"_L1) {
        step.changes.push_back({Edit::Kind::Create, rest, joined(lines), {}});
    } else if (word == "append"_L1) {
        step.changes.push_back({Edit::Kind::Append, rest, joined(lines), {}});
    } else if (word == "replace"_L1) {
        step.changes.push_back({Edit::Kind::Replace, rest, lines.join(u'\n'), {}});
    } else if (word == "with"_L1) {
        step.changes.back().with = lines.join(u'\n');
    }
}

void Reader::flushThread()
{
    std::vector<Step> steps;
    if (m_rows.empty())
        m_rows.push_back({{u"service"_s, m_deck.service}});
    for (const Row &row : m_rows) {
        for (const Template &step : m_steps) {
            if (m_inPinned)
                expand(step, row, m_deck.pinned[step.pin]);
            else
                expand(step, row, steps);
        }
    }
    if (!steps.empty())
        m_deck.threads.push_back({m_thread, m_late, std::move(steps)});
    m_rows.clear();
    m_columns.clear();
    m_steps.clear();
}

void Reader::expand(const Template &step, const Row &row, std::vector<Step> &out)
{
    Row right = row;
    for (auto [key, value] : row.asKeyValueRange())
        right.insert(key + "_right"_L1, value);
    Row wrong = right;
    QStringList bad = step.bad.split(u'|');
    const QString column = bad.first().section(u' ', -1);
    const bool broken = !step.bad.isEmpty() && !row.value(u"wrong"_s).isEmpty();
    if (broken)
        wrong.insert(column, row.value(u"wrong"_s));

    Step made{fill(step.subject, right), fill(step.body, right), {}, {}, step.undocumented, {}, {}};
    made.noteSection = step.note.section(u'|', 0, 0);
    made.noteText = fill(step.note.section(u'|', 1), right);
    if (!step.breaks.isEmpty())
        made.breaks =
            Breakage{step.breaks.section(u'|', 0, 0), step.breaks.section(u'|', 1, 1), step.breaks.section(u'|', 2)};
    Step repair;
    for (const Template::Change &change : step.changes) {
        // Tests are right even where the program is wrong; that is how they find it.
        const Row &values = change.file.startsWith("tests/"_L1) ? right : wrong;
        Edit edit{change.kind, fill(change.file, right), fill(change.text, values).toUtf8(),
                  fill(change.with, values).toUtf8()};
        const Edit good{change.kind, edit.file, fill(change.text, right).toUtf8(), {}};
        if (edit.text != good.text)
            repair.edits.push_back({Edit::Kind::Replace, edit.file, edit.text, good.text});
        made.edits.push_back(std::move(edit));
    }
    if (broken) {
        made.breaks =
            Breakage{bad.value(1), fill(bad.value(2), right),
                     u"AssertionError: %1 is wrong: %2"_s.arg(fill(bad.value(3), right), row.value(u"wrong"_s))};
        repair.subject = u"fix(%1): %2"_s.arg(scopeOf(made.subject), fill(bad.value(3), right));
        repair.body = fill(bad.value(4), right);
    }
    out.push_back(std::move(made));
    if (broken)
        out.push_back(std::move(repair));
}

} // namespace

Result<Deck> readDeck(const QString &service, const QString &common, const QString &text)
{
    Reader reader(service);
    for (const QString &part : {common, text}) {
        if (auto done = reader.read(part); !done)
            return std::unexpected(done.error());
    }
    return reader.take();
}

Result<void> apply(Tree &tree, const Edit &edit)
{
    QByteArray &bytes = tree[edit.file];
    switch (edit.kind) {
    case Edit::Kind::Create:
        bytes = edit.text;
        return {};
    case Edit::Kind::Append:
        bytes += edit.text;
        return {};
    case Edit::Kind::Replace:
        if (bytes.count(edit.text) != 1)
            return fail(ErrorCode::Internal,
                        u"the example replaces a text in %1 that is there %2 times: %3"_s.arg(
                            edit.file, QString::number(bytes.count(edit.text)), QString::fromUtf8(edit.text)));
        bytes.replace(edit.text, edit.with);
        return {};
    }
    return {};
}

} // namespace humdrum::example
