# SPDX-License-Identifier: GPL-3.0-or-later
"""The application without its window (actor.c) and what can come between it and the server.

    with Gate(server.address) as gate, Actor(folder, gate.address, token) as actor:
        actor.ask('wait online')
        gate.close()                    # nobody is there any more
        key = actor.do('act completeActivity', activity)
        gate.open()

The program is named by the environment variable SANERA_ACTOR.
"""

import json
import os
import queue
import shlex
import socket
import subprocess
import threading

PROGRAM = os.environ.get('SANERA_ACTOR', 'actor')
TIMEOUT = 150


class Gone(Exception):
    """What the actor could not do, in its words."""


class Actor:
    """A client process. Each command is answered before the next is given."""

    def __init__(self, *arguments, environment=None):
        self.events = []
        self.answers = queue.Queue()
        self.process = subprocess.Popen(
            [PROGRAM, *arguments], env=environment, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.errors = []
        self.readers = [threading.Thread(target=self._read, daemon=True),
                        threading.Thread(target=self._read_errors, daemon=True)]
        for reader in self.readers:
            reader.start()

    def _read(self):
        for line in self.process.stdout:
            if line.startswith('* '):
                self.events.append(line[2:].split())
            else:
                self.answers.put(line.rstrip('\n'))
        self.answers.put(None)

    def _read_errors(self):
        self.errors.extend(self.process.stderr)

    def send(self, *words):
        """Gives a command; its answer is not waited for."""
        self.process.stdin.write(' '.join(words) + '\n')
        self.process.stdin.flush()

    def answer(self):
        """The next line of an answer."""
        try:
            line = self.answers.get(timeout=TIMEOUT)
        except queue.Empty:
            line = None
        if line is None:
            raise AssertionError('the actor does not answer: ' + ''.join(self.errors))
        return line

    def ask(self, *words):
        """Gives a command and returns the line that answers it."""
        self.send(*words)
        return self.answer()

    def do(self, command, *words):
        """Gives a command whose answer is one word more: a key, or nothing."""
        word, _, rest = self.ask(command, *(shlex.quote(w) for w in words)).partition(' ')
        if word == 'gone':
            raise Gone(rest)
        return rest

    def row(self, table, identifier):
        """A row of the cache as it is shown; None: there is none."""
        word, _, rest = self.ask('row', table, identifier).partition(' ')
        return json.loads(rest) if word == 'row' else None

    def outbox(self):
        """What is in the outbox, the oldest first: (key, kind, entity, state, code)."""
        self.send('outbox')
        entries = []
        while (line := self.answer()) != 'outbox':
            entries.append(tuple(line.split()))
        return entries

    def kill(self):
        """Ends the process without a warning."""
        self.process.kill()
        self._end()

    def close(self):
        """Lets the process end by itself; it must end well."""
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass
        status = self._end()
        if status != 0:
            raise AssertionError(f'the actor ended with {status}: ' + ''.join(self.errors))

    def _end(self):
        status = self.process.wait(TIMEOUT)
        for reader in self.readers:
            reader.join(TIMEOUT)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                stream.close()
            except BrokenPipeError:
                pass
        return status

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if self.process.returncode is None:
            self.process.kill()
            self._end()


class Gate:
    """Stands before a server at an address that stays, and can be closed. One call a connection."""

    def __init__(self, server):
        self.server = server
        self.port = 0
        self.listener = None
        self.live = set()
        self.lock = threading.Lock()
        self.hold = threading.Event()  # what changes something is carried out and not answered
        self.swallow = threading.Event()  # what would change something never arrives
        self.held = threading.Semaphore(0)
        self.calls = 0  # that change something, and got through
        self.open()

    @property
    def address(self):
        return f'http://127.0.0.1:{self.port}'

    def open(self):
        """Lets everybody through."""
        self.listener = socket.create_server(('127.0.0.1', self.port), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self.listener,), daemon=True).start()

    def close(self):
        """Nobody is there, and who was being served is cut off."""
        listener, self.listener = self.listener, None
        if listener is None:
            return
        # Wakes the thread that waits in accept().
        try:
            listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        listener.close()
        with self.lock:
            live, self.live = self.live, set()
        for connection in live:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def wait_held(self):
        """Waits until a call has come whose answer is kept back."""
        if not self.held.acquire(timeout=TIMEOUT):
            raise AssertionError('nothing was sent')

    def _accept(self, listener):
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with self.lock:
                if self.listener is not listener:
                    connection.close()
                    return
                self.live.add(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            self._pass(connection)
        except OSError:
            pass
        finally:
            with self.lock:
                self.live.discard(connection)
            connection.close()

    def _pass(self, connection):
        call = self._read_call(connection)
        if call is None:
            return
        if self.swallow.is_set() and not call.startswith(b'GET '):
            self.held.release()
            return
        host, port = self.server.rsplit(':', 1)
        with socket.create_connection((host, int(port)), TIMEOUT) as server:
            with self.lock:
                self.live.add(server)
            try:
                server.sendall(call)
                answer = b''
                while part := server.recv(65536):
                    answer += part
            finally:
                with self.lock:
                    self.live.discard(server)
        if not call.startswith(b'GET '):
            self.calls += 1
            if self.hold.is_set():
                self.held.release()
                return
        connection.sendall(answer)

    @staticmethod
    def _read_call(connection):
        """A call, changed so that its connection ends with it."""
        call = b''
        while b'\r\n\r\n' not in call:
            part = connection.recv(65536)
            if not part:
                return None
            call += part
        head, body = call.split(b'\r\n\r\n', 1)
        lines = [line for line in head.split(b'\r\n')
                 if not line.lower().startswith(b'connection:')]
        length = 0
        for line in lines:
            if line.lower().startswith(b'content-length:'):
                length = int(line.split(b':')[1])
        while len(body) < length:
            part = connection.recv(65536)
            if not part:
                return None
            body += part
        return b'\r\n'.join([*lines, b'Connection: close']) + b'\r\n\r\n' + body

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()
