// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "options.h"

#include <QCommandLineParser>
#include <QRegularExpression>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("Options", text);
}

Result<QSize> sizeOf(const QString &text)
{
    static const QRegularExpression form(u"^([0-9]{3,5})x([0-9]{3,5})$"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return fail(ErrorCode::InvalidInput, say("“%1” is not a size.").arg(text), say("Write it as 1440x900."));
    return QSize(match.captured(1).toInt(), match.captured(2).toInt());
}

} // namespace

Result<Options> readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(say("Humdrum, for deploys that are boring."));
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    const QCommandLineOption db(u"db"_s, say("The database; made when it is not there."), u"FILE"_s);
    const QCommandLineOption as(u"as"_s, say("Key of the person who works."), u"PERSON"_s);
    const QCommandLineOption tour(u"tour"_s, say("Draw every page into DIR as PNG and leave."), u"DIR"_s);
    const QCommandLineOption theme(u"theme"_s, say("“light” or “dark”, for this run."), u"THEME"_s);
    const QCommandLineOption size(u"size"_s, say("Size of the window, such as 1440x900."), u"WxH"_s);
    const QCommandLineOption lang(u"lang"_s, say("Language, such as “de”."), u"LANG"_s);
    const QCommandLineOption page(u"page"_s, say("The page to show first: weeks, pipeline, releases, notes, promotions, environments or insights."), u"PAGE"_s);
    QCommandLineOption frame(u"exit-after-first-frame"_s, say("Print the milliseconds from the start of the process to the first painted frame and leave."));
    frame.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOptions({db, as, tour, theme, size, lang, page, frame});

    if (!parser.parse(arguments))
        return fail(ErrorCode::InvalidInput, parser.errorText(), say("humdrum --help lists the options."));
    if (!parser.positionalArguments().isEmpty())
        return fail(ErrorCode::InvalidInput, say("“%1” is not an option.").arg(parser.positionalArguments().constFirst()), say("humdrum --help lists the options."));
    Options options;
    if (parser.isSet(help))
        options.text = parser.helpText();
    else if (parser.isSet(version))
        options.text = u"humdrum " HUMDRUM_VERSION "\n"_s;
    options.databaseFile = parser.value(db);
    options.person = parser.value(as);
    options.tourFolder = parser.value(tour);
    options.language = parser.value(lang);
    options.page = parser.value(page);
    options.exitAfterFirstFrame = parser.isSet(frame);
    for (const auto &[option, value] : {std::pair(db, options.databaseFile), std::pair(tour, options.tourFolder)}) {
        if (parser.isSet(option) && value.isEmpty())
            return fail(ErrorCode::InvalidInput, say("--%1 needs a name.").arg(option.names().constFirst()));
    }
    if (parser.isSet(theme)) {
        options.theme = themeModeFromWord(parser.value(theme));
        if (!options.theme || *options.theme == ThemeMode::Desktop)
            return fail(ErrorCode::InvalidInput, say("“%1” is not a theme.").arg(parser.value(theme)), say("Choose light or dark."));
    }
    if (parser.isSet(size)) {
        const Result<QSize> asked = sizeOf(parser.value(size));
        if (!asked)
            return std::unexpected(asked.error());
        options.size = *asked;
    }
    return options;
}

} // namespace humdrum
