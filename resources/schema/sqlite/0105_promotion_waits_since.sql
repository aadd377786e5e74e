-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Since when it waits for its gates, or soaks.
ALTER TABLE promotion ADD COLUMN waits_since INTEGER NOT NULL DEFAULT 0
