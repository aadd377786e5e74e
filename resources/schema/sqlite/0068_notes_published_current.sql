-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rule 4.
CREATE TRIGGER notes_published_current BEFORE UPDATE OF current ON notes_document
    WHEN OLD.state = 'published' AND NEW.current <> OLD.current
BEGIN
    SELECT RAISE(ABORT, 'published notes never change');
END
