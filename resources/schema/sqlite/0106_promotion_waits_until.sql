-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- When it is denied, or has soaked long enough.
ALTER TABLE promotion ADD COLUMN waits_until INTEGER NOT NULL DEFAULT 0
