-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- How it is going to end, where that is decided and something has to be ended or cleaned up first.
ALTER TABLE promotion ADD COLUMN decided TEXT NOT NULL DEFAULT '' CHECK (decided IN ('', 'failed', 'errored', 'aborted'))
