# SPDX-License-Identifier: GPL-3.0-or-later
"""B4, B5, B12: the list, from a keystroke or a click to rows on screen, and its longest turn.

The limit of a keystroke is the posting list of its rarest three characters and one frame with the
rows that GTK keeps alive (about 205); below three characters, a walk until 25 rows are found. That
of a sort is a walk over one index: its ids only, four bytes for each row.

What must be done at least:

B4   From three letters on: the index pages of the trigrams (some KiB for each), 4 bytes for every
     row found, and GTK's rows, which are the better part of the figure: the reference has to make
     the same. Below three letters the folded texts are walked, 4 MB at 100,000 rows, unless the
     page's own order has 25 hits near its top. At 100,000 rows the worst of one letter, "q", takes
     57 ms (0.10 of its reference), the worst of three, "qzx", 40 ms (0.18). A rare text is found in
     0.04 ms by the index alone, so nearly all of it is not the search.
B5   All ids in another order. Without an index of that column 100,000 keys are read (10 MB, some
     2,500 pages of 4 KiB) and sorted: 50 ms; the first 25 rows need the same walk. Then GTK's rows.
     We take 61 ms by title, 63 by a number.
B12  Own: 25 to 205 rows by their ids, about as many pages of 4 KiB, 0.7 ms, and a memory copy of 4
     bytes a row for the ids (4 MB at a million, under 1 ms); the diff of a refresh is the reader's.
     GTK's: some 205 rows of 12 cells bound again, styled, and those in sight drawn, in one turn. Rows
     that have to be made or destroyed cost GTK more than what stands in them: with empty cells 84 ms
     for 205 made in one turn, 58 ms for 205 destroyed. So they come and go ten at a time: 35 ms.
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
