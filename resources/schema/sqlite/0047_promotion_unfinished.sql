-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE INDEX promotion_unfinished ON promotion (queued_at, id)
    WHERE state IN ('queued', 'pre-flight', 'awaiting-gate', 'running', 'validating')
