-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE TRIGGER product_revision_no_delete BEFORE DELETE ON product_revision
BEGIN
    SELECT RAISE(ABORT, 'a revision of the product never changes');
END
