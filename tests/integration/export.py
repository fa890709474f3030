#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""export.py EXPORTER: an export for other programs is read back by another program.

What people and scanners write can be anything; Python's csv module has to find exactly that in the
file again (RFC 4180), but for cells that a spreadsheet would calculate (F9).
"""
import csv
import io
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import unittest

import tap

EXPORTER = sys.argv[1]

TEXTS = [
    "plain",
    'with "quotes", commas, and; semicolons',
    "two\nlines",
    "two\r\nlines, and \"more\"",
    '"',
    '""',
    ",",
    " leading and trailing ",
    "åäö 漏洞 🎉",
    "a\tb",
    "'already",
    "x" * 40000,
]
FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1", "－1", "＠x",
    "=HYPERLINK(\"https://example.com\",\"a\")", "-2+3+cmd|' /C calc'!A0",
]


class Export(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="sanera-export-")
        self.cache = os.path.join(self.folder.name, "cache")
        self.file = os.path.join(self.folder.name, "export.csv")
        os.mkdir(self.cache, 0o700)

    def tearDown(self):
        self.folder.cleanup()

    def exporter(self, *arguments):
        result = subprocess.run(
            [EXPORTER, self.cache, *arguments], capture_output=True, text=True, timeout=120, check=False
        )
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def change(self, sql, rows):
        connection = sqlite3.connect(os.path.join(self.cache, "cache.db"))
        with connection:
            connection.executemany(sql, rows)
        connection.close()

    def read(self):
        with open(self.file, "rb") as file:
            content = file.read()
        self.assertTrue(content.endswith(b"\r\n"))
        self.assertFalse(content.startswith(b"\xef\xbb\xbf"))
        return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))

    def test_round_trip(self):
        """Every text comes back as it was, and stays in its own row and column."""
        self.exporter("fill", "3")
        self.change(
            "INSERT INTO remediation_tasks (id, title, requester_notes, type, list_rank, list_time)"
            " VALUES (?, ?, ?, 'Update', 9, ?)",
            [(f"n{i:03d}", text, text, i) for i, text in enumerate(TEXTS)],
        )
        self.exporter("activities", self.file)
        rows = {row["id"]: row for row in self.read()}
        self.assertEqual(len(rows), 3 + len(TEXTS))
        for number, text in enumerate(TEXTS):
            expected = "'" + text if text[:1] in "=+-@\t\r" else text
            self.assertEqual(rows[f"n{number:03d}"]["title"], expected)
            self.assertEqual(rows[f"n{number:03d}"]["requesterNotes"], expected)

    def test_formulas(self):
        """F9: what a spreadsheet would calculate has an apostrophe before it."""
        self.exporter("fill", "0")
        self.change(
            "INSERT INTO remediation_tasks (id, title, type) VALUES (?, ?, 'Update')",
            [(f"n{i:03d}", text) for i, text in enumerate(FORMULAS)],
        )
        self.exporter("activities", self.file)
        rows = {row["id"]: row for row in self.read()}
        for number, text in enumerate(FORMULAS):
            self.assertEqual(rows[f"n{number:03d}"]["title"], "'" + text)

    def test_values(self):
        """Numbers in full, ISO dates, lists as JSON, and nothing for what is not known."""
        self.exporter("fill", "0")
        self.change(
            "INSERT INTO remediation_tasks (id, title, type, target_devices, fixed_devices, due_on,"
            " created_on, rbac_group_names) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                ("a", "A", "Update", 28500, 488, 1798156800000000, 1795000000123456,
                 json.dumps(["Europe, north", 'the "others"'])),
                ("b", "B", "AttentionRequired", 5, 0, 1798156800000000, None, "[]"),
                ("c", "C", "Update", -5, None, None, None, None),
            ],
        )
        self.exporter("activities", self.file)
        rows = {row["id"]: row for row in self.read()}
        self.assertEqual(rows["a"]["targetDevices"], "28500")
        self.assertEqual(rows["a"]["fixedDevices"], "488")
        self.assertEqual(rows["a"]["dueOn"], "2026-12-25")
        self.assertEqual(rows["a"]["createdOn"], "2026-11-18T11:06:40Z")
        self.assertEqual(json.loads(rows["a"]["rbacGroupNames"]), ["Europe, north", 'the "others"'])
        self.assertEqual(rows["b"]["fixedDevices"], "")
        self.assertEqual(rows["b"]["dueOn"], "")
        self.assertEqual(rows["b"]["rbacGroupNames"], "")
        # A number below zero is one.
        self.assertEqual(rows["c"]["targetDevices"], "-5")
        self.assertEqual(rows["c"]["fixedDevices"], "")


if __name__ == "__main__":
    tap.main()
