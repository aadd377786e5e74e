-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO promotion_step_next (id, promotion, position, kind, attempt, state, title, command_hash, process, exit_code, started_at, finished_at, tests, failed, errors, skipped, message, run_folder)
    SELECT id, promotion, position, kind, attempt, state, title, command_hash, process, exit_code, started_at, finished_at, tests, failed, errors, skipped, message, run_folder FROM promotion_step
