-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rule 8.
CREATE TRIGGER promotion_step_finished BEFORE UPDATE ON promotion_step
    WHEN OLD.state NOT IN ('pending', 'running')
BEGIN
    SELECT RAISE(ABORT, 'a finished step never changes');
END
