-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TRIGGER deployment_no_delete BEFORE DELETE ON deployment
BEGIN
    SELECT RAISE(ABORT, 'a deployment is never removed');
END
