-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE INDEX issue_found ON issue (found_at, id)
