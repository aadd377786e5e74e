// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/records.h"

#include <QString>

#include <span>
#include <vector>

namespace humdrum {

/// A change with the name under which clients know its service.
struct NotedChange {
    QString service;
    Change change; ///< with its body where it has one: footers of breaking changes and reverts are read from there
};

/// Where a change is told, after Keep a Changelog 1.1.
enum class NotesSection { Added, Changed, Fixed, Removed, Deprecated, Security, Internal };

/// The section of each change, in their order. feat adds, fix fixes; remove, deprecate and security have their own; what
/// breaks, perf, reverts and everything without a type changes. Internal: internal types that break nothing, merges, and
/// changes that another one of these takes back, with the one that does.
[[nodiscard]] std::vector<NotesSection> sectionsOf(std::span<const NotedChange> changes);

/// "## " heading of a section; English, as the notes are.
[[nodiscard]] QString headingOf(NotesSection section);
/// Heading of what tells clients what to do before they update.
[[nodiscard]] QString warningsHeading();

/// The text as Markdown that shows exactly it: one line, no markup, HTML, control or direction-changing characters.
[[nodiscard]] QString escapeMarkdown(const QString &text);

} // namespace humdrum
