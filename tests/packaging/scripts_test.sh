#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# scripts_test.sh SOURCE: protects the scripts of packaging/ without making a root: which state a root is found in, which
# distribution builds natively, what the scripts do without a display and with a failing build. root_test.sh does the rest
# with real roots.

set -euo pipefail
source=$(cd "$1" && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
count=0

# expect WHAT WANTED HAVE
expect() {
    count=$((count + 1))
    # shellcheck disable=SC2053 # WANTED is a pattern
    if [[ $3 != $2 ]]; then
        printf 'FAIL: %s\n  wanted: %s\n  got:    %s\n' "$1" "$2" "$3"
        failures=$((failures + 1))
    fi
}

# A clone of the scripts alone, with an own cache and home.
clone=$work/clone
mkdir -p "$clone" "$work/home"
cp -R "$source/packaging" "$source/CMakePresets.json" "$clone/"
export HOME=$work/home XDG_CACHE_HOME=$work/cache
unset DISPLAY WAYLAND_DISPLAY HUMDRUM_ROOT HUMDRUM_ENV HUMDRUM_PRESET HUMDRUM_FINGERPRINT QT_QPA_PLATFORM

library() { # runs shell text with the libraries at hand
    HUMDRUM_ROOT=$work/root bash -c '. "$0/packaging/lib/enter.sh"; '"$1" "$clone" "${@:2}" 2>&1
}

# ---- which state a root is found in
want=$(library root_stamp)
# shellcheck disable=SC2016 # expanded where the library is
state() { library 'root_state "$(root_stamp)"'; }
expect "no root" absent "$(state)"
mkdir -p "$work/root/usr/bin"
expect "a root without a stamp is half-made" "broken: it was never finished" "$(state)"
mkdir -p "$work/root/.humdrum"
printf '%s\n' "$want" >"$work/root/.humdrum/stamp"
expect "a root without its list of files" "broken: its list of files is missing" "$(state)"
printf '/usr/bin/g++\n/usr/bin/ninja\n' >"$work/root/.humdrum/files"
touch "$work/root/usr/bin/ninja"
expect "a root without its compiler" "broken: /usr/bin/g++ is missing" "$(state)"
touch "$work/root/usr/bin/g++"
expect "a whole root" ready "$(state)"
ln -sf nowhere "$work/root/usr/bin/g++"
expect "a compiler that is a dangling link" "broken: /usr/bin/g++ is missing" "$(state)"
rm "$work/root/usr/bin/g++" && touch "$work/root/usr/bin/g++"
sed -i 's/^base .*/base 0 bookworm/' "$work/root/.humdrum/stamp"
expect "a root of another version of the scripts" "broken: made by another version*" "$(state)"
printf '%s\n' "$want" >"$work/root/.humdrum/stamp"
printf 'sl\tsl\tsl\tsl\ta test\n' >>"$clone/packaging/packages.tsv"
expect "a longer list of packages" stale "$(state)"
cp "$source/packaging/packages.tsv" "$clone/packaging/packages.tsv"
expect "the same list again" ready "$(state)"

# ---- which distribution builds natively
family() {
    printf '%s\n' "$@" >"$work/os-release"
    library "native_detect '$work/os-release'; echo \"\${NATIVE_FAMILY:-root}\""
}
expect "Debian 12" root "$(family ID=debian 'VERSION_ID="12"')"
expect "Debian 13" debian "$(family ID=debian 'VERSION_ID="13"')"
expect "Debian unstable" debian "$(family ID=debian)"
expect "Ubuntu 24.04" root "$(family ID=ubuntu ID_LIKE=debian 'VERSION_ID="24.04"')"
expect "Ubuntu 25.04" ubuntu "$(family ID=ubuntu ID_LIKE=debian 'VERSION_ID="25.04"')"
expect "Fedora 40" root "$(family ID=fedora VERSION_ID=40)"
expect "Fedora 42" fedora "$(family ID=fedora VERSION_ID=42)"
expect "Arch" arch "$(family ID=arch)"
expect "a derivative of Arch" arch "$(family ID=endeavouros ID_LIKE=arch)"
expect "something else" root "$(family ID=plan9)"

# ---- the list of packages
for column in debian ubuntu fedora arch; do
    names=$(library "package_names $column")
    expect "$column has a compiler" '*gcc*' "${names/g++/gcc}"
    expect "$column names nothing twice" "" "$(sort <<<"$names" | uniq -d)"
done

# ---- every script explains itself, and refuses what it does not know
for script in run test shell bench packages; do
    expect "$script --help" "packaging/$script*" "$("$clone/packaging/$script" --help)"
done
status=0
"$clone/packaging/run" --nonsense >"$work/out" 2>&1 || status=$?
expect "run --nonsense ends with 2" 2 "$status"
expect "run --nonsense names it" "*--nonsense*" "$(<"$work/out")"

# ---- without a display; a stand-in for cmake makes a stand-in for humdrum
mkdir -p "$work/bin"
cat >"$work/bin/cmake" <<'STUB'
#!/usr/bin/env bash
set -eu
[[ ! -e ${FAIL_BUILD:-/nonexistent} ]] || { echo "error: no such thing" >&2; exit 1; }
case $1 in
    --preset) mkdir -p "$4/build/$2" && touch "$4/build/$2/build.ninja" "$4/build/$2/CMakeCache.txt" ;;
    --build)
        mkdir -p "$2/bin"
        cat >"$2/bin/humdrum" <<'PROGRAM'
