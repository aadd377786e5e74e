// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "fakes.h"
#include "product.h"
#include "ui/settings/preferences.h"
#include "ui/shell/actionregistry.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/jsonfile.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QApplication>
#include <QtTest>

namespace humdrum::test {

inline const Timestamp now = at(QStringLiteral("2026-11-23T17:00:00Z"));

inline std::vector<PageFactory> recordingPages()
{
    std::vector<PageFactory> factories;
    const std::array ids{pages::weeks,      pages::pipeline,     pages::releases, pages::notes,
                         pages::promotions, pages::environments, pages::insights};
    for (const QLatin1StringView id : ids) {
        PageDescription description;
        description.id = id;
        description.title = description.id.left(1).toUpper() + description.id.mid(1);
        description.icon = QStringLiteral("view-calendar-week");
        description.help = QStringLiteral("What stands on ") + id;
        description.trainStrip = id != pages::insights;
        factories.push_back(
            {description, [](const PageDescription &d, const PageServices &s, QWidget *parent) -> Page * {
                 return new RecordingPage(d, s, parent);
             }});
    }
    return factories;
}

/// A window over a store, with everything it needs.
struct Shell {
    explicit Shell(Store &store, const QString &sessionFile = {})
        : clock(now)
        , preferences(QString())
        , session(sessionFile)
        , window(ShellParts{store, desk, clock, [] { return Actor{}; }, actions, theme, preferences, session},
                 recordingPages())
    {}
    [[nodiscard]] RecordingPage *front() const { return static_cast<RecordingPage *>(window.currentPage()); }
    [[nodiscard]] QList<RecordingPage *> made() const
    {
        QList<RecordingPage *> all;
        for (Page *page : window.findChildren<Page *>())
            all << static_cast<RecordingPage *>(page);
        return all;
    }
    template <class T>
    [[nodiscard]] T *find() const
    {
        return window.findChild<T *>();
    }
    [[nodiscard]] bool says(const QString &text) const
    {
        return std::ranges::any_of(window.findChildren<Label *>(),
                                   [&](const Label *label) { return label->isVisible() && label->text() == text; });
    }

    FixedClock clock;
    IdleDesk desk;
    ActionRegistry actions;
    Theme theme{*qApp, ThemeMode::Light};
    Preferences preferences;
    JsonFile session;
    MainWindow window;
};

inline void show(QWidget &window)
{
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
}

inline QStringList titles(const PaletteModel &model)
{
    QStringList list;
    for (int row = 0; row < model.rowCount(); ++row)
        list << model.entry(row).title;
    return list;
}

} // namespace humdrum::test
