#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill-in-submission.py SUBMITTER SERVER REPORT: kills the application or the server at a random
moment of a submission, again and again; every request that was kept on disk must be exactly one
activity afterwards, and none may be two. (F1, F2, R9)

A request that had not been kept when the application died may be missing: nobody was told otherwise.
Speaks TAP. The moments come from a seed, told at the start; SANERA_SEED repeats a run, SANERA_LONG
makes 200 rounds of each kind instead of 10.
"""
import collections
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

ROUNDS = 200 if os.environ.get("SANERA_LONG") else 10


class Test:
    def __init__(self, submitter, server, report):
        self.submitter, self.server, self.report = submitter, server, report
        self.folder = tempfile.mkdtemp(prefix="sanera-kill-")
        self.home = os.path.join(self.folder, "private")
        os.makedirs(self.home, 0o700)
        os.makedirs(os.path.join(self.folder, "run"), 0o700)
        self.environment = {
            **os.environ,
            "HOME": self.folder,
            "XDG_RUNTIME_DIR": os.path.join(self.folder, "run"),
            "XDG_DATA_HOME": self.folder,
            "XDG_CACHE_HOME": os.path.join(self.folder, "cache"),
            "SANERA_SERVER": server,
        }

    @property
    def database(self):
        return os.path.join(self.home, "server.db")

    def command(self, *arguments):
        result = subprocess.run(
            [self.server, *arguments], env=self.environment,
            capture_output=True, text=True, timeout=120, check=False,
        )
        if result.returncode:
            raise AssertionError(f"{arguments}: {result.stderr.strip()}")
        return result.stdout

    def query(self, sql):
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def start(self, *arguments):
        return subprocess.Popen(
            [self.submitter, self.home, *arguments], env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )

    @staticmethod
    def servers_of(parent):
        """The leak check of a program built with sanitizers runs in a child of it, too, which must
        live: only servers are told."""
        found = []
        for name in os.listdir("/proc"):
            if name.isdigit():
                try:
                    with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                        start, _, rest = file.read().rpartition(")")
                except OSError:
                    continue
                fields = rest.split()
                if (
                    int(fields[1]) == parent
                    and fields[0] != "Z"
                    and start.endswith("(sanera-server")
                ):
                    found.append(int(name))
        return found

    def wait_server_gone(self, pids):
        """A server whose application died ends by itself: its standard input is at its end."""
        end = time.monotonic() + 30
        while any(os.path.exists(f"/proc/{pid}") for pid in pids):
            for pid in pids:
                try:
                    os.waitpid(pid, os.WNOHANG)
                except ChildProcessError:
                    pass
            if time.monotonic() > end or all(self.is_zombie(pid) for pid in pids):
                break
            time.sleep(0.005)
        if not all(self.is_zombie(pid) for pid in pids):
            raise AssertionError(f"the server {pids} outlived its application")

    @staticmethod
    def is_zombie(pid):
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
                return file.read().rpartition(")")[2].split()[0] == "Z"
        except OSError:
            return True

    def kill_application(self, notes, moment):
        process = self.start(self.recommendation, notes)
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            pass
        servers = self.servers_of(process.pid)
        process.kill()
        told, _ = process.communicate(timeout=30)
        self.wait_server_gone(servers)
        return told

    def kill_server(self, notes, moment):
        process = self.start(self.recommendation, notes)
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            pass
        for pid in self.servers_of(process.pid):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        told, errors = process.communicate(timeout=90)
        if process.returncode:
            raise AssertionError(f"the application did not get over it: {errors.strip()}")
        return told

    def drain(self):
        process = self.start()
        told, errors = process.communicate(timeout=90)
        if process.returncode or "sent" not in told:
            raise AssertionError(f"what was waiting was not sent: {errors.strip()}")

    def check(self, kept, attempted):
        counts = collections.Counter(
            notes for (notes,) in self.query("SELECT requester_notes FROM remediation_tasks")
        )
        lost = [notes for notes in kept if counts[notes] == 0]
        twice = [notes for notes in counts if counts[notes] > 1]
        strange = [notes for notes in counts if notes not in attempted]
        if lost or twice or strange:
            raise AssertionError(f"lost {lost}, twice {twice}, never asked for {strange}")
        return sum(counts.values())

    def run(self, what, generator):
        kept, attempted = set(), set()
        kill = self.kill_application if what == "application" else self.kill_server
        for number in range(ROUNDS):
            notes = f"{what} {number}"
            attempted.add(notes)
            told = kill(notes, generator.uniform(0, self.latest))
            if re.search(r"^kept ", told, re.MULTILINE):
                kept.add(notes)
        self.drain()
        self.all_kept |= kept
        self.all_attempted |= attempted
        activities = self.check(self.all_kept, self.all_attempted)
        print(f"# {what}: {ROUNDS} kills, {len(kept)} kept, {activities} activities in all")
        if not self.all_kept:
            raise AssertionError("no request came far enough to say anything")
        self.command("check", "--database", self.database)

    def prepare(self):
        self.all_kept, self.all_attempted = set(), set()
        self.command("import", "--database", self.database, self.report)
        rows = self.query(
            "SELECT id FROM recommendations WHERE exposed_machines_count > 0"
            " AND remediation_type = 'Update' ORDER BY id LIMIT 1"
        )
        if not rows:
            raise AssertionError("the report gave no recommendation to ask for")
        self.recommendation = rows[0][0]
        # The first contact, outside the rounds: it fills the cache.
        self.drain()
        # Most kills shall fall into a submission, few behind it: how long is one left in peace?
        self.all_attempted.add("in peace")
        start = time.monotonic()
        told, errors = self.start(self.recommendation, "in peace").communicate(timeout=90)
        if "sent" not in told:
            raise AssertionError(f"not even one left in peace was sent: {errors.strip()}")
        self.latest = (time.monotonic() - start) * 1.1
        self.all_kept.add("in peace")

    def end(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    seed = int(os.environ.get("SANERA_SEED") or random.SystemRandom().randrange(1 << 30))
    generator = random.Random(seed)
    test = Test(*(os.path.abspath(argument) for argument in sys.argv[1:4]))
    failed = False
    print(f"1..2\n# SANERA_SEED={seed}")
    try:
        test.prepare()
        for number, what in enumerate(("application", "server"), 1):
            try:
                test.run(what, generator)
                print(f"ok {number} - kill the {what}")
            except AssertionError as error:
                failed = True
                print(f"not ok {number} - kill the {what}\n# {error}")
    except AssertionError as error:
        failed = True
        print(f"Bail out! {error}")
    finally:
        test.end()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
