-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE notes_revision (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES notes_document (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    hash TEXT NOT NULL,
    author TEXT NOT NULL,
    at INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (document, number)
) STRICT
