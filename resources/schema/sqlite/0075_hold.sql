-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- An empty service or environment means all of them; lifted_at 0 while it holds.
CREATE TABLE hold (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    environment TEXT NOT NULL,
    reason TEXT NOT NULL,
    set_by TEXT NOT NULL,
    set_at INTEGER NOT NULL,
    lifted_at INTEGER NOT NULL,
    lifted_by TEXT NOT NULL
) STRICT
