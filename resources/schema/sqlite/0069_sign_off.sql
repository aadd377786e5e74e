-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE sign_off (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES notes_document (id),
    hash TEXT NOT NULL,
    role TEXT NOT NULL,
    person TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('approved', 'rejected')),
    comment TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT
