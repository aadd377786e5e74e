# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Shared by every script here: where things are, how to speak, and the list of packages.

set -euo pipefail

# chroot and debootstrap are there, and a plain user's PATH may not name it.
PATH=$PATH:/usr/sbin:/sbin

# The folder of the clone, with symbolic links resolved: the same path must be valid inside the root.
HUMDRUM_SOURCE=$(cd -P -- "${BASH_SOURCE[0]%/*}/../.." && pwd -P)
readonly HUMDRUM_SOURCE
readonly HUMDRUM_PACKAGES=$HUMDRUM_SOURCE/packaging/packages.tsv

say() { printf 'humdrum: %s\n' "$*" >&2; }

die() {
    say "$*"
    exit 3
}

wrong_use() {
    say "$*"
    say "see ${0##*/} --help"
    exit 2
}

is_root() { [[ $EUID == 0 ]]; }
has() { command -v "$1" >/dev/null 2>&1; }

# The names in one column of the list, each once, in the list's order.
package_names() {
    local -r column=$1
    local -a heads=() cells=()
    local -A seen=()
    local line index=-1 i name
    while IFS= read -r line; do
        [[ -z $line || $line == '#'* ]] && continue
        IFS=$'\t' read -r -a cells <<<"$line"
        if ((${#heads[@]} == 0)); then
            heads=("${cells[@]}")
            for i in "${!heads[@]}"; do [[ ${heads[i]} == "$column" ]] && index=$i; done
            ((index >= 0)) || die "packages.tsv has no column '$column'"
            continue
        fi
        for name in ${cells[index]}; do
            [[ $name == - || -n ${seen[$name]:-} ]] && continue
            seen[$name]=1
            printf '%s\n' "$name"
        done
    done <"$HUMDRUM_PACKAGES"
}
