-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE INDEX stage_run_unfinished ON stage_run (id)
    WHERE state IN ('queued', 'running')
