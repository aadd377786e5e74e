-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The promotion that this one is a new attempt of.
ALTER TABLE promotion ADD COLUMN retries INTEGER REFERENCES promotion (id)
