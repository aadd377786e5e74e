#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Humdrum authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Protects the check of layers itself: a check that finds nothing would look just as green."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import includes  # noqa: E402

TABLE = """# Architecture
<!-- layers:begin -->
| Folder | May include |
| --- | --- |
| models/domain | |
| models/storage | models/domain |
| models/items | models/domain |
| ui | models/domain models/items |
| app | ui models/domain models/items models/storage |
<!-- layers:end -->
"""


class Layers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.source = Path(self.folder.name).resolve()
        self.write("ARCHITECTURE.md", TABLE)
        self.write("models/domain/build.h", "#pragma once\n#include <QString>\n")
        self.write("models/storage/database.h", '#include "domain/build.h"\n')
        self.write("models/items/list.cpp", '#include "items/list.h"\n#include "domain/build.h"\n#include "list.moc"\n')
        self.write("models/items/list.h", "#include <QAbstractListModel>\n#include <vector>\n")
        self.write("ui/weeks/page.cpp", '#include "items/list.h"\n#include <QWidget>\n#include "ui/weeks/page.h"\n')
        self.write("ui/weeks/page.h", "")
        self.write("app/main.cpp", '#include "storage/database.h"\n#include "ui/weeks/page.h"\n#include <QWidget>\n')

    def write(self, name: str, text: str) -> None:
        (self.source / name).parent.mkdir(parents=True, exist_ok=True)
        (self.source / name).write_text(text)

    def problems(self) -> list[str]:
        return includes.check(self.source)[0]

    def one(self, *words: str) -> None:
        found = self.problems()
        self.assertEqual(len(found), 1, found)
        for word in words:
            self.assertIn(word, found[0])

    def test_a_tree_that_obeys_is_clean_and_counted(self):
        problems, count = includes.check(self.source)
        self.assertEqual((problems, count), ([], 7))

    def test_an_include_against_the_table(self):
        self.write("models/domain/build.h", '#pragma once\n\n#include "items/list.h"\n')
        self.one("models/domain/build.h:3:", "models/domain may not include models/items")

    def test_ui_may_not_see_storage(self):
        self.write("ui/weeks/page.h", '#include "storage/database.h"\n')
        self.one("ui/weeks/page.h:1:", "storage")

    def test_ui_may_not_see_storage_through_the_full_path(self):
        self.write("ui/weeks/page.h", '#include "models/storage/database.h"\n')
        self.one("ui/weeks/page.h:1:", "storage")

    def test_ui_may_not_see_storage_through_dots(self):
        self.write("ui/weeks/page.h", '#include "../../models/storage/database.h"\n')
        self.one("ui/weeks/page.h:1:", "storage")

    def test_ui_may_not_see_storage_in_angle_brackets(self):
        self.write("ui/weeks/page.h", "#  include <storage/database.h>\n")
        self.one("ui/weeks/page.h:1:", "storage")

    def test_a_header_that_is_gone_still_counts(self):
        self.write("ui/weeks/page.h", '#include "storage/gone.h"\n')
        self.one("storage")

    def test_the_core_may_not_see_widgets(self):
        for header in ("QWidget", "QtWidgets/QLabel", "QtGui", "QColor", "QtCharts/QChart"):
            with self.subTest(header):
                self.write("models/items/list.h", f"#include <{header}>\n")
                self.one("models/items/list.h:1:", "graphical")

    def test_a_folder_without_a_row(self):
        self.write("models/extra/thing.cpp", "")
        self.one("models/extra/thing.cpp", "no row")

    def test_a_table_with_a_circle(self):
        self.write("ARCHITECTURE.md", TABLE.replace("| models/domain | |", "| models/domain | models/items |"))
        with self.assertRaisesRegex(includes.Problem, "circle"):
            self.problems()

    def test_a_table_that_lets_ui_see_storage(self):
        self.write("ARCHITECTURE.md", TABLE.replace("| ui | models/domain", "| ui | models/storage models/domain"))
        with self.assertRaisesRegex(includes.Problem, "storage"):
            self.problems()

    def test_a_table_that_names_an_unknown_folder(self):
        self.write("ARCHITECTURE.md", TABLE.replace("| ui | models/domain", "| ui | models/nothing models/domain"))
        with self.assertRaisesRegex(includes.Problem, "models/nothing"):
            self.problems()

    def test_a_missing_table(self):
        self.write("ARCHITECTURE.md", "# Architecture\n")
        with self.assertRaises(includes.Problem):
            self.problems()


if __name__ == "__main__":
    unittest.main()
