#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# install_test.sh BUILD VERSION: installs to a temporary folder and looks whether everything is there, fits together and
# runs from there: programs, desktop file, metainfo, icons, and manual pages that say what --help says.

set -euo pipefail
build=$(cd "$1" && pwd -P)
version=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export QT_QPA_PLATFORM=offscreen HOME=$work/home XDG_DATA_HOME=$work/home XDG_CONFIG_HOME=$work/home
id=io.github.humdrum.Humdrum
failures=0

check() { # WHAT COMMAND…
    local -r what=$1
    shift
    if ! "$@"; then
        echo "FAIL: $what"
        failures=$((failures + 1))
    fi
}

equal() { [[ $1 == "$2" ]] || { printf '  wanted: %s\n  got:    %s\n' "$1" "$2" && return 1; }; }

DESTDIR=$work/root cmake --install "$build" --prefix /usr >"$work/log" || { cat "$work/log" && exit 1; }
usr=$work/root/usr

for program in humdrum humdrumctl; do
    check "$program says its version" equal "$program $version" "$("$usr/bin/$program" --version)"
    "$usr/bin/$program" --help >"$work/$program.help"
    page=$usr/share/man/man1/$program.1
    check "$program has a manual page" test -s "$page"
    mandoc -T ascii "$page" | sed 's/.\x08//g' >"$work/$program.man"
    # Every option that one names, the other names.
    for from in help man; do
        to=$([[ $from == help ]] && echo man || echo help)
        while read -r option; do
            case $program:$option in
                # Options of Qt and of the subcommands, which have a --help of their own.
                humdrum:--help-all) continue ;;
                humdrumctl:*) [[ $from == man ]] && continue ;;
            esac
            check "$program: $option of the $from is in the $to" grep -qE -- "$option([^a-z-]|\$)" "$work/$program.$to"
        done < <(grep -oE -- '--[a-z][a-z-]+' "$work/$program.$from" | sort -u)
    done
    for code in 0 2 3; do
        check "$program: its manual page says what exit status $code is" grep -qE "^ +$code +[a-z]" "$work/$program.man"
    done
done

# Every subcommand of humdrumctl, with the options of its own --help, is in the manual page.
subcommands() { awk '/^(SUBCOMMANDS|Subcommands):/ { on = 1; next } /^[^ ]/ { on = 0 } on && /^  [a-z]/ { print $1 }'; }
walk() { # WORDS…
    local help word
    help=$("$usr/bin/humdrumctl" "$@" --help)
    while read -r word; do
        check "humdrumctl $*: $word is in the manual page" grep -qE -- "$word([^a-z-]|\$)" "$work/humdrumctl.man"
    done < <(grep -oE -- '--[a-z][a-z-]+' <<<"$help" | sort -u)
    while read -r word; do
        check "humdrumctl $* $word is in the manual page" grep -qw -- "$word" "$work/humdrumctl.man"
        walk "$@" "$word"
    done < <(subcommands <<<"$help")
}
walk
check "humdrumctl has subcommands" grep -qE '^ +promote' "$work/humdrumctl.help"

# The window finds its modules where they were installed.
database=$work/home/humdrum.db
"$usr/bin/humdrumctl" example create "$work/home/harbour" >/dev/null
"$usr/bin/humdrumctl" --db "$database" init --config "$work/home/harbour/humdrum.yaml" >/dev/null
tour() { "$usr/bin/humdrum" --db "$database" --tour "$work/tour" --page insights --theme light >"$work/tour.log" 2>&1; }
check "humdrum draws a page" tour
check "the page is drawn" test -s "$work/tour/07-insights-light.png"
for module in charts highlighting notifications; do
    check "the module $module is installed" test -n "$(find "$usr" -path "*/humdrum/$module.so")"
done
whole() { ! grep "A part of Humdrum is missing" "$work/tour.log"; }
check "humdrum finds its modules" whole

# What asks the keychain is found there too: without a bus it says that there is none.
secret() {
    env -u DISPLAY -u WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS=unix:path=/nowhere HOME="$work/home" XDG_CONFIG_HOME="$work/home" \
        "$usr/bin/humdrumctl" secrets set aurora-db <<<"not to be kept" 2>&1 || true
}
check "humdrumctl finds what asks the keychain" grep -q "There is no keychain here" <<<"$(secret)"

desktop=$usr/share/applications/$id.desktop
check "the desktop file starts a program that is installed" test -x "$usr/bin/$(sed -n 's/^Exec=\([^ ]*\).*/\1/p' "$desktop")"
check "the desktop file's icon is installed" test -s "$usr/share/icons/hicolor/scalable/apps/$(sed -n 's/^Icon=//p' "$desktop").svg"
check "the symbolic icon is installed" test -s "$usr/share/icons/hicolor/symbolic/apps/$id-symbolic.svg"
metainfo=$usr/share/metainfo/$id.metainfo.xml
check "the metainfo knows this version" grep -q "<release version=\"$version\"" "$metainfo"
while read -r binary; do
    check "$binary of the metainfo is installed" test -x "$usr/bin/$binary"
done < <(sed -n 's/.*<binary>\(.*\)<.*/\1/p' "$metainfo")
check "nothing else is installed" equal 13 "$(find "$work/root" -type f | wc -l)"

echo "$failures failed"
((failures == 0))
