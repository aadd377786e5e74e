#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""shellcheck.py SOURCE: every shell script passes shellcheck and parses."""

import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import lintlib  # noqa: E402


def is_shell(path: Path) -> bool:
    if path.suffix in (".sh", ".bash"):
        return True
    if path.suffix:
        return False
    with path.open("rb") as file:
        first = file.readline(80)
    return first.startswith(b"#!") and (b"bash" in first or first.rstrip().endswith(b"/sh"))


def main() -> None:
    source = Path(sys.argv[1]).resolve()
    lintlib.need("shellcheck")
    files = [str(file) for file in lintlib.repository_files(source) if is_shell(source / file)]
    done = subprocess.run(["shellcheck", "--external-sources", "--source-path=.", "--format=gcc", *files],
                          capture_output=True, text=True, cwd=source)
    lintlib.finish((done.stdout + done.stderr).splitlines(), len(files), "shell scripts")


if __name__ == "__main__":
    main()
