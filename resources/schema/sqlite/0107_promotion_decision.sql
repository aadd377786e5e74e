-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a person answered to a promotion that did not succeed: once each, whoever comes second is refused.
CREATE TABLE promotion_decision (
    id INTEGER PRIMARY KEY,
    promotion INTEGER NOT NULL UNIQUE REFERENCES promotion (id),
    choice TEXT NOT NULL CHECK (choice IN ('retry', 'ignore', 'exclude', 'rollback')),
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    rollback_group INTEGER REFERENCES promotion_group (id)
) STRICT
