#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# desktop.sh SOURCE: the desktop file, the metainfo, the icons and the manual pages are valid, without the network.

set -euo pipefail
cd "$1/packaging/linux"
readonly id=io.github.humdrum.Humdrum

desktop-file-validate "$id.desktop"
# There is no web site yet.
appstreamcli validate --no-net --no-color --override url-homepage-missing=info "$id.metainfo.xml"
xmllint --nonet --noout "$id.metainfo.xml" icons/*.svg
# mandoc says nothing when all is well.
mandoc -T lint -W warning ./*.1
for page in *.1; do
    name=${page%.1}
    grep -qi "^\.Nm $name\$" "$page" || { echo "$page: does not name $name" && exit 1; }
done
grep -q "^Icon=$id\$" "$id.desktop" || { echo "$id.desktop: the icon is not $id" && exit 1; }
[[ -f icons/$id.svg ]] || { echo "icons/$id.svg is missing" && exit 1; }
grep -q "<id>$id</id>" "$id.metainfo.xml" || { echo "$id.metainfo.xml: another id" && exit 1; }
grep -q "$id.desktop" "$id.metainfo.xml" || { echo "$id.metainfo.xml: does not name the desktop file" && exit 1; }
echo "desktop file, metainfo, icons and manual pages are valid"
