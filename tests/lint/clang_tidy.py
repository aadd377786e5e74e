#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""clang_tidy.py SOURCE BUILD [--jobs N] [--budget S] [--all] [FILE…]: clang-tidy on the program's own code, not on its tests.

clang-tidy parses and walks all of Qt's headers for each file, 5 s a piece, which is most of its time. So
 - files with the same options are checked together, as one translation unit that includes them. Files that define the same name
   out of sight of each other are kept apart, and where a batch does not compile its files are tried one by one;
 - a clean verdict is remembered in the user's cache under a hash of the file, everything of ours it includes, its
   compiler options, the configuration and the tool's version. --all forgets what is remembered.
 - with a budget, no batch is started after that many seconds. Files that were changed last go first; how many wait for the
   next run is said, and since verdicts are remembered, each run gets further.
The precompiled headers of the build are left out: a file must also compile without them.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import lintlib  # noqa: E402

OURS = ("app", "models", "ui")
BATCH = 8  # files; more gain little, and memory and the cost of a failure grow


def units(source: Path, build: Path) -> list[dict]:
    """Our translation units, each with its options, free of what only concerns the build's compiler."""
    result = []
    for entry in json.loads((build / "compile_commands.json").read_text()):
        file = Path(entry["file"])
        if not file.is_relative_to(source) or file.is_relative_to(build):
            continue
        if file.relative_to(source).parts[0] not in OURS:
            continue
        options, skip = [], 0
        words = shlex.split(entry["command"])[1:]
        for index, word in enumerate(words):
            if skip:
                skip -= 1
            elif word in ("-o", "-c"):
                skip = 1
            elif word in ("-I", "-isystem"):
                options.append(word + words[index + 1])
                skip = 1
            elif word == "-include" and "cmake_pch" in words[index + 1]:
                skip = 1
            elif word.startswith(("-W", "-g", "-O", "-fsanitize", "-fno-sanitize")):
                continue
            else:
                options.append(word)
        result.append({"file": file, "options": options, "object": entry.get("output", "")})
    return result


def dependencies(build: Path) -> dict[str, list[Path]]:
    """What each object was compiled from, as ninja recorded it."""
    done = subprocess.run(["ninja", "-C", str(build), "-t", "deps"], capture_output=True, text=True)
    found: dict[str, list[Path]] = {}
    current: list[Path] = []
    for line in done.stdout.splitlines():
        if line.startswith("    "):
            path = Path(line.strip())
            current.append(path if path.is_absolute() else build / path)
        elif ": #deps" in line:
            current = found.setdefault(line.split(": #deps", 1)[0], [])
            if not line.endswith("(VALID)"):
                found.pop(line.split(": #deps", 1)[0])
    return found


class Hasher:
    def __init__(self, source: Path, build: Path):
        self.source, self.build = source, build
        version = subprocess.run(["clang-tidy", "--version"], capture_output=True).stdout
        self.base = hashlib.sha256(version + (source / ".clang-tidy").read_bytes() + Path(__file__).read_bytes())
        self.base.update(os.environ.get("HUMDRUM_FINGERPRINT", "").encode())
        self.known: dict[Path, bytes] = {}

    def content(self, path: Path) -> bytes:
        if path not in self.known:
            self.known[path] = hashlib.sha256(path.read_bytes()).digest() if path.exists() else b"?"
        return self.known[path]

    def of(self, unit: dict, deps: list[Path] | None) -> str | None:
        if deps is None:
            return None
        digest = self.base.copy()
        # Paths are hashed relative to the clone, so that another clone of the same text finds the verdict.
        digest.update("\0".join(unit["options"]).replace(str(self.source), ".").encode())
        for path in sorted({unit["file"], *deps}):
            path = Path(os.path.normpath(path))
            if path.is_relative_to(self.source) and "cmake_pch" not in path.name:
                digest.update(str(path.relative_to(self.source)).encode())
                digest.update(self.content(path))
        return digest.hexdigest()


def hidden_names(file: Path) -> set[str]:
    """Names defined at the outermost level of anonymous namespaces or as static, roughly: they collide in a batch."""
    names, depth, text = set(), None, file.read_text(errors="replace")
    for line in text.splitlines():
        if re.match(r"namespace\s*\{", line):
            depth = True
        elif depth and line.startswith("}"):
            if re.match(r"\}\s*(//\s*namespace)?\s*$", line) and "anonymous" not in line and "namespace" not in line:
                continue
            depth = None
        elif depth or line.startswith("static ") or re.match(r"(using|constexpr|const|inline)\s", line):
            found = re.match(
                r"(?:template\s*<.*>\s*)?(?:struct|class|enum class|enum|using)\s+(\w+)"
                r"|[\w:<>,&*\s\[\]]+?[\s&*](\w+)\s*(?:\(|=|\{|\[|;)", line)
            if found and not line.startswith((" ", "return")):
                names.add(found.group(1) or found.group(2))
    return names


def is_path(option: str) -> bool:
    """Options that may be united for files of several targets: where to look, and which Qt modules are linked."""
    return option.startswith(("-I", "-isystem")) or re.fullmatch(r"-DQT_\w+_LIB", option) is not None


