-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rule 8.
CREATE TRIGGER promotion_finished BEFORE UPDATE ON promotion
    WHEN OLD.state NOT IN ('queued', 'pre-flight', 'awaiting-gate', 'running', 'validating')
BEGIN
    SELECT RAISE(ABORT, 'a finished promotion never changes');
END
