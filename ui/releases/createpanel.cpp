// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/releases/createpanel.h"

#include "domain/version.h"
#include "items/wording.h"
#include "ui/shell/page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/errorbanner.h"
#include "ui/widgets/flowlayout.h"
#include "ui/widgets/label.h"
#include "ui/widgets/statuschip.h"
#include "ui/widgets/timelabel.h"

#include <QLineEdit>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace humdrum {

CreatePanel::CreatePanel(const PageServices &services, QWidget *parent)
    : SidePanel(tr("New release"), parent)
    , m_store(services.store)
    , m_clock(services.clock)
    , m_actor(services.actor)
    , m_feed(new SnapshotFeed<ReleaseDraft>(services.store, this))
    , m_error(new ErrorBanner(this))
    , m_says(new Label(TextRole::Muted, this))
    , m_train(new ChoiceButton(tr("Train"), this))
    , m_version(new QLineEdit(this))
    , m_services(new QVBoxLayout)
    , m_nothing(new Label(TextRole::Muted, this))
    , m_confirm(new QPushButton(this))
{
    m_says->setWordWrap(true);
    body()->addWidget(m_says);
    body()->addWidget(m_error);
    m_trainRow = new QWidget(this);
    auto *train = new QVBoxLayout(m_trainRow);
    train->setContentsMargins(0, 0, 0, 0);
    train->setSpacing(2);
    train->addWidget(new Label(tr("Train"), TextRole::Caption, m_trainRow));
    m_train->setObjectName(u"createTrain"_s);
    train->addWidget(m_train);
    body()->addWidget(m_trainRow);
    auto *caption = new Label(tr("Version"), TextRole::Caption, this);
    caption->setBuddy(m_version);
    body()->addWidget(caption);
    m_version->setObjectName(u"createVersion"_s);
    m_version->setAccessibleName(tr("Version"));
    m_version->setFont(fonts::monospaced());
    body()->addWidget(m_version);
    body()->addWidget(new Label(tr("Manifest"), TextRole::Caption, this));
    QVBoxLayout *box = addScrolling(tr("Manifest"));
    box->addLayout(m_services);
    box->addStretch();
    auto *buttons = new FlowLayout;
    m_nothing->setWordWrap(true);
    body()->addWidget(m_nothing);
    m_confirm->setObjectName(u"createConfirm"_s);
    setPrimary(m_confirm);
    auto *leave = new QPushButton(tr("Leave it"), this);
    buttons->addWidget(m_confirm);
    buttons->addWidget(leave);
    body()->addLayout(buttons);

    connect(m_train, &ChoiceButton::chosen, this, &CreatePanel::chooseTrain);
    connect(m_version, &QLineEdit::textChanged, this, &CreatePanel::judge);
    connect(m_version, &QLineEdit::returnPressed, this, &CreatePanel::confirm);
    connect(m_confirm, &QPushButton::clicked, this, &CreatePanel::confirm);
    connect(leave, &QPushButton::clicked, this, &CreatePanel::closePanel);
    m_feed->setInterest({Aggregate::Build, Aggregate::StageRun, Aggregate::Release, Aggregate::Train, Aggregate::Change,
                         Aggregate::Product});
    m_feed->onSnapshot(this, [this](const ReleaseDraft &draft) { showDraft(draft); });
    connect(m_feed, &SnapshotFeedBase::failed, m_error, &ErrorBanner::showError);
}

void CreatePanel::ask(ReleaseId patches)
{
    m_patches = patches;
    m_draft.reset();
    m_chosen.clear();
    m_suggested.clear();
    m_version->clear();
    m_error->clear();
    clearLayout(m_services);
    setTitle(patches.isValid() ? tr("New patch") : tr("New release"));
    m_says->setText(tr("Looking for what has passed…"));
    judge();
    m_feed->setReader([patches, person = m_actor().person, &clock = m_clock](Session &s) {
        return readReleaseDraft(s, patches, person, clock.now());
    });
    m_feed->setActive(true);
    m_version->setFocus();
}

