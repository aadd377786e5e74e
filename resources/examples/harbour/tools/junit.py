# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: CC0-1.0
"""Runs checks and writes what they found as JUnit XML."""
import datetime
import os
import time
import traceback
import xml.etree.ElementTree as ET


class Skip(Exception):
    """A check that has nothing to look at."""


class Report:
    def __init__(self, name):
        self.name = name
        self.cases = []

    def check(self, name, function):
        """Runs one check; what it raises is what it found."""
        began = time.perf_counter()
        tag, text = None, ""
        try:
            function()
        except Skip as reason:
            tag, text = "skipped", str(reason)
        except AssertionError as error:
            tag, text = "failure", str(error) or "assertion failed"
        except Exception:  # noqa: BLE001 - whatever it is belongs into the report
            tag, text = "error", traceback.format_exc()
        self.cases.append((name, time.perf_counter() - began, tag, text))
        print(f"{'ok' if not tag else tag:8} {name}{': ' + text.strip().splitlines()[-1] if tag else ''}", flush=True)

    @property
    def passed(self):
        return all(case[2] in (None, "skipped") for case in self.cases)

    def write(self, path):
        tags = [case[2] for case in self.cases]
        suite = ET.Element("testsuite", name=self.name, tests=str(len(tags)), failures=str(tags.count("failure")),
                           errors=str(tags.count("error")), skipped=str(tags.count("skipped")),
                           time=f"{sum(case[1] for case in self.cases):.3f}",
                           timestamp=datetime.datetime.now().astimezone().isoformat(timespec="seconds"))
        for name, seconds, tag, text in self.cases:
            case = ET.SubElement(suite, "testcase", classname=self.name, name=name, time=f"{seconds:.3f}")
            if tag:
                ET.SubElement(case, tag, message=text.strip().splitlines()[-1] if text else "").text = text
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        root = ET.Element("testsuites")
        root.append(suite)
        ET.ElementTree(root).write(part, encoding="utf-8", xml_declaration=True)
        os.replace(part, path)


def same(found, wanted):
    assert found == wanted, f"{found!r} instead of {wanted!r}"


def holds(text, part):
    assert part in text, f"{part!r} is not in {text[:300]!r}"
