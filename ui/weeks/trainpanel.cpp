// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/weeks/trainpanel.h"

#include "items/wording.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/markedline.h"
#include "ui/widgets/rule.h"
#include "ui/widgets/statuschip.h"
#include "ui/widgets/timelabel.h"

#include <QGridLayout>
#include <QLocale>

#include <ranges>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

constexpr size_t mostItems = 12;
constexpr int mostLines = 4; ///< of the same kind, before they are counted instead

QString shortCommit(const QString &commit) { return commit.first(std::min<qsizetype>(7, commit.size())); }

} // namespace

TrainPanel::TrainPanel(QWidget *parent) : SidePanel(tr("The chosen train"), parent)
{
    setClosable(false);
    QVBoxLayout *column = addScrolling(tr("The chosen train"));
    auto *chips = new FlowLayout;
    m_state = new StatusChip;
    m_bag = new StatusChip;
    chips->addWidget(m_state);
    chips->addWidget(m_bag);
    column->addLayout(chips);
    addCaption(tr("Leaves"));
    m_leaves = addFact();
    m_cutoff = addFact(TextRole::Muted);
    m_people = addFact(TextRole::Muted);
    m_manifestCaption = addCaption(tr("Manifest"));
    m_manifest = new QGridLayout;
    m_manifest->setVerticalSpacing(0);
    m_manifest->setHorizontalSpacing(gridUnit);
    column->addLayout(m_manifest);
    addCaption(tr("Needs attention"));
    m_attention = new QVBoxLayout;
    m_attention->setSpacing(2);
    column->addLayout(m_attention);
    addCaption(tr("Batch size"));
    m_batch = addFact();
    m_notes = new QPushButton(tr("Open notes"));
    setPrimary(m_notes);
    m_pipeline = new QPushButton(tr("Show in pipeline"));
    auto *buttons = new FlowLayout;
    buttons->addWidget(m_notes);
    buttons->addWidget(m_pipeline);
    // They stand below what scrolls, so that no edge cuts them.
    body()->addSpacing(gridUnit);
    body()->addLayout(buttons);
    body()->addStretch();
    setScrollingFits();
    connect(m_notes, &QPushButton::clicked, this, [this] { Q_EMIT notesAsked(m_release); });
    connect(m_pipeline, &QPushButton::clicked, this, [this] { Q_EMIT pipelineAsked(m_release); });
    clear();
}

void TrainPanel::clear()
{
    m_shown = {};
    m_train = {};
    m_release = {};
    for (QPushButton *button : {m_notes, m_pipeline})
        button->hide();
    setContentVisible(false);
}

void TrainPanel::show(const TrainOverview &t)
{
    m_shown = t;
    m_train = t.train.id;
    m_release = t.release ? t.release->id : ReleaseId{};
    showHead(t);
    showManifest(t);
    showAttention(t);
    showBatch(t);
    const QString why = tr("Train %1 has no release yet. Plan its release first.").arg(t.train.version);
    for (QPushButton *button : {m_notes, m_pipeline}) {
        button->show();
        button->setEnabled(m_release.isValid());
        button->setToolTip(m_release.isValid() ? QString() : why);
    }
    setContentVisible(true);
    fit();
}

/// A line of the manifest that has no room in one row takes two.
void TrainPanel::fit()
{
    if (!m_train.isValid())
        return;
    const bool stacked = needsTwoRows();
    if (stacked != m_stacked) {
        m_stacked = stacked;
        showManifest(m_shown);
    }
}

bool TrainPanel::needsTwoRows() const
{
    const QFontMetrics body(fonts::body()), mono(fonts::monospaced());
    int name = 0, version = 0, changes = 0;
    for (const ManifestLine &line : m_shown.manifest) {
        name = std::max(name, body.horizontalAdvance(line.name));
        version = std::max(version, mono.horizontalAdvance(line.version));
        changes = std::max(changes, body.horizontalAdvance(wording::changes(line.changes)));
    }
    return name + version + changes + 5 * gridUnit > scrollingWidth();
}

void TrainPanel::resizeEvent(QResizeEvent *event)
{
    SidePanel::resizeEvent(event);
    fit();
}

void TrainPanel::showHead(const TrainOverview &t)
{
    setTitle(t.release ? t.release->version : t.train.version);
    // Its cards say the train's state until something of its release has gone somewhere, and so does this.
    if (t.release && t.release->state != ReleaseState::Assembled && t.train.state != TrainState::Arrived)
        m_state->setStatus(markOf(t.release->state), progressOf(t.release->state, t.clients));
    else if (!t.release && (t.train.state == TrainState::Departed || t.train.state == TrainState::Arrived))
        m_state->setStatus(markOf(StopState::Empty), titleOf(StopState::Empty));
    else
        m_state->setState(t.train.state);
    m_bag->setVisible(t.brownPaperBag || !t.patches.isEmpty());
    m_bag->setStatus(Mark::Attention,
                     t.brownPaperBag ? tr("brown paper bag") : tr("patched: %1").arg(t.patches.join(u", "_s)));
    const bool left = t.train.state == TrainState::Departed || t.train.state == TrainState::Arrived;
    QStringList leaves{times::absolute(t.train.departure, t.zone)};
    if (left || isFinished(t.train.state))
        leaves << t.departure;
    if (left && t.clients && !t.clients->missing().isEmpty())
        leaves << tr("Missing: %1").arg(t.clients->missing().join(u", "_s));
    m_leaves->setText(leaves.join(u'\n'));
    const QString cutoff = times::brief(t.train.cutoff, t.train.departure, t.zone);
    m_cutoff->setText(t.cutoffPassed ? tr("Feature cut-off was %1").arg(cutoff) : tr("Feature cut-off %1").arg(cutoff));
    m_people->setText(t.backup.isEmpty() ? t.deployer : tr("%1 · backup %2").arg(t.deployer, t.backup));
}

