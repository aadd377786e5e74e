#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# reuse.sh SOURCE: every file says whose it is and under which licence, and every licence text is there.

set -euo pipefail
cd "$1"
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0='*'
reuse lint --lines && echo "every file has its licence"
