-- SPDX-FileCopyrightText: 2026 The Humdrum authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- An environment runs one build of a service.
CREATE UNIQUE INDEX deployment_one_running ON deployment (service, environment)
    WHERE outcome = 'running'
