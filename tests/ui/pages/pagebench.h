// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "logs/logline.h"
#include "logs/logmarks.h"
#include "promotion/decisions.h"
#include "ui/pages/story.h"
#include "ui/shell/actionregistry.h"
#include "ui/shell/page.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

namespace humdrum::test {

/// A desk that writes down what it was asked for; promote() queues in the story's store like the real one.
class RecordingDesk final : public PromotionDesk {
public:
    explicit RecordingDesk(Story &story) : m_story(story) {}

    QFuture<Result<PromotionPlan>> plan(const PromotionAsk &ask) override
    {
        planned.push_back(ask);
        PromotionPlan plan;
        plan.ask = ask;
        plan.items = items;
        plan.releaseVersion = ask.release.isValid() ? QStringLiteral("2026.48") : QString();
        for (PlannedPromotion &item : plan.items) {
            for (GateOutcome &gate : item.gates) {
                if (gate.result == GateResult::Fail && ask.overrides.contains(wordOf(gate.kind))) {
                    gate.result = GateResult::Overridden;
                    gate.overrideReason = ask.overrides.value(wordOf(gate.kind));
                    item.skip = SkipReason::None;
                }
            }
        }
        return QtFuture::makeReadyValueFuture(Result<PromotionPlan>(plan));
    }
    QFuture<Result<std::vector<Promotion>>> promote(const PromotionAsk &ask) override
    {
        promoted.push_back(ask);
        // A way back names no release.
        last = ask.release.isValid() ? m_story.queue(ask.release, ask.environment) : std::vector<Promotion>{};
        return QtFuture::makeReadyValueFuture(Result<std::vector<Promotion>>(last));
    }
    QFuture<Result<void>> cancel(PromotionId id, const Actor &, const QString &reason) override
    {
        cancelled.emplace_back(id, reason);
        return QtFuture::makeReadyValueFuture(Result<void>());
    }
    /// As the real one has it, on the story's store.
    QFuture<Result<DecisionPlan>> decisionAbout(PromotionId id, const Actor &actor) override
    {
        return m_story.store().read(
            [id, actor](Session &session) { return planDecision(session, id, actor, openGates()); });
    }
    QFuture<Result<DecisionOutcome>> decide(const DecisionAsk &ask) override
    {
        decided.push_back(ask);
        return m_story.store().write({ask.actor, ask.reason}, [ask](Session &session) {
            return planDecision(session, ask.promotion, ask.actor, openGates()).and_then([&](const DecisionPlan &plan) {
                return humdrum::decide(session, plan, ask);
            });
        });
    }
    QFuture<Result<LogPlace>> log(PromotionId id) override
    {
        if (!QFile::exists(logOf(id)))
            write(id, {{Story::now(), QStringLiteral("from the file"), false, true}});
        return QtFuture::makeReadyValueFuture(Result<LogPlace>(LogPlace{logOf(id), false}));
    }
    /// Adds to the log of a promotion.
    void write(PromotionId id, const QList<LogLine> &lines) const
    {
        QFile file(logOf(id));
        if (!file.open(QIODevice::Append))
            qFatal("%s", qPrintable(file.errorString()));
        QByteArray bytes;
        for (const LogLine &line : lines)
            bytes += toQDateTime(line.at).toString(Qt::ISODateWithMs).toLatin1() + '\t' +
                (line.own         ? logMarks::own
                     : line.error ? logMarks::error
                                  : logMarks::output) +
                '\t' + line.text.toUtf8() + '\n';
        file.write(bytes);
    }
    [[nodiscard]] QString logOf(PromotionId id) const
    {
        return m_logs.filePath(QStringLiteral("promotion-%1.log").arg(id.value));
    }
    QFuture<Result<StageRun>> runStage(const StageKey &stage, const QString &commit, ReleaseId, const Actor &) override
    {
        ran.emplace_back(stage, commit);
        return QtFuture::makeReadyValueFuture(Result<StageRun>(StageRun{}));
    }
    QFuture<Result<TrustStanding>> trust() override
    {
        return QtFuture::makeReadyValueFuture(Result<TrustStanding>(TrustStanding{.accepted = true}));
    }
    QFuture<Result<TrustStanding>> acceptCommands(const QByteArray &, const Actor &) override { return trust(); }
    [[nodiscard]] WorkerProgress progress() const override { return {}; }

    std::vector<PlannedPromotion> items;
    std::vector<PromotionAsk> planned, promoted;
    std::vector<DecisionAsk> decided;
    std::vector<Promotion> last;
    std::vector<std::pair<PromotionId, QString>> cancelled;
    std::vector<std::pair<StageKey, QString>> ran;

private:
    static GateSources openGates() { return defaultGateSources(); }

    Story &m_story;
    QTemporaryDir m_logs;
};

class RecordingNavigator final : public Navigator {
public:
    void navigate(const Destination &destination) override { went.push_back(destination); }
    std::vector<Destination> went;
};

/// Everything that the visible labels of a widget say, for what is told somewhere and not in one place.
inline QString said(const QWidget *widget)
{
    QStringList all;
    for (const QLabel *label : widget->findChildren<QLabel *>()) {
        if (label->isVisibleTo(widget))
            all << label->text();
    }
    return all.join(u'|');
}

/// A page that the program makes in app/humdrum/pages.cpp.
template <class ConcretePage>
PageFactory pageFactory(QLatin1StringView id)
{
    return {{QString(id), QString(id), {}, {}, true},
            [](const PageDescription &d, const PageServices &s, QWidget *parent) -> Page * {
                return new ConcretePage(d, s, parent);
            }};
}

/// One page on its own, over the story.
class PageBench {
public:
    explicit PageBench(const PageFactory &factory, QSize size = {1245, 760}, Store *store = nullptr,
                       const QString &who = QStringLiteral("nr"))
        : person(who)
        , theme(*qApp, ThemeMode::Light)
        , desk(story)
        , services{store ? *store : story.store(),
                   desk,
                   story.clock(),
                   [this] { return Actor{person, QStringLiteral("test"), {}}; },
                   actions,
                   navigator,
                   theme}
    {
        page.reset(factory.make(factory.description, services, nullptr));
        page->resize(size);
        actions.setCurrentPage(page->id());
        page->show();
        page->activated();
    }

    /// Saves what is on the screen for people to look at; the build folder's pictures/.
    void picture(const QString &name)
    {
        QDir().mkpath(QStringLiteral(HUMDRUM_BINARY_DIR "/pictures"));
        QCoreApplication::processEvents(); // layouts settle behind what was shown just now
        page->grab().save(QStringLiteral(HUMDRUM_BINARY_DIR "/pictures/") + name + QStringLiteral(".png"));
    }
    template <class W>
    W *find(const QString &name = {}) const
    {
        return page->findChild<W *>(name);
    }

    Story story;
    QString person; ///< who sits here
    Theme theme;
    RecordingDesk desk;
    RecordingNavigator navigator;
    ActionRegistry actions;
    PageServices services;
    std::unique_ptr<Page> page;
};

} // namespace humdrum::test
