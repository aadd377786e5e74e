// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/environments/cellpanel.h"

#include "items/environmentmodels.h"
#include "items/wording.h"
#include "ui/shell/destination.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/markedline.h"
#include "ui/widgets/reasonbox.h"
#include "ui/widgets/statuschip.h"
#include "ui/widgets/timelabel.h"

#include <QPushButton>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr size_t mostChanges = 12;
constexpr qsizetype shortHash = 7;

/// "NR · 7 Nov": whose change it is and where to look it up.
QString quietLine(const ChangeLine &change)
{
    const QString commit = change.commit.first(std::min(shortHash, change.commit.size()));
    return (change.references.isEmpty() ? commit : change.references.join(u' ')) + u" · "_s + change.author;
}

} // namespace

CellPanel::CellPanel(QWidget *parent)
    : SidePanel(tr("The chosen service and environment"), parent)
    , m_state(new StatusChip)
    , m_notices(new QVBoxLayout)
    , m_gets(new QVBoxLayout)
    , m_own(new QVBoxLayout)
    , m_pipeline(new QPushButton(tr("Show in pipeline")))
    , m_release(new QPushButton)
    , m_hold(new QPushButton)
    , m_set(new ReasonBox(tr("Hold it"), tr("Leave it")))
    , m_lift(new ReasonBox(tr("Lift the hold"), tr("Leave it")))
    , m_error(new ErrorBanner)
{
    QVBoxLayout *column = addScrolling(tr("The chosen service and environment"));
    auto *chips = new QHBoxLayout;
    chips->addWidget(m_state);
    chips->addStretch();
    column->addLayout(chips);
    addCaption(tr("Runs"));
    m_version = addFact(TextRole::Monospaced);
    m_version->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_facts = addFact(TextRole::Muted);
    m_notices->setSpacing(2);
    column->addLayout(m_notices);
    m_lagCaption = addCaption(tr("Behind"));
    m_lag = addFact();
    m_getsCaption = addCaption({});
    m_gets->setSpacing(0);
    m_own->setSpacing(0);
    column->addLayout(m_gets);
    m_ownCaption = addCaption({});
    column->addLayout(m_own);
    column->addSpacing(16);
    auto *buttons = new FlowLayout;
    setPrimary(m_pipeline);
    buttons->addWidget(m_pipeline);
    buttons->addWidget(m_release);
    m_hold->setObjectName(u"environments-hold"_s);
    buttons->addWidget(m_hold);
    column->addLayout(buttons);
    for (QWidget *below :
         {static_cast<QWidget *>(m_set), static_cast<QWidget *>(m_lift), static_cast<QWidget *>(m_error)})
        column->addWidget(below);
    column->addStretch();
    connect(m_pipeline, &QPushButton::clicked, this, [this] { Q_EMIT pipelineAsked(m_subject); });
    connect(m_release, &QPushButton::clicked, this, [this] { Q_EMIT releaseAsked(m_releaseId); });
    connect(m_hold, &QPushButton::clicked, this, &CellPanel::askAboutHold);
    connect(m_set, &ReasonBox::confirmed, this,
            [this](const QString &reason) { Q_EMIT holdAsked(m_service, m_environment, reason); });
    connect(m_lift, &ReasonBox::confirmed, this,
            [this](const QString &reason) { Q_EMIT liftAsked(m_lifting, reason); });
    setContentVisible(false);
}

void CellPanel::askAboutHold()
{
    m_error->clear();
    if (m_holds.empty())
        m_set->ask(tr("%1 gets no promotion until the hold is lifted.").arg(m_title));
    else
        askToLift(m_holds.front());
}

void CellPanel::askToLift(const Hold &hold)
{
    m_lifting = hold.id;
    const bool wide = hold.service.isEmpty() || hold.environment.isEmpty();
    m_lift->ask(wide ? tr("Promotions go on wherever “%1” held them, not only here.").arg(hold.reason)
                     : tr("%1 can be promoted to again. It was held by %2: %3").arg(m_title, hold.setBy, hold.reason));
}

void CellPanel::showError(const Error &error) { m_error->showError(error); }

