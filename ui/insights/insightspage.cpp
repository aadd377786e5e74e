// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/insights/insightspage.h"

#include "items/funnelbars.h"
#include "ui/insights/causescard.h"
#include "ui/insights/figurecard.h"
#include "ui/insights/funnelview.h"
#include "ui/insights/insightsexport.h"
#include "ui/insights/rowspanel.h"
#include "ui/shell/actionregistry.h"
#include "ui/theme/theme.h"
#include "ui/widgets/busyoverlay.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/chartpanel.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/label.h"

#include <QAction>
#include <QCoreApplication>
#include <QGridLayout>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr int panelWidth = 460, narrowPage = 1000;
constexpr int narrowContent = 860; ///< below it the funnel stands above the charts
constexpr int cardGap = 12;
constexpr int funnelHeight = 320, chartHeight = 210;
constexpr int mostRows = 30;   ///< of a table, before it scrolls by itself
constexpr int manyTrains = 60; ///< more than a year: weeks alone would be called the same
constexpr std::array periods{8, 16, 26, 52, 0};

/// Which funnel is shown; also what is stored.
const QString byChanges = u"changes"_s, byEnvironments = u"environments"_s, throughput = u"throughput"_s;
const QString tierPrefix = u"tier:"_s, environmentPrefix = u"environment:"_s;

QString valueOf(const InsightsAsk &ask)
{
    return ask.environment.isEmpty() ? tierPrefix + ask.tier : environmentPrefix + ask.environment.value;
}

} // namespace

InsightsPage::InsightsPage(const PageDescription &description, const PageServices &services, QWidget *parent)
    : Page(description, services, parent)
    , m_feed(new SnapshotFeed<InsightsOverview>(services.store, this))
    , m_throughput(new SnapshotFeed<ThroughputOverview>(services.store, this))
    , m_scoresModel(new ScoresModel(this))
    , m_partsModel(new PartsModel(this))
{
    using enum Aggregate;
    m_feed->setInterest({Product, Release, Train, Change, Promotion, Deployment, Notes, Issue});
    m_throughput->setInterest({Product, StageRun, Promotion, Deployment});
    addActions();
    buildWidgets();
    m_feed->onSnapshot(this, [this](const InsightsOverview &overview) {
        show(overview);
        setReady();
    });
    m_throughput->onSnapshot(this, [this](const ThroughputOverview &) { showFunnel(); });
    follow(m_feed);
    connect(m_feed, &SnapshotFeedBase::failed, m_busy, &BusyOverlay::stop);
    // Not followed: it is read only while somebody looks at it.
    connect(m_throughput, &SnapshotFeedBase::failed, this, &InsightsPage::showError);
    ask();
}

void InsightsPage::addActions()
{
    ActionRegistry &actions = services().actions;
    const auto add = [&](const QString &name, const QString &text, const QKeySequence &key, const QString &icon,
                         std::function<void()> handler, const QString &help = {}) {
        actions.add(this, {u"insights."_s + name, text, icon, key, QString(pages::insights), std::move(handler), help});
    };
    for (const QString &suffix : {u"svg"_s, u"png"_s, u"pdf"_s})
        add(u"export-"_s + suffix, tr("Export charts as %1…").arg(suffix.toUpper()), {}, u"document-export"_s,
            [this, suffix] { exportPicture(suffix); });
    add(u"export-csv"_s, tr("Export figures as CSV…"), Qt::CTRL | Qt::Key_E, u"document-export"_s,
        [this] { exportFigures(); });
    add(u"print"_s, tr("Print insights…"), QKeySequence::Print, u"document-print"_s, [this] { print(); });
    for (const Measure measure : measures) {
        add(u"rows-%1"_s.arg(static_cast<int>(measure)), tr("Rows behind: %1").arg(insightwords::titleOf(measure)),
            QKeySequence(Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(measure))), {}, [this, measure] {
                if (const InsightsOverview *overview = m_feed->snapshot())
                    showRows(insightwords::rowsBehind(*overview, measure), insightwords::rowsTitle(*overview, measure));
            });
    }
    add(u"close-rows"_s, tr("Close the rows"), {}, {}, [this] { hideRows(); });
    actions.setEnabled(u"insights.close-rows"_s, false, tr("No rows are shown."));
}

