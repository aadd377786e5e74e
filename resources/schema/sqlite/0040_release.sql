-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE release (
    id INTEGER PRIMARY KEY,
    version TEXT NOT NULL UNIQUE CHECK (version <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('regular', 'patch', 'rollback')),
    state TEXT NOT NULL CHECK (state IN ('assembled', 'in-promotion', 'released', 'withdrawn')),
    manifest INTEGER NOT NULL REFERENCES manifest (id),
    train INTEGER REFERENCES train (id),
    patches INTEGER REFERENCES release (id),
    created_at INTEGER NOT NULL
) STRICT
