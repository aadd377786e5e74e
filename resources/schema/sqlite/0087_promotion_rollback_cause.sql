-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a rollback takes back failed by this, as far as the person who asked for it knew. cause: of its own failure.
ALTER TABLE promotion ADD COLUMN rollback_cause TEXT NOT NULL DEFAULT 'unknown'
    CHECK (rollback_cause IN ('unknown', 'change', 'environment', 'test'))
