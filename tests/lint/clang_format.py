#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""clang_format.py SOURCE [--fix]: every C++ file looks as .clang-format says."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import lintlib  # noqa: E402


def main() -> None:
    source = Path(sys.argv[1]).resolve()
    fix = "--fix" in sys.argv[2:]
    lintlib.need("clang-format")
    files = [str(file) for file in lintlib.repository_files(source, "*.cpp", "*.h")]
    jobs = os.cpu_count() or 1
    command = ["clang-format", "-i"] if fix else ["clang-format", "--dry-run", "-Werror"]

    def run(part: list[str]) -> str:
        return subprocess.run([*command, *part], capture_output=True, text=True, cwd=source).stderr if part else ""

    with ThreadPoolExecutor(jobs) as pool:
        output = "".join(pool.map(run, [files[start::jobs] for start in range(jobs)]))
    places = re.findall(r"^(.+?):(\d+):\d+: error: ", output, re.M)
    first = {}
    for file, line in places:
        first.setdefault(file, []).append(int(line))
    problems = [f"{file}:{lines[0]}: not formatted, {len(lines)} places" for file, lines in sorted(first.items())]
    if output and not problems:
        problems = [output.strip()]
    if problems:
        problems.append("packaging/shell tests/lint/clang_format.py . --fix formats them")
    lintlib.finish(problems, len(files), "files")


if __name__ == "__main__":
    main()
