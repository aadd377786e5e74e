// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"
#include "domain/reason.h"
#include "operations/difference.h"
#include "operations/documents.h"
#include "operations/overview/notesoverview.h"
#include "operations/releases.h"

#include <CLI/CLI.hpp>

#include <QFile>

#include <cstdio>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

struct NotesOptions {
    std::string release, role, comment, file, reason;
    bool reject = false;
    int base = 0, from = 0, to = 0; ///< numbers of drafts
};

QJsonObject toJson(const NotesView &view)
{
    QJsonArray missing;
    for (size_t i = 0; i < view.changes.size(); ++i) {
        if (view.coverage.marks[i].state == CoverageState::Missing)
            missing.append(QJsonObject{{u"service"_s, view.changes[i].change.service.value},
                                       {u"commit"_s, view.changes[i].change.commit},
                                       {u"summary"_s, view.changes[i].change.summary}});
    }
    return {{u"release"_s, view.release.version},        {u"state"_s, wordOf(view.document.state)},
            {u"revision"_s, view.revision.number},       {u"hash"_s, QString::fromLatin1(view.revision.hash)},
            {u"documented"_s, view.coverage.documented}, {u"missing"_s, missing},
            {u"internal"_s, view.coverage.internal},     {u"text"_s, view.revision.text}};
}

void show(const Invocation &invocation, const NotesView &view, bool text)
{
    if (invocation.json) {
        printJson(toJson(view));
        return;
    }
    if (text)
        print(view.revision.text);
    print(u"Notes of %1: %2, revision %3, %4 documented, %5 missing, %6 internal"_s.arg(
        view.release.version, wordOf(view.document.state), QString::number(view.revision.number),
        QString::number(view.coverage.documented), QString::number(view.coverage.missing),
        QString::number(view.coverage.internal)));
}

using Write = std::function<Result<NotesView>(Session &, const Release &, const Actor &)>;

int write(const Invocation &invocation, const std::string &version, bool text, const Write &operation,
          const QString &reason = {})
{
    auto context = invocation.open(Invocation::Need::Write);
    if (!context)
        return report(invocation, context.error());
    const Actor actor = (*context)->actor();
    auto result =
        (*context)
            ->store()
            .write(
                {actor, reason},
                [&](Session &session) {
                    return findRelease(session, QString::fromStdString(version)).and_then([&](const Release &release) {
                        return operation(session, release, actor);
                    });
                })
            .takeResult();
    if (!result)
        return report(invocation, result.error());
    show(invocation, *result, text);
    return 0;
}

CLI::App *addCommand(CLI::App &notes, const char *name, const char *help, const std::shared_ptr<NotesOptions> &options)
{
    CLI::App *command = notes.add_subcommand(name, help);
    command->add_option("RELEASE", options->release, "Its version, such as 2026.48")->required();
    return command;
}

void addShow(CLI::App &notes, Invocation &invocation, const std::shared_ptr<NotesOptions> &options)
{
    addCommand(notes, "show", "The text as it stands, and what it does not tell of", options)
        ->callback([&invocation, options] {
            invocation.run = [&invocation, options] {
                return readAndShow(
                    invocation,
                    [options](Session &session) -> Result<NotesView> {
                        auto release = findRelease(session, QString::fromStdString(options->release));
                        if (!release)
                            return std::unexpected(release.error());
                        auto view = readNotes(session, *release);
                        if (!view)
                            return std::unexpected(view.error());
                        if (!*view)
                            return fail(ErrorCode::NotFound, u"Release %1 has no notes yet."_s.arg(release->version));
                        return std::move(**view);
                    },
                    [&](const NotesView &view) { show(invocation, view, true); });
            };
        });
}

void addSign(CLI::App &notes, Invocation &invocation, const std::shared_ptr<NotesOptions> &options)
{
    CLI::App *command = addCommand(notes, "sign", "Sign exactly the text there is, for a role", options);
    command->add_flag("--reject", options->reject, "Send it back instead");
    command->add_option("--comment", options->comment, "Why")->type_name("TEXT");
    command->add_option("--role", options->role, "The role's key")->required()->type_name("ROLE");
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return write(invocation, options->release, false,
                         [options](Session &session, const Release &release, const Actor &actor) {
                             return signNotes(session, release, RoleKey{QString::fromStdString(options->role)},
                                              options->reject ? SignOffVerdict::Rejected : SignOffVerdict::Approved,
                                              QString::fromStdString(options->comment), {}, actor);
                         });
        };
    });
}

