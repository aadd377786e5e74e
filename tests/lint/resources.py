#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""resources.py SOURCE: every .qrc names files that exist, once each; every SVG and XML file is well-formed."""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import lintlib  # noqa: E402


def main() -> None:
    source = Path(sys.argv[1]).resolve()
    problems = []
    # The tests' own fixtures are broken on purpose.
    files = [file for file in lintlib.repository_files(source, "*.qrc", "*.svg", "*.ts", "*.metainfo.xml")
             if "fixtures" not in file.parts]
    for file in files:
        try:
            tree = ElementTree.parse(source / file)
        except ElementTree.ParseError as error:
            problems.append(f"{file}: {error}")
            continue
        if file.suffix != ".qrc":
            continue
        seen = set()
        for group in tree.getroot().iter("qresource"):
            for entry in group.iter("file"):
                name = (entry.text or "").strip()
                alias = f"{group.get('prefix', '/')}/{group.get('lang', '')}/{entry.get('alias', name)}"
                if not (source / file.parent / name).is_file():
                    problems.append(f"{file}: {name} does not exist")
                if alias in seen:
                    problems.append(f"{file}: {alias} is there twice")
                seen.add(alias)
    lintlib.finish(problems, len(files), "resource files")


if __name__ == "__main__":
    main()
