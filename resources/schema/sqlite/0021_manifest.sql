-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE manifest (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE CHECK (digest <> ''),
    created_at INTEGER NOT NULL
) STRICT
