// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/notes/changespane.h"
#include "ui/notes/markdowneditor.h"
#include "ui/notes/notespage.h"
#include "ui/notes/readingpane.h"
#include "ui/pages/pagebench.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/label.h"
#include "ui/widgets/noticebar.h"
#include "ui/widgets/statuschip.h"

#include <QAction>

namespace humdrum::test {

inline PageFactory notesFactory()
{
    return {{QString(pages::notes), QStringLiteral("Notes"), QStringLiteral("document-edit"),
             QStringLiteral("What each release brings."), true},
            [](const PageDescription &d, const PageServices &s, QWidget *parent) -> Page * {
                return new NotesPage(d, s, parent);
            }};
}

/// The page over the story, with the hands of whoever sits there.
class Notes {
public:
    explicit Notes(QSize size = {1245, 760}) : bench(notesFactory(), size) {}

    PageBench bench;
    MarkdownEditor *editor() { return bench.find<MarkdownEditor>(); }
    NoticeBar *notice() { return bench.find<NoticeBar>(); }
    ChangesPane *changes() { return bench.find<ChangesPane>(); }
    ReadingPane *reading() { return bench.find<ReadingPane>(); }
    QString state() { return bench.find<ElidingLabel>(QStringLiteral("notesState"))->text(); }
    ActionButton *next()
    {
        for (ActionButton *button : bench.page->findChildren<ActionButton *>()) {
            if (isPrimary(button) || button->action()->objectName() == QLatin1StringView("notes.correct"))
                return button;
        }
        return nullptr;
    }
    /// A way on of the question that is asked now; null while none is.
    QPushButton *way(int number)
    {
        for (QPushButton *button : bench.page->findChildren<QPushButton *>(QStringLiteral("askWay%1").arg(number))) {
            if (button->isVisible())
                return button;
        }
        return nullptr;
    }
    QStringList chips()
    {
        QStringList all;
        for (const StatusChip *chip : bench.page->findChildren<StatusChip *>()) {
            if (chip->isVisibleTo(bench.page.get()))
                all << chip->text();
        }
        return all;
    }
    bool press(const char *action) { return bench.actions.trigger(QString::fromLatin1(action)); }

    /// As another window or humdrumctl would.
    template <class Op>
    NotesView elsewhere(const QString &who, Op op)
    {
        const ReleaseId id = bench.story.release(QStringLiteral("2026.48"));
        const Actor actor{who, QStringLiteral("humdrumctl"), {}};
        auto done = bench.story.store()
                        .write({actor, {}},
                               [&](Session &s) -> Result<NotesView> {
                                   const auto release = s.releases().byId(id);
                                   return op(s, **release, actor);
                               })
                        .takeResult();
        if (!done)
            qFatal("%s", qPrintable(done.error().toString()));
        return *done;
    }
    NotesView saveElsewhere(const QString &who, const QString &text)
    {
        return elsewhere(who, [&](Session &s, const Release &r, const Actor &a) {
            const auto document = s.notes().ofRelease(r.id);
            return saveNotes(s, r, text, *document ? (*document)->current : NotesRevisionId{}, a);
        });
    }
    void reviewElsewhere(const QString &who)
    {
        elsewhere(who, [](Session &s, const Release &r, const Actor &a) { return askForReview(s, r, a); });
    }
    void signElsewhere(const QString &who)
    {
        elsewhere(who, [](Session &s, const Release &r, const Actor &a) {
            return signNotes(s, r, {QStringLiteral("support-lead")}, SignOffVerdict::Approved, {}, {}, a);
        });
    }
    NotesOverview stored(const QString &person = QStringLiteral("nr"))
    {
        const ReleaseId release = bench.story.release(QStringLiteral("2026.48"));
        return bench.story.store()
            .read([=](Session &s) { return readNotesOverview(s, release, person); })
            .takeResult()
            .value();
    }
    /// What is kept of what nr typed; nothing when it is saved or undone.
    std::optional<QString> unsaved()
    {
        return stored().unsaved.transform([](const UnsavedNotes &kept) { return kept.text; });
    }
    /// Sits down as somebody else.
    void becomes(const QString &person)
    {
        bench.person = person;
        bench.page->deactivated();
        bench.page->activated();
    }
};

} // namespace humdrum::test
