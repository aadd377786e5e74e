// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "items/roles.h"
#include "ui/shell/actionregistry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/busyoverlay.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/chartpanel.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/pictureexport.h"
#include "ui/widgets/statuschip.h"
#include "ui/widgets/timelabel.h"

#include <QAction>
#include <QClipboard>
#include <QHeaderView>
#include <QPainter>
#include <QPrinter>
#include <QScreen>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTextDocumentFragment>
#include <QtTest>

using namespace humdrum;
using namespace std::chrono;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {
const QByteArray berlin = "Europe/Berlin";
const Timestamp now = toTimestamp(QDateTime(QDate(2026, 11, 23), QTime(17, 0), QTimeZone::utc()));
} // namespace

class WidgetsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
        m_theme = std::make_unique<Theme>(*qApp, ThemeMode::Light);
    }
    void cleanupTestCase() { m_theme.reset(); }

    void labelsNeverReadRichText()
    {
        const QString hostile = u"<img src=\"http://example.org/x.png\"><b>bold</b>"_s;
        const Label label(hostile);
        QCOMPARE(label.textFormat(), Qt::PlainText);
        ElidingLabel eliding(hostile);
        eliding.resize(40, 20);
        eliding.show();
        QVERIFY(QTest::qWaitForWindowExposed(&eliding));
        QTRY_VERIFY(!eliding.toolTip().isEmpty());
        // A tooltip guesses rich text from tags; read as such it shows the tags.
        QCOMPARE(QTextDocumentFragment::fromHtml(eliding.toolTip()).toPlainText(), hostile);
        QVERIFY(!eliding.toolTip().contains(u"<img"_s));
    }

    void chipsSayMarkAndWord()
    {
        StatusChip chip;
        chip.setState(PromotionState::Failed);
        QCOMPARE(chip.accessibleName(), titleOf(PromotionState::Failed) + u", "_s + titleOf(Mark::Failed));
        QVERIFY(chip.sizeHint().width() > QFontMetrics(chip.font()).horizontalAdvance(chip.text()));
    }

    void timesAreSaidInTheProductsZone()
    {
        QCOMPARE(times::relative(now + 16h, now, berlin), u"in 16 h"_s);
        QCOMPARE(times::relative(now - 12min, now, berlin), u"12 min ago"_s);
        QCOMPARE(times::relative(now - days(3), now, berlin), u"3 d ago"_s);
        QCOMPARE(times::relative(now - days(60), now, berlin), u"24 Sep 2026"_s);
        QCOMPARE(times::absolute(now, berlin), u"Mon 23 Nov 2026, 18:00 Europe/Berlin"_s);
        QCOMPARE(times::brief(now + 16h, now, berlin), u"Tue 24 Nov, 10:00"_s);
        QCOMPARE(times::duration(200ms), u"0.2 s"_s);
        QCOMPARE(times::duration(1min + 42s), u"1 m 42 s"_s);
        QCOMPARE(times::duration(hours(102)), u"4 d 6 h"_s);
    }

    void tablesExportWhatTheyShow()
    {
        QStandardItemModel model(0, 2);
        model.setHorizontalHeaderLabels({u"Step"_s, u"Took"_s});
        const auto row = [&model](const QString &a, const QString &b, const QString &subject) {
            auto *first = new QStandardItem(a);
            first->setData(subject, SubjectRole);
            model.appendRow({first, new QStandardItem(b)});
        };
        row(u"Deploy \"billing\", ledger"_s, u"1 m"_s, u"promotion:1"_s);
        row(u"=HYPERLINK(1)"_s, u"2 m"_s, u"promotion:2"_s);
        DataTable table(u"Steps"_s);
        table.setModel(&model);
        QCOMPARE(table.toCsv(), u"Step,Took\r\n\"Deploy \"\"billing\"\", ledger\",1 m\r\n'=HYPERLINK(1),2 m\r\n"_s);
        QVERIFY(table.selectSubject(u"promotion:2"_s));
        QVERIFY(!table.selectSubject(u"promotion:3"_s));
        QCOMPARE(table.currentSubject(), u"promotion:2"_s);
        QCOMPARE(table.toCsv(true), u"Step,Took\r\n'=HYPERLINK(1),2 m\r\n"_s);
        QSignalSpy opened(&table, &DataTable::opened);
        QTest::keyClick(&table, Qt::Key_Return);
        QCOMPARE(opened.count(), 1);
        QTest::keySequence(&table, QKeySequence::Copy);
        QCOMPARE(QGuiApplication::clipboard()->text(), table.toCsv(true));
        QVERIFY(table.verticalHeader()->defaultSectionSize() >= 28);
    }

    void shortTablesShowAllRows()
    {
        QStandardItemModel model(5, 2);
        DataTable table(u"Rows"_s);
        table.setModel(&model);
        table.setFitsContents(true);
        const int five = table.sizeHint().height();
        model.appendRow({new QStandardItem(u"x"_s)});
        QVERIFY(table.sizeHint().height() > five);
    }

    void anErrorCanBeReadCopiedAndTriedAgain()
    {
        ErrorBanner banner;
        QVERIFY(banner.isHidden());
        banner.setRetryable(true);
        banner.showError(
            {ErrorCode::GitFailed, u"git failed"_s, u"Look at the repository."_s, u"fatal: not a repository"_s, {}});
        QVERIFY(!banner.isHidden());
        QSignalSpy retry(&banner, &ErrorBanner::retry);
        for (QPushButton *button : banner.findChildren<QPushButton *>())
            button->click();
        QCOMPARE(retry.count(), 1);
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"fatal: not a repository"_s));
        QVERIFY(QGuiApplication::clipboard()->text().contains(u"Look at the repository."_s));
        banner.clear();
        QVERIFY(banner.isHidden());
    }

    void quickWorkShowsNothingAndSlowWorkDoes()
    {
        QWidget page;
        page.resize(600, 400);
        BusyOverlay busy(&page);
        page.show();
        busy.start(u"Reading"_s, true);
        QVERIFY(!busy.isVisible());
        busy.stop();
        busy.start(u"Reading"_s, true);
        QTRY_VERIFY(busy.isVisible());
        auto *cancel = busy.findChild<QPushButton *>();
        QVERIFY(!cancel->isVisible());
        QTRY_VERIFY(cancel->isVisible());
        QSignalSpy cancelled(&busy, &BusyOverlay::cancelled);
        cancel->click();
        QCOMPARE(cancelled.count(), 1);
        busy.stop();
        QVERIFY(!busy.isVisible());
    }

    void aToolbarThatIsTooNarrowStandsInTwoRows()
    {
        QWidget page; // a window of its own would not become narrower than its contents
        PageToolbar bar(&page);
        auto *left = new QPushButton(u"Path of one commit"_s);
        auto *right = new QPushButton(u"Plan the release of this train"_s);
        bar.addLeft(left);
        bar.addRight(right);
        bar.resize(left->sizeHint().width() + right->sizeHint().width() + 60, 40);
        page.show();
        QVERIFY(QTest::qWaitForWindowExposed(&page));
        QTRY_COMPARE(left->y(), right->y());
        QCOMPARE(right->geometry().right(), bar.width() - 1);
        bar.resize(left->sizeHint().width() + 60, 90);
        QTRY_VERIFY(right->y() > left->geometry().bottom());
        for (const QPushButton *button : {left, right})
            QVERIFY(button->width() >= button->sizeHint().width() && bar.rect().contains(button->geometry()));
    }

    void aTableElidesBeforeItScrolls()
    {
        QStandardItemModel model(2, 3);
        model.setHorizontalHeaderLabels({u"Step"_s, u"State"_s, u"Took"_s});
        model.setItem(0, 0, new QStandardItem(u"Deploy billing 4.18.2, gateway 2.31.0, ledger 1.9.7"_s));
        model.setItem(0, 1, new QStandardItem(u"passed"_s));
        model.setItem(0, 2, new QStandardItem(u"1 m 42 s"_s));
        DataTable table(u"Steps"_s);
        table.setModel(&model);
        table.setSpreads(true);
        table.resize(640, 200);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        const auto length = [&] { return table.horizontalHeader()->length(); };
        QTRY_COMPARE(length(), table.viewport()->width());
        table.resize(330, 200); // less than the contents ask for
        QTRY_COMPARE(length(), table.viewport()->width());
        QTRY_COMPARE(table.horizontalScrollBar()->maximum(), 0);
        table.resize(120, 200); // less than can be read
        QTRY_VERIFY(table.horizontalScrollBar()->maximum() > 0);
        QVERIFY(table.columnWidth(1) >= table.fontMetrics().horizontalAdvance(u"State"_s));
    }

    void columnsGrowWithWhatIsInThem()
    {
        QStandardItemModel model(1, 2);
        model.setHorizontalHeaderLabels({u"Step"_s, u"Took"_s});
        model.setItem(0, 0, new QStandardItem(u"Deploy billing"_s));
        model.setItem(0, 1, new QStandardItem);
        DataTable table(u"Steps"_s);
        table.setModel(&model);
        table.setStretchColumn(0);
        table.resize(400, 200);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        const auto fits = [&] { return table.columnWidth(1) >= table.sizeHintForIndex(model.index(0, 1)).width(); };
        model.item(0, 1)->setText(u"12 m 42 s"_s); // the step has ended
        QVERIFY(fits());
        const int wide = table.columnWidth(1);
        model.item(0, 1)->setText(u"1 s"_s);
        QCOMPARE(table.columnWidth(1), wide); // no to and fro while one looks
        QTRY_COMPARE(table.horizontalHeader()->length(), table.viewport()->width());
    }

    void aDisabledActionSaysWhyOnItsButton()
    {
        ActionRegistry actions;
        QObject owner;
        bool ran = false;
        QAction *action =
            actions.add(&owner, {u"releases.create"_s, u"Create release…"_s, {}, {}, {}, [&ran] { ran = true; }, {}});
        ActionButton button(action);
        button.show();
        actions.setEnabled(u"releases.create"_s, false, u"No build has passed <all> stages"_s);
        QVERIFY(!button.isEnabled());
        QVERIFY(!Qt::mightBeRichText(button.toolTip())); // it is shown letter by letter
        QVERIFY(button.toolTip().contains(u"No build has passed <all> stages"_s));
        QVERIFY(!actions.trigger(u"releases.create"_s));
        actions.setEnabled(u"releases.create"_s, true);
        button.click();
        QVERIFY(ran);
    }

    void anActionGoesWithItsOwner()
    {
        ActionRegistry actions;
        auto owner = std::make_unique<QObject>();
        actions.add(owner.get(), {u"a.b"_s, u"A"_s, {}, {}, {}, {}, {}});
        QVERIFY(actions.action(u"a.b"_s));
        owner.reset();
        QVERIFY(!actions.action(u"a.b"_s));
        QVERIFY(actions.all().empty());
    }

    void theSameKeyOnTwoPagesBelongsToTheOneInFront()
    {
        ActionRegistry actions;
        QObject owner;
        const QKeySequence key(Qt::Key_N);
        const QAction *first = actions.add(&owner, {u"x.new"_s, u"X"_s, {}, key, u"x"_s, {}, {}});
        const QAction *second = actions.add(&owner, {u"y.new"_s, u"Y"_s, {}, key, u"y"_s, {}, {}});
        actions.setCurrentPage(u"y"_s);
        QVERIFY(first->shortcut().isEmpty());
        QCOMPARE(second->shortcut(), key);
    }

    void choicesKeepWhatWasChosen()
    {
        ChoiceButton button(u"Range"_s);
        button.setChoices({{u"8"_s, u"8 weeks"_s}, {u"16"_s, u"16 weeks"_s}});
        QCOMPARE(button.value(), u"8"_s);
        QVERIFY(button.setValue(u"16"_s));
        button.setChoices({{u"4"_s, u"4 weeks"_s}, {u"16"_s, u"16 weeks"_s}});
        QCOMPARE(button.value(), u"16"_s);
        QCOMPARE(button.accessibleName(), u"Range: 16 weeks"_s);
        QVERIFY(!button.setValue(u"9"_s));
        QSignalSpy chosen(&button, &ChoiceButton::chosen);
        button.menu()->actions().constFirst()->trigger();
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(button.value(), u"4"_s);
    }

    void flowingItemsWrapAndMirror()
    {
        QWidget box;
        auto *flow = new FlowLayout(&box, 8);
        std::vector<QWidget *> items;
        for (int i = 0; i < 3; ++i) {
            auto *item = new QWidget;
            item->setFixedSize(100, 20);
            flow->addWidget(item);
            items.push_back(item);
        }
        QCOMPARE(flow->heightForWidth(400), 20);
        QCOMPARE(flow->heightForWidth(220), 48);
        box.resize(220, 60);
        box.show();
        QCOMPARE(items[2]->pos(), QPoint(0, 28));
        box.setLayoutDirection(Qt::RightToLeft);
        flow->invalidate();
        flow->activate();
        QCOMPARE(items[0]->geometry().right(), 219);
    }

    void chartsExportAsEveryFormat()
    {
        ChartPanel chart(ChartPanel::Kind::Bars);
        chart.resize(400, 240);
        chart.setTitle(u"Changes per train"_s, u"Batches are a quarter of what they were"_s);
        chart.replace({u"W46"_s, u"W47"_s}, {{u"changes"_s, {14, std::nan("")}, {}}}, u"changes"_s);
        QVERIFY(chart.accessibleDescription().contains(u"W46: 14"_s));
        QVERIFY(chart.toCsv().contains(u"\"W46\",14\r\n\"W47\",\r\n"_s));
        QTemporaryDir folder;
        for (const auto &[suffix, start] :
             {std::pair(u"svg"_s, QByteArray("<?xml")), std::pair(u"png"_s, QByteArray("\x89PNG")),
              std::pair(u"pdf"_s, QByteArray("%PDF"))}) {
            const QString file = folder.filePath(u"chart."_s + suffix);
            QVERIFY(chart.exportTo(file));
            QFile written(file);
            QVERIFY(written.open(QIODevice::ReadOnly));
            QVERIFY2(written.read(16).startsWith(start), qPrintable(suffix));
        }
        QCOMPARE(chart.exportTo(folder.filePath(u"chart.bmp"_s)).error().code, ErrorCode::InvalidInput);
        QCOMPARE(chart.exportTo(u"/no/such/folder/chart.svg"_s).error().code, ErrorCode::FileFailed);
    }

    /// A picture of 400 pixels with a text of 20 pixels shows the same wherever it goes.
    void picturesKeepTheSizeOfTheirTexts()
    {
        QTemporaryDir folder;
        const auto paint = [](QPainter &painter) {
            QFont font = painter.font();
            font.setPointSizeF(15); // 20 pixels at 96 dots per inch
            painter.setFont(font);
            painter.drawText(QPointF(10, 40), u"Harbour"_s);
        };
        const QString file = folder.filePath(u"picture.svg"_s);
        QVERIFY(exportPicture(file, {0, 0, 400, 900}, u"Harbour"_s, paint));
        QFile svg(file);
        QVERIFY(svg.open(QIODevice::ReadOnly));
        const QByteArray drawn = svg.readAll();
        QVERIFY(drawn.contains("viewBox=\"0 0 400 900\""));
        QCOMPARE(QGuiApplication::primaryScreen()->logicalDotsPerInchX(), 96.0);
        QVERIFY2(drawn.contains("font-size=\"20\""), drawn);

        // Onto paper it goes in the width of the paper: 900 of 400 need two sheets of A4, and three when twice as high.
        for (const auto &[height, sheets] : {std::pair(500, 1), std::pair(900, 2), std::pair(1400, 3)}) {
            const QString paper = folder.filePath(u"paper-%1.pdf"_s.arg(height));
            QPrinter printer(QPrinter::HighResolution);
            printer.setOutputFormat(QPrinter::PdfFormat);
            printer.setOutputFileName(paper);
            printer.setPageSize(QPageSize(QPageSize::A4));
            printPicture(printer, QRectF(0, 0, 400, height), u"Harbour"_s, paint);
            QFile pdf(paper);
            QVERIFY(pdf.open(QIODevice::ReadOnly));
            QCOMPARE(pdf.readAll().count("/Type /Page\n"), sheets);
        }
    }

    void chartDrawsItsMedianAndCallsNoTwoLinesTheSame()
    {
        QTemporaryDir folder;
        ChartPanel chart(ChartPanel::Kind::Bars);
        chart.resize(400, 240);
        const auto drawn = [&] {
            const QString file = folder.filePath(u"chart.svg"_s);
            if (!chart.exportTo(file))
                return QString();
            QFile svg(file);
            return svg.open(QIODevice::ReadOnly) ? QString::fromUtf8(svg.readAll()) : QString();
        };
        chart.replace({u"W46"_s, u"W47"_s}, {{u"changes"_s, {14, 20}, {}}}, u"changes"_s);
        chart.setReference(17, u"median 17"_s);
        QVERIFY(drawn().contains(u"median 17"_s));
        QVERIFY(chart.accessibleDescription().contains(u"median 17"_s));
        chart.setReference({});
        QVERIFY(!drawn().contains(u"median"_s));
        // One line each for numbers as small as these.
        chart.replace({u"W46"_s, u"W46"_s}, {{u"bags"_s, {0, 3}, {}}}, u"bags"_s);
        chart.show();
        for (const QString &label : {u"0"_s, u"1"_s, u"2"_s, u"3"_s})
            QTRY_COMPARE(drawn().count(u'>' + label + u"</text>"_s), 1);
        // The same week of two years stands twice.
        QCOMPARE(drawn().count(u">W46"_s), 2);
    }

private:
    std::unique_ptr<Theme> m_theme;
};

QTEST_MAIN(WidgetsTest)
#include "widgetstest.moc"
