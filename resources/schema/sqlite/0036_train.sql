-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE train (
    id INTEGER PRIMARY KEY,
    version TEXT NOT NULL UNIQUE CHECK (version <> ''),
    iso_year INTEGER NOT NULL,
    iso_week INTEGER NOT NULL CHECK (iso_week BETWEEN 1 AND 53),
    departure INTEGER NOT NULL,
    cutoff INTEGER NOT NULL,
    deployer TEXT NOT NULL,
    backup TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'boarding', 'locked', 'departed', 'arrived', 'skipped', 'cancelled')),
    release INTEGER REFERENCES release (id),
    reason TEXT NOT NULL,
    departed_at INTEGER NOT NULL,
    arrived_at INTEGER NOT NULL
) STRICT
