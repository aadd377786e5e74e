// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "launcher.h"

#include <QApplication>
#include <QLocale>
#include <QStandardPaths>
#include <QTranslator>

#include <cstdio>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {

constexpr int wrongUse = 2;

void print(FILE *stream, const QString &text) { std::fputs(text.toUtf8().constData(), stream); }

QStringList argumentsOf(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments << QString::fromLocal8Bit(argv[i]);
    return arguments;
}

void nameTheProgram()
{
    QCoreApplication::setApplicationName(u"humdrum"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(HUMDRUM_VERSION));
    QGuiApplication::setApplicationDisplayName(u"Humdrum"_s);
    QGuiApplication::setDesktopFileName(u"io.github.humdrum.Humdrum"_s);
}

void loadTranslations(QTranslator &ours, const QString &language)
{
    const QLocale locale = language.isEmpty() ? QLocale() : QLocale(language);
    if (!language.isEmpty())
        QLocale::setDefault(locale);
    if (locale.textDirection() == Qt::RightToLeft)
        QGuiApplication::setLayoutDirection(Qt::RightToLeft);
    // English where there is none of that language: it knows how to say one train and two trains.
    if (ours.load(locale, u"humdrum"_s, u"_"_s, u":/i18n"_s) || ours.load(u":/i18n/humdrum_en.qm"_s))
        QCoreApplication::installTranslator(&ours);
}

/// Empty for runs that must not depend on, or change, what the user has.
QString settingsFile(const Options &options, QStandardPaths::StandardLocation location, const QString &name)
{
    if (!options.tourFolder.isEmpty() || options.exitAfterFirstFrame)
        return {};
    return QStandardPaths::writableLocation(location) + u'/' + name;
}

} // namespace

/// The steps are in the order of need: what a step makes is used by those below it and outlives them.
int main(int argc, char **argv)
{
    // 1. Names first: the paths of all settings and the database hang on them.
    nameTheProgram();

    // 2. Options before anything that needs a display, so that --help works without one.
    const Result<Options> options = readOptions(argumentsOf(argc, argv));
    if (!options) {
        print(stderr, options.error().toString() + u'\n');
        return wrongUse;
    }
    if (!options->text.isEmpty()) {
        print(stdout, options->text);
        return 0;
    }

    // 3. What the user prefers, and where everything was: two small files, read while Qt starts.
    Preferences preferences(settingsFile(*options, QStandardPaths::AppConfigLocation, u"preferences.json"_s));
    JsonFile session(settingsFile(*options, QStandardPaths::AppDataLocation, u"session.json"_s));

    // 4. Qt.
    QApplication application(argc, argv);

    // 5. Language before the first widget has a text.
    QTranslator translator;
    loadTranslations(translator, options->language);

    // 6. Theme before the first widget is polished.
    Theme theme(application, options->theme.value_or(preferences.theme()), preferences.density());

    // 7. Database and window; the launcher goes before everything above.
    Launcher launcher(*options, theme, preferences, session);
    launcher.start();

    // 8. The one event loop.
    return QApplication::exec();
}
