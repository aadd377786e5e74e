#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# alone.sh PROGRAM core|gui [ARGS…]: PROGRAM starts, and where it is of the core it is linked with nothing graphical.

set -euo pipefail
program=$1
kind=$2
"$program" "${@:3}"
libraries=$(readelf --dynamic --wide "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
[[ $libraries == *libc.so* ]] || { echo "the libraries of $program cannot be read" && exit 1; }
if [[ $kind == core ]] && grep -E 'Qt6(Gui|Widgets|Charts|Svg|OpenGL)|KF6' <<<"$libraries"; then
    echo "$program is of the core and is linked with the libraries above"
    exit 1
fi
