-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE INDEX stage_run_manifest ON stage_run (manifest, stage, attempt)
    WHERE manifest IS NOT NULL
