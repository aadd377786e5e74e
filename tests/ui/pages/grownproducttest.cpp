// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pages/grown.h"
#include "ui/pages/walk.h"
#include "ui/pages/wholewindow.h"
#include "ui/pipeline/pipelineview.h"
#include "ui/shell/trainstripbar.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/emptystate.h"

#include <QElapsedTimer>
#include <QPushButton>
#include <QTemporaryDir>

using namespace humdrum;
using namespace humdrum::test;
using namespace Qt::StringLiterals;

namespace {

constexpr Growth wide{.services = 60, .clients = 5, .weeks = 8};
constexpr Growth old{.services = 4, .clients = 2, .weeks = 5 * 52};

} // namespace

/// Protects: what works for four services works for sixty, and what works after a month works after five years.
class GrownProductTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QElapsedTimer timer;
        timer.start();
        m_wide = std::make_unique<GrownStory>(wide);
        m_old = std::make_unique<GrownStory>(old);
        qInfo("told in %lld ms", static_cast<long long>(timer.elapsed()));
    }

    void pagesOpen_data()
    {
        QTest::addColumn<bool>("isOld");
        QTest::addColumn<QString>("page");
        for (const QString &id : pageIds()) {
            QTest::newRow(qPrintable(u"sixty services, "_s + id)) << false << id;
            QTest::newRow(qPrintable(u"five years, "_s + id)) << true << id;
        }
    }
    void pagesOpen()
    {
        QFETCH(const bool, isOld);
        QFETCH(const QString, page);
        Window w((isOld ? m_old : m_wide)->store(), {1440, 900});
        QElapsedTimer timer;
        timer.start();
        QVERIFY(w.goTo(page));
        qInfo("%s after %lld ms", QTest::currentDataTag(), static_cast<long long>(timer.elapsed()));
        w.picture(QString::fromUtf8(QTest::currentDataTag()));
        QCOMPARE(cutTexts(&w.window).join(u'\n'), QString());
    }

    void emptyPagesOfferWhatStartsThem()
    {
        const QTemporaryDir folder;
        const FixedClock clock(Story::now());
        const auto store = emptyStore(folder.path(), clock);
        Window w(*store, {1024, 640});
        for (const QString &id : pageIds()) {
            Page *page = w.goTo(id);
            QVERIFY(page);
            const auto *empty = page->findChild<EmptyState *>(Qt::FindDirectChildrenOnly);
            QVERIFY2(empty && empty->isVisible(), qPrintable(id));
            QCOMPARE(empty->accessibleName(), u"No product yet"_s);
            QVERIFY2(empty->accessibleDescription().startsWith(u"Here will be "_s), qPrintable(id));
            QVERIFY2(!empty->accessibleDescription().contains(u"humdrumctl"_s), qPrintable(id));
            const auto *button = empty->findChild<QPushButton *>();
            QVERIFY2(button && button->isVisible() && button->isEnabled(), qPrintable(id));
            QCOMPARE(button->text(), u"Describe a product…"_s);
            QVERIFY2(!w.window.findChild<TrainStripBar *>()->isVisible(), qPrintable(id));
            w.picture(u"empty, "_s + id);
        }
    }

    void matrixScrollsBelowItsHeader()
    {
        Window w(m_wide->store(), {1440, 900});
        Page *page = w.goTo(pages::environments);
        QVERIFY(page);
        auto *matrix = page->findChild<DataTable *>();
        QCOMPARE(matrix->model()->rowCount(), wide.services);
        QCOMPARE(matrix->model()->columnCount(), 2 + 2 * wide.clients);
        QVERIFY(matrix->height() < w.window.height());
        const QModelIndex last = matrix->model()->index(wide.services - 1, 2 * wide.clients + 1);
        matrix->setCurrentIndex(last);
        matrix->scrollTo(last);
        QVERIFY(matrix->viewport()->rect().contains(matrix->visualRect(last).center()));
        // The header is where it was, and so is the name of the row.
        QVERIFY(matrix->horizontalHeader()->isVisible() && matrix->verticalHeader()->isVisible());
        QCOMPARE(matrix->verticalHeader()->sectionViewportPosition(last.row()), matrix->visualRect(last).top());
        w.picture(u"sixty services, scrolled"_s);
    }

    void pipelineFitsWithoutAnyOverlap()
    {
        Window w(m_wide->store(), {1440, 900});
        Page *page = w.goTo(pages::pipeline);
        QVERIFY(page);
        const auto *view = page->findChild<PipelineView *>();
        const PipelineScene *scene = view->pipeline();
        const int count = view->model().rowCount();
        QCOMPARE(count, 3 * wide.services + 1 + 2 + 2 * wide.clients);
        const QRectF seen = view->mapToScene(view->viewport()->rect()).boundingRect().adjusted(-2, -2, 2, 2);
        for (int i = 0; i < count; ++i) {
            QVERIFY(seen.contains(scene->rectOf(i)));
            for (int k = i + 1; k < count; ++k)
                QVERIFY(!scene->rectOf(i).intersects(scene->rectOf(k)));
        }
    }

private:
    std::unique_ptr<GrownStory> m_wide, m_old;
};

QTEST_MAIN(GrownProductTest)
#include "grownproducttest.moc"