QWidget *InsightsPage::buildBar()
{
    auto *bar = new PageToolbar(this);
    m_period = new ChoiceButton(tr("Period"), bar);
    std::vector<std::pair<QString, QString>> choices;
    for (const int weeks : periods)
        choices.emplace_back(QString::number(weeks), insightwords::period(weeks));
    m_period->setChoices(choices);
    m_period->setValue(QString::number(m_ask.weeks));
    m_service = new ChoiceButton(tr("Service"), bar);
    m_where = new ChoiceButton(tr("Tier or environment"), bar);
    for (ChoiceButton *choice : {m_period, m_service, m_where})
        bar->addLeft(choice);
    connect(m_period, &ChoiceButton::chosen, this, [this](const QString &value) {
        m_ask.weeks = value.toInt();
        ask();
    });
    connect(m_service, &ChoiceButton::chosen, this, [this](const QString &value) {
        m_ask.service = {value};
        ask();
    });
    connect(m_where, &ChoiceButton::chosen, this, [this](const QString &value) {
        m_ask.tier = value.startsWith(tierPrefix) ? value.sliced(tierPrefix.size()) : QString();
        m_ask.environment = {value.startsWith(environmentPrefix) ? value.sliced(environmentPrefix.size()) : QString()};
        ask();
    });
    auto *exporting = new QPushButton(tr("Export"), bar);
    auto *menu = new QMenu(exporting);
    for (const QString &name : {u"export-svg"_s, u"export-png"_s, u"export-pdf"_s, u"export-csv"_s, u"print"_s})
        menu->addAction(services().actions.action(u"insights."_s + name));
    exporting->setMenu(menu);
    bar->addRight(exporting);
    return bar;
}

void InsightsPage::buildWidgets()
{
    auto *all = new QWidget(this);
    auto *across = new QHBoxLayout(all);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(0);
    m_main = new QWidget(all);
    auto *main = new QVBoxLayout(m_main);
    main->setContentsMargins(20, 16, 0, 0);
    main->setSpacing(10);
    across->addWidget(m_main, 1);
    auto *top = new QVBoxLayout;
    top->setContentsMargins(0, 0, 20, 0);
    top->setSpacing(10);
    top->addWidget(buildBar());
    main->addLayout(top);
    m_scroll = new QScrollArea(m_main);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // Its bar has its room always, so that the cards end where the toolbar does.
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setAccessibleName(tr("Figures and charts"));
    m_content = new QWidget(m_scroll);
    buildContent(m_content);
    m_scroll->setWidget(m_content);
    m_busy = new BusyOverlay(m_scroll);
    main->addWidget(m_scroll, 1);
    m_rows = new RowsPanel(services().store, all);
    m_rows->hide();
    across->addWidget(m_rows);
    connect(m_rows, &RowsPanel::opened, this, &InsightsPage::openSubject);
    connect(m_rows, &RowsPanel::closed, this, &InsightsPage::hideRows);
    setContent(all);
    setEmpty(tr("No product yet"),
             tr("Here will be how often you deploy, how long a change takes, how much fails and where it was caught. "
                "Describe the product in humdrum.yaml and run “humdrumctl init --config humdrum.yaml”."));
}

