// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/theme.h"
#include "ui/theme/style.h"
#include "ui/widgets/statuschip.h"

#include <QSignalSpy>
#include <QtTest>

using namespace humdrum;
using namespace Qt::StringLiterals;

namespace {
constexpr std::array allMarks{Mark::Passed, Mark::Running, Mark::Waiting, Mark::Attention, Mark::Failed};

std::vector<std::pair<QByteArray, QPalette>> palettes()
{
    QPalette contrast(QColor(Qt::yellow), QColor(Qt::black)); // a user's own, high contrast
    contrast.setColor(QPalette::Base, Qt::black);
    contrast.setColor(QPalette::Text, Qt::yellow);
    return {{"light", colours::lightPalette()}, {"dark", colours::darkPalette()}, {"high contrast", contrast}};
}
} // namespace

/// Protects the promise that every state can be read by everyone, in every theme.
class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theTableIsTheAgreedOne()
    {
        const std::array light{u"#2b7a4b"_s, u"#1f6fb2"_s, u"#667178"_s, u"#a86b00"_s, u"#c0392b"_s};
        const std::array dark{u"#6fcf97"_s, u"#7ab8f5"_s, u"#9aa5ab"_s, u"#f2b84b"_s, u"#ff8a7a"_s};
        for (size_t i = 0; i < allMarks.size(); ++i) {
            QCOMPARE(colours::mark(allMarks[i], colours::lightPalette()).name(), light[i]);
            QCOMPARE(colours::mark(allMarks[i], colours::darkPalette()).name(), dark[i]);
        }
        QCOMPARE(colours::accent(colours::lightPalette()).name(), u"#0b6e75"_s);
        QCOMPARE(colours::accent(colours::darkPalette()).name(), u"#5cc5cb"_s);
    }

    void contrastIsWcags()
    {
        QCOMPARE(qRound(colours::contrast(Qt::black, Qt::white) * 10), 210);
        QVERIFY(qAbs(colours::contrast(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
    }

    void textCanBeRead()
    {
        for (const auto &[name, p] : palettes()) {
            const std::array surfaces{colours::page(p), colours::card(p), colours::sidebar(p)};
            for (const QColor &surface : surfaces) {
                QVERIFY2(colours::contrast(colours::text(p), surface) >= 4.5, name);
                QVERIFY2(colours::contrast(colours::muted(p), surface) >= 4.5, name);
                for (const Mark m : allMarks)
                    QVERIFY2(colours::contrast(colours::markText(m, p, surface), surface) >= 4.5, name);
            }
            for (const Mark m : allMarks) {
                QVERIFY2(colours::contrast(colours::chipText(m, p), colours::markTint(m, p)) >= 4.5, name);
                QVERIFY2(colours::contrast(colours::mark(m, p), colours::card(p)) >= 3.0, name);
                QVERIFY2(colours::contrast(colours::mark(m, p), colours::page(p)) >= 3.0, name);
                // What runs where stands on the tints.
                const QColor tint = colours::markTint(m, p);
                QVERIFY2(colours::contrast(colours::text(p), tint) >= 4.5, name);
                QVERIFY2(colours::contrast(colours::markText(m, p, tint), tint) >= 4.5, name);
                QVERIFY2(colours::contrast(colours::mark(m, p), tint) >= 3.0, name);
            }
            for (const QColor &surface : {colours::accentTint(p), colours::hover(p)}) {
                QVERIFY2(colours::contrast(colours::text(p), surface) >= 4.5, name);
                QVERIFY2(colours::contrast(colours::readable(colours::muted(p), surface), surface) >= 4.5, name);
            }
            QVERIFY2(colours::contrast(colours::accentText(p), colours::accent(p)) >= 4.5, name);
            QVERIFY2(colours::contrast(colours::accent(p), colours::card(p)) >= 3.0, name);
            QVERIFY2(colours::contrast(colours::text(p), colours::accentTint(p)) >= 4.5, name);
        }
    }

    void surfacesStepDown()
    {
        for (const QPalette &p : {colours::lightPalette(), colours::darkPalette()}) {
            QVERIFY(colours::card(p).lightnessF() > colours::page(p).lightnessF());
            QVERIFY(colours::page(p).lightnessF() > colours::sidebar(p).lightnessF());
        }
    }

    void switchesWhileRunning()
    {
        Theme theme(*qApp, ThemeMode::Light);
        QVERIFY(!theme.isDark());
        StatusChip chip(Mark::Passed, u"passed"_s);
        chip.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chip));
        QCOMPARE(colours::mark(Mark::Passed, chip.palette()).name(), u"#2b7a4b"_s);
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setMode(ThemeMode::Dark);
        QCOMPARE(changed.count(), 1);
        QVERIFY(theme.isDark());
        QTRY_COMPARE(colours::mark(Mark::Passed, chip.palette()).name(), u"#6fcf97"_s);
        theme.setMode(ThemeMode::Dark);
        QCOMPARE(changed.count(), 1);
        theme.setMode(ThemeMode::Desktop); // must not stay dark because we were
        QVERIFY(!theme.isDark());
    }

    void densityReachesRows()
    {
        Theme theme(*qApp, ThemeMode::Light);
        QWidget widget;
        const int comfortable = rowHeight(&widget);
        theme.setDensity(Density::Compact);
        QVERIFY(comfortable >= 28);
        QVERIFY(rowHeight(&widget) < comfortable);
    }

    void wordsAreReadBack()
    {
        for (const ThemeMode mode : {ThemeMode::Desktop, ThemeMode::Light, ThemeMode::Dark})
            QCOMPARE(themeModeFromWord(wordOf(mode)), mode);
        QVERIFY(!themeModeFromWord(u"sepia"));
        for (const Density density : {Density::Comfortable, Density::Compact})
            QCOMPARE(densityFromWord(wordOf(density)), density);
    }

    void marksAreDrawnWithoutAFont()
    {
        for (const Mark m : allMarks) {
            QImage image(16, 16, QImage::Format_ARGB32);
            image.fill(Qt::white);
            QPainter painter(&image);
            marks::paint(painter, QRectF(0, 0, 16, 16), m, Qt::black);
            painter.end();
            int dark = 0;
            for (int y = 0; y < 16; ++y) {
                for (int x = 0; x < 16; ++x)
                    dark += image.pixelColor(x, y).lightness() < 128 ? 1 : 0;
            }
            QVERIFY2(dark > 8, qPrintable(titleOf(m)));
        }
    }

    void iconsRecolourThemselves()
    {
        Theme theme(*qApp, ThemeMode::Light);
        const QIcon icon = icons::icon(u"view-calendar-week"_s);
        QVERIFY(!icon.isNull());
        const auto ink = [&icon] {
            const QImage image = icon.pixmap(16, 16).toImage();
            int lightest = 0, count = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    if (image.pixelColor(x, y).alpha() > 200) {
                        ++count;
                        lightest = std::max(lightest, image.pixelColor(x, y).lightness());
                    }
                }
            }
            return count > 0 ? lightest : -1;
        };
        const int onLight = ink();
        theme.setMode(ThemeMode::Dark);
        const int onDark = ink();
        QVERIFY(onLight >= 0);
        QVERIFY2(onLight < 100 && onDark > 180, qPrintable(u"%1 %2"_s.arg(onLight).arg(onDark)));
        QVERIFY(icons::icon(u"no-such-icon"_s).isNull());
    }
};

QTEST_MAIN(ThemeTest)
#include "themetest.moc"
