# SPDX-License-Identifier: GPL-3.0-or-later
"""B4, B5, B12: the list, from a keystroke or a click to rows on screen, and its longest turn."""
from benchlib import HEADLESS, lines_of, measures


@measures("B4", "B5", "B12")
def the_list(bench):
    """The program runs ours and the reference beside it, and prints a line for each figure."""
    for rows in bench.options.rows:
        output, _, _ = bench.run(HEADLESS, bench.program("tests/bench/bench-list"), str(rows))
        yield from lines_of(output)
