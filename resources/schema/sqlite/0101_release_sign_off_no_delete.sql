-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TRIGGER release_sign_off_no_delete BEFORE DELETE ON release_sign_off
BEGIN
    SELECT RAISE(ABORT, 'a sign-off is never deleted');
END
