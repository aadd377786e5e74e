#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""headers.py SOURCE BUILD [--all]: every header of app, models and ui compiles alone, without precompiled headers.

Whoever includes a header needs to know nothing of what it needs itself. Good verdicts are remembered in the user's cache
under a hash of the header, the headers of ours that it includes, and the compiler's options.
"""

import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import lintlib  # noqa: E402

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)


def compilers(source: Path, build: Path) -> dict[str, list[str]]:
    """For the core and for the rest: the build's compiler with all options that say what is seen and defined."""
    result: dict[str, dict[str, None]] = {"core": {}, "widgets": {}}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = Path(entry["file"])
        if not file.is_relative_to(source) or file.is_relative_to(build):
            continue
        top = file.relative_to(source).parts[0]
        if top not in ("app", "models", "ui"):
            continue
        words = shlex.split(entry["command"])
        found = result["core" if top == "models" else "widgets"]
        found.setdefault(words[0])
        for index, word in enumerate(words):
            if word == "-isystem":
                found.setdefault(word + words[index + 1])
            elif word.startswith(("-I", "-D", "-std=", "-isystem")):
                found.setdefault(word)
    return {kind: list(options) for kind, options in result.items()}


class Closure:
    """A header together with all headers of ours that it reaches."""

    def __init__(self, source: Path):
        self.source = source
        self.direct: dict[Path, set[Path]] = {}

    def includes(self, file: Path) -> set[Path]:
        if file not in self.direct:
            found = set()
            for name in INCLUDE.findall(file.read_text(encoding="utf-8", errors="replace")):
                for base in (self.source, self.source / "models", file.parent):
                    if (base / name).is_file():
                        found.add((base / name).resolve())
                        break
            self.direct[file] = found
        return self.direct[file]

    def of(self, file: Path) -> list[Path]:
        seen, waiting = set(), [file]
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                waiting += self.includes(current)
        return sorted(seen)


def main() -> None:
    source, build = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
    headers = lintlib.repository_files(source, "app/*.h", "models/*.h", "ui/*.h")
    commands = compilers(source, build)
    cache = lintlib.cache("headers")
    closure = Closure(source)
    base = os.environ.get("HUMDRUM_FINGERPRINT", "") + Path(__file__).read_text()

    def key(header: Path, command: list[str]) -> Path:
        digest = hashlib.sha256((base + "\0".join(command)).replace(str(source), ".").encode())
        for file in closure.of(source / header):
            digest.update(str(file.relative_to(source)).encode() + b"\0" + file.read_bytes())
        return cache / digest.hexdigest()

    todo, known = [], 0
    for header in headers:
        command = commands["core" if header.parts[0] == "models" else "widgets"]
        if not command:
            continue
        remembered = key(header, command)
        if remembered.exists() and "--all" not in sys.argv:
            remembered.touch()
            known += 1
        else:
            todo.append((header, command, remembered))

    def check(item: tuple[Path, list[str], Path]) -> str | None:
        header, command, remembered = item
        done = subprocess.run([*command, "-fsyntax-only", "-w", "-x", "c++", "-include", str(source / header), "/dev/null"],
                              capture_output=True, text=True, cwd=source)
        if done.returncode == 0:
            remembered.touch()
            return None
        first = next((line for line in done.stderr.splitlines() if "error:" in line), done.stderr.strip())
        return f"{header}: does not compile alone: {first.replace(str(source) + '/', '')}"

    started = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        problems = [problem for problem in pool.map(check, todo) if problem]
    print(f"{len(headers)} headers, {known} known to be good, {time.monotonic() - started:.1f} s")
    lintlib.finish(problems, len(headers), "headers")


if __name__ == "__main__":
    main()
