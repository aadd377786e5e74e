-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TRIGGER manifest_build_no_delete BEFORE DELETE ON manifest_build
BEGIN
    SELECT RAISE(ABORT, 'a manifest never changes');
END
