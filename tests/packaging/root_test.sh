#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later

set -euo pipefail

usage() {
    cat <<'HELP'
root_test.sh SOURCE [USER]

Proves with real Debian 13 roots, made in a temporary folder, what packaging/ promises about them. It needs the network,
several minutes and 4 GB, so CTest does not run it. Started as root it does everything a second time as USER, when one is
named, with a home of mode 0700.

  sudo tests/packaging/root_test.sh . nobody-special
HELP
}

[[ ${1:-} != --help && -n ${1:-} ]] || { usage && exit 0; }
source=$(cd "$1" && pwd -P)

if [[ -n ${2:-} && $EUID == 0 ]]; then
    home=$(getent passwd "$2" | cut -d: -f6)
    # A clone that the user may read and write, as any user's would be.
    rm -rf "$home/humdrum-clone"
    mkdir "$home/humdrum-clone"
    git -C "$source" ls-files -z --cached --others --exclude-standard | tar -C "$source" --null -T - -c |
        tar -C "$home/humdrum-clone" -x
    chown -R "$2:" "$home/humdrum-clone"
    "$0" "$source" || echo "FAIL  as root"
    exec su - "$2" -c "$home/humdrum-clone/tests/packaging/root_test.sh $home/humdrum-clone"
fi

work=$(mktemp -d "$HOME/humdrum-root-test.XXXXXX")
export HUMDRUM_ROOT=$work/root XDG_CACHE_HOME=$work/cache HUMDRUM_ENV=root
unset DISPLAY WAYLAND_DISPLAY
shell=$source/packaging/shell
failures=0

finish() {
    # What belongs to ids of a user namespace is removed from inside one.
    # shellcheck disable=SC2016 # expanded by the inner shell
    bash -c '. "$0/packaging/lib/enter.sh"; root_admin remove "$ROOT"' "$source" || true
    cp "$source/packages.tsv.saved" "$source/packaging/packages.tsv" 2>/dev/null || true
    rm -rf "$work" "$source/packages.tsv.saved"
}
trap finish EXIT

check() { # WHAT COMMAND…
    local -r what=$1
    shift
    if "$@"; then
        printf 'ok    %s\n' "$what"
    else
        printf 'FAIL  %s\n' "$what"
        failures=$((failures + 1))
    fi
}

milliseconds() { # of a command
    local -r start=$(date +%s%N)
    "$@" >/dev/null 2>&1 || true
    echo $((($(date +%s%N) - start) / 1000000))
}

says() { # TEXT COMMAND…
    local -r text=$1
    shift
    local said
    said=$("$@" 2>&1) || true
    [[ $said == *"$text"* ]] || { printf '      said: %s\n' "$said" && return 1; }
}

exits() { # CODE COMMAND…
    local code=$1 status=0
    shift
    "$@" >/dev/null 2>&1 || status=$?
    ((status == code)) || { echo "      exit code $status instead of $code" && return 1; }
}

echo "as $(id -un)"
# The making is interrupted in its middle.
setsid "$shell" true >/dev/null 2>&1 &
pid=$!
for _ in $(seq 300); do
    [[ -n $(compgen -G "$work/root.new.*/usr/bin/dpkg") ]] && break
    sleep 0.2
done
kill -KILL -- "-$pid" 2>/dev/null || true
wait "$pid" 2>/dev/null || true
check "an interrupted making leaves no root" test ! -e "$HUMDRUM_ROOT"
took=$(milliseconds "$shell" true)
check "a root is made after all ($took ms)" exits 0 "$shell" g++ --version
((failures == 0)) || { echo "without a root nothing else can be shown" && exit 1; }
check "what was left behind is gone" test -z "$(compgen -G "$work/root.new.*")"

best=999999
for _ in 1 2 3 4 5 6 7 8 9 10; do
    took=$(milliseconds "$shell" true)
    ((took >= best)) || best=$took
