# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Configuring and building, in whatever environment lib/enter.sh has chosen.

# shellcheck source=packaging/lib/enter.sh
. "${BASH_SOURCE[0]%/*}/enter.sh"

# build PRESET [TARGET…]: build/PRESET is configured when it is new, when the presets changed, and afresh when it was
# configured in another environment; ninja sees to every other change.
build() {
    local -r preset=$1
    grep -qF "\"name\": \"$preset\"" "$HUMDRUM_SOURCE/CMakePresets.json" ||
        wrong_use "there is no preset '$preset' in CMakePresets.json"
    shift
    local -r folder=$HUMDRUM_SOURCE/build/$preset
    local -r mark=$folder/.humdrum-environment
    local -a configure=(cmake --preset "$preset" -S "$HUMDRUM_SOURCE")
    local fingerprint
    fingerprint=$(environment_fingerprint)
    if [[ -e $mark && $(<"$mark") != "$fingerprint" ]]; then
        say "build/$preset was configured in another environment: configuring it afresh"
        configure+=(--fresh)
        rm -f "$mark"
    fi
    if [[ ! -e $mark || ! -e $folder/build.ninja || $HUMDRUM_SOURCE/CMakePresets.json -nt $folder/CMakeCache.txt ]]; then
        say "configuring build/$preset"
        (cd "$HUMDRUM_SOURCE" && environment_run "${configure[@]}" >&2) || die "configuring failed"
        printf '%s\n' "$fingerprint" >"$mark"
    fi
    say "building build/$preset"
    (cd "$HUMDRUM_SOURCE" && environment_run cmake --build "build/$preset" ${1:+--target "$@"} >&2) ||
        die "the build failed"
}
