-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- While one is not resumed, no worker takes what is queued.
CREATE TABLE queue_pause (
    id INTEGER PRIMARY KEY,
    reason TEXT NOT NULL CHECK (reason <> ''),
    paused_by TEXT NOT NULL,
    paused_at INTEGER NOT NULL,
    resumed_at INTEGER NOT NULL DEFAULT 0,
    resumed_by TEXT NOT NULL DEFAULT ''
) STRICT
