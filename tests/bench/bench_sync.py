# SPDX-License-Identifier: GPL-3.0-or-later
"""B6, B7: the first sync into the cache, and the second."""
import json
import os
import shutil
import subprocess

from benchlib import Bench, Measure, Server, measures, median

PAGE = 2000


def fetch_feed(bench, server):
    """Saves the pages of the feed, for the reference; returns for each its file, and the keys that
    the rows of each of its lists have."""
    pages, cursor = [], ""
    while True:
        body = server.get(f"/sanera/v1/changes?cursor={cursor}&limit={PAGE}")
        page = json.loads(body)
        path = bench.path(f"page-{len(pages)}.json")
        with open(path, "wb") as file:
            file.write(body)
        pages.append((path, {
            name: set().union(*rows[:50]) for name, rows in page.items()
            if isinstance(rows, list) and rows and isinstance(rows[0], dict)
        }))
        cursor = page["cursor"]
        if not page.get("hasMore"):
            return pages


def sqlite(database, query):
    return subprocess.run(
        ["sqlite3", database, query], capture_output=True, text=True, check=True
    ).stdout


def reference_insert(table, property_name, columns, pages):
    """The same rows by json_each: columns that the JSON has, by their names."""
    keys = set().union(*(page.get(property_name, ()) for _, page in pages))
    by_name = {key.replace("sanera", "", 1).lower(): key for key in keys if "@" not in key}
    by_name.update({key.lower(): key for key in keys})
    pairs = [
        (column, by_name[column.replace("_", "")]) for column in columns
        if column.replace("_", "") in by_name
    ]
    names = ", ".join(column for column, _ in pairs)
    values = ", ".join(f"json_extract(value, '$.{key}')" for _, key in pairs)
    return [
        f"INSERT INTO {table} ({names}) SELECT {values}"
        f" FROM json_each(readfile('{path}'), '$.{property_name}');"
        for path, page in pages if page.get(property_name)
    ]


def reference_script(cache, pages):
    """What the shell is given: the schema of a cache, and the pages of the feed put into it."""
    schema = sqlite(
        cache,
        "SELECT sql || ';' FROM sqlite_master WHERE sql IS NOT NULL"
        " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%\\_search\\_%' ESCAPE '\\'",
    )
    lines = ["PRAGMA journal_mode=WAL;", "PRAGMA synchronous=NORMAL;", schema, "BEGIN;"]
    for table, texts, search, property_name, title in (
        ("recommendations", "recommendation_texts", "recommendation_search",
         "recommendations", "recommendation_name"),
        ("remediation_tasks", "remediation_task_texts", "remediation_task_search",
         "remediationTasks", "title"),
    ):
        columns = sqlite(cache, f"SELECT name FROM pragma_table_info('{table}')").split()
        lines += reference_insert(table, property_name, columns, pages)
        lines += [
            f"UPDATE {table} SET title_key = CAST(lower({title}) AS BLOB);",
            f"INSERT INTO {texts} (row_id, search_fold) SELECT row_id,"
            f" lower({title} || ' ' || coalesce(related_component, '')) FROM {table};",
            f"INSERT INTO {search} (rowid, search_fold) SELECT row_id, search_fold FROM {texts};",
        ]
    return "\n".join(lines + ["COMMIT;"]) + "\n"


def run_reference(bench, cache, pages):
    """Milliseconds of the shell."""
    script, copy = bench.path("reference.sql"), bench.path("reference.db")
    with open(script, "w", encoding="utf-8") as file:
        file.write(reference_script(cache, pages))
    with open(script, "rb") as file:
        seconds = bench.run("sqlite3", "-bail", copy, stdin=file)[2]
    for path in (copy, copy + "-wal", copy + "-shm"):
        if os.path.exists(path):
            os.unlink(path)
    return seconds * 1000


@measures("B6", "B7")
def syncs(bench):
    """Each turn: a cache of its own, synced twice, then the shell with the same pages."""
    Bench.need("sqlite3", "B6 compares with its shell")
    for rows in bench.options.rows:
        first, indexed, second, reference = [], [], [], []
        with Server(bench, bench.sample(rows)) as server:
            pages = fetch_feed(bench, server)
            for turn in range(bench.options.runs):
                folder = bench.path(f"cache-{turn}")
                os.makedirs(folder, 0o700)
                output, _, _ = bench.run(
                    bench.program("tests/bench/bench-sync"), folder, server.address, server.token
                )
                times = dict(line.split() for line in output.splitlines() if " " in line)
                first.append(int(times["first"]) / 1000)
                indexed.append(int(times["indexed"]) / 1000)
                second.append(int(times["second"]) / 1000)
                reference.append(run_reference(bench, os.path.join(folder, "cache.db"), pages))
                shutil.rmtree(folder)
        yield Measure(
            "B6", f"first sync of {rows:,} rows and search index, against sqlite3 json_each", 1.5, "ms",
            median(indexed), median(reference),
        )
        yield Measure(
            "B6", f"the same, until {rows:,} rows can be read; the search index follows", 1.5, "ms",
            median(first), median(reference),
        )
        yield Measure(
            "B7", f"second sync of {rows:,} rows, nothing changed, against the first", 0.01, "ms",
            median(second), median(first),
        )
