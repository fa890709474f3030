# SPDX-License-Identifier: GPL-3.0-or-later
"""What all measures share: a line of the table, the environment programs run in, data made with a
seed, pairs of runs taken in turn, medians, and the register of measures by name."""
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HEADLESS = os.path.join(ROOT, "tests/ui/headless")
SEED = "1"

# name of a measure → the function that takes it; one function may take several, as they share data
REGISTER = {}


def measures(*names):
    """Registers a function (bench) → iterable of Measure under the names of what it measures."""

    def register(function):
        for name in names:
            REGISTER[name] = function
        return function

    return register


class Failed(Exception):
    """One measure could not be taken; the others go on."""


class Measure:
    """A line of the table: ours against the reference, or ours alone when there is none.

    goal is the most the ratio (without a reference: ours) may be, with at_least the least; None when
    the line is for information only. With a caption, ours becomes a point at so many rows of the line
    with that caption in the chart.
    """

    def __init__(
        self, name, what, goal, unit, ours, reference, at_least=False, caption=None, rows=None
    ):
        self.name, self.what, self.goal, self.unit = name, what, goal, unit
        self.ours, self.reference, self.at_least = ours, reference, at_least
        self.caption, self.rows = caption, rows

    @property
    def ratio(self):
        return self.ours / self.reference if self.reference else None

    @property
    def met(self):
        if self.goal is None:
            return None
        value = self.ours if self.ratio is None else self.ratio
        return value >= self.goal if self.at_least else value <= self.goal

    def row(self):
        ratio = "–" if self.ratio is None else f"{self.ratio:.3f}"
        reference = "–" if self.reference is None else f"{self.reference:,.2f} {self.unit}"
        goal = "for information"
        if self.goal is not None:
            goal = f"{'≥' if self.at_least else '≤'} {self.goal:g}"
            goal += f"{'' if self.ratio is not None else ' ' + self.unit}  {'met' if self.met else 'not met'}"
        return (
            f"{self.name}  {self.what}", f"{self.ours:,.2f} {self.unit}", reference, ratio, goal,
        )

    def facts(self):
        return {
            "name": self.name, "what": self.what, "ours": self.ours, "reference": self.reference,
            "unit": self.unit, "ratio": self.ratio, "goal": self.goal, "met": self.met,
        }


class Server:
    """A server on the loopback, over a database; a context that ends it."""

    def __init__(self, bench, database, program=None):
        self.token = bench.server(
            "token", "add", "--email", "bench@example.com", "--name", "Bench", "--role", "admin",
            "--database", database,
        ).strip().splitlines()[-1]
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        log_path = os.path.join(bench.work, "server.log")
        with open(log_path, "wb") as log:
            self.process = subprocess.Popen(
                [program or bench.program("src/server/sanera-server"), "serve",
                 "--listen", f"127.0.0.1:{self.port}", "--database", database],
                env=bench.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )
        end = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=5):
                    return
            except OSError as error:
                if self.process.poll() is not None or time.monotonic() > end:
                    self.process.kill()
                    self.process.wait()
                    with open(log_path, encoding="utf-8") as file:
                        raise Failed(f"the server did not start: {file.read()[-300:]}") from error
                time.sleep(0.02)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def get(self, path, headers=None):
        """The body of an answer; path may be a whole address, as nextLink is."""
        url = path if path.startswith("http") else self.address + path
        request = urllib.request.Request(
            url, headers={"Authorization": f"Bearer {self.token}", **(headers or {})}
        )
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            raise Failed(f"GET {path}: {error.code} {error.read()[:200]}") from error

    def get_json(self, path):
        return json.loads(self.get(path))


class Bench:
    """Where the programs are, and a folder for what they make."""

    def __init__(self, options):
        self.options = options
        self.build = os.path.abspath(options.build)
        self.work = tempfile.mkdtemp(prefix="sanera-bench-", dir=options.work)
        self.environment = {
            **os.environ,
            "LC_ALL": "C.UTF-8", "LANGUAGE": "en", "TZ": "UTC",
            "GSETTINGS_SCHEMA_DIR": os.path.join(self.build, "data"),
            "SANERA_LOCALEDIR": os.path.join(self.build, "po"),
            "SANERA_SERVER": self.program("src/server/sanera-server"),
        }
        for name in ("G_DEBUG", "G_SLICE", "DISPLAY", "WAYLAND_DISPLAY"):
            self.environment.pop(name, None)

    def program(self, path):
        return os.path.join(self.build, path)

    def path(self, name):
        return os.path.join(self.work, name)

    @staticmethod
    def say(text):
        print(f"# {text}", file=sys.stderr, flush=True)

    @staticmethod
    def need(tool, why):
        """The one line that tells which reference is missing, before any time is spent."""
        if shutil.which(tool) is None:
            raise Failed(f"{tool} is not installed; {why}")

    def run(self, *argv, environment=None, stdin=None, timeout=1800):
        """Runs a program to its end; returns what it wrote, its complaints and the seconds it took."""
        out, errors = self.path("stdout"), self.path("stderr")
        with open(out, "wb") as out_file, open(errors, "wb") as error_file:
            start = time.monotonic()
            process = subprocess.Popen(
                argv, env=environment or self.environment, stdin=stdin or subprocess.DEVNULL,
                stdout=out_file, stderr=error_file,
            )
            try:
                process.wait(timeout)
            except subprocess.TimeoutExpired as error:
                process.kill()
                process.wait()
                raise Failed(f"{os.path.basename(argv[0])} took longer than {timeout} s") from error
            seconds = time.monotonic() - start
        with open(out, encoding="utf-8", errors="replace") as file:
            output = file.read()
        with open(errors, encoding="utf-8", errors="replace") as file:
            error_output = file.read()
        if process.returncode:
            last = (error_output.strip() or output.strip() or "without a word").splitlines()[-1]
            raise Failed(f"{os.path.basename(argv[0])} ended with {process.returncode}: {last}")
        return output, error_output, seconds

    def server(self, *arguments):
        """A command of sanera-server; returns what it wrote."""
        return self.run(self.program("src/server/sanera-server"), *arguments)[0]

    def sample(self, rows):
        """A server's database with so many recommendations, made once."""
        path = self.path(f"server-{rows}.db")
        if not os.path.exists(path):
            self.say(f"making a fleet with {rows:,} recommendations")
            self.server(
                "sample", "--devices", str(max(100, rows // 20)), "--recommendations", str(rows),
                "--seed", SEED, "--database", path,
            )
        return path

    def in_turn(self, cases):
        """Runs each case --runs times, in turn, so that noise falls on all alike.

        cases: name → function that gives a number or a tuple of them; the result: name → median, or a
        tuple of medians. The first turn only warms the page cache and is not counted.
        """
        results = {name: [] for name in cases}
        for turn in range(self.options.runs + 1):
            for name, function in cases.items():
                result = function()
                if turn > 0:
                    results[name].append(result)
        return {name: median(values) for name, values in results.items()}

    def end(self):
        if not self.options.keep:
            shutil.rmtree(self.work, ignore_errors=True)


def median(values):
    """Of numbers, or of tuples of numbers: place by place."""
    if isinstance(values[0], tuple):
        return tuple(statistics.median(column) for column in zip(*values))
    return statistics.median(values)


def lines_of(output):
    """The measures a program prints itself, one a line: name|what|goal or -|unit|ours|reference or -"""
    for line in output.splitlines():
        parts = line.split("|")
        if len(parts) == 6:
            name, what, goal, unit, ours, reference = parts
            yield Measure(
                name, what, None if goal == "-" else float(goal), unit, float(ours),
                None if reference == "-" else float(reference),
            )