def batches(pending: list[dict]) -> list[list[dict]]:
    groups: dict[tuple, list[dict]] = {}
    for unit in pending:
        widgets = "-DQT_WIDGETS_LIB" in unit["options"]
        groups.setdefault((widgets, *(o for o in unit["options"] if not is_path(o))), []).append(unit)
    result = []
    for group in groups.values():
        open_batches: list[tuple[list[dict], set[str]]] = []
        for unit in group:
            names = hidden_names(unit["file"]) | {f"moc_{unit['file'].stem}.cpp"}
            for members, taken in open_batches:
                if len(members) < BATCH and not names & taken:
                    members.append(unit)
                    taken |= names
                    break
            else:
                open_batches.append(([unit], set(names)))
        result += [members for members, _ in open_batches]
    return result


def newest_first(source: Path, units: list[dict]) -> list[dict]:
    """By when they were last committed; what is not committed, or cannot be told, before all others."""
    log = subprocess.run(["git", "-c", "safe.directory=*", "-C", str(source), "log", "--format=", "--name-only", "-n", "2000"],
                         capture_output=True, text=True).stdout
    age = {name: position for position, name in reversed(list(enumerate(log.split("\n")))) if name}
    return sorted(units, key=lambda unit: age.get(str(unit["file"].relative_to(source)), -1))


def check(source: Path, batch: list[dict]) -> list[tuple[list[dict], bool, str]]:
    """Runs clang-tidy once; (files, clean, output) for the batch, or for each file where the batch does not compile."""
    with tempfile.TemporaryDirectory(prefix="humdrum-tidy-") as folder:
        if len(batch) == 1:
            file = batch[0]["file"]
        else:
            # In a folder below the source, so that .clang-tidy is found; its name is in no header filter.
            file = Path(folder) / "batch.cpp"
            file.write_text("".join(f'#include "{unit["file"]}"\n' for unit in batch))
        options = [*dict.fromkeys(option for unit in batch for option in unit["options"]), "-Wno-everything"]
        command = ["clang-tidy", "--quiet", f"--config-file={source / '.clang-tidy'}",
                   "--header-filter=" + re.escape(str(source)) + r"/(app|models|ui)/", str(file), "--", *options]
        done = subprocess.run(command, capture_output=True, text=True, cwd=source)
    if done.returncode < 0:  # killed, for want of memory or by somebody: that says nothing about the files
        names = ", ".join(str(unit["file"].relative_to(source)) for unit in batch)
        return [(batch, False, f"clang-tidy was ended by signal {-done.returncode} while it checked {names}")]
    broken = "clang-diagnostic-error" in done.stdout or "Error while processing" in done.stderr and not done.stdout
    if broken and len(batch) > 1:
        guilty = {Path(m) for m in re.findall(r"^(/[^:]+):\d+:\d+: error: .*\[clang-diagnostic-error", done.stdout, re.M)}
        apart = [unit for unit in batch if unit["file"] in guilty]
        together = [unit for unit in batch if unit["file"] not in guilty]
        if not apart or not together:
            return [verdict for unit in batch for verdict in check(source, [unit])]
        return check(source, together) + [verdict for unit in apart for verdict in check(source, [unit])]
    clean = done.returncode == 0
    return [(batch, clean, "" if clean else done.stdout.strip() or done.stderr.strip())]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("build", type=Path)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--budget", type=float, help="seconds")
    parser.add_argument("--all", action="store_true")
    arguments = parser.parse_args()
    lintlib.need("clang-tidy", "ninja")
    source, build = arguments.source.resolve(), arguments.build.resolve()

    todo = units(source, build)
    if arguments.files:
        wanted = {file.resolve() for file in arguments.files}
        todo = [unit for unit in todo if unit["file"] in wanted]
    cache = lintlib.cache("tidy")

    deps, hasher = dependencies(build), Hasher(source, build)
    for unit in todo:
        unit["hash"] = hasher.of(unit, deps.get(unit["object"]))
    pending = [unit for unit in todo
               if arguments.all or unit["hash"] is None or not (cache / unit["hash"]).exists()]
    for unit in todo:
        if unit["hash"] and (cache / unit["hash"]).exists():
            (cache / unit["hash"]).touch()

    started, problems, waiting = time.monotonic(), [], 0
    groups = batches(newest_first(source, pending))

    def within_budget(batch: list[dict]) -> list[tuple[list[dict], bool, str]] | None:
        if arguments.budget is not None and time.monotonic() - started > arguments.budget:
            return None
        return check(source, batch)

    with concurrent.futures.ThreadPoolExecutor(arguments.jobs) as pool:
        for batch, verdicts in zip(groups, pool.map(within_budget, groups)):
            if verdicts is None:
                waiting += len(batch)
                continue
            for files, clean, output in verdicts:
                if clean:
                    for unit in files:
                        if unit["hash"]:
                            (cache / unit["hash"]).touch()
                else:
                    problems.append(output)
    print(f"{len(todo)} files, {len(todo) - len(pending)} known to be clean, {len(pending) - waiting} checked in "
          f"{time.monotonic() - started:.1f} s, {waiting} wait for the next run")
    # A fault in a header is found from every file that includes it; say it once.
    lintlib.finish(list(dict.fromkeys(problems)), len(todo) - waiting, "translation units")


if __name__ == "__main__":
    main()
