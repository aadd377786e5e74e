-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- parents: hashes with a space between; refs: one a line; search_text: case-folded summary and refs; body last, as it is long and seldom read.
CREATE TABLE change (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL,
    commit_hash TEXT NOT NULL,
    parents TEXT NOT NULL,
    ordinal INTEGER NOT NULL,
    type TEXT NOT NULL,
    scope TEXT NOT NULL,
    breaking INTEGER NOT NULL,
    summary TEXT NOT NULL,
    author_name TEXT NOT NULL,
    author_email TEXT NOT NULL,
    authored_at INTEGER NOT NULL,
    committed_at INTEGER NOT NULL,
    files INTEGER NOT NULL,
    added INTEGER NOT NULL,
    removed INTEGER NOT NULL,
    refs TEXT NOT NULL,
    search_text TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (service, commit_hash)
) STRICT
