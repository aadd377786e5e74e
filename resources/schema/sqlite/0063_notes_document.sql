-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE notes_document (
    id INTEGER PRIMARY KEY,
    release INTEGER NOT NULL UNIQUE REFERENCES release (id),
    state TEXT NOT NULL CHECK (state IN ('draft', 'in-review', 'approved', 'published')),
    current INTEGER REFERENCES notes_revision (id)
) STRICT
