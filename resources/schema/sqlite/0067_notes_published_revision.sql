-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rule 4: a correction makes a draft first.
CREATE TRIGGER notes_published_revision BEFORE INSERT ON notes_revision
    WHEN (SELECT state FROM notes_document WHERE id = NEW.document) = 'published'
BEGIN
    SELECT RAISE(ABORT, 'published notes never change');
END
