-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE INDEX promotion_release ON promotion (release, queued_at, id)
    WHERE release IS NOT NULL
