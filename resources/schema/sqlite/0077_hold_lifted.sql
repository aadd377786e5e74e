-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rule 8.
CREATE TRIGGER hold_lifted BEFORE UPDATE ON hold
    WHEN OLD.lifted_at <> 0
BEGIN
    SELECT RAISE(ABORT, 'a lifted hold never changes');
END
