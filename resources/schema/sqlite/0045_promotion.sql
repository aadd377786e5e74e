-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- overrides: a JSON object, word of a gate to reason.
CREATE TABLE promotion (
    id INTEGER PRIMARY KEY,
    group_id INTEGER NOT NULL REFERENCES promotion_group (id),
    position INTEGER NOT NULL,
    service TEXT NOT NULL CHECK (service <> ''),
    environment TEXT NOT NULL CHECK (environment <> ''),
    build INTEGER NOT NULL REFERENCES build (id),
    release INTEGER REFERENCES release (id),
    kind TEXT NOT NULL CHECK (kind IN ('forward', 'rollback')),
    overrides TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'pre-flight', 'awaiting-gate', 'running', 'validating', 'succeeded', 'failed', 'errored', 'aborted', 'denied')),
    replaces INTEGER REFERENCES build (id),
    deployment INTEGER REFERENCES deployment (id),
    requested_by TEXT NOT NULL,
    queued_at INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    message TEXT NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('unknown', 'change', 'environment', 'test')),
    log_file TEXT NOT NULL,
    worker TEXT NOT NULL,
    UNIQUE (group_id, position)
) STRICT