void InsightsPage::buildContent(QWidget *content)
{
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 20 - m_scroll->verticalScrollBar()->sizeHint().width(), 20);
    column->setSpacing(12);
    m_scope = new Label(TextRole::Muted, content);
    m_scope->setWordWrap(true);
    m_scope->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_scope);
    m_cards = new QGridLayout;
    m_cards->setSpacing(cardGap);
    for (const Measure measure : measures) {
        auto *card = new FigureCard(measure, content);
        m_figures.push_back(card);
        connect(card, &QAbstractButton::clicked, this,
                [this, measure] { services().actions.trigger(u"insights.rows-%1"_s.arg(static_cast<int>(measure))); });
    }
    column->addLayout(m_cards);
    m_pictures = new QBoxLayout(QBoxLayout::LeftToRight);
    m_pictures->setSpacing(12);
    buildFunnel(content);
    buildCharts(content);
    column->addLayout(m_pictures);
    m_causes = new CausesCard(content);
    connect(m_causes, &CausesCard::asked, this, &InsightsPage::showRows);
    column->addWidget(m_causes);
    buildTables(content, column);
    column->addStretch();
}

void InsightsPage::buildFunnel(QWidget *content)
{
    m_funnelCard = new Card(tr("Where issues were caught"), content);
    m_funnelKind = new SegmentedChoice(tr("Funnel"), m_funnelCard);
    m_funnelKind->addChoice(byChanges, tr("By changes"));
    m_funnelKind->addChoice(byEnvironments, tr("By environments"));
    m_funnelKind->addChoice(throughput, tr("Throughput"));
    for (const auto &[kind, help] :
         {std::pair(byChanges, tr("Issues that changes caused, by the stage that caught them")),
          std::pair(byEnvironments, tr("Faults of environments, by the stage that caught them")),
          std::pair(throughput, tr("Builds that entered each stage, and those that left it passed"))})
        m_funnelKind->findChild<QPushButton *>(kind)->setToolTip(help);
    m_funnelCard->addTitleWidget(m_funnelKind);
    m_funnel = new FunnelView(m_funnelCard);
    m_funnel->setMinimumHeight(funnelHeight);
    m_funnelCard->body()->addWidget(m_funnel, 1);
    m_funnelRemark = new Label(TextRole::Caption, m_funnelCard);
    m_funnelRemark->setWordWrap(true);
    m_funnelCard->body()->addWidget(m_funnelRemark);
    m_pictures->addWidget(m_funnelCard, 4);
    connect(m_funnelKind, &SegmentedChoice::chosen, this, [this](const QString &kind) {
        m_throughput->setActive(kind == throughput);
        showFunnel();
    });
    connect(m_funnel, &FunnelView::failed, this, &InsightsPage::showError);
    connect(m_funnel, &FunnelView::opened, this, [this](int row) {
        const FunnelBar &bar = m_funnel->bars().at(static_cast<size_t>(row));
        showRows(bar.rows, bar.rowsTitle);
    });
}

void InsightsPage::buildCharts(QWidget *content)
{
    auto *card = new Card({}, content);
    m_changes = new ChartPanel(ChartPanel::Kind::Bars, card);
    m_bags = new ChartPanel(ChartPanel::Kind::Bars, card);
    for (ChartPanel *chart : {m_changes, m_bags}) {
        chart->setMinimumHeight(chartHeight);
        card->body()->addWidget(chart, 1);
        connect(chart, &ChartPanel::barClicked, this, [this](int train) {
            const InsightsOverview *overview = m_feed->snapshot();
            if (overview && train >= 0 && train < static_cast<int>(overview->trains.size()))
                openSubject(subjectOf(overview->trains[static_cast<size_t>(train)].train.id));
        });
    }
    m_pictures->addWidget(card, 3);
}

