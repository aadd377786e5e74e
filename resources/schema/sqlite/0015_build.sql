-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rule 12: a version never means two different digests.
CREATE TABLE build (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    version TEXT NOT NULL CHECK (version <> ''),
    commit_hash TEXT NOT NULL,
    digest TEXT NOT NULL CHECK (digest <> ''),
    built_at INTEGER NOT NULL,
    UNIQUE (service, version)
) STRICT
