# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws what things cost against the number of rows, both axes logarithmic, as SVG.

The figures stand in the picture itself, in its metadata: a later run replaces those it has taken and
keeps the others, and whoever doubts a line can read its numbers.
"""
import json
import math
import os
import re
import xml.sax.saxutils

SIZES = (100, 1000, 10_000, 100_000, 1_000_000)
LOWEST, HIGHEST = 0.1, 10_000  # milliseconds
WIDTH, HEIGHT = 790, 420
LEFT, RIGHT, TOP, BOTTOM = 64, 262, 48, 64
LABEL_HEIGHT = 18

# Each line has a colour, a dash and a mark of its own; light and dark.
LOOKS = (
    ("#1a5fb4", "#78aeed", "", "circle"),
    ("#a51d2d", "#ff938c", "7 3", "square"),
    ("#26703b", "#7bdf9d", "2 3", "triangle"),
    ("#8a4b08", "#ffbe6f", "9 3 2 3", "diamond"),
    ("#613583", "#dc8add", "4 2", "circle"),
    ("#2b2b2b", "#dddddd", "1 2", "square"),
)


def read_points(path):
    """What an earlier run has drawn: caption → rows → milliseconds."""
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        found = re.search(r"<metadata>(.*?)</metadata>", file.read(), re.DOTALL)
    if not found:
        return {}
    points = json.loads(xml.sax.saxutils.unescape(found[1]))
    return {name: {int(rows): cost for rows, cost in line.items()} for name, line in points.items()}


def place(rows, cost):
    """Where a point stands."""
    across = math.log10(rows / SIZES[0]) / math.log10(SIZES[-1] / SIZES[0])
    up = math.log10(min(max(cost, LOWEST), HIGHEST) / LOWEST) / math.log10(HIGHEST / LOWEST)
    return (
        LEFT + across * (WIDTH - LEFT - RIGHT),
        HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM),
    )


def mark(kind, x, y, look):
    if kind == "circle":
        return f'<circle class="fill{look}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    corners = {
        "square": ((-4, -4), (4, -4), (4, 4), (-4, 4)),
        "triangle": ((0, -5), (5, 4), (-5, 4)),
        "diamond": ((0, -5), (5, 0), (0, 5), (-5, 0)),
    }[kind]
    text = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon class="fill{look}" points="{text}"/>'


def style():
    def rules(dark):
        ground, ink, faint = ("#1e1e1e", "#f2f2f2", "#4a4a4a") if dark else ("#ffffff", "#1e1e1e", "#d5d5d5")
        lines = [f".ground{{fill:{ground}}} text{{fill:{ink}}} .grid{{stroke:{faint}}}"]
        for i, look in enumerate(LOOKS):
            colour = look[1] if dark else look[0]
            lines.append(f".line{i}{{stroke:{colour}}} .fill{i}{{fill:{colour}}}")
        return " ".join(lines)

    return (
        "text{font:13px sans-serif} .head{font-size:15px;font-weight:bold} .small{font-size:11px}"
        " polyline{fill:none;stroke-width:2} .grid{stroke-width:1} "
        f"{rules(False)} @media (prefers-color-scheme:dark){{{rules(True)}}}"
    )


def axes():
    for rows in SIZES:
        x, bottom = place(rows, LOWEST)
        yield f'<line class="grid" x1="{x:.1f}" y1="{TOP}" x2="{x:.1f}" y2="{bottom}"/>'
        yield f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{rows:,}</text>'
    cost = LOWEST
    while cost <= HIGHEST * 1.001:
        left, y = place(SIZES[0], cost)
        text = f"{cost / 1000:g} s" if cost >= 999 else f"{cost:g} ms"
        yield f'<line class="grid" x1="{left}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"/>'
        yield f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{text}</text>'
        cost *= 10
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield f'<text x="{middle}" y="{HEIGHT - BOTTOM + 40}" text-anchor="middle">rows</text>'


def draw_lines(points):
    """The lines, and their captions at their ends, moved apart where they would cover each other."""
    ends = []
    for look, (name, line) in enumerate(points.items()):
        places = [place(rows, cost) for rows, cost in sorted(line.items())]
        text = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        kind, dash = LOOKS[look][3], LOOKS[look][2]
        yield f'<polyline class="line{look}" stroke-dasharray="{dash or "none"}" points="{text}"/>'
        for x, y in places:
            yield mark(kind, x, y, look)
        last = line[max(line)]
        words = f"{last:.1f} ms" if last < 99.5 else f"{last:,.0f} ms"
        ends.append([places[-1][1], look, kind, f"{name}: {words}"])
    below = -math.inf
    for end in sorted(ends):
        below = max(end[0], below + LABEL_HEIGHT)
        x = WIDTH - RIGHT + 18
        yield mark(end[2], x, below, end[1])
        yield f'<text x="{x + 10}" y="{below + 4:.1f}">{xml.sax.saxutils.escape(end[3])}</text>'


def write(path, measures, circumstances):
    """Adds the lines of the table that have a caption for the chart, and draws it anew."""
    points = read_points(path)
    for measure in measures:
        if measure.caption is not None and measure.rows in SIZES:
            points.setdefault(measure.caption, {})[measure.rows] = round(measure.ours, 3)
    points = {name: dict(sorted(points[name].items())) for name in sorted(points)[:len(LOOKS)]}
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        f' height="{HEIGHT}" role="img">',
        "<title>What things cost against the number of rows</title>",
        f"<metadata>{xml.sax.saxutils.escape(json.dumps(points, indent=1))}</metadata>",
        f"<style>{style()}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}" rx="8"/>',
        f'<text class="head" x="{LEFT}" y="28">Milliseconds against rows, both logarithmic</text>',
        *axes(), *draw_lines(points),
        f'<text class="small" x="{LEFT}" y="{HEIGHT - 10}">'
        f"{xml.sax.saxutils.escape(circumstances)}</text>",
        "</svg>",
    ]
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
