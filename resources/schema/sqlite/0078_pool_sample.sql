-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE pool_sample (
    pool TEXT NOT NULL,
    at INTEGER NOT NULL,
    resource TEXT NOT NULL,
    used REAL NOT NULL,
    capacity REAL NOT NULL,
    PRIMARY KEY (pool, at, resource)
) STRICT, WITHOUT ROWID
