-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a person typed and has not saved. It is no part of the document, so nothing refers to it and it may change and go.
CREATE TABLE notes_unsaved (
    release INTEGER NOT NULL REFERENCES release (id),
    person TEXT NOT NULL,
    base INTEGER REFERENCES notes_revision (id),
    hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (release, person)
) STRICT, WITHOUT ROWID
