-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE INDEX deployment_release ON deployment (release, from_at, id)
    WHERE release IS NOT NULL
