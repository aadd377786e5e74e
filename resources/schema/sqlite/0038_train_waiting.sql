-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
CREATE INDEX train_waiting ON train (departure, id)
    WHERE state IN ('planned', 'boarding', 'locked')
