// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <QByteArray>
#include <QHash>
#include <QMap>
#include <QStringList>

#include <optional>
#include <vector>

namespace humdrum::example {

/// Path in the repository -> bytes.
using Tree = QMap<QString, QByteArray>;

/// One change of one file.
struct Edit {
    enum class Kind { Create, Append, Replace };
    Kind kind = Kind::Append;
    QString file;
    QByteArray text; ///< Replace: what is there now, exactly once
    QByteArray with; ///< Replace only
};

/// What a stage finds in a commit of the story that is broken on purpose.
struct Breakage {
    QString stage;   ///< "commit", "component" or "acceptance"
    QString test;    ///< "tests.unit.test_money.MoneyTest.test_JPY"
    QString message; ///< as the test says it
};

/// One commit to be.
struct Step {
    QString subject; ///< Conventional Commits
    QString body;
    QString noteSection, noteText;  ///< of the CHANGELOG; empty: none
    bool undocumented = false;      ///< has no reference and no note, though it should have
    std::optional<Breakage> breaks; ///< the next step of its thread repairs it
    std::vector<Edit> edits;
};

/// Steps that must come in this order; threads mix freely.
struct Thread {
    QString name;
    bool late = false; ///< mostly in the later weeks
    std::vector<Step> steps;
};

/// The life of a service, as resources/examples/harbour/services/*.deck tells it.
struct Deck {
    QString service;
    QString about;
    QString startVersion;
    int firstReference = 1;
    QStringList owners; ///< keys of people, the one who commits most first
    Tree base;          ///< the first commit
    std::vector<Thread> threads;
    QHash<QString, std::vector<Step>>
        pinned; ///< steps with a place of their own in the story, by the name of that place
};

/// Reads the text of a deck: lines that begin with "%%" are directives, the lines after one are its text. `common` comes
/// first and holds what all services share.
[[nodiscard]] Result<Deck> readDeck(const QString &service, const QString &common, const QString &text);

/// Makes the change. The error names a text that is not there exactly once.
[[nodiscard]] Result<void> apply(Tree &tree, const Edit &edit);

} // namespace humdrum::example
