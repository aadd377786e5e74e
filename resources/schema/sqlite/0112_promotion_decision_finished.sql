-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TRIGGER promotion_decision_finished BEFORE INSERT ON promotion_decision
    WHEN (SELECT state FROM promotion WHERE id = NEW.promotion) NOT IN ('failed', 'errored', 'denied')
BEGIN
    SELECT RAISE(ABORT, 'only what did not succeed is decided on');
END
