#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""includes.py SOURCE: every #include goes the way that the table of layers in ARCHITECTURE.md allows.

Beside the table, three rules hold whatever it says: ui never includes models/storage; nothing below models/ includes a
header of Qt's graphical modules; and the table itself has no circle.
"""

import re
import sys
from pathlib import Path

BEGIN, END = "<!-- layers:begin -->", "<!-- layers:end -->"
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
TOP = ("app", "models", "ui")
SOURCES = {".cpp", ".h", ".hpp", ".cc", ".inl"}
WIDGET_MODULES = ("QtGui", "QtWidgets", "QtCharts", "QtSvg", "QtSvgWidgets", "QtPrintSupport", "QtOpenGL")


class Problem(Exception):
    pass


def read_layers(architecture: str) -> dict[str, set[str]]:
    """The table between the two marks: folder -> folders that it may include."""
    if architecture.count(BEGIN) != 1 or architecture.count(END) != 1:
        raise Problem(f"ARCHITECTURE.md needs one table between {BEGIN} and {END}")
    lines = architecture.split(BEGIN)[1].split(END)[0].strip().splitlines()
    layers: dict[str, set[str]] = {}
    for line in lines[2:]:
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) != 2:
            raise Problem(f"ARCHITECTURE.md: a row of the layers has {len(cells)} columns: {line}")
        folder = cells[0].strip("`")
        if folder in layers:
            raise Problem(f"ARCHITECTURE.md: {folder} has two rows")
        layers[folder] = {name.strip("`,") for name in cells[1].split()}
    if not layers:
        raise Problem("ARCHITECTURE.md: the table of layers is empty")
    for folder, allowed in layers.items():
        for name in sorted(allowed - layers.keys()):
            raise Problem(f"ARCHITECTURE.md: {folder} may include {name}, which has no row")
        if folder.startswith("ui") and "models/storage" in allowed:
            raise Problem("ARCHITECTURE.md: ui may never include models/storage")
    circle = find_circle(layers)
    if circle:
        raise Problem("ARCHITECTURE.md: a circle of layers: " + " -> ".join(circle))
    return layers


def find_circle(layers: dict[str, set[str]]) -> list[str]:
    done: set[str] = set()

    def visit(folder: str, path: list[str]) -> list[str]:
        if folder in path:
            return path[path.index(folder):] + [folder]
        if folder in done:
            return []
        for name in sorted(layers[folder] - {folder}):
            if found := visit(name, path + [folder]):
                return found
        done.add(folder)
        return []

    return next((found for folder in layers if (found := visit(folder, []))), [])


def layer_of(path: str, layers: dict[str, set[str]]) -> str | None:
    """The longest row that the path is in."""
    parts = path.split("/")
    for length in range(len(parts), 0, -1):
        if (folder := "/".join(parts[:length])) in layers:
            return folder
    return None


def gui_headers() -> set[str]:
    """Names of class headers of the modules that the core must not see, from wherever Qt is installed."""
    names: set[str] = set()
    for base in ("/usr/include/x86_64-linux-gnu/qt6", "/usr/include/aarch64-linux-gnu/qt6", "/usr/include/qt6",
                 *map(str, Path("/usr/include").glob("*-linux-gnu/qt6"))):
        for module in WIDGET_MODULES:
            folder = Path(base) / module
            if folder.is_dir():
                names |= {header.name for header in folder.iterdir() if header.is_file()}
    # Known without Qt's headers at hand, so that the rule never silently rests.
    return names | {"QWidget", "QApplication", "QGuiApplication", "QPainter", "QColor", "QFont", "QIcon", "QPixmap",
                    "QImage", "QBrush", "QPen", "QLabel", "QGraphicsItem", "QTextDocument", "QPainterPath", "QAction"}


def resolve(name: str, file: Path, source: Path) -> str | None:
    """The path from the top of the tree that a quoted include means; None for other libraries and generated files."""
    for base in (source, source / "models", file.parent):
        candidate = base / name
        if candidate.is_file():
            try:
                relative = candidate.resolve().relative_to(source)
            except ValueError:
                return None
            return str(relative) if relative.parts[0] in TOP else None
    # A header that is gone or generated still tells its layer by its first folder.
    first = name.split("/")[0]
    if "/" in name and first in TOP:
        return name
    return f"models/{name}" if "/" in name and (source / "models" / first).is_dir() else None


def check(source: Path) -> tuple[list[str], int]:
    layers = read_layers((source / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    problems: list[str] = []
    gui = gui_headers()
    count = 0
    for top in TOP:
        for file in sorted((source / top).rglob("*")):
            if file.suffix not in SOURCES or not file.is_file():
                continue
            count += 1
            relative = file.relative_to(source)
            here = layer_of(str(relative.parent), layers)
            if here is None:
                problems.append(f"{relative}: its folder has no row in ARCHITECTURE.md")
                continue
            for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
                match = INCLUDE.match(line)
                if match:
                    problem = judge(match.group(2), match.group(1), file, source, here, layers, gui)
                    if problem:
                        problems.append(f"{relative}:{number}: {problem}")
    return problems, count


def judge(name: str, mark: str, file: Path, source: Path, here: str, layers: dict[str, set[str]],
          gui: set[str]) -> str | None:
    in_core = here.startswith("models/")
    if mark == "<":
        first, _, rest = name.partition("/")
        if in_core and (first in WIDGET_MODULES or (not rest and name in gui)):
            return f"<{name}> is of Qt's graphical modules, which nothing in models/ may see"
        target = resolve(name, file, source) if rest else None
    else:
        target = resolve(name, file, source)
    if target is None:
        return None
    there = layer_of(str(Path(target).parent), layers)
    if there is None:
        return f'"{name}": its folder has no row in ARCHITECTURE.md'
    if here.startswith("ui") and there == "models/storage":
        return f'"{name}": ui never sees storage; only app wires them'
    if there != here and there not in layers[here]:
        return f'"{name}": {here} may not include {there}'
    return None


def main() -> None:
    source = Path(sys.argv[1]).resolve()
    try:
        problems, count = check(source)
    except (Problem, OSError) as problem:
        problems, count = [str(problem)], 1
    for problem in problems:
        print(problem)
    if count == 0:
        print("no source file found: has a folder moved?")
    print(f"{count} files, {len(problems)} includes against the table of layers")
    sys.exit(1 if problems or count == 0 else 0)


if __name__ == "__main__":
    main()
