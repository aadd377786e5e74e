-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Where a person put what waits: `place` is compared with the queued_at of the others, smaller is taken first.
CREATE TABLE queue_place (
    group_id INTEGER PRIMARY KEY,
    place REAL NOT NULL
) STRICT
