-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TRIGGER promotion_decision_no_delete BEFORE DELETE ON promotion_decision
BEGIN
    SELECT RAISE(ABORT, 'a decision is never deleted');
END
