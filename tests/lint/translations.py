#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""translations.py SOURCE [--update]: the .ts files hold exactly the texts of the sources, and placeholders agree.

lupdate runs on copies; where it would add or drop a text, translations/ is out of date. --update writes them. Where a
finished translation loses a placeholder such as %1 or %n, it is named too. humdrum_en.ts holds the texts with a number only, so
that English says "1 train" and "2 trains"; --update fills it from the "(s)" in the sources.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import lintlib  # noqa: E402


def lupdate() -> str:
    for name in ("/usr/lib/qt6/bin/lupdate", "lupdate-qt6", "lupdate6", "/usr/lib/qt6/lupdate", "lupdate"):
        if found := shutil.which(name):
            return found
    print("missing: lupdate (packaging/packages.tsv names the package)")
    sys.exit(1)


def texts(file: Path) -> set[tuple[str, str, str]]:
    """(context, source, comment) of every message that is still in use."""
    result = set()
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") in ("vanished", "obsolete"):
                continue
            result.add((context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", "")))
    return result


def placeholder_problems(file: Path) -> list[str]:
    problems = []
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            source, translation = message.findtext("source", ""), message.find("translation")
            if translation is None or translation.get("type"):
                continue
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            for form in forms:
                # A numerus form may leave out the number itself ("one train").
                want, have = (set(re.findall(r"%L?\d+", text)) for text in (source, form))
                if want != have:
                    problems.append(f"{file.name}: '{source}' has {sorted(want)}, its translation {sorted(have)}")
    return problems


def english_plurals(file: Path, fill: bool) -> list[str]:
    """Messages of the English file that lack a form; with `fill`, they are written as "(s)" in the source tells."""
    problems = []
    tree = ElementTree.parse(file)
    for message in tree.getroot().iter("message"):
        text, translation = message.findtext("source", ""), message.find("translation")
        forms = list(translation.iter("numerusform")) if translation is not None else []
        if fill and len(forms) == 2:
            if not all(form.text for form in forms):
                forms[0].text, forms[1].text = text.replace("(s)", ""), text.replace("(s)", "s")
            translation.attrib.pop("type", None)  # lupdate's guesses are ours
        if len(forms) != 2 or not all(form.text for form in forms):
            problems.append(f"{file.name}: no singular and plural of '{text}'")
    if fill:
        body = ElementTree.tostring(tree.getroot(), encoding="unicode")
        file.write_text('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n' + body + "\n", encoding="utf-8")
    return problems


def main() -> None:
    source = Path(sys.argv[1]).resolve()
    update = "--update" in sys.argv[2:]
    files = [source / file for file in lintlib.repository_files(source, "translations/*.ts")]
    if not files:
        print("there is no translation yet")
        sys.exit(0)
    folders = [str(source / name) for name in ("app", "models", "ui") if (source / name).is_dir()]
    problems: list[str] = []
    with tempfile.TemporaryDirectory() as temporary:
        for file in files:
            # Beside the original, relative places in the file would differ; they are not compared, nor written.
            copy = file if update else Path(temporary) / file.name
            if not update:
                shutil.copy(file, copy)
            english = file.stem.endswith("_en")
            done = subprocess.run([lupdate(), "-silent", "-no-obsolete", *(["-pluralonly"] if english else []), "-locations", "none", "-I", str(source),
                                   "-I", str(source / "models"), *folders, "-ts", str(copy)],
                                  capture_output=True, text=True)
            if done.returncode != 0:
                problems.append(f"{file.name}: lupdate: {done.stderr.strip()}")
                continue
            # A tr() of its own, whose context lupdate takes for another than it is at run time: never translated.
            problems += [f"{line.replace(str(source) + '/', '')}: its texts would not be found"
                         for line in done.stderr.splitlines() if "lacks Q_OBJECT" in line]
            before, after = texts(file), texts(copy)
            problems += [f"{file.name}: missing '{text}' ({context})" for context, text, _ in sorted(after - before)]
            problems += [f"{file.name}: no longer used '{text}' ({context})" for context, text, _ in sorted(before - after)]
            if english:
                problems += english_plurals(file, update)
            problems += placeholder_problems(file)
    if problems:
        problems.append("packaging/shell tests/lint/translations.py . --update brings the files up to date")
    lintlib.finish(problems, len(files), "translation files")


if __name__ == "__main__":
    main()