void InsightsPage::buildTables(QWidget *content, QVBoxLayout *column)
{
    m_partsCard = new Card(tr("Each service by itself"), content);
    m_partsKind = new SegmentedChoice(tr("Parts"), m_partsCard);
    m_partsKind->addChoice(u"service"_s, tr("By service"));
    m_partsKind->addChoice(u"environment"_s, tr("By environment"));
    m_partsCard->addTitleWidget(m_partsKind);
    m_parts = new DataTable(tr("Figures of each part"), m_partsCard);
    m_parts->setModel(m_partsModel);
    m_parts->setFitsContents(true, mostRows);
    m_partsCard->body()->addWidget(m_parts);
    column->addWidget(m_partsCard);
    connect(m_partsKind, &SegmentedChoice::chosen, this, [this] { showParts(); });
    // A part is looked at alone by choosing it above.
    connect(m_parts, &DataTable::opened, this, [this](const QModelIndex &index) {
        const QString subject = index.data(SubjectRole).toString();
        if (kindOfSubject(subject) == "service"_L1)
            m_ask.service = {keyOfSubject(subject)};
        else
            m_ask.environment = {keyOfSubject(subject)};
        ask();
    });

    m_scoresCard = new Card(tr("How boring each train was"), content);
    m_scores = new DataTable(tr("Boring score of each train"), m_scoresCard);
    m_scores->setModel(m_scoresModel);
    m_scores->setFitsContents(true, mostRows);
    m_scoresCard->body()->addWidget(m_scores);
    column->addWidget(m_scoresCard);
    connect(m_scores, &DataTable::opened, this,
            [this](const QModelIndex &index) { openSubject(index.data(SubjectRole).toString()); });
}

void InsightsPage::activated()
{
    Page::activated();
    m_throughput->setActive(m_funnelKind->value() == throughput);
    m_rows->setActive(m_rows->isVisibleTo(this));
}

void InsightsPage::deactivated()
{
    Page::deactivated();
    m_throughput->setActive(false);
    m_rows->setActive(false);
}

void InsightsPage::open(const QString &subject)
{
    if (kindOfSubject(subject) == "service"_L1)
        m_ask.service = {keyOfSubject(subject)};
    else if (kindOfSubject(subject) == "environment"_L1)
        m_ask.environment = {keyOfSubject(subject)};
    else
        return;
    ask();
}

QJsonObject InsightsPage::saveState() const
{
    return {{u"weeks"_s, m_ask.weeks},
            {u"service"_s, m_ask.service.value},
            {u"tier"_s, m_ask.tier},
            {u"environment"_s, m_ask.environment.value},
            {u"funnel"_s, m_funnelKind->value()},
            {u"parts"_s, m_partsKind->value()}};
}

void InsightsPage::restoreState(const QJsonObject &state)
{
    const int weeks = state.value(u"weeks"_s).toInt(m_ask.weeks);
    if (std::ranges::contains(periods, weeks))
        m_ask.weeks = weeks;
    m_period->setValue(QString::number(m_ask.weeks));
    m_ask.service = {state.value(u"service"_s).toString()};
    m_ask.tier = state.value(u"tier"_s).toString();
    m_ask.environment = {state.value(u"environment"_s).toString()};
    m_funnelKind->setValue(state.value(u"funnel"_s).toString());
    m_partsKind->setValue(state.value(u"parts"_s).toString());
    ask();
}

/// What was chosen last time may no longer be described: then it is as if nothing had been chosen.
template <class Read>
auto InsightsPage::lenient(Read read) const
{
    return [read, ask = m_ask, &clock = services().clock](Session &s) {
        auto answer = read(s, ask, clock.now());
        if (!answer && answer.error().code == ErrorCode::NotFound)
            answer =
                read(s, InsightsAsk{.weeks = ask.weeks, .service = {}, .tier = {}, .environment = {}}, clock.now());
        return answer;
    };
}

void InsightsPage::ask()
{
    m_busy->start(tr("Counting…"));
    m_feed->setReader(lenient(readInsights));
    m_throughput->setReader(lenient(readThroughput));
}

void InsightsPage::show(const InsightsOverview &overview)
{
    clearError();
    m_busy->stop();
    if (overview.ask.service != m_ask.service || overview.ask.environment != m_ask.environment)
        m_ask = overview.ask;
    showChoices(overview);
    m_scope->setText(insightwords::scope(overview));
    for (FigureCard *card : m_figures)
        card->show(insightwords::figure(overview, card->measure()));
    arrange();
    showFunnel();
    showCharts(overview);
    m_causes->show(overview);
    m_scoresModel->show(overview.trains);
    m_scoresCard->setSubtitle(insightwords::streakFinding(overview));
    m_scoresCard->setVisible(!overview.trains.empty());
    m_scores->updateGeometry();
    showParts();
}

