-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE promotion_group (
    id INTEGER PRIMARY KEY,
    created_at INTEGER NOT NULL
) STRICT
