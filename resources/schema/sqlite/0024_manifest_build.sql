-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TABLE manifest_build (
    manifest INTEGER NOT NULL REFERENCES manifest (id),
    service TEXT NOT NULL,
    build INTEGER NOT NULL REFERENCES build (id),
    PRIMARY KEY (manifest, service)
) STRICT, WITHOUT ROWID
