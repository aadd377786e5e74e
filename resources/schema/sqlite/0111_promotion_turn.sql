-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- When it is taken in its group; NULL is its position. A retry has the turn of what it retries.
ALTER TABLE promotion ADD COLUMN turn INTEGER