/// The whole of a file, or of standard input for "-".
Result<QString> textOf(const std::string &name)
{
    QFile file(QString::fromStdString(name));
    const bool open = name == "-" ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!open)
        return fail(ErrorCode::FileFailed, u"“%1” cannot be read."_s.arg(file.fileName()), {}, file.errorString());
    const QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return fail(ErrorCode::FileFailed, u"“%1” cannot be read."_s.arg(file.fileName()), {}, file.errorString());
    if (!bytes.isValidUtf8())
        return fail(ErrorCode::InvalidInput, u"“%1” is not UTF-8."_s.arg(file.fileName()));
    return QString::fromUtf8(bytes);
}

/// The revision with a number, or the current one for 0; none before the first.
Result<std::optional<NotesRevision>> revisionOf(Session &session, const Release &release, int number)
{
    auto document = session.notes().ofRelease(release.id);
    if (!document)
        return std::unexpected(document.error());
    if (!*document && number == 0)
        return std::optional<NotesRevision>();
    if (!*document)
        return fail(ErrorCode::NotFound, u"Release %1 has no notes yet."_s.arg(release.version));
    if (number == 0)
        return session.notes().revision((*document)->current);
    auto revisions = session.notes().revisions((*document)->id);
    if (!revisions)
        return std::unexpected(revisions.error());
    for (const NotesRevision &r : *revisions) {
        if (r.number == number)
            return session.notes().revision(r.id);
    }
    return fail(ErrorCode::NotFound, u"The notes of %1 have no draft %2."_s.arg(release.version).arg(number));
}

using SaveText = Result<NotesView> (*)(Session &, const Release &, const QString &, NotesRevisionId, const Actor &);

/// Saves or corrects, on top of what --base says.
int writeText(const Invocation &invocation, const NotesOptions &options, SaveText save)
{
    const Result<QString> text = textOf(options.file);
    if (!text)
        return report(invocation, text.error());
    const Result<QString> reason = reasonFrom(QString::fromStdString(options.reason));
    if (!reason)
        return report(invocation, reason.error());
    return write(
        invocation, options.release, false,
        [&](Session &session, const Release &release, const Actor &actor) -> Result<NotesView> {
            auto base = revisionOf(session, release, options.base);
            if (!base)
                return std::unexpected(base.error());
            return save(session, release, *text, *base ? (*base)->id : NotesRevisionId{}, actor);
        },
        *reason);
}

void addWriting(CLI::App &notes, Invocation &invocation, const std::shared_ptr<NotesOptions> &options)
{
    const auto add = [&](const char *name, const char *help, SaveText save) {
        CLI::App *command = addCommand(notes, name, help, options);
        command->add_option("--file", options->file, "The new text in Markdown; - is standard input")
            ->required()
            ->type_name("FILE");
        command
            ->add_option("--base", options->base,
                         "The draft it was written on top of; refused when another has been saved since")
            ->type_name("NUMBER");
        command->callback([&invocation, options, save] {
            invocation.run = [&invocation, options, save] { return writeText(invocation, *options, save); };
        });
        return command;
    };
    add("save", "Save a text that you wrote as the next draft", saveNotes);
    add("correct", "Correct published notes: a new draft, to be reviewed and published again", correctNotes)
        ->add_option("--reason", options->reason, "Why; kept in the audit log")
        ->required()
        ->type_name("TEXT");
}

QJsonArray toJson(const std::vector<NotesRevisionLine> &revisions)
{
    QJsonArray array;
    for (const NotesRevisionLine &r : revisions)
        array.append(QJsonObject{{u"revision"_s, r.number},
                                 {u"hash"_s, QString::fromLatin1(r.hash)},
                                 {u"author"_s, r.author},
                                 {u"at"_s, jsonTime(r.at)},
                                 {u"published"_s, r.published}});
    return array;
}

