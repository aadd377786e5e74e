-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TRIGGER build_no_update BEFORE UPDATE ON build
BEGIN
    SELECT RAISE(ABORT, 'a build never changes');
END
