// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/environments/cellpanel.h"

#include "items/environmentmodels.h"
#include "items/wording.h"
#include "ui/shell/destination.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/markedline.h"
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
    column->addLayout(buttons);
    column->addStretch();
    connect(m_pipeline, &QPushButton::clicked, this, [this] { Q_EMIT pipelineAsked(m_subject); });
    connect(m_release, &QPushButton::clicked, this, [this] { Q_EMIT releaseAsked(m_releaseId); });
    setContentVisible(false);
}

void CellPanel::show(const CellOverview &c)
{
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
    setTitle(tr("%1 in %2").arg(c.serviceName, c.environmentName));
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
    for (const Hold &hold : c.holds)
        add(Mark::Attention, tr("Held since %1").arg(times::relative(hold.setAt, c.now, c.zone)), hold.reason);
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
