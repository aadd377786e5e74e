// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "domain/conventional.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

bool isTokenCharacter(QChar c) { return c.isLetterOrNumber() || c == u'-' || c == u'_'; }

/// type(scope)!: description
bool readSubject(QStringView subject, ConventionalCommit &commit)
{
    qsizetype i = 0;
    while (i < subject.size() && isTokenCharacter(subject[i]))
        ++i;
    if (i == 0 || i == subject.size())
        return false;
    const QStringView type = subject.first(i);
    QStringView scope;
    if (subject[i] == u'(') {
        const qsizetype close = subject.indexOf(u')', i);
        if (close < 0)
            return false;
        scope = subject.sliced(i + 1, close - i - 1).trimmed();
        if (scope.isEmpty() || scope.contains(u'('))
            return false;
        i = close + 1;
    }
    bool breaking = false;
    if (i < subject.size() && subject[i] == u'!') {
        breaking = true;
        ++i;
    }
    if (i + 1 >= subject.size() || subject[i] != u':' || subject[i + 1] != u' ')
        return false;
    const QStringView description = subject.sliced(i + 2).trimmed();
    if (description.isEmpty())
        return false;
    commit.conventional = true;
    commit.type = type.toString().toLower();
    commit.scope = scope.toString();
    commit.breaking = breaking;
    commit.description = description.toString();
    return true;
}

/// `token: value` or `token #value`.
bool readFooterStart(QStringView line, CommitFooter &footer)
{
    for (const QStringView marker : {QStringView(u"BREAKING CHANGE: "), QStringView(u"BREAKING-CHANGE: ")}) {
        if (line.startsWith(marker)) {
            footer = {u"BREAKING CHANGE"_s, line.sliced(marker.size()).trimmed().toString()};
            return true;
        }
    }
    // The description of a breaking change may begin on the next line.
    if (line == u"BREAKING CHANGE:" || line == u"BREAKING-CHANGE:") {
        footer = {u"BREAKING CHANGE"_s, {}};
        return true;
    }
    qsizetype i = 0;
    while (i < line.size() && isTokenCharacter(line[i]))
        ++i;
    if (i == 0 || i + 2 >= line.size() || line[0] == u'-')
        return false;
    const bool colon = line[i] == u':' && line[i + 1] == u' ';
    const bool number = line[i] == u' ' && line[i + 1] == u'#' && !line[i + 2].isSpace();
    if (!colon && !number)
        return false;
    const QStringView value = line.sliced(colon ? i + 2 : i + 1).trimmed();
    if (value.isEmpty())
        return false;
    footer = {line.first(i).toString(), value.toString()};
    return true;
}

void readRest(const QStringList &lines, ConventionalCommit &commit)
{
    QStringList body;
    bool inFooters = false;
    bool afterBlank = true;
    for (const QString &line : lines) {
        CommitFooter footer;
        if ((inFooters || afterBlank) && readFooterStart(line, footer)) {
            inFooters = true;
            commit.footers.push_back(std::move(footer));
        } else if (inFooters) {
            QString &value = commit.footers.back().value;
            value += u'\n' + line;
        } else {
            body.append(line);
        }
        afterBlank = line.trimmed().isEmpty();
    }
    commit.body = body.join(u'\n').trimmed();
    QStringList breaking;
    for (CommitFooter &footer : commit.footers) {
        footer.value = footer.value.trimmed();
        if (footer.token == u"BREAKING CHANGE") {
            commit.breaking = true;
            if (!footer.value.isEmpty())
                breaking.append(footer.value);
        }
    }
    commit.breakingText = breaking.join(u"\n\n");
}

void readReverts(const QString &message, ConventionalCommit &commit)
{
    commit.revert = commit.type == u"revert" || commit.description.startsWith(u"Revert \"");
    if (!commit.revert)
        return;
    static const QRegularExpression sentence(u"\\bThis reverts commit ([0-9a-fA-F]{7,64})\\b"_s);
    static const QRegularExpression hash(u"\\b[0-9a-fA-F]{7,64}\\b"_s);
    auto add = [&](const QString &text) {
        if (!commit.reverts.contains(text.toLower()))
            commit.reverts.append(text.toLower());
    };
    for (const QRegularExpressionMatch &match : sentence.globalMatch(message))
        add(match.captured(1));
    for (const CommitFooter &footer : commit.footers) {
        if (footer.token.compare("Refs"_L1, Qt::CaseInsensitive) != 0 &&
            footer.token.compare("Reverts"_L1, Qt::CaseInsensitive) != 0)
            continue;
        for (const QRegularExpressionMatch &match : hash.globalMatch(footer.value))
            add(match.captured(0));
    }
}

} // namespace

ConventionalCommit parseConventional(const QString &message)
{
    QString text = message;
    text.replace("\r\n"_L1, "\n"_L1);
    QStringList lines = text.split(u'\n');
    // Leading blank lines carry nothing; git strips them unless told not to.
    while (lines.size() > 1 && lines.first().trimmed().isEmpty())
        lines.removeFirst();
    const QString subject = lines.takeFirst().trimmed();

    ConventionalCommit commit;
    if (!readSubject(subject, commit))
        commit.description = subject;
    readRest(lines, commit);
    commit.references = referencesIn(text);
    readReverts(text, commit);
    return commit;
}

QStringList referencesIn(const QString &text)
{
    static const QRegularExpression pattern(
        u"(?<![\\w./#&-])(?:([A-Za-z0-9][\\w.-]*/[\\w.-]+#[0-9]{1,9})|(#[0-9]{1,9})|(([A-Z][A-Z0-9_]{1,15})-[0-9]{1,9}))(?![\\w-])"_s);
    static constexpr std::array<QStringView, 16> standards{u"UTF", u"SHA",  u"ISO", u"RFC",  u"CVE",  u"AES",
                                                           u"RSA", u"MD",   u"CP",  u"ECMA", u"IEEE", u"UTC",
                                                           u"IPV", u"BASE", u"PEP", u"CWE"};
    QStringList references;
    for (const QRegularExpressionMatch &match : pattern.globalMatch(text)) {
        if (match.hasCaptured(4) && std::ranges::find(standards, match.capturedView(4)) != standards.end())
            continue;
        const QString reference = match.captured(0);
        if (!references.contains(reference))
            references.append(reference);
    }
    return references;
}

bool isInternalType(QStringView type)
{
    static constexpr std::array<QStringView, 8> types{u"build", u"chore",    u"ci",    u"doc",
                                                      u"docs",  u"refactor", u"style", u"test"};
    return std::ranges::find(types, type) != types.end() || type == u"tests";
}

} // namespace humdrum