void InsightsPage::showChoices(const InsightsOverview &overview)
{
    std::vector<std::pair<QString, QString>> services{{QString(), tr("All services")}};
    for (const auto &[key, name] : overview.services)
        services.emplace_back(key.value, name);
    m_service->setChoices(services);
    m_service->setValue(overview.ask.service.value);
    std::vector<std::pair<QString, QString>> places;
    for (const QString &tier : overview.tiers)
        places.emplace_back(tierPrefix + tier, insightwords::tier(tier));
    for (const auto &[key, name] : overview.environments)
        places.emplace_back(environmentPrefix + key.value, name);
    m_where->setChoices(places);
    m_where->setValue(valueOf(overview.ask));
    m_period->setValue(QString::number(overview.ask.weeks));
}

void InsightsPage::showFunnel()
{
    const QString kind = m_funnelKind->value();
    const InsightsOverview *overview = m_feed->snapshot();
    FunnelPicture picture;
    if (kind == throughput) {
        const ThroughputOverview *counted = m_throughput->snapshot();
        if (counted)
            picture = throughputPicture(*counted);
        else
            picture.finding = tr("Counting…");
        m_funnelCard->setTitle(tr("How far builds came"));
    } else if (overview) {
        picture = containmentPicture(*overview, kind == byEnvironments ? Cause::Environment : Cause::Change);
        m_funnelCard->setTitle(kind == byEnvironments ? tr("Where faults of environments were caught")
                                                      : tr("Where issues were caught"));
    }
    m_funnelCard->setSubtitle(picture.finding);
    m_funnel->setTitle(m_funnelCard->title(), picture.finding);
    m_funnel->show(picture.bars);
    const QString part = picture.part.isEmpty() ? QString() : tr("Lighter: %1. ").arg(picture.part);
    m_funnelRemark->setText(part + picture.remark);
    m_funnelRemark->setVisible(!m_funnelRemark->text().isEmpty());
}

void InsightsPage::showCharts(const InsightsOverview &overview)
{
    QStringList trains;
    ChartSeries changes{.name = tr("Changes"), .values = {}, .mark = {}};
    ChartSeries bags{.name = tr("Brown paper bags"), .values = {}, .mark = Mark::Failed};
    for (const TrainBar &bar : overview.trains) {
        trains << (overview.trains.size() > manyTrains ? bar.train.version : insightwords::weekOf(bar.train));
        changes.values.push_back(bar.changes ? *bar.changes : std::nan(""));
        bags.values.push_back(bar.left() ? bar.bags : std::nan(""));
    }
    QString subject = tr("Changes per train");
    for (const auto &[key, name] : overview.services) {
        if (key == overview.ask.service)
            subject = tr("Changes per train of %1").arg(name);
    }
    m_changes->setTitle(subject, insightwords::changesFinding(overview));
    m_changes->replace(trains, {changes}, tr("changes"));
    m_changes->setReference(
        overview.usualChanges,
        overview.usualChanges ? tr("median %1").arg(QLocale().toString(*overview.usualChanges, 'g', 4)) : QString());
    m_bags->setTitle(tr("Brown-paper-bag releases"), insightwords::bagsFinding(overview));
    m_bags->replace(trains, {bags}, tr("brown paper bags"));
}

void InsightsPage::showParts()
{
    const InsightsOverview *overview = m_feed->snapshot();
    if (!overview)
        return;
    const bool environments = m_partsKind->value() == "environment"_L1;
    m_partsModel->show(environments ? overview->byEnvironment : overview->byService, environments);
    m_partsCard->setTitle(environments ? tr("Each environment by itself") : tr("Each service by itself"));
    m_partsCard->setSubtitle(environments ? tr("Of those that are counted above")
                                          : tr("In the environments that are counted above"));
    m_parts->updateGeometry();
}

