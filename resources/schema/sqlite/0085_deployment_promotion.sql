-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE INDEX deployment_promotion ON deployment (promotion, from_at, id)
    WHERE promotion IS NOT NULL
