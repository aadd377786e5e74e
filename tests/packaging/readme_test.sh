#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# readme_test.sh SOURCE BUILD: types what the README tells to type on the command line, in a folder of its own.

set -euo pipefail
source=$(cd "$1" && pwd -P)
build=$(cd "$2" && pwd -P)
work=$(mktemp -d)
leave() {
    [[ ! -e $work/harbour/tools/deploy.py ]] || python3 "$work/harbour/tools/deploy.py" stop-all >/dev/null
    rm -rf "$work"
}
trap leave EXIT
export HOME=$work/home XDG_DATA_HOME=$work/data
mkdir -p "$HOME"

# The block that makes the example; the environment and the programs are at hand already.
awk '/^```/ { if (block && text ~ /example create/) { printf "%s", text; exit } block = !block; text = ""; next }
     block { text = text $0 "\n" }' "$source/README.md" |
    sed -e '/^packaging\/shell/d' -e '/^PATH=/d' -e "s#/tmp/harbour#$work/harbour#g" >"$work/block.sh"
lines=$(wc -l <"$work/block.sh")
((lines > 8)) || { echo "The README's block has $lines lines"; exit 1; }
cat "$work/block.sh"
PATH=$build/bin:$PATH bash -euo pipefail "$work/block.sh" | tee "$work/said"
grep -q 'succeeded' "$work/said"
