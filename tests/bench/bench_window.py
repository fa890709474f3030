# SPDX-License-Identifier: GPL-3.0-or-later
"""B1, B2, B3: the first frame of the application, from its cache, without a server.

The limit is an empty window: toolkit, theme and fonts. Beyond it the first frame needs one walk of
25 rows along an index, three or four pages of the file deeper with a thousand times the rows, and
the rows that GTK keeps alive, which are as many at any size.

What must be done at least:

B1   The first 25 rows are 25 entries of one index and 25 rows: with a million rows the tree is one
     or two pages deeper, and 25 pages of 4 KiB are read as with a thousand. So the limit is 1.00;
     what is above it is the rest of the ids, which the reader fetches beside the first frame. At
     100,000 rows: 1.12.
B2   An empty window is 441 million instructions (libraries 28, style sheets 221, icon theme 65,
     fonts 30). On the main thread we add 330 million: GTK 110 for measuring and 100 for the cells of
     25 rows and 11 columns with drawing them, 56 for the page with chips, table and heads, 18 for
     the window's template, 12 for 20 more libraries, 9 for the two databases and their schema; and
     on other threads 110, of which 84 are symbolic icons that librsvg reads from SVG. Everything
     that the first frame does not show is made later: other pages, flyouts, their menus, the window
     of the keys. Instructions are not all: GTK asks the display for the pointer, and waits for the
     answer, whenever a widget that is not hidden is given a tooltip. An empty window writes to the
     display 140 times and its main thread waits 155 times; ours did so 1,500 and 1,190 times, until
     the heads of the table were no longer given theirs again with every column: since then it waits
     300 times.
B3   4 bytes a row for the ids: 4 MB at a million, beside some 64 MiB of GTK, fonts and libraries. At
     100,000 rows, where the ids are 0.4 MB: 61.62 MiB against 61.57.
"""
import os
import re
import shutil

from benchlib import HEADLESS, ROOT, Failed, Measure, measures


def make_home(bench, rows):
    """A home folder in which the private connection has been synced."""
    home = bench.path(f"home-{rows}")
    folder = os.path.join(home, "data/sanera/private")
    if not os.path.exists(home):
        database = bench.sample(rows)
        os.makedirs(folder, 0o700)
        shutil.copy(database, os.path.join(folder, "server.db"))
        bench.say(f"syncing {rows:,} recommendations")
        commands = bench.path("commands")
        with open(commands, "w", encoding="utf-8") as file:
            file.write("wait idle\n")
        with open(commands, "rb") as file:
            bench.run(bench.program("tests/integration/actor"), folder, stdin=file)
        settings = os.path.join(home, "config/glib-2.0/settings")
        os.makedirs(settings)
        with open(os.path.join(settings, "keyfile"), "w", encoding="utf-8") as file:
            file.write("[org/sanera/Sanera]\nconnection='private'\n")
        # Full-text indexing goes on in the background after a sync, and with it the processor is not
        # ours alone: the measure is of a cache at rest.
        bench.run(bench.program("tests/bench/bench-sync"), folder)
    return home


def first_frame(bench, argv, home):
    """Milliseconds from exec to the first frame with rows, and the largest memory in MiB."""
    environment = {
        **bench.environment,
        "SANERA_BENCH_FIRST_FRAME": "1",
        "GTK_A11Y": "none",
        "GSETTINGS_BACKEND": "keyfile",
        "BENCH_HOME": home,
    }
    # exec happens in the little script, after the display is up.
    script = os.path.join(ROOT, "tests/bench/stopwatch")
    output, _, _ = bench.run(HEADLESS, script, *argv, environment=environment, timeout=300)
    match = re.search(r"^stopwatch (\d+) (\d+)$", output, re.MULTILINE)
    if not match:
        raise Failed("the application did not tell its first frame")
    return int(match[1]) / 1000, int(match[2]) / 1024


@measures("B1", "B2", "B3")
def first_frames(bench):
    """All cases in turn: the same program over more rows, and an empty window."""
    sanera = [bench.program("src/sanera"), "--offline"]
    empty_home = bench.path("home-empty")
    os.makedirs(empty_home, exist_ok=True)

    def case(argv, home):
        return lambda: first_frame(bench, argv, home)

    cases = {rows: case(sanera, make_home(bench, rows)) for rows in (1000, *bench.options.rows)}
    cases["window"] = case([bench.program("tests/bench/bench-window")], empty_home)
    medians = bench.in_turn(cases)
    for rows in bench.options.rows:
        yield Measure(
            "B1", f"exec to first frame, {rows:,} rows against 1,000", 1.15, "ms",
            medians[rows][0], medians[1000][0], caption="first frame", rows=rows,
        )
    yield Measure(
        "B2", "exec to first frame, 1,000 rows against an empty window", 2.0, "ms",
        medians[1000][0], medians["window"][0],
    )
    for rows in bench.options.rows:
        yield Measure(
            "B3", f"memory at the first frame, {rows:,} rows against 1,000", 1.25, "MiB",
            medians[rows][1], medians[1000][1],
        )
