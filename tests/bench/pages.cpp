// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "bench/bench.h"

#include "app/context/appcontext.h"
#include "app/humdrum/firstframe.h"
#include "app/humdrum/pages.h"
#include "ui/settings/preferences.h"
#include "ui/shell/actionregistry.h"
#include "ui/shell/mainwindow.h"

#include <QApplication>
#include <QEventLoop>

namespace humdrum::bench {

using namespace Qt::StringLiterals;

namespace {

constexpr int rounds = 9;
constexpr double budget = 100; ///< milliseconds; what takes longer has to show that it goes on

/// A window on a page that is not measured, ready to go elsewhere.
class Window {
public:
    explicit Window(AppContext &context)
        : m_window({context.store(), context.desk(), context.clock(), [&context] { return context.actor(); }, m_actions,
                    m_theme, m_preferences, m_session},
                   allPages())
    {
        m_window.show();
    }
    /// Milliseconds from the wish to the painted page with its data.
    [[nodiscard]] double open(const QString &page)
    {
        return timeOf([&] {
            m_window.navigate({page, {}});
            const Page *made = m_window.currentPage();
            if (!made->isReady())
                await(made, &Page::ready);
            FirstFrame frame(m_window);
            m_window.update();
            await(&frame, &FirstFrame::painted);
        });
    }

private:
    template <class Sender, class Signal>
    static void await(const Sender *sender, Signal signal)
    {
        QEventLoop loop;
        QObject::connect(sender, signal, &loop, &QEventLoop::quit);
        loop.exec();
    }

    ActionRegistry m_actions;
    Theme m_theme{*qApp, ThemeMode::Light};
    Preferences m_preferences{QString()};
    JsonFile m_session{QString()};
    MainWindow m_window;
};

} // namespace

QList<Figure> pages(const Places &places)
{
    const auto context =
        must(AppContext::open({.databaseFile = places.database, .person = {}, .program = u"bench"_s, .work = false}));
    QList<Figure> figures;
    for (const PageFactory &factory : allPages()) {
        std::vector<double> times;
        for (int i = 0; i < rounds; ++i) {
            Window window(*context);
            times.push_back(window.open(factory.description.id));
        }
        figures.append({.name = u"page: "_s + factory.description.title,
                        .value = median(times),
                        .reference = 0,
                        .unit = u"ms"_s,
                        .referenceName = {},
                        .limit = budget});
    }
    return figures;
}

} // namespace humdrum::bench
