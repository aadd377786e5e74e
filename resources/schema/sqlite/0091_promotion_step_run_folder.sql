-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
ALTER TABLE promotion_step ADD COLUMN run_folder TEXT NOT NULL DEFAULT ''
