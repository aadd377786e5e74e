-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE INDEX change_main_line ON change (service, ordinal)
    WHERE ordinal >= 0
