#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# kill.sh N [--programs FOLDER] [--launchers] [--stops] [--locked] [--full] [--window] [--seed S] [--keep]: kills Humdrum at
# random moments through N promotions, starts it again each time, and checks that every command ran exactly as often as the
# records say, that every state is right and that the audit is intact. With --launchers these are killed as well, with --stops
# all are stopped and continued, with --locked and --full the database cannot be written now and then. The programs are those
# of build/dev unless said otherwise.

set -euo pipefail
here=$(cd "${BASH_SOURCE[0]%/*}" && pwd -P)
exec python3 -B "$here/kill.py" --programs "$here/../../build/dev/bin" "$@"
