-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE UNIQUE INDEX queue_pause_one ON queue_pause (resumed_at) WHERE resumed_at = 0
