-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE gate_outcome (
    id INTEGER PRIMARY KEY,
    promotion INTEGER NOT NULL REFERENCES promotion (id),
    kind TEXT NOT NULL CHECK (kind IN ('upstream', 'smoke', 'approval', 'window', 'soak', 'resource', 'notes', 'checklist', 'hold')),
    result TEXT NOT NULL CHECK (result IN ('pass', 'fail', 'error', 'overridden')),
    text TEXT NOT NULL,
    opens_at INTEGER NOT NULL,
    overridden_by TEXT NOT NULL,
    override_reason TEXT NOT NULL,
    checked_at INTEGER NOT NULL
) STRICT