done
check "entering a ready root takes less than 300 ms ($best ms)" test "$best" -lt 300
check "exit codes pass through" exits 37 "$shell" bash -c 'exit 37'
# shellcheck disable=SC2016 # the inner shell's own id
check "a signal's code passes through" exits 143 "$shell" bash -c 'kill -TERM $$'
check "a command that is not there is named" says "No such file" "$shell" /no/such/command
check "the user is the same inside" test "$("$shell" id -un)" = "$(id -un)"
check "the home is the same inside" test "$("$shell" sh -c 'echo ~')" = "$(readlink -f "$HOME")"
check "the folder is the same inside" test "$(cd "$work" && "$shell" pwd)" = "$work"
check "files written inside belong to the user" test "$("$shell" touch "$work/mine" && stat -c %U "$work/mine")" = "$(id -un)"
check "the root's own folders are read-only" exits 1 "$shell" touch /usr/written
check "the compiler works" "$shell" sh -c "echo '#include <expected>
int main(){return std::expected<int,int>(0).value();}' >$work/a.cpp && g++ -std=c++23 -o $work/a $work/a.cpp && $work/a"

# Ctrl-C: a signal to the whole foreground group ends what runs inside.
# (What a script starts in the background would otherwise ignore it.)
setsid env --default-signal=INT "$shell" sleep 4321 &
pid=$!
for _ in $(seq 100); do pgrep -f 'sleep 4321' >/dev/null && break; sleep 0.1; done
kill -INT -- "-$pid" 2>/dev/null || true
wait "$pid" 2>/dev/null || true
sleep 0.2
check "an interrupt ends what runs inside" bash -c '! pgrep -x -f "sleep 4321" >/dev/null'
# The outer process dies: the inner one does too.
"$shell" sleep 4322 &
for _ in $(seq 100); do pgrep -x -f 'sleep 4322' >/dev/null && break; sleep 0.1; done
kill -KILL "$!" 2>/dev/null || true
wait "$!" 2>/dev/null || true
sleep 0.2
check "nothing outlives a killed start" bash -c '! pgrep -x -f "sleep 4322" >/dev/null'

mkdir -p "$work/elsewhere"
check "HUMDRUM_BIND shows further folders" env HUMDRUM_BIND="$work/elsewhere" "$shell" test -d "$work/elsewhere"
check "HUMDRUM_BIND names a folder that is not there" says "no folder" env HUMDRUM_BIND=/no/where "$shell" true
check "a foreign language is compiled once" test "$(LC_ALL=de_DE.UTF-8 "$shell" locale 2>&1 | grep -c 'Cannot set')" = 0

cp "$source/packaging/packages.tsv" "$source/packages.tsv.saved"
printf 'sl\tsl\tsl\tsl\ta test\n' >>"$source/packaging/packages.tsv"
took=$(milliseconds "$shell" true)
check "a longer list updates the root ($took ms)" "$shell" test -x /usr/games/sl
cp "$source/packages.tsv.saved" "$source/packaging/packages.tsv"
check "a shorter list leaves it usable" exits 0 "$shell" true
printf 'no-such-package-at-all\tx\tx\tx\ta test\n' >>"$source/packaging/packages.tsv"
check "a list with an error is refused with what apt said" says "no-such-package-at-all" "$shell" true
cp "$source/packages.tsv.saved" "$source/packaging/packages.tsv"
check "and the root is as good as before" exits 0 "$shell" g++ --version

# A compiler that somebody removed, by the same rights with which it came.
# shellcheck disable=SC2016 # expanded by the inner shell
bash -c '. "$0/packaging/lib/enter.sh"; root_admin remove "$(readlink -f "$ROOT/usr/bin/g++")"' "$source"
check "a root without its compiler is found broken and made anew" says "is missing. It is made anew" "$shell" true
check "and then has one" exits 0 "$shell" g++ --version

# Two at once: one makes, the other waits.
bash -c '. "$0/packaging/lib/enter.sh"; root_admin remove "$ROOT"' "$source"
"$shell" true >"$work/first" 2>&1 &
first=$!
sleep 1
"$shell" true >"$work/second" 2>&1 || failures=$((failures + 1))
wait "$first" || failures=$((failures + 1))
check "of two at once, the second waits for the first" grep -q waiting "$work/first" "$work/second"

echo "$failures failed"
((failures == 0))
