// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "options.h"

#include "ui/shell/destination.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QRegularExpression>

namespace humdrum {

using namespace Qt::StringLiterals;

namespace {

/// Where lupdate finds the texts of this file.
class Text {
    Q_DECLARE_TR_FUNCTIONS(Options)
};

Result<QSize> sizeOf(const QString &text)
{
    static const QRegularExpression form(u"^([0-9]{1,5})x([0-9]{1,5})$"_s);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return fail(ErrorCode::InvalidInput, Text::tr("“%1” is not a size.").arg(text),
                    Text::tr("Write it as 1440x900."));
    const QSize size(match.captured(1).toInt(), match.captured(2).toInt());
    constexpr QSize least(640, 400), most(8192, 8192);
    if (size.boundedTo(least) != least || size.expandedTo(most) != most)
        return fail(ErrorCode::InvalidInput, Text::tr("%1 is too small or too large for a window.").arg(text),
                    Text::tr("From %1x%2 to %3x%4.")
                        .arg(least.width())
                        .arg(least.height())
                        .arg(most.width())
                        .arg(most.height()));
    return size;
}

} // namespace

Result<Options> readOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(Text::tr("Humdrum, for deploys that are boring."));
    // Not the parser's own: they know the program's name, and --help-all, only once there is an application.
    const QCommandLineOption help({u"h"_s, u"help"_s}, Text::tr("Show this and leave."));
    const QCommandLineOption version({u"v"_s, u"version"_s}, Text::tr("Show the version and leave."));
    const QCommandLineOption db(u"db"_s, Text::tr("The database; made when it is not there, but for --tour."),
                                u"FILE"_s);
    const QCommandLineOption as(u"as"_s, Text::tr("Key of the person who works."), u"PERSON"_s);
    const QCommandLineOption tour(u"tour"_s, Text::tr("Draw every page into DIR as PNG and leave."), u"DIR"_s);
    const QCommandLineOption theme(u"theme"_s, Text::tr("“light” or “dark”, for this run."), u"THEME"_s);
    const QCommandLineOption size(u"size"_s, Text::tr("Size of the window, such as 1440x900."), u"WxH"_s);
    const QCommandLineOption lang(u"lang"_s, Text::tr("Language, such as “en”."), u"LANG"_s);
    const QCommandLineOption page(
        u"page"_s,
        Text::tr("The page to show first: weeks, pipeline, releases, notes, promotions, environments or insights."),
        u"PAGE"_s);
    QCommandLineOption frame(u"exit-after-first-frame"_s,
                             Text::tr("Print when the first frame and the first one with data were painted, in "
                                      "monotonic nanoseconds, and leave."));
    frame.setFlags(QCommandLineOption::HiddenFromHelp);
    parser.addOptions({help, version, db, as, tour, theme, size, lang, page, frame});

    if (!parser.parse(arguments))
        return fail(ErrorCode::InvalidInput, parser.errorText(), Text::tr("humdrum --help lists the options."));
    if (!parser.positionalArguments().isEmpty())
        return fail(ErrorCode::InvalidInput,
                    Text::tr("“%1” is not an option.").arg(parser.positionalArguments().constFirst()),
                    Text::tr("humdrum --help lists the options."));
    Options options;
    if (parser.isSet(help))
        options.text = parser.helpText().replace(u"<executable_name>"_s, u"humdrum"_s) + u'\n' +
            Text::tr("Exit codes: 0 done, 2 wrong use, 3 technical failure.") + u'\n';
    else if (parser.isSet(version))
        options.text = u"humdrum " HUMDRUM_VERSION "\n"_s;
    options.databaseFile = parser.value(db);
    options.person = parser.value(as);
    options.tourFolder = parser.value(tour);
    options.language = parser.value(lang);
    options.page = parser.value(page);
    options.exitAfterFirstFrame = parser.isSet(frame);
    for (const auto &[option, value] :
         {std::pair(db, options.databaseFile), std::pair(as, options.person), std::pair(tour, options.tourFolder)}) {
        if (parser.isSet(option) && value.isEmpty())
            return fail(ErrorCode::InvalidInput, Text::tr("--%1 needs a name.").arg(option.names().constFirst()));
    }
    static const QStringList known{pages::weeks,      pages::pipeline,     pages::releases, pages::notes,
                                   pages::promotions, pages::environments, pages::insights};
    if (parser.isSet(page) && !known.contains(options.page))
        return fail(ErrorCode::InvalidInput, Text::tr("There is no page “%1”.").arg(options.page),
                    Text::tr("One of %1.").arg(known.join(u", "_s)));
    if (parser.isSet(theme)) {
        options.theme = themeModeFromWord(parser.value(theme));
        if (!options.theme || *options.theme == ThemeMode::Desktop)
            return fail(ErrorCode::InvalidInput, Text::tr("“%1” is not a theme.").arg(parser.value(theme)),
                        Text::tr("Choose light or dark."));
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
