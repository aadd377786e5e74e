// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"
#include "domain/product.h"
#include "domain/records.h"
#include "ports/store.h"

namespace humdrum {

/// One command that humdrum.yaml describes, in words that hold all that decides what is run.
struct DescribedCommand {
    QString where; ///< its path in the file: "environments.dev.deploy", "stages.billing.commit"
    QString text;  ///< lines "run: …", "shell: true", "environment: A=b"; never empty
    friend bool operator==(const DescribedCommand &, const DescribedCommand &) = default;
};

/// How one command differs from what was accepted last. An empty text: there is none on that side.
struct CommandDifference {
    QString where;
    QString before;
    QString now;
    friend bool operator==(const CommandDifference &, const CommandDifference &) = default;
};

/// Calls `f(where, command)` for all that are not empty, in the order of stages and environments.
template <class F>
void forEachCommand(const Product &product, F f)
{
    const auto call = [&f](const QString &where, const CommandSpec &command) {
        if (!command.isEmpty())
            f(where, command);
    };
    for (const Stage &stage : product.stages)
        call(QStringLiteral("stages.") + stage.key.value, stage.command);
    for (const Environment &e : product.environments) {
        const QString where = QStringLiteral("environments.") + e.key.value;
        call(where + QStringLiteral(".deploy"), e.deploy);
        call(where + QStringLiteral(".smoke"), e.smoke);
        call(where + QStringLiteral(".rollback"), e.rollback);
        call(where + QStringLiteral(".observe"), e.observe);
    }
}

/// All commands of a product, in the order of stages and environments.
[[nodiscard]] std::vector<DescribedCommand> commandsOf(const Product &product);

/// SHA-256, hex, over the folder that relative paths start from and all commands.
[[nodiscard]] QByteArray commandsDigest(const Product &product);

/// The lines of a difference, each with a sign and a space before it: "- " what goes, "+ " what comes, "  " what stays.
[[nodiscard]] QStringList linesOf(const CommandDifference &difference);

struct TrustStanding {
    bool accepted = false;
    bool anyBefore = false; ///< some commands of this product were accepted here before
    QByteArray digest;      ///< of the commands as they are now
    QString acceptedBy;     ///< of these commands, or of the ones before them
    Timestamp acceptedAt = noTime;
    std::vector<DescribedCommand> commands;     ///< all of them, as they are now
    std::vector<CommandDifference> differences; ///< against what was accepted last; empty when accepted
};

/// Commands are code: what a humdrum.yaml describes is run only after somebody has accepted it on this machine, for this
/// account. The book is a small JSON file that only its owner may write. Every function opens it anew, blocks on the disk and
/// may be called from any thread; several programs may use the same file.
class TrustBook {
public:
    /// An empty path accepts everything and keeps nothing: for tests of what is not about trust.
    explicit TrustBook(QString file = {}) : m_file(std::move(file)) {}

    /// Errors: FileFailed, ParseFailed (with line and column) for a book that cannot be read: then nothing is accepted.
    [[nodiscard]] Result<TrustStanding> standing(const Product &product) const;
    /// Nothing, or RuleRefused with what to do.
    [[nodiscard]] Result<void> allows(const Product &product) const;
    /// Accepts the commands of `product`, provided they are those of `digest` (or of its first 12 or more digits), which is
    /// what the person has seen.
    /// Errors: RuleRefused when they have changed meanwhile; FileFailed, ParseFailed. The book is whole at every moment.
    [[nodiscard]] Result<void> accept(const Product &product, const QByteArray &digest, const QString &person,
                                      Timestamp at) const;

    [[nodiscard]] QString file() const { return m_file; }

private:
    QString m_file;
};

/// How the commands of the described product stand. Errors: ConfigInvalid before init, and those of TrustBook.
[[nodiscard]] QFuture<Result<TrustStanding>> trustStanding(Store &store, const TrustBook &book);
/// Accepts the commands that `digest` was made of, and records it in the audit; an empty digest: those that are described now.
[[nodiscard]] QFuture<Result<TrustStanding>> acceptCommands(Store &store, const TrustBook &book, const Intent &intent,
                                                            const QByteArray &digest = {});

} // namespace humdrum
