# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the lints share: which files count, and how a lint speaks and ends."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path


def repository_files(source: Path, *patterns: str) -> list[Path]:
    """Files that are committed or could be: neither ignored nor below build/. Paths are relative to source."""
    # The clone may belong to another user than the one who runs the tests.
    git = ["git", "-c", "safe.directory=*", "-C", str(source), "ls-files", "-z", "--cached", "--others",
           "--exclude-standard", "--", *patterns]
    done = subprocess.run(git, capture_output=True)
    if done.returncode == 0:
        names = [Path(name.decode()) for name in done.stdout.split(b"\0") if name]
    else:  # a source archive has no repository
        names = [path.relative_to(source) for pattern in patterns or ("*",) for path in source.rglob(pattern)]
        names = [name for name in names if name.parts[0] not in ("build", ".git", ".cache")]
    return sorted({name for name in names if (source / name).is_file()})


def need(*tools: str) -> None:
    missing = [tool for tool in tools if not shutil.which(tool)]
    if missing:
        print(f"missing: {', '.join(missing)} (packaging/packages.tsv names the packages)")
        sys.exit(1)


def cache(name: str) -> Path:
    """A folder for verdicts that are known to be good; empty files named by hashes. Old ones are forgotten."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "humdrum" / name
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if time.time() - old.stat().st_mtime > 60 * 86400:
            old.unlink(missing_ok=True)
    return folder


def finish(problems: list[str], checked: int, what: str) -> None:
    """Ends the lint. One that looked at nothing has failed too: it proves nothing."""
    for problem in problems:
        print(problem)
    if problems:
        print(f"{len(problems)} problems in {checked} {what}")
    elif checked == 0:
        print(f"there are no {what}: has a folder moved?")
    else:
        print(f"{checked} {what}, no problem")
    sys.exit(1 if problems or checked == 0 else 0)
