-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The newest row of pool_sample for each pool and resource: finding it there takes a scan.
CREATE TABLE pool_latest (
    pool TEXT NOT NULL,
    resource TEXT NOT NULL,
    at INTEGER NOT NULL,
    used REAL NOT NULL,
    capacity REAL NOT NULL,
    PRIMARY KEY (pool, resource)
) STRICT, WITHOUT ROWID
