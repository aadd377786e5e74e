-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Rule 1: at most one unfinished promotion for a service in an environment.
CREATE UNIQUE INDEX promotion_one_unfinished ON promotion (service, environment)
    WHERE state IN ('queued', 'pre-flight', 'awaiting-gate', 'running', 'validating')