void TrainPanel::showManifest(const TrainOverview &t)
{
    m_manifestCaption->setText(t.assembled                  ? tr("Manifest")
                                   : t.candidates.isEmpty() ? tr("Manifest: none")
                                                            : tr("Would ride if it were assembled now"));
    clearLayout(m_manifest);
    // In one row all have what they ask for, by needsTwoRows().
    for (const auto &[column, stretch] :
         {std::pair(1, m_stacked ? 1 : 3), std::pair(2, m_stacked ? 0 : 4), std::pair(3, m_stacked ? 0 : 3)})
        m_manifest->setColumnStretch(column, stretch);
    int row = 0;
    for (const ManifestLine &line : t.manifest) {
        if (line.version.isEmpty() && !t.assembled && t.candidates.isEmpty())
            continue;
        // Name, version and changes beside each other, or the version below the others; the first column indents them.
        const auto add = [&](int column, const QString &text, TextRole role) {
            auto *label = new ElidingLabel(text, role);
            const bool below = m_stacked && column == 1;
            const QSize wanted = label->sizeHint();
            label->setMinimumSize(m_stacked ? 0 : wanted.width(), wanted.height() + (m_stacked ? gridUnit - 1 : 12));
            if (m_stacked)
                label->setAlignment(below ? Qt::AlignTop : Qt::AlignBottom);
            m_manifest->addWidget(label, row * 3 + (below ? 1 : 0), below ? 1 : column + 1, 1, below ? 3 : 1);
            return label;
        };
        add(0, line.name, TextRole::Body);
        ElidingLabel *version = add(1, line.version.isEmpty() ? tr("none") : line.version, TextRole::Monospaced);
        if (!line.previous.isEmpty() && line.previous != line.version)
            version->setToolTip(tr("%1 in %2").arg(line.previous, t.previousVersion));
        add(2, line.version.isEmpty() ? QString() : wording::changes(line.changes), TextRole::Muted);
        auto *rule = new Rule;
        m_manifest->addWidget(rule, row * 3 + 2, 0, 1, 4);
        ++row;
    }
}

void TrainPanel::showAttention(const TrainOverview &t)
{
    clearLayout(m_attention);
    for (const AttentionItem &item : t.attention | std::views::take(mostItems)) {
        QString strong, text;
        switch (item.kind) {
        case AttentionKind::Late:
            text = tr("It is %1 late").arg(wording::took(item.late));
            break;
        case AttentionKind::PromotionFailed:
            strong = item.service.value + u" → "_s + item.names.join(u", "_s);
            text = tr("failed: %1").arg(item.summary);
            break;
        case AttentionKind::PromotionErrored:
            strong = item.service.value + u" → "_s + item.names.join(u", "_s);
            text = tr("errored: %1").arg(item.summary);
            break;
        case AttentionKind::Held:
            strong = QStringList{item.service.value, item.names.join(u", "_s)}.join(u' ').trimmed();
            text = tr("held: %1").arg(item.summary);
            break;
        case AttentionKind::QueuePaused:
            text = tr("The queue is paused: %1").arg(item.summary);
            break;
        case AttentionKind::NoNoteEntry:
            strong = item.service.value + u' ' + shortCommit(item.commit);
            text = tr("has no note entry: %1").arg(item.summary);
            break;
        case AttentionKind::NotAssembled:
            text = tr("No release is assembled of these changes");
            break;
        case AttentionKind::NoNotes:
            text = item.changes == 0 ? tr("No notes yet")
                                     : tr("No notes yet: %n change(s) to tell of", nullptr, item.changes);
            break;
        case AttentionKind::AfterCutoff:
            strong = item.service.value + u' ' + shortCommit(item.commit);
            text = tr("feature %1 after cut-off, by %2").arg(wording::took(item.late), item.author);
            break;
        case AttentionKind::SignOffMissing:
            text = tr("Sign-off: %1").arg(item.names.join(u", "_s));
            break;
        case AttentionKind::NotPassed:
            text = tr("Not passed: %1").arg(item.names.join(u", "_s));
            break;
        }
        m_attention->addWidget(new MarkedLine(markOf(item.kind), strong, text));
    }
    if (t.attention.size() > mostItems) {
        const auto left = static_cast<int>(t.attention.size() - mostItems);
        m_attention->addWidget(new Label(tr("and %n more", nullptr, left), TextRole::Muted));
    }
    const auto without = static_cast<int>(t.withoutCandidate.size());
    if (without > mostLines)
        m_attention->addWidget(new MarkedLine(Mark::Waiting, tr("%n service(s)", nullptr, without),
                                              tr("have no build whose stages have all passed: %1")
                                                  .arg(t.withoutCandidate.first(mostLines).join(u", "_s) + u", …"_s)));
    else
        for (const QString &service : t.withoutCandidate)
            m_attention->addWidget(
                new MarkedLine(Mark::Waiting, service, tr("has no build whose stages have all passed")));
    if (m_attention->count() == 0)
        m_attention->addWidget(new MarkedLine(Mark::Passed, {}, tr("Nothing")));
}

void TrainPanel::showBatch(const TrainOverview &t)
{
    QString text = t.changes == 0 ? tr("No changes")
                                  : tr("%1, %2 lines").arg(wording::changes(t.changes), QLocale().toString(t.lines));
    if (t.medianChanges)
        text += tr(" · median of the last %1 trains is %2")
                    .arg(t.medianOver)
                    .arg(QLocale().toString(*t.medianChanges, 'g', 4));
    m_batch->setText(text);
}

} // namespace humdrum
