-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO audit_head (id, events, hash) VALUES (1, 0, '')
