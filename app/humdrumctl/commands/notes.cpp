// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/humdrumctl/invocation.h"
#include "operations/documents.h"
#include "operations/releases.h"

#include <CLI/CLI.hpp>

namespace humdrum::ctl {

using namespace Qt::StringLiterals;

namespace {

struct NotesOptions {
    std::string release, role, comment;
    bool reject = false;
};

QJsonObject toJson(const NotesView &view)
{
    QJsonArray missing;
    for (size_t i = 0; i < view.changes.size(); ++i) {
        if (view.coverage.marks[i].state == CoverageState::Missing)
            missing.append(QJsonObject{{u"service"_s, view.changes[i].service.value},
                                       {u"commit"_s, view.changes[i].commit},
                                       {u"summary"_s, view.changes[i].summary}});
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

int write(const Invocation &invocation, const std::string &version, bool text, const Write &operation)
{
    auto context = invocation.open(Invocation::Need::Write);
    if (!context)
        return report(invocation, context.error());
    const Actor actor = (*context)->actor();
    auto result =
        (*context)
            ->store()
            .write(
                {actor, {}},
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
    command->add_option("--role", options->role, "The role's key")->required()->type_name("ROLE");
    command->add_flag("--reject", options->reject, "Send it back instead");
    command->add_option("--comment", options->comment, "Why")->type_name("TEXT");
    command->callback([&invocation, options] {
        invocation.run = [&invocation, options] {
            return write(invocation, options->release, false,
                         [options](Session &session, const Release &release, const Actor &actor) {
                             return signNotes(session, release, RoleKey{QString::fromStdString(options->role)},
                                              options->reject ? SignOffVerdict::Rejected : SignOffVerdict::Approved,
                                              QString::fromStdString(options->comment), actor);
                         });
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
        invocation.run = [&invocation, options] {
            return write(
                invocation, options->release, false,
                [](Session &session, const Release &release, const Actor &) { return askForReview(session, release); });
        };
    });
    addSign(*notes, invocation, options);
}

} // namespace humdrum::ctl
