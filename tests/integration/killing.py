# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests share that kill the application or its private server at a random moment (F1, F2).

The moments come from a seed, told at the start; SANERA_SEED repeats a run, SANERA_LONG makes 200
rounds of each kind instead of 10. The programs are named by SANERA_ACTOR and SANERA_SERVER.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from clients import Actor
from serverproc import PROGRAM as SERVER

ROUNDS = 200 if os.environ.get('SANERA_LONG') else 10
KINDS = ('application', 'server')


def is_zombie(pid):
    """Whether a process has ended and nobody has asked for its status, or is gone."""
    try:
        with open(f'/proc/{pid}/stat', encoding='utf-8', errors='replace') as file:
            return file.read().rpartition(')')[2].split()[0] == 'Z'
    except OSError:
        return True


def servers_of(parent):
    """Servers that a process has started. The leak check of a program built with sanitizers runs
    in a child of it, too, which must live: only servers are told."""
    found = []
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                with open(f'/proc/{name}/stat', encoding='utf-8', errors='replace') as file:
                    start, _, rest = file.read().rpartition(')')
            except OSError:
                continue
            fields = rest.split()
            if (int(fields[1]) == parent and fields[0] != 'Z'
                    and start.endswith('(sanera-server')):
                found.append(int(name))
    return found


def wait_server_gone(pids):
    """A server whose application died ends by itself: its standard input is at its end."""
    pause = threading.Event()
    end = time.monotonic() + 60
    while not all(is_zombie(pid) for pid in pids):
        for pid in pids:
            try:
                os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                pass
        if time.monotonic() > end:
            raise AssertionError(f'the server {pids} outlived its application')
        pause.wait(0.005)


class Home:
    """A private connection of its own, and the clients that open it."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='sanera-kill-')
        self.path = os.path.join(self.folder, 'private')
        run = os.path.join(self.folder, 'run')
        os.makedirs(self.path, 0o700)
        os.makedirs(run, 0o700)
        self.environment = {**os.environ, 'HOME': self.folder, 'XDG_RUNTIME_DIR': run,
                            'XDG_DATA_HOME': self.folder,
                            'XDG_CACHE_HOME': os.path.join(self.folder, 'cache')}
        self.database = os.path.join(self.path, 'server.db')

    def command(self, *arguments):
        """Runs the server's program on the database while no server does."""
        result = subprocess.run([SERVER, *arguments, '--database', self.database],
                                env=self.environment, capture_output=True, text=True,
                                timeout=120, check=False)
        if result.returncode:
            raise AssertionError(f'{arguments}: {result.stderr.strip()}')
        return result.stdout

    def query(self, sql, *arguments, file='server.db'):
        """Looks into a database of the connection."""
        path = os.path.join(self.path, file)
        connection = sqlite3.connect(f'file:{path}?mode=ro', uri=True, timeout=60)
        try:
            return connection.execute(sql, arguments).fetchall()
        finally:
            connection.close()

    def open(self):
        """A client that has everything, and its server under way."""
        actor = Actor(self.path, environment=self.environment)
        actor.ask('wait online')
        return actor

    def drain(self):
        """Sends what waits. The cache must open, and nothing may be left or refused."""
        actor = self.open()
        actor.ask('wait idle')
        left = actor.outbox()
        actor.close()
        if left:
            raise AssertionError(f'still in the outbox: {left}')

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def disturb(home, what, moment, work):
    """Lets @work do something with a client and kills that, or its server, after so many seconds.

    The client that lost its server must get over it. What @work was told before stands."""
    actor = Actor(home.path, environment=home.environment)
    servers = []

    def kill():
        servers.extend(servers_of(actor.process.pid))
        if what == 'application':
            actor.process.kill()
        for pid in servers if what == 'server' else ():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

    timer = threading.Timer(moment, kill)
    timer.start()
    try:
        try:
            actor.ask('wait online')
            work(actor)
            actor.ask('wait idle')
        except (AssertionError, BrokenPipeError, ValueError):
            if what == 'server':
                raise
        timer.join()
        if what == 'server':
            actor.ask('wait idle')
            actor.close()
    finally:
        timer.cancel()
        timer.join()
        servers.extend(servers_of(actor.process.pid))
        actor.__exit__(None, None, None)
    wait_server_gone(servers)


def main(test_class):
    """Runs `prepare (home)`, then `round (home, what, number, moment)` for each kind of kill with
    `check (home)` behind them, and speaks TAP."""
    seed = int(os.environ.get('SANERA_SEED') or random.SystemRandom().randrange(1 << 30))
    generator = random.Random(seed)
    home = Home()
    test = test_class(generator)
    failed = False
    print(f'1..{len(KINDS)}\n# SANERA_SEED={seed}', flush=True)
    try:
        test.prepare(home)
        for number, what in enumerate(KINDS, 1):
            try:
                for turn in range(ROUNDS):
                    test.round(home, what, turn, generator.uniform(0, test.latest))
                home.drain()
                print('# ' + test.check(home))
                home.command('check')
                print(f'ok {number} - kill the {what}', flush=True)
            except AssertionError as error:
                failed = True
                print(f'not ok {number} - kill the {what}')
                print('\n'.join('# ' + line for line in str(error).splitlines()), flush=True)
    except AssertionError as error:
        failed = True
        print(f'Bail out! {error}')
    finally:
        home.close()
    sys.exit(1 if failed else 0)
