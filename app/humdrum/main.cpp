// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "language.h"
#include "launcher.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QStandardPaths>
#include <QThread>
#include <QTranslator>

#include <cstdio>
#include <future>

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

/// The texts of the program and of Qt in one language; from install() on as long as it lives.
class Translations {
public:
    /// Qt's own texts lie in a file: it is read while Qt starts.
    explicit Translations(const QLocale &locale) : m_locale(locale)
    {
        QLocale::setDefault(m_locale);
        if (m_locale.language() == QLocale::English || m_locale.language() == QLocale::C)
            return;
        m_reading = std::async(std::launch::async, [locale = m_locale, here = QThread::currentThread()] {
            auto read = std::make_unique<QTranslator>();
            if (!read->load(locale, u"qtbase"_s, u"_"_s, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
                return std::unique_ptr<QTranslator>();
            read->moveToThread(here);
            return read;
        });
    }
    void install()
    {
        if (m_locale.textDirection() == Qt::RightToLeft)
            QGuiApplication::setLayoutDirection(Qt::RightToLeft);
        m_qt = m_reading.valid() ? m_reading.get() : nullptr;
        if (m_qt)
            QCoreApplication::installTranslator(m_qt.get());
        // English too: it knows how to say one train and two trains.
        if (m_ours.load(m_locale, u"humdrum"_s, u"_"_s, u":/i18n"_s))
            QCoreApplication::installTranslator(&m_ours);
    }

private:
    QLocale m_locale;
    std::future<std::unique_ptr<QTranslator>> m_reading;
    std::unique_ptr<QTranslator> m_qt;
    QTranslator m_ours;
};

/// Whether it must not depend on, or change, how the user looks at things.
bool isApart(const Options &options) { return !options.tourFolder.isEmpty() || options.exitAfterFirstFrame; }

/// Empty for runs that keep to themselves.
QString sessionFile(const Options &options)
{
    if (isApart(options))
        return {};
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/session.json"_s;
}

/// A tour of the user's own database shows what its person may do there, or its first start would be another one.
QString preferencesFile(const Options &options)
{
    if (options.exitAfterFirstFrame || (isApart(options) && !options.databaseFile.isEmpty()))
        return {};
    return QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) + u"/preferences.json"_s;
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
    const Result<QLocale> locale = localeFor(options->language, QLocale(), knownLanguages());
    if (!locale) {
        print(stderr, locale.error().toString() + u'\n');
        return wrongUse;
    }

    // 3. What the user prefers, where everything was, and Qt's texts: small files, read while Qt starts.
    Preferences preferences(preferencesFile(*options),
                            isApart(*options) ? Preferences::Scope::Person : Preferences::Scope::All);
    Translations translations(*locale);
    JsonFile session(sessionFile(*options));

    // 4. Qt.
    QApplication application(argc, argv);

    // 5. Language before the first widget has a text.
    translations.install();

    // 6. Theme before the first widget is polished.
    Theme theme(application, options->theme.value_or(preferences.theme()), preferences.density());

    // 7. Database and window; the launcher goes before everything above.
    Launcher launcher(*options, theme, preferences, session);
    launcher.start();

    // 8. The one event loop.
    return QApplication::exec();
}
