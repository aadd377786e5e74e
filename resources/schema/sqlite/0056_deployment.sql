-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE deployment (
    id INTEGER PRIMARY KEY,
    service TEXT NOT NULL CHECK (service <> ''),
    environment TEXT NOT NULL CHECK (environment <> ''),
    build INTEGER NOT NULL REFERENCES build (id),
    release INTEGER REFERENCES release (id),
    promotion INTEGER REFERENCES promotion (id),
    origin TEXT NOT NULL CHECK (origin IN ('promoted', 'observed', 'imported')),
    outcome TEXT NOT NULL CHECK (outcome IN ('running', 'replaced', 'failed', 'rolled-back')),
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL CHECK (to_at = 0 OR to_at >= from_at),
    started_at INTEGER NOT NULL,
    deployer TEXT NOT NULL,
    cause TEXT NOT NULL CHECK (cause IN ('unknown', 'change', 'environment', 'test')),
    message TEXT NOT NULL,
    remedies INTEGER REFERENCES deployment (id),
    attended INTEGER NOT NULL,
    CHECK (outcome <> 'running' OR to_at = 0),
    UNIQUE (service, environment, from_at)
) STRICT
