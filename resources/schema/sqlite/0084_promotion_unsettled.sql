-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE INDEX promotion_unsettled ON promotion (queued_at, id)
    WHERE state IN ('failed', 'errored', 'denied')
