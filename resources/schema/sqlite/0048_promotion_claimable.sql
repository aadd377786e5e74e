-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE INDEX promotion_claimable ON promotion (queued_at, group_id, position, id)
    WHERE state = 'queued'
