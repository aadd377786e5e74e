#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# packages.sh SOURCE: the one list of packages is well-formed, and the README's table is made from it.

set -euo pipefail
cd "$1"

awk -F'\t' '!/^#/ && !/^$/ && (NF != 5 || $0 ~ /\t(\t|$)/) {
    print "packaging/packages.tsv:" FNR ": needs five filled columns"; bad = 1 } END { exit bad }' packaging/packages.tsv
twice=$(awk -F'\t' '!/^#/ && seen[$1]++ { print $1 }' packaging/packages.tsv)
[[ -z $twice ]] || { echo "packaging/packages.tsv: twice: $twice" && exit 1; }

if ! diff -u <(sed -n '/<!-- packages:begin -->/,/<!-- packages:end -->/p' README.md | sed '1d;$d') \
    <(packaging/packages --table); then
    echo "README.md: the table of packages is not that of packaging/packages.tsv. Type: packaging/packages --readme"
    exit 1
fi
echo "the list of packages and the README agree"
