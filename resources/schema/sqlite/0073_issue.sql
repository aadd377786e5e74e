-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE issue (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    caught_at TEXT NOT NULL,
    environment TEXT NOT NULL,
    introduced_by INTEGER REFERENCES release (id),
    severity TEXT NOT NULL CHECK (severity IN ('minor', 'major', 'critical')),
    cause TEXT NOT NULL CHECK (cause IN ('unknown', 'change', 'environment', 'test')),
    title TEXT NOT NULL,
    commit_hash TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    UNIQUE (service, commit_hash, title, caught_at, environment)
) STRICT