void CreatePanel::closePanel()
{
    m_feed->setActive(false);
    SidePanel::closePanel();
}

void CreatePanel::showDraft(const ReleaseDraft &draft)
{
    const bool first = !m_draft;
    m_draft = draft;
    m_error->clear();
    if (draft.patches)
        setTitle(tr("New patch of %1").arg(draft.patches->version));
    m_says->setText(
        draft.patches ? tr("Everything stays as in %1 but what you choose. Its manifest cannot be changed afterwards.")
                            .arg(draft.patches->version)
                      : tr("It takes the newest build of each service whose stages have all passed, unless you choose "
                           "another. Its manifest cannot be changed afterwards."));
    m_trainRow->setVisible(!draft.patches);
    std::vector<std::pair<QString, QString>> trains;
    for (const DraftTrain &t : draft.trains)
        trains.emplace_back(QString::number(t.id.value),
                            tr("%1, leaves %2").arg(t.version, times::brief(t.departure, draft.now, draft.zone)));
    trains.emplace_back(QString(), tr("No train"));
    m_train->setChoices(trains);
    if (first) {
        m_train->setValue(trains.front().first);
        chooseTrain(m_train->value());
    }
    clearLayout(m_services);
    for (const DraftService &service : draft.services) {
        // What the person chose stays, as long as it may.
        const bool mayStay = std::ranges::find(service.choices, m_chosen.value(service.service), &DraftBuild::id) !=
            service.choices.end();
        if (!mayStay)
            m_chosen.insert(service.service, service.chosen);
        addService(service);
    }
    judge();
}

void CreatePanel::chooseTrain(const QString &id)
{
    if (!m_draft)
        return;
    const bool own = !m_version->text().isEmpty() && m_version->text() != m_suggested;
    m_suggested = m_draft->version;
    for (const DraftTrain &t : m_draft->trains) {
        if (QString::number(t.id.value) == id)
            m_suggested = t.releaseVersion;
    }
    if (!own)
        m_version->setText(m_suggested);
    m_version->setPlaceholderText(m_suggested.isEmpty() ? tr("What to call it") : QString());
    judge();
}

void CreatePanel::addService(const DraftService &service)
{
    auto *widget = new QWidget(this);
    auto *box = new QVBoxLayout(widget);
    box->setContentsMargins(0, 6, 0, 2);
    box->setSpacing(2);
    auto *row = new QHBoxLayout;
    row->addWidget(new ElidingLabel(service.name, TextRole::Strong, widget), 1);
    auto *says = new Label(TextRole::Muted, widget);
    says->setWordWrap(true);
    const auto tell = [this, says, service] {
        const auto chosen = std::ranges::find(service.choices, m_chosen.value(service.service), &DraftBuild::id);
        QStringList facts;
        if (chosen == service.choices.end())
            facts << tr("no build has passed all stages of its row");
        else if (service.base.isEmpty())
            facts << tr("new");
        else if (chosen->version == service.base)
            facts << tr("unchanged");
        else
            facts << tr("%1 → %2").arg(service.base, chosen->version) << wording::changes(chosen->changes);
        if (chosen != service.choices.end() && chosen->lost > 0)
            facts << tr("loses %1").arg(chosen->lost);
        if (chosen != service.choices.end() && !chosen->onMainLine)
            facts << tr("not on the main line");
        if (chosen != service.choices.end() && isPreRelease(chosen->version))
            facts << tr("a pre-release version");
        says->setText(facts.join(u" · "_s));
    };
    if (!service.choices.empty()) {
        auto *build = new ChoiceButton(tr("Build of %1").arg(service.name), widget);
        build->setObjectName(u"build-"_s + service.service.value);
        build->setFont(fonts::monospaced());
        std::vector<std::pair<QString, QString>> choices;
        for (const DraftBuild &b : service.choices)
            choices.emplace_back(QString::number(b.id.value), b.version);
        build->setChoices(choices);
        build->setValue(QString::number(m_chosen.value(service.service).value));
        connect(build, &ChoiceButton::chosen, this, [this, key = service.service, tell](const QString &id) {
            m_chosen.insert(key, BuildId{id.toLongLong()});
            tell();
            judge();
        });
        row->addWidget(build);
    } else {
        row->addWidget(new StatusChip(Mark::Attention, tr("nothing passed"), widget));
    }
    box->addLayout(row);
    tell();
    box->addWidget(says);
    for (const DraftBlocked &blocked : service.blocked) {
        auto *line = new Label(tr("%1 has not passed yet: %2").arg(blocked.version, blocked.stages.join(u", "_s)),
                               TextRole::Muted, widget);
        line->setWordWrap(true);
        box->addWidget(line);
    }
    m_services->addWidget(widget);
}

