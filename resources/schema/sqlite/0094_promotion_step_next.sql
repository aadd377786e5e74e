-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The steps again, of which one may be a soak: a condition of a column cannot be changed.
CREATE TABLE promotion_step_next (
    id INTEGER PRIMARY KEY,
    promotion INTEGER NOT NULL REFERENCES promotion (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('pre-flight', 'deploy', 'smoke', 'verify', 'soak', 'record', 'cleanup')),
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    state TEXT NOT NULL CHECK (state IN ('pending', 'running', 'passed', 'failed', 'errored', 'cancelled', 'skipped')),
    title TEXT NOT NULL,
    command_hash TEXT NOT NULL,
    process TEXT NOT NULL,
    exit_code INTEGER,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    tests INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    message TEXT NOT NULL,
    run_folder TEXT NOT NULL,
    UNIQUE (promotion, position, attempt, kind)
) STRICT
