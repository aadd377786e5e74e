-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE INDEX hold_active ON hold (set_at, id)
    WHERE lifted_at = 0
