-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rule 8.
CREATE TRIGGER release_withdrawn BEFORE UPDATE OF state ON release
    WHEN OLD.state = 'withdrawn' AND NEW.state <> OLD.state
BEGIN
    SELECT RAISE(ABORT, 'a withdrawn release never changes');
END
