-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
ALTER TABLE promotion_step_next RENAME TO promotion_step
