# SPDX-License-Identifier: GPL-3.0-or-later
"""B9, B10: pages of a list from the server, near and deep, one after the other and many at once."""
import json
import os
import shutil
import socket
import statistics
import subprocess
import time

from benchlib import Bench, Failed, Measure, Server, measures

PAGE = 100
LIST = "/api/recommendations"
CONNECTIONS = 32
SECONDS = 1.5


class BenchServer(Server):
    """The server with a table of calls that are not counted by the minute; see bench-server.c."""

    def __init__(self, bench, database):
        super().__init__(bench, database, bench.program("tests/bench/bench-server"))

    def memory(self):
        """MiB at its largest."""
        with open(f"/proc/{self.process.pid}/status", encoding="utf-8") as file:
            lines = dict(line.split(":", 1) for line in file)
        return int(lines["VmHWM"].split()[0]) / 1024

    def processor(self):
        """Seconds of processor it has had."""
        with open(f"/proc/{self.process.pid}/stat", encoding="utf-8") as file:
            fields = file.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(bench, server, connections, paths, port=None):
    """Asks for the paths in turn for a while; returns calls a second, and microseconds of the server's
    processor for each."""
    path = bench.path("paths")
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(paths) + "\n")
    before = server.processor() if port is None else 0
    with open(path, "rb") as file:
        output, _, _ = bench.run(
            bench.program("tests/bench/bench-load"), str(port or server.port), str(connections),
            str(SECONDS), server.token, stdin=file,
        )
    facts = dict(line.split() for line in output.splitlines())
    requests = int(facts["requests"])
    if requests == 0:
        raise Failed("no call was answered")
    processor = server.processor() - before if port is None else 0
    return requests / (int(facts["us"]) / 1e6), processor / requests * 1e6


def walk(server):
    """Follows nextLink to the end; returns the path of each page, and the length of its body."""
    paths, lengths, path = [], [], f"{LIST}?$top={PAGE}"
    while path:
        body = server.get(path)
        paths.append(path)
        lengths.append(len(body))
        path = json.loads(body).get("@odata.nextLink", "").removeprefix(server.address)
    return paths, lengths


@measures("B9")
def depth(bench):
    """The same number of rows is read and written at any depth.

    The limit is 1.0: both pages touch the same number of leaves of one B-tree, and its depth (three or
    four levels) does not depend on where in it they are. At 100,000 rows: 0.96, and 1.03 by
    the processor.
    """
    for rows in bench.options.rows:
        with BenchServer(bench, bench.sample(rows)) as server:
            server.get(f"{LIST}?$top={PAGE}")
            first_memory = server.memory()
            paths, _ = walk(server)
            deep = paths[-max(1, len(paths) // 10) - 1:-1] or paths
            medians = bench.in_turn({
                "first": lambda server=server: load(bench, server, 1, [f"{LIST}?$top={PAGE}&$skip=0"]),
                "deep": lambda server=server, deep=deep: load(bench, server, 1, deep),
            })
            memory = server.memory()
        yield Measure(
            "B9", f"a page of {PAGE} at the end of {rows:,} rows against the first", 1.2, "ms",
            1000 / medians["deep"][0], 1000 / medians["first"][0], caption="page from the server",
            rows=rows,
        )
        yield Measure(
            "B9", "the server's processor for it, which a shared machine stretches less", 1.2, "µs",
            medians["deep"][1], medians["first"][1],
        )
        yield Measure(
            "B9", f"the server's memory after all pages of {rows:,} rows against after one", 1.25, "MiB",
            memory, first_memory,
        )


@measures("B10")
def throughput(bench):
    """Every page is read and encoded anew: a different $skiptoken each time.

    The limit is what one reader thread can do: for each page a hundred rows of SQLite and their JSON,
    while the reference copies as many bytes. Both send them through libsoup on the main thread. A
    page takes 0.81 ms of processor and the bytes 0.17: 0.64 ms for a hundred rows and 72 kB of JSON.
    """
    for rows in bench.options.rows:
        with BenchServer(bench, bench.sample(rows)) as server:
            paths, lengths = walk(server)
            length = int(statistics.mean(lengths))
            medians = bench.in_turn({
                "pages": lambda server=server, paths=paths: load(bench, server, CONNECTIONS, paths),
                "bytes": lambda server=server, length=length: load(
                    bench, server, CONNECTIONS, [f"/bytes?n={length}"]
                ),
            })
            nginx = nginx_throughput(bench, server, length)
        pages, in_memory = medians["pages"], medians["bytes"]
        yield Measure(
            "B10", f"pages of {PAGE} of {rows:,} rows, {CONNECTIONS} connections, against {length:,} bytes"
            " from memory", 0.15, "/s", pages[0], in_memory[0], at_least=True,
        )
        yield Measure(
            "B10", "the server's processor for it: bytes from memory against a page", 0.15, "µs",
            in_memory[1], pages[1], at_least=True,
        )
        if nginx is not None:
            yield Measure(
                "B10", "the same against nginx with a file of that length", None, "/s", pages[0], nginx,
            )


def nginx_throughput(bench, server, length):
    """Calls a second of nginx with a file as long; None when it is not installed."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/sbin")
    if program is None:
        Bench.say("nginx is not installed; it would be printed for information")
        return None
    folder = bench.path("nginx")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "page.json"), "wb") as file:
        file.write(b" " * length)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = os.path.join(folder, "nginx.conf")
    with open(config, "w", encoding="utf-8") as file:
        file.write(
            f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;\n"
            "events {}\n"
            f"http {{ access_log off; keepalive_requests 1000000000; client_body_temp_path {folder}/body;"
            f" proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;"
            f" uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;\n"
            f" server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n"
        )
    process = subprocess.Popen(
        [program, "-c", config, "-p", folder], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.02)
        else:
            raise Failed("nginx did not start")
        return statistics.median(
            load(bench, server, CONNECTIONS, ["/page.json"], port)[0] for _ in range(bench.options.runs)
        )
    finally:
        process.terminate()
        process.wait()
