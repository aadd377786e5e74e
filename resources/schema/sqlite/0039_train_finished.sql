-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rule 8.
CREATE TRIGGER train_finished BEFORE UPDATE OF state ON train
    WHEN OLD.state IN ('arrived', 'skipped', 'cancelled') AND NEW.state <> OLD.state
BEGIN
    SELECT RAISE(ABORT, 'a finished train never changes');
END
