#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""headers.py SOURCE BUILD [--all]: every header of app, models and ui can be included alone.

 - It compiles alone. Where a source file includes it first, the build has proven that; the others are compiled here.
   The build's precompiled header is used, for Qt's headers cost more than two seconds each time.
 - What that hides is looked up: a Qt class that the header uses must be declared in it, or reachable through its
   includes, Qt's own among them.
Good verdicts are remembered in the user's cache under a hash of the header, the headers of ours that it includes, and
the compiler's options.
"""

import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import lintlib  # noqa: E402

TOP = ("app", "models", "ui")
QT_INCLUDE = re.compile(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', re.M)
INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.M)


def commands(source: Path, build: Path) -> dict[Path, list[str]]:
    """For each folder with a source file, the compiler and its options, the precompiled header among them."""
    result: dict[Path, list[str]] = {}
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = Path(entry["file"])
        if not file.is_relative_to(source) or file.is_relative_to(build):
            continue
        folder = file.relative_to(source).parent
        if folder.parts[0] not in TOP or folder in result:
            continue
        words, options = shlex.split(entry["command"]), []
        for index, word in enumerate(words):
            if word not in ("-c", "-o") and (index == 0 or words[index - 1] not in ("-c", "-o")):
                options.append(word)
        result[folder] = options
    return result


def command_for(header: Path, known: dict[Path, list[str]]) -> list[str] | None:
    """That of the header's folder, else of the nearest one above or below it, else of its top folder."""
    for folder in header.parents:
        if folder in known:
            return known[folder]
        for other in sorted(known):
            if other.is_relative_to(folder) and folder.parts:
                return known[other]
    return None


def included_first(source: Path, build: Path) -> set[Path]:
    """Headers that are the first include of a file that the build compiles."""
    result = set()
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = Path(entry["file"])
        if not file.is_relative_to(source) or file.is_relative_to(build) or not file.is_file():
            continue
        found = re.search(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', file.read_text(errors="replace"), re.M)
        if found and found.group(1) == '"':
            for base in (source, source / "models", file.parent):
                if (base / found.group(2)).is_file():
                    result.add((base / found.group(2)).resolve())
                    break
    return result


class QtHeaders:
    """Which of Qt's files each class header stands for, and what they include, read as text."""

    def __init__(self, command: list[str]):
        self.folders = [Path(command[index + 1]) if word == "-isystem" else Path(word[8:])
                        for index, word in enumerate(command) if word.startswith("-isystem")]
        self.folders += [folder for folder in self.folders[0].parent.glob("Qt*")] if self.folders else []
        self.places: dict[str, Path | None] = {}
        self.reached: dict[str, frozenset[Path]] = {}
        self.declared: dict[Path, frozenset[str]] = {}

    def place(self, name: str) -> Path | None:
        if name not in self.places:
            self.places[name] = next((folder / name for folder in self.folders if (folder / name).is_file()), None)
        return self.places[name]

    def reach(self, name: str) -> set[Path]:
        start, seen = self.place(name), set()
        waiting = [start] if start else []
        while waiting:
            current = waiting.pop()
            if current in seen:
                continue
            seen.add(current)
            for other in QT_INCLUDE.findall(current.read_text(encoding="utf-8", errors="replace")):
                beside = current.parent / other
                found = beside if beside.is_file() else self.place(other)
                if found:
                    waiting.append(found)
        return {path.resolve() for path in seen}

    def unreachable(self, headers: list[Path], own: str) -> list[str]:
        """Qt classes in the text of a header that none of its includes brings."""
        texts = [header.read_text(encoding="utf-8", errors="replace") for header in headers]
        reached: set[Path] = set()
        for text in texts:
            for name in QT_INCLUDE.findall(text):
                if name not in self.reached:
                    self.reached[name] = frozenset(self.reach(name))
                reached |= self.reached[name]
        code = re.sub(r"//[^\n]*|/\*.*?\*/|\"(?:\\\\.|[^\"\\\\])*\"|^\s*#[^\n]*", "", own, flags=re.S | re.M)
        declared = {name for text in texts for name in re.findall(r"\b(?:class|struct)\s+(Q\w+)\s*;", text)}
        missing = []
        for name in sorted(set(re.findall(r"\bQ[A-Z]\w+\b", code)) - declared):
            place = self.place(name)
            if place is None:
                continue
            wanted = {place.resolve(), *self.direct(place)}
            # For pointers and references alone, a declaration in one of Qt's headers is enough.
            by_value = re.search(rf"\b{name}\b(?!\s*[*&])", code) is not None
            if not wanted & reached and (by_value or not any(name in self.declares(path) for path in reached)):
                missing.append(name)
        return missing

    def declares(self, path: Path) -> frozenset[str]:
        if path not in self.declared:
            text = path.read_text(encoding="utf-8", errors="replace")
            self.declared[path] = frozenset(re.findall(r"\bclass\s+(Q\w+)\s*;", text))
        return self.declared[path]

    def direct(self, place: Path) -> set[Path]:
        """<QFoo> only includes "qfoo.h"; whoever reaches that has the class."""
        names = QT_INCLUDE.findall(place.read_text(encoding="utf-8", errors="replace"))
        return {(place.parent / name).resolve() for name in names if (place.parent / name).is_file()}


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
    known_commands = commands(source, build)
    cache = lintlib.cache("headers")
    closure = Closure(source)
    base = os.environ.get("HUMDRUM_FINGERPRINT", "") + Path(__file__).read_text()
    qt = QtHeaders(next((c for f, c in known_commands.items() if f.parts[0] == "ui"), next(iter(known_commands.values()))))

    def key(header: Path, command: list[str]) -> Path:
        digest = hashlib.sha256((base + "\0".join(command)).replace(str(source), ".").encode())
        for file in closure.of(source / header):
            digest.update(str(file.relative_to(source)).encode() + b"\0" + file.read_bytes())
        return cache / digest.hexdigest()

    proven = included_first(source, build)
    todo, known, problems = [], 0, []
    for header in headers:
        command = command_for(header, known_commands)
        if not command:
            problems.append(f"{header}: nothing in its folder is compiled")
            continue
        remembered = key(header, command)
        if remembered.exists() and "--all" not in sys.argv:
            remembered.touch()
            known += 1
        else:
            todo.append((header, command, remembered))

    def check(item: tuple[Path, list[str], Path]) -> str | None:
        header, command, remembered = item
        text = (source / header).read_text(encoding="utf-8", errors="replace")
        if missing := qt.unreachable(closure.of(source / header), text):
            return f"{header}: uses {', '.join(missing)} without including or declaring it"
        if source / header in proven:
            remembered.touch()
            return None
        # The header as the only include of a file, in a folder of its own so that "#pragma once" has no main file.
        with tempfile.NamedTemporaryFile("w", suffix=".cpp") as file:
            file.write(f'#include "{source / header}"\n')
            file.flush()
            done = subprocess.run([*command, "-w", "-fsyntax-only", file.name], capture_output=True, text=True, cwd=build)
        if done.returncode == 0:
            remembered.touch()
            return None
        first = next((line for line in done.stderr.splitlines() if "error:" in line), done.stderr.strip())
        return f"{header}: does not compile alone: {first.replace(str(source) + '/', '')}"

    started = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        problems += [problem for problem in pool.map(check, todo) if problem]
    print(f"{len(headers)} headers, {known} known to be good, {time.monotonic() - started:.1f} s")
    lintlib.finish(problems, len(headers), "headers")


if __name__ == "__main__":
    main()
