// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/product.h"
#include "domain/states.h"
#include "masking/masker.h"
#include "secrets/secretkeeper.h"

#include <QHash>

#include <memory>

namespace humdrum {

struct TestTally;

/// Where humdrum.yaml says that a command gets a secret.
struct SecretUse {
    QString where; ///< the command's path in the file: "environments.dev.deploy"
    QString variable;
    QString name;
    friend bool operator==(const SecretUse &, const SecretUse &) = default;
};

/// All of them, in the order of stages and environments.
[[nodiscard]] std::vector<SecretUse> secretUses(const Product &product);

/// One name: a secret that is kept here, or that a command is to get.
struct ListedSecret {
    QString name;
    std::optional<KnownSecret> known; ///< nothing: it is missing
    std::vector<SecretUse> uses;
    QString problem{}; ///< why it cannot be had; empty where it can, or was not tried
    friend bool operator==(const ListedSecret &, const ListedSecret &) = default;
};

/// All that are kept or used, by name. With `check` each is tried, which blocks as SecretKeeper::read() does.
[[nodiscard]] Result<std::vector<ListedSecret>> listSecrets(const SecretKeeper &keeper,
                                                            const std::vector<SecretUse> &uses, bool check = false);

/// The names of the secrets of one command, each once, sorted.
[[nodiscard]] QStringList secretsOf(const CommandSpec &command);
/// What a promotion to `environment` may need: those of the commands it runs, and of the rollback where one may follow it by
/// itself.
[[nodiscard]] QStringList secretsOf(const Environment &environment, PromotionKind kind);

/// What a command gets, and what must not be seen of it.
struct CommandSecrets {
    QHash<QString, SecretValue> variables;
    std::vector<std::string> forms;       ///< to be masked in all that it says
    std::shared_ptr<const Masker> masker; ///< of the forms; null: it gets none
};

/// Reads all that the command gets. Blocks as SecretKeeper::read() does. The error is that of the first that cannot be had.
[[nodiscard]] Result<CommandSecrets> resolveSecrets(const SecretKeeper &keeper, const CommandSpec &command,
                                                    const std::stop_token &stop);
/// Whether all of these can be had now: asks the keychain and runs the programs. Blocks as above.
[[nodiscard]] Result<void> trySecrets(const SecretKeeper &keeper, const QStringList &names,
                                      const std::stop_token &stop);

/// What a command's result files say, without its secrets. Where they are not known any more (`masker` is null) the counts
/// are all that is left of it.
[[nodiscard]] Result<TestTally> withoutSecrets(Result<TestTally> tally, const Masker *masker);

} // namespace humdrum