void addHistory(CLI::App &notes, Invocation &invocation, const std::shared_ptr<NotesOptions> &options)
{
    addCommand(notes, "history", "Every draft there was", options)->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return readAndShow(
                invocation,
                [options](Session &session) {
                    return findRelease(session, QString::fromStdString(options->release))
                        .and_then([&](const Release &release) { return readNotesOverview(session, release.id, {}); });
                },
                [&](const NotesOverview &overview) {
                    if (invocation.json) {
                        printJson(toJson(overview.revisions));
                        return;
                    }
                    std::vector<QStringList> rows;
                    for (const NotesRevisionLine &r : overview.revisions)
                        rows.push_back({QString::number(r.number), shown(r.at, overview.zone), r.author,
                                        r.published ? u"published"_s : QString()});
                    printTable({u"DRAFT"_s, heading(u"SAVED"_s, overview.zone), u"BY"_s, QString()}, rows,
                               u"No drafts."_s);
                });
        };
    });
}

QJsonObject toJson(const TextDifference &difference)
{
    QJsonArray lines;
    for (const DifferenceLine &line : difference.lines) {
        static constexpr std::array kinds{"same"_L1, "added"_L1, "removed"_L1, "gap"_L1};
        lines.append(QJsonObject{{u"kind"_s, kinds.at(static_cast<size_t>(line.kind))},
                                 {u"before"_s, line.before},
                                 {u"after"_s, line.after},
                                 {u"text"_s, line.text}});
    }
    return {{u"added"_s, difference.added}, {u"removed"_s, difference.removed}, {u"lines"_s, lines}};
}

void show(const TextDifference &difference)
{
    for (const DifferenceLine &line : difference.lines) {
        static constexpr std::array signs{u' ', u'+', u'-'};
        print(line.kind == LineKind::Gap ? u"..."_s : signs.at(static_cast<size_t>(line.kind)) + line.text);
    }
    print(u"%1 added, %2 removed"_s.arg(difference.added).arg(difference.removed));
}

void addDiff(CLI::App &notes, Invocation &invocation, const std::shared_ptr<NotesOptions> &options)
{
    CLI::App *command = addCommand(notes, "diff", "What differs between two drafts", options);
    command->add_option("--from", options->from, "The older draft")->required()->type_name("NUMBER");
    command->add_option("--to", options->to, "The newer one; the current one when it is not given")
        ->type_name("NUMBER");
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            using Texts = std::pair<QString, QString>;
            const auto read = [options](Session &session) -> Result<Texts> {
                auto release = findRelease(session, QString::fromStdString(options->release));
                if (!release)
                    return std::unexpected(release.error());
                auto from = revisionOf(session, *release, options->from);
                auto to = from ? revisionOf(session, *release, options->to) : from;
                if (!to)
                    return std::unexpected(to.error());
                return Texts{*from ? (*from)->text : QString(), *to ? (*to)->text : QString()};
            };
            int code = 0;
            const int reading = readAndShow(invocation, read, [&](const Texts &texts) {
                const Result<TextDifference> difference = differenceOf(texts.first, texts.second);
                if (!difference)
                    code = report(invocation, difference.error());
                else if (invocation.json)
                    printJson(toJson(*difference));
                else
                    show(*difference);
            });
            return reading != 0 ? reading : code;
        };
    });
}

} // namespace

void addNotes(CLI::App &app, Invocation &invocation)
{
    CLI::App *notes = app.add_subcommand("notes", "What a release brings, in words for its clients");
    notes->require_subcommand(1);
    notes->fallthrough();
    auto options = std::make_shared<NotesOptions>();
    addCommand(*notes, "generate", "Draft them from the changes of the release", options)
        ->callback([&invocation, options] {
            invocation.run = [&invocation, options] {
                return write(invocation, options->release, true, generateNotes);
            };
        });
    addShow(*notes, invocation, options);
    addCommand(*notes, "review", "Ask for the sign-offs", options)->callback([&invocation, options] {
        invocation.run = [&invocation, options] { return write(invocation, options->release, false, askForReview); };
    });
    addSign(*notes, invocation, options);
    addCommand(*notes, "publish", "Hand approved notes to clients; they never change afterwards", options)
        ->callback([&invocation, options] {
            invocation.run = [&invocation, options] {
                return write(invocation, options->release, false,
                             [](Session &session, const Release &release, const Actor &actor) {
                                 return publishNotes(session, release, {}, actor);
                             });
            };
        });
    addWriting(*notes, invocation, options);
    addHistory(*notes, invocation, options);
    addDiff(*notes, invocation, options);
}

} // namespace humdrum::ctl