void InsightsPage::showRows(const InsightRowsAsk &rows, const QString &title)
{
    const InsightsOverview *overview = m_feed->snapshot();
    if (QWidget *focus = focusWidget(); focus && !m_rows->isAncestorOf(focus))
        m_rowsAskedBy = focus;
    m_rows->ask(rows, title, overview ? overview->zone : QByteArray("UTC"));
    m_rows->setVisible(true);
    services().actions.setEnabled(u"insights.close-rows"_s, true);
    m_rows->setActive(true);
    arrange();
    m_rows->setFocus();
}

void InsightsPage::hideRows()
{
    m_rows->hide();
    services().actions.setEnabled(u"insights.close-rows"_s, false, tr("No rows are shown."));
    m_rows->setActive(false);
    arrange();
    if (m_rowsAskedBy)
        m_rowsAskedBy->setFocus();
}

void InsightsPage::openSubject(const QString &subject)
{
    const QString kind = kindOfSubject(subject);
    if (kind == "release"_L1)
        navigate(QString(pages::releases), subject);
    else if (kind == "promotion"_L1)
        navigate(QString(pages::promotions), subject);
    else if (kind == "train"_L1)
        navigate(QString(pages::weeks), subject);
    else
        navigate(QString(pages::pipeline), subject);
}

void InsightsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    arrange();
}

void InsightsPage::arrange()
{
    // Where both have no room side by side, the rows stand in place of the figures until they are closed.
    const bool narrow = width() < narrowPage;
    const bool rows = m_rows->isVisibleTo(this);
    m_main->setVisible(!narrow || !rows);
    m_rows->setMinimumWidth(narrow ? 0 : panelWidth);
    m_rows->setMaximumWidth(narrow ? QWIDGETSIZE_MAX : panelWidth);
    const int room = width() - (rows && !narrow ? panelWidth : 0);
    m_pictures->setDirection(room < narrowContent ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    constexpr int margins = 48; ///< at both sides, and a scroll bar
    int columns = static_cast<int>(m_figures.size());
    while (columns > 1 && widthOfCards(columns) > room - margins)
        columns = columns > 3 ? 3 : columns - 1;
    if (columns == m_cardColumns)
        return;
    m_cardColumns = columns;
    int place = 0;
    for (FigureCard *card : m_figures) {
        m_cards->addWidget(card, place / columns, place % columns);
        ++place;
    }
    for (int column = 0; column < static_cast<int>(m_figures.size()); ++column)
        m_cards->setColumnStretch(column, column < columns ? 1 : 0);
}

int InsightsPage::widthOfCards(int columns) const
{
    std::vector<int> widths(static_cast<size_t>(columns));
    for (size_t i = 0; i < m_figures.size(); ++i) {
        int &width = widths[i % widths.size()];
        width = std::max(width, m_figures[i]->sizeHint().width());
    }
    return std::ranges::fold_left(widths, cardGap * (columns - 1), std::plus<>());
}

void InsightsPage::exportPicture(const QString &suffix)
{
    insightsexport::picture(this, m_content, suffix, [this](const Error &error) { showError(error); });
}

void InsightsPage::exportFigures()
{
    if (const InsightsOverview *overview = m_feed->snapshot())
        insightsexport::figures(this, insightwords::csv(*overview), [this](const Error &error) { showError(error); });
}

void InsightsPage::print() { insightsexport::print(this, m_content); }

PageFactory insightsPage()
{
    return {{QString(pages::insights), QCoreApplication::translate("InsightsPage", "Insights"), u"office-chart-pie"_s,
             QCoreApplication::translate("InsightsPage", "Whether deployments became boring, in figures and funnels."),
             false},
            [](const PageDescription &d, const PageServices &s, QWidget *parent) -> Page * {
                return new InsightsPage(d, s, parent);
            }};
}

} // namespace humdrum
