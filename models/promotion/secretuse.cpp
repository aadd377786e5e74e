// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "promotion/secretuse.h"

#include "promotion/desk.h"
#include "promotion/options.h"

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace humdrum {

namespace {

QString masked(const QString &text, const Masker &masker)
{
    return QString::fromStdString(masker.masked(text.toStdString()));
}

} // namespace

std::vector<SecretUse> secretUses(const Product &product)
{
    std::vector<SecretUse> uses;
    forEachCommand(product, [&uses](const QString &where, const CommandSpec &command) {
        QStringList variables = command.secrets.keys();
        variables.sort();
        for (const QString &variable : variables)
            uses.push_back({where, variable, command.secrets.value(variable)});
    });
    return uses;
}

Result<std::vector<ListedSecret>> listSecrets(const SecretKeeper &keeper, const std::vector<SecretUse> &uses,
                                              bool check)
{
    const auto known = keeper.list();
    if (!known)
        return std::unexpected(known.error());
    std::map<QString, ListedSecret> all;
    for (const KnownSecret &secret : *known)
        all.try_emplace(secret.name, ListedSecret{.name = secret.name, .known = secret, .uses = {}});
    for (const SecretUse &use : uses)
        all.try_emplace(use.name, ListedSecret{.name = use.name, .known = {}, .uses = {}})
            .first->second.uses.push_back(use);
    std::vector<ListedSecret> list;
    for (auto &[name, secret] : all) {
        if (check && secret.known) {
            if (const auto value = keeper.read(name); !value)
                secret.problem = value.error().toString();
        }
        list.push_back(std::move(secret));
    }
    return list;
}

QStringList secretsOf(const CommandSpec &command)
{
    QStringList names = command.secrets.values();
    names.sort();
    names.removeDuplicates();
    return names;
}

QStringList secretsOf(const Environment &environment, PromotionKind kind)
{
    const bool back = kind == PromotionKind::Rollback && !environment.rollback.isEmpty();
    QStringList names;
    for (const CommandSpec *command :
         {back ? &environment.rollback : &environment.deploy, &environment.smoke, &environment.observe})
        names += secretsOf(*command);
    if (environment.automaticRollback)
        names += secretsOf(environment.rollback);
    names.sort();
    names.removeDuplicates();
    return names;
}

Result<CommandSecrets> resolveSecrets(const SecretKeeper &keeper, const CommandSpec &command,
                                      const std::stop_token &stop)
{
    CommandSecrets secrets;
    for (const QString &name : secretsOf(command)) {
        const auto value = keeper.read(name, stop);
        if (!value)
            return std::unexpected(value.error());
        for (auto it = command.secrets.cbegin(); it != command.secrets.cend(); ++it) {
            if (*it == name)
                secrets.variables.insert(it.key(), *value);
        }
        const QByteArray &bytes = value->bytes();
        std::ranges::move(formsOf({bytes.constData(), static_cast<size_t>(bytes.size())}),
                          std::back_inserter(secrets.forms));
    }
    if (!secrets.forms.empty())
        secrets.masker = std::make_shared<const Masker>(secrets.forms);
    return secrets;
}

Result<void> trySecrets(const SecretKeeper &keeper, const QStringList &names, const std::stop_token &stop)
{
    if (auto known = keeper.knows(names); !known)
        return known;
    for (const QString &name : names) {
        if (const auto value = keeper.read(name, stop); !value)
            return std::unexpected(value.error());
    }
    return {};
}

Result<TestTally> withoutSecrets(Result<TestTally> tally, const Masker *masker)
{
    if (!masker) {
        if (!tally)
            return fail(tally.error().code, PromotionDesk::tr("Its test results could not be read"));
        tally->failures.clear();
        return tally;
    }
    if (!tally) {
        Error &error = tally.error();
        for (QString *text : {&error.message, &error.hint, &error.details})
            *text = masked(*text, *masker);
        return tally;
    }
    for (TestFailure &failure : tally->failures) {
        for (QString *text : {&failure.suite, &failure.name, &failure.message})
            *text = masked(*text, *masker);
    }
    return tally;
}

} // namespace humdrum
