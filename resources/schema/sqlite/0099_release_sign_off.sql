-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What people said of a release itself; sign_off is for the text of its notes.
CREATE TABLE release_sign_off (
    id INTEGER PRIMARY KEY,
    release INTEGER NOT NULL REFERENCES release (id),
    hash TEXT NOT NULL,
    role TEXT NOT NULL,
    person TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('approved', 'rejected')),
    comment TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (release, id)
) STRICT
