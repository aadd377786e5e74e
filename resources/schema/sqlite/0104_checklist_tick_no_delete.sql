-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TRIGGER checklist_tick_no_delete BEFORE DELETE ON checklist_tick
BEGIN
    SELECT RAISE(ABORT, 'a tick is never deleted');
END