#!/usr/bin/env bash
echo "platform=${QT_QPA_PLATFORM:-none} arguments=$*" >>"$HOME/calls"
while (($# > 0)); do
    if [[ $1 == --tour ]]; then touch "$2/01-weeks.png" "$2/02-pipeline.png"; fi
    shift
done
exit "${HUMDRUM_EXIT:-0}"
PROGRAM
        chmod +x "$2/bin/humdrum"
        ;;
esac
STUB
printf '#!/bin/sh\nexit 1\n' >"$work/bin/xdotool"
chmod +x "$work/bin/cmake" "$work/bin/xdotool"
export PATH=$work/bin:$PATH HUMDRUM_ENV=inside

run() {
    status=0
    "$clone/packaging/run" "$@" >"$work/out" 2>"$work/err" || status=$?
}
run
expect "without a display: the exit code" 0 "$status"
expect "without a display: says so" "*there is no display*" "$(<"$work/err")"
expect "without a display: lists the pictures" $'build/tour/01-weeks.png\nbuild/tour/02-pipeline.png' "$(<"$work/out")"
expect "without a display: offscreen" "platform=offscreen arguments=--tour $clone/build/tour" "$(<"$HOME/calls")"
DISPLAY=:9999 run
expect "a display that does not answer: says so" "*DISPLAY=:9999*does not answer*" "$(<"$work/err")"
expect "a display that does not answer: pictures" "build/tour/01*" "$(<"$work/out")"
rm "$HOME/calls"
QT_QPA_PLATFORM=vnc HUMDRUM_EXIT=7 run -- --db "a b"
expect "a platform of the user's own is respected" "platform=vnc arguments=--db a b" "$(<"$HOME/calls")"
expect "the program's exit code passes through" 7 "$status"
printf '#!/bin/sh\nexit 0\n' >"$work/bin/xdotool"
rm "$HOME/calls"
DISPLAY=:0 run -- --db x
expect "with a display the window opens" "platform=none arguments=--db x" "$(<"$HOME/calls")"
touch "$work/fail"
FAIL_BUILD=$work/fail run
expect "a failing build ends with 3" 3 "$status"
expect "a failing build says so" "*the build failed*" "$(<"$work/err")"

# ---- packaging/shell, natively
status=0
"$clone/packaging/shell" bash -c 'exit 37' || status=$?
expect "shell passes the exit code through" 37 "$status"
expect "shell passes arguments through" "a b|c" "$("$clone/packaging/shell" printf '%s|%s' "a b" c)"
expect "shell keeps the folder" "$work" "$(cd "$work" && "$clone/packaging/shell" pwd)"

# ---- what can be written
mkdir "$work/data"
# shellcheck disable=SC2016 # expanded where the library is
bound() { library 'b=(); root_bind_arguments "${@:1}"; printf "%s" "${b[*]}"' "$@"; }
expect "the folder of a file that is to be made is the host's" "--bind $work/data $work/data" "$(bound --db "$work/data/new/team.db")"
expect "… also when the option and it are one word" "--bind $work/data $work/data" "$(bound "--db=$work/data/team.db")"
expect "the host's own root is not" "" "$(bound /nowhere/at/all / relative/path --flag)"
expect "the host's system is not" "" "$(bound /usr/share /etc/passwd)"

echo "$count checks, $failures failed"
((failures == 0))
