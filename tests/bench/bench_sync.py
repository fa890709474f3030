# SPDX-License-Identifier: GPL-3.0-or-later
"""B6, B7: the first sync into the cache, and the second."""
import json
import os
import shutil
import subprocess

from benchlib import Bench, Failed, Measure, Server, measures, median

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


def change_some(database):
    """Gives every hundredth recommendation another figure, and its place in the feed."""
    sqlite(
        database,
        "PRAGMA busy_timeout = 10000; BEGIN IMMEDIATE;"
        "UPDATE recommendations SET weaknesses = weaknesses + 1, change ="
        " (SELECT change FROM feed) + 1 + row_id / 100 WHERE row_id % 100 = 0;"
        "UPDATE feed SET change = (SELECT max(change) FROM recommendations); COMMIT;",
    )


def sync(bench, server, database, folder):
    """Three syncs into a new cache; milliseconds until the rows of the first can be read, until they
    are indexed too, of the second with nothing changed, of the third with a hundredth."""
    process = subprocess.Popen(
        [bench.program("tests/bench/bench-sync"), folder, server.address, server.token],
        env=bench.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )
    with process:
        times = {}
        for line in process.stdout:
            name, micros = line.split()
            times[name] = int(micros) / 1000
            if name == "second":
                change_some(database)
                process.stdin.write("\n")
                process.stdin.flush()
    if process.returncode or "third" not in times:
        raise Failed(f"bench-sync ended with {process.returncode}")
    return tuple(times[name] for name in ("first", "indexed", "second", "third"))


@measures("B6", "B7")
def syncs(bench):
    """Each turn: a cache of its own, synced three times, then the shell with the same pages.

    The limit of the first is what the shell does with the same bytes: parse them, write every row once
    into its table, its order indexes and the search index, sync the file once; the server writes the
    bytes beside it on another processor. That of the second is one round trip without a row. That of
    the third is its rows' share of the first, each of which is looked up by its id and rewritten in
    place, in as many indexes as hold a column that changed.

    At 100,000 rows the first takes 0.72 of what the shell does, the second 3.1 ms in all, and the third
    0.009 of the first, where its rows' share would be 0.01.
    """
    Bench.need("sqlite3", "B6 compares with its shell")
    for rows in bench.options.rows:
        ours, reference = [], []
        with Server(bench, bench.sample(rows)) as server:
            pages = fetch_feed(bench, server)
            for turn in range(bench.options.runs):
                folder = bench.path(f"cache-{turn}")
                os.makedirs(folder, 0o700)
                ours.append(sync(bench, server, bench.sample(rows), folder))
                reference.append(run_reference(bench, os.path.join(folder, "cache.db"), pages))
                shutil.rmtree(folder)
            for path, _ in pages:
                os.unlink(path)
        (first, indexed, second, third), shell = median(ours), median(reference)
        yield Measure(
            "B6", f"first sync of {rows:,} rows and search index, against sqlite3 json_each", 1.5, "ms",
            indexed, shell,
        )
        yield Measure(
            "B6", f"the same, until {rows:,} rows can be read; the search index follows", 1.5, "ms",
            first, shell,
        )
        yield Measure(
            "B7", f"sync of {rows:,} rows, nothing changed, against the first", 0.01, "ms", second, first,
            caption="sync, nothing changed", rows=rows,
        )
        yield Measure(
            "B7", f"sync of {rows:,} rows, 1 % changed, against the first", 0.05, "ms", third, first,
        )
