-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE INDEX stage_run_stage_queued ON stage_run (stage, queued_at, id)