void CellPanel::show(const CellOverview &c)
{
    if (c.cell.service != m_service || c.cell.environment != m_environment || c.holds.size() != m_holds.size()) {
        m_set->dismiss();
        m_lift->dismiss();
        m_error->clear();
    }
    m_service = c.cell.service;
    m_environment = c.cell.environment;
    m_title = tr("%1 in %2").arg(c.serviceName, c.environmentName);
    m_holds = c.holds;
    m_hold->setText(m_holds.empty() ? tr("Hold…") : tr("Lift hold…"));
    m_hold->setToolTip(m_holds.empty() ? tr("Stops promotions until the hold is lifted") : tr("Lets promotions go on"));
    m_subject = subjectOf(c.cell.environment);
    m_releaseId = c.cell.releaseId;
    showHead(c);
    showNotices(c);
    const auto gets = static_cast<int>(c.gets.size()) + c.internal;
    showChanges(m_gets, m_getsCaption, c.gets, tr("It would get %1").arg(wording::changes(gets, c.internal)));
    m_getsCaption->setVisible(gets > 0);
    showChanges(m_own, m_ownCaption, c.own,
                tr("%n commit(s) that only this fork has", nullptr, static_cast<int>(c.own.size())));
    m_release->setText(tr("Release %1").arg(c.cell.release));
    m_release->setVisible(m_releaseId.isValid());
    setContentVisible(true);
}

void CellPanel::showHead(const CellOverview &c)
{
    const EnvironmentCell &cell = c.cell;
    using Standing = EnvironmentMatrixModel::Standing;
    const Standing standing = EnvironmentMatrixModel::standing(cell);
    setTitle(m_title);
    m_state->setStatus(EnvironmentMatrixModel::markOf(standing),
                       standing == Standing::Unknown ? tr("nothing runs") : EnvironmentMatrixModel::lag(cell));
    m_version->setText(cell.build ? cell.build->version + u"  "_s +
                               cell.build->commit.first(std::min(shortHash, cell.build->commit.size()))
                                  : tr("nothing"));
    QStringList facts;
    if (!cell.release.isEmpty())
        facts << tr("release %1").arg(cell.release);
    if (cell.since != noTime)
        facts << tr("for %1").arg(wording::age(c.now - cell.since));
    m_facts->setText(facts.join(u" · "_s));
    m_facts->setVisible(!facts.isEmpty());
    m_facts->setToolTip(cell.since == noTime ? QString() : times::absolute(cell.since, c.zone));
    const bool behind = cell.commitsBehind > 0;
    m_lagCaption->setText(c.newest.isEmpty() ? tr("Behind")
                                             : tr("Behind %1 (%2)").arg(c.newest, c.newestIn.join(u", "_s)));
    m_lag->setText(!cell.build  ? tr("not known")
                       : behind ? tr("%1 · %2 · %3")
                                      .arg(tr("%n release(s)", nullptr, cell.releasesBehind),
                                           tr("%n commit(s)", nullptr, cell.commitsBehind), wording::age(cell.behindBy))
                                : tr("not behind"));
}

void CellPanel::showNotices(const CellOverview &c)
{
    clearLayout(m_notices);
    const EnvironmentCell &cell = c.cell;
    const auto add = [this](Mark mark, const QString &strong, const QString &text) {
        m_notices->addWidget(new MarkedLine(mark, strong, text));
    };
    if (cell.moving)
        add(markOf(*cell.moving), tr("A promotion is %1").arg(titleOf(*cell.moving).toLower()), {});
    if (cell.fork)
        add(Mark::Failed, tr("Fork off %1").arg(cell.forkedFrom),
            tr("Its commit is not on the main line; it left it %1.")
                .arg(times::relative(cell.forkedAt, c.now, c.zone)));
    if (cell.observed)
        add(Mark::Attention, tr("Drift"), tr("It was seen to run here, and no promotion put it here."));
    if (cell.recorded)
        add(Mark::Waiting, tr("Recorded, not observed"),
            tr("It was imported, and nobody looked whether it runs. The next promotion does."));
    for (const Hold &hold : c.holds)
        add(Mark::Attention, tr("Held since %1 by %2").arg(times::relative(hold.setAt, c.now, c.zone), hold.setBy),
            hold.reason);
}

void CellPanel::showChanges(QVBoxLayout *list, Label *caption, const std::vector<ChangeLine> &changes,
                            const QString &title)
{
    clearLayout(list);
    caption->setVisible(!changes.empty());
    caption->setText(title);
    for (size_t i = 0; i < std::min(mostChanges, changes.size()); ++i) {
        const ChangeLine &change = changes[i];
        auto *summary =
            new Label(wording::kindOfChange(change.type, change.breaking) + u": "_s + change.summary, TextRole::Body);
        summary->setWordWrap(true);
        list->addWidget(summary);
        auto *quiet = new ElidingLabel(quietLine(change), TextRole::Caption);
        quiet->setContentsMargins(0, 0, 0, 6);
        list->addWidget(quiet);
    }
    if (changes.size() > mostChanges) {
        const auto left = static_cast<int>(changes.size() - mostChanges);
        list->addWidget(new Label(tr("and %n more", nullptr, left), TextRole::Muted));
    }
}

} // namespace humdrum
