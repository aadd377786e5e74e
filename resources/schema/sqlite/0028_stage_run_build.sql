-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE INDEX stage_run_build ON stage_run (build, stage, attempt)
    WHERE build IS NOT NULL
