-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The last row of an item is what counts.
CREATE TABLE checklist_tick (
    id INTEGER PRIMARY KEY,
    release INTEGER NOT NULL REFERENCES release (id),
    environment TEXT NOT NULL CHECK (environment <> ''),
    item TEXT NOT NULL CHECK (item <> ''),
    ticked INTEGER NOT NULL CHECK (ticked IN (0, 1)),
    person TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (release, environment, item, id)
) STRICT
