// SPDX-FileCopyrightText: 2026 The Humdrum authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "domain/error.h"

#include <functional>

class QWidget;

/// Ways out of the page: each asks where and comes back at once. `failed` is called in the GUI thread, while `parent` lives.
namespace humdrum::insightsexport {

using Failed = std::function<void(const Error &)>;

/// What `content` shows, whole, as "svg", "png" or "pdf".
void picture(QWidget *parent, QWidget *content, const QString &suffix, const Failed &failed);
/// `text` as a CSV file, written in the background.
void figures(QWidget *parent, const QString &text, const Failed &failed);
/// What `content` shows, whole, on as many sheets as it needs in the width of the paper.
void print(QWidget *parent, QWidget *content);

} // namespace humdrum::insightsexport