CreateRelease CreatePanel::wanted() const
{
    CreateRelease wanted;
    wanted.version = m_version->text().trimmed();
    wanted.kind = m_patches.isValid() ? ReleaseKind::Patch : ReleaseKind::Regular;
    wanted.patches = m_patches;
    if (!m_patches.isValid())
        wanted.train = TrainId{m_train->value().toLongLong()};
    wanted.chosen = m_chosen; // what was confirmed, even if a newer build has passed since
    wanted.actor = m_actor();
    return wanted;
}

/// Whether it is made of anything else than the release before.
bool CreatePanel::differs() const
{
    return m_draft && std::ranges::any_of(m_draft->services, [this](const DraftService &service) {
               const auto chosen = std::ranges::find(service.choices, m_chosen.value(service.service), &DraftBuild::id);
               return chosen != service.choices.end() && chosen->version != service.base;
           });
}

QString CreatePanel::whyNot() const
{
    if (!m_draft)
        return tr("Looking for what has passed…");
    if (!m_draft->mayCreate.granted)
        return m_draft->mayCreate.whyNot;
    QStringList missing;
    for (const DraftService &service : m_draft->services) {
        const auto chosen = std::ranges::find(service.choices, m_chosen.value(service.service), &DraftBuild::id);
        if (chosen == service.choices.end())
            missing << service.name;
    }
    if (!missing.isEmpty())
        return tr("No build of %1 has passed its stages.").arg(missing.join(u", "_s));
    if (m_draft->patches && !differs())
        return tr("It would be the same as %1: choose another build of at least one service.")
            .arg(m_draft->patches->version);
    if (m_version->text().trimmed().isEmpty())
        return tr("Say what to call it.");
    return {};
}

void CreatePanel::judge()
{
    const QString version = m_version->text().trimmed();
    m_confirm->setText(version.isEmpty() ? tr("Create release") : tr("Create release %1").arg(version));
    const QString why = whyNot();
    m_confirm->setEnabled(why.isEmpty());
    m_confirm->setToolTip(why);
    m_nothing->setVisible(m_draft && !m_draft->patches && !m_draft->previous.isEmpty() && !differs());
    if (m_draft)
        m_nothing->setText(tr("Nothing has changed since %1. A train may as well leave empty.").arg(m_draft->previous));
}

void CreatePanel::confirm()
{
    if (!m_confirm->isEnabled())
        return;
    const CreateRelease release = wanted();
    m_confirm->setEnabled(false); // one release for one click
    const QString reason =
        m_draft->patches ? tr("patch of %1").arg(m_draft->patches->version) : tr("made of what has passed");
    m_store
        .write(Intent{release.actor, reason},
               [release, &clock = m_clock](Session &s) { return createRelease(s, release, clock.now()); })
        .then(this, [this](const Result<Release> &made) {
            if (!made) {
                m_error->showError(made.error());
                m_confirm->setEnabled(true);
                return;
            }
            Q_EMIT created(made->id);
        });
}

} // namespace humdrum
