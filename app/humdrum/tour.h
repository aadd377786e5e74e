// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "ui/theme/theme.h"

#include <QObject>
#include <QTimer>

#include <vector>

namespace humdrum {

class MainWindow;

/// Draws every page of the real window, each after it says that it is ready, into PNG files: `01-weeks-light.png`. One
/// page and one theme after the other. GUI thread.
class Tour : public QObject {
    Q_OBJECT
public:
    struct Plan {
        QString folder;             ///< is made
        std::vector<QString> pages; ///< ids, in the order of the window's
        std::vector<ThemeMode> themes;
        std::chrono::milliseconds patience{std::chrono::seconds{60}}; ///< for one page
    };
    Tour(MainWindow &window, Theme &theme, Plan plan, QObject *parent = nullptr);

    void start();
    [[nodiscard]] const QStringList &files() const { return m_files; }

Q_SIGNALS:
    void drawn(const QString &file);
    /// An empty message is success.
    void finished(const QString &problem);

private:
    /// Does `work` (a bool()) on another thread and hands its result to `then` in this one.
    template <class Work, class Then>
    void onDisk(Work work, Then then);
    void next();
    void waitForPage();
    void draw();
    void drew(const QString &file);
    void fail(const QString &problem);
    [[nodiscard]] QString problemOnScreen() const;

    MainWindow &m_window;
    Theme &m_theme;
    Plan m_plan;
    QTimer m_patience;
    QStringList m_files;
    size_t m_step = 0; ///< theme * pages + page
    bool m_over = false;
};

} // namespace humdrum
