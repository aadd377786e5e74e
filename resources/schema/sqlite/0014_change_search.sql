-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- A substring has to be looked for everywhere: here it is done without touching the rows.
CREATE INDEX change_search ON change (committed_at, id, commit_hash, search_text)
