# SPDX-License-Identifier: GPL-3.0-or-later
"""B8: the CSV of everything.

The limit is what the shell does too: read every row once, in the order of the list, and write its
text. Ours looks each row up by the id that the order index gives; so does the shell. What is kept is
one row, one block of 64 KiB and SQLite's page cache. At 100,000 activities we take 0.87 of what the
shell does, and 1.6 MiB more memory than at 1,000.
"""
import os
import subprocess

from benchlib import Bench, Measure, measures


def make_cache(bench, rows):
    """A cache with so many activities."""
    folder = bench.path(f"activities-{rows}")
    os.makedirs(folder, 0o700)
    bench.run(bench.program("tests/support/exporter"), folder, "fill", str(rows))
    return folder


def export(bench, folder):
    """Milliseconds of exporting all fields of all activities, and the largest memory in MiB."""
    output, _, _ = bench.run(
        bench.program("tests/support/exporter"), folder, "activities", bench.path("export.csv"),
    )
    _, micros, _, kib = output.split()
    return int(micros) / 1000, int(kib) / 1024


def reference_export(bench, folder):
    """The shell writes the same columns in the same order; milliseconds."""
    cache = os.path.join(folder, "cache.db")
    columns = ", ".join(subprocess.run(
        ["sqlite3", cache, "SELECT name FROM pragma_table_info('remediation_tasks')"
         " WHERE name NOT IN ('row_id', 'seen', 'title_key', 'list_rank', 'list_time')"],
        capture_output=True, text=True, check=True,
    ).stdout.split())
    _, _, seconds = bench.run(
        "sqlite3", "-readonly", "-csv", "-header", cache,
        f".output {bench.path('reference.csv')}",
        f"SELECT {columns} FROM remediation_tasks ORDER BY list_rank, list_time, title_key, row_id;",
    )
    return seconds * 1000


@measures("B8")
def exports(bench):
    """Time against the shell, memory against a thousand rows."""
    Bench.need("sqlite3", "B8 compares with its shell")
    small = make_cache(bench, 1000)
    for rows in bench.options.rows:
        folder = make_cache(bench, rows)
        medians = bench.in_turn({
            "ours": lambda folder=folder: export(bench, folder),
            "reference": lambda folder=folder: reference_export(bench, folder),
            "few": lambda: export(bench, small),
        })
        yield Measure(
            "B8", f"CSV of {rows:,} activities, against sqlite3 -csv of the same columns", 1.3, "ms",
            medians["ours"][0], medians["reference"],
        )
        yield Measure(
            "B8", f"memory of the CSV of {rows:,} activities against 1,000", 1.25, "MiB",
            medians["ours"][1], medians["few"][1],
        )
