-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Every accepted text of humdrum.yaml; the last one is the described product.
CREATE TABLE product_revision (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    product TEXT NOT NULL,
    digest TEXT NOT NULL,
    config_file TEXT NOT NULL,
    folder TEXT NOT NULL,
    yaml BLOB NOT NULL
) STRICT
