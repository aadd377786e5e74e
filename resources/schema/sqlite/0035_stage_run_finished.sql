-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rule 8.
CREATE TRIGGER stage_run_finished BEFORE UPDATE OF state ON stage_run
    WHEN OLD.state NOT IN ('queued', 'running') AND NEW.state <> OLD.state
BEGIN
    SELECT RAISE(ABORT, 'a finished stage run never changes');
END
