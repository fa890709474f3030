# SPDX-License-Identifier: GPL-3.0-or-later
"""B4, B5, B12: the list, from a keystroke or a click to rows on screen, and its longest turn.

The limit of a keystroke is the posting list of its rarest three characters and one frame with the
rows that GTK keeps alive (about 205); below three characters, a walk until 25 rows are found. That
of a sort is a walk over one index: its ids only, four bytes for each row.
"""
import re

from benchlib import HEADLESS, lines_of, measures

# Which lines are drawn in the chart: what they say → the caption there.
CHARTED = (
    (r"^keystroke .* worst: \S{3,}$", "search, a keystroke"),
    (r"^sort by title", "sort by a column"),
    (r"Ctrl\+A", "select everything"),
)


@measures("B4", "B5", "B12")
def the_list(bench):
    """The program runs ours and the reference beside it, and prints a line for each figure."""
    for rows in bench.options.rows:
        output, _, _ = bench.run(HEADLESS, bench.program("tests/bench/bench-list"), str(rows))
        for line in lines_of(output):
            for pattern, caption in CHARTED:
                if line.unit == "ms" and re.search(pattern, line.what):
                    line.caption, line.rows = caption, rows
            yield line
