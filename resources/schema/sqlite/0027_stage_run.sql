-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- subject: 'm:' and the id of the manifest, or 'c:' and the commit; attempts count for each stage and subject. failures: a JSON array, or empty.
CREATE TABLE stage_run (
    id INTEGER PRIMARY KEY,
    stage TEXT NOT NULL CHECK (stage <> ''),
    subject TEXT NOT NULL CHECK (subject <> ''),
    build INTEGER REFERENCES build (id),
    manifest INTEGER REFERENCES manifest (id),
    commit_hash TEXT NOT NULL,
    attempt INTEGER NOT NULL CHECK (attempt >= 1),
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'passed', 'failed', 'errored', 'cancelled', 'skipped')),
    queued_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    tests INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    errors INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('unknown', 'change', 'environment', 'test')),
    log_file TEXT NOT NULL,
    message TEXT NOT NULL,
    failures TEXT NOT NULL,
    UNIQUE (stage, subject, attempt)
) STRICT
