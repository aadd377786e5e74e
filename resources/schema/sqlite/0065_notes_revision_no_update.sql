-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TRIGGER notes_revision_no_update BEFORE UPDATE ON notes_revision
BEGIN
    SELECT RAISE(ABORT, 'a revision of notes never changes');
END
