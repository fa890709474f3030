# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the real sanera-server for a test, and talks to it.

    with Server() as server:                       # private socket, one administrator
        status, headers, body = server.request('GET', '/sanera/v1/me')

    with Server(listen=True) as server:            # TCP on a free port of the loopback
        token = server.add_token('reader')
        server.request('GET', '/sanera/v1/me', token=token)

The program is named by the environment variable SANERA_SERVER.
"""

import http.client
import json
import os
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import tempfile
import threading
import time
import uuid

PROGRAM = os.environ.get('SANERA_SERVER', 'sanera-server')
TIMEOUT = 60


def wait_for(condition, what):
    """Waits, within bounds, until something is so."""
    deadline = time.monotonic() + TIMEOUT
    pause = threading.Event()
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError('never: ' + what)
        pause.wait(0.05)


class UnixConnection(http.client.HTTPConnection):
    """An HTTP connection over a Unix socket."""

    def __init__(self, path, timeout=TIMEOUT):
        super().__init__('localhost', timeout=timeout)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


class TlsConnection(http.client.HTTPSConnection):
    """HTTPS to 127.0.0.1 as "localhost", also where nobody resolves that name."""

    def connect(self):
        self.sock = self._context.wrap_socket(
            socket.create_connection(('127.0.0.1', self.port), self.timeout),
            server_hostname=self.host)


def run(*arguments, check=True, stdin=None, environment=None):
    """Runs sanera-server to its end, with more in its environment; returns (status, stdout, stderr)."""
    done = subprocess.run([PROGRAM, *arguments], stdin=stdin or subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=TIMEOUT, check=False,
                          env={**os.environ, **(environment or {})})
    if check and done.returncode != 0:
        raise AssertionError(f'sanera-server {arguments}: {done.returncode}: {done.stderr}')
    return done.returncode, done.stdout, done.stderr


class Server:
    """A server process with a database of its own, or one that is given."""

    def __init__(self, database=None, listen=False, certificate=None, arguments=(), start=True,
                 port=0):
        self.folder = tempfile.mkdtemp(prefix='sanera-test-')
        self.database = database or os.path.join(self.folder, 'server.db')
        self.listen = listen or certificate is not None
        self.certificate = certificate
        self.port = port
        self.arguments = list(arguments)
        self.process = None
        self.address = None
        self.log = []
        if start:
            self.start()

    def start(self):
        """Starts the process and waits for its line that says where it listens."""
        command = [PROGRAM, 'serve', '--database', self.database, *self.arguments]
        if self.listen:
            command += ['--listen', f'127.0.0.1:{self.port}']
            if self.certificate:
                command += ['--certificate', self.certificate, '--key', self.certificate]
        else:
            command += ['--private', '--socket', os.path.join(self.folder, 'socket'),
                        '--person-name', 'Pia Private', '--person-email', 'Pia@example.org']
        environment = dict(os.environ)
        if self.certificate:
            # LeakSanitizer itself crashes at the end of a process that has loaded GnuTLS.
            environment['ASAN_OPTIONS'] = environment.get('ASAN_OPTIONS', '') + ':detect_leaks=0'
            environment.pop('GIO_MODULE_DIR', None)
        self.process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        reader = threading.Thread(target=self._read_log, args=(self.process.stderr,), daemon=True)
        reader.start()
        line = self.process.stdout.readline()
        if not line.startswith('listening '):
            self.process.wait(TIMEOUT)
            reader.join(TIMEOUT)
            raise AssertionError('the server did not start: ' + ''.join(self.log))
        self.address = line[len('listening '):].strip()

    def _read_log(self, stream):
        for line in stream:
            self.log.append(line)
        stream.close()

    def stop(self, how=signal.SIGTERM):
        """Ends the process; returns its exit status."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(TIMEOUT)
        self.process.stdin.close()
        self.process.stdout.close()
        self.process = None
        return status

    def kill(self):
        """Ends the process without a warning."""
        return self.stop(signal.SIGKILL)

    def close(self):
        """Ends the process and removes what it left."""
        status = self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        return status

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        status = self.close()
        if kind is None and status not in (None, 0):
            raise AssertionError(f'the server ended with {status}: ' + ''.join(self.log))

    def connect(self, timeout=TIMEOUT):
        """A new HTTP connection."""
        if not self.listen:
            return UnixConnection(self.address, timeout)
        host, port = self.address.rsplit(':', 1)
        if self.certificate:
            context = ssl.create_default_context(cafile=self.certificate)
            return TlsConnection('localhost', int(port), timeout=timeout, context=context)
        return http.client.HTTPConnection(host, int(port), timeout=timeout)

    def raw(self, timeout=TIMEOUT):
        """A new connected socket."""
        if self.listen:
            host, port = self.address.rsplit(':', 1)
            return socket.create_connection((host, int(port)), timeout)
        plain = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        plain.settimeout(timeout)
        plain.connect(self.address)
        return plain

    def request(self, method, path, body=None, token=None, key=None, headers=None,
                connection=None):
        """Makes one call; returns (status, headers, body), the body as objects when it is JSON."""
        own = connection is None
        connection = connection or self.connect()
        fields = dict(headers or {})
        if token:
            fields['Authorization'] = 'Bearer ' + token
        if key:
            fields['Idempotency-Key'] = key
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            fields.setdefault('Content-Type', 'application/json')
        connection.request(method, path, body=body, headers=fields)
        answer = connection.getresponse()
        content = answer.read()
        if (answer.getheader('Content-Type') or '').startswith('application/json'):
            content = json.loads(content)
        if own:
            connection.close()
        return answer.status, answer.headers, content

    def add_token(self, role, email=None, name=None):
        """Makes a token; a running server knows it within a second, so it is waited for."""
        email = email or f'{role}@example.org'
        _, out, _ = run('token', 'add', '--database', self.database, '--email', email,
                        '--name', name or role, '--role', role)
        token = out.strip()
        if self.process is not None:
            wait_for(lambda: self.request('GET', '/sanera/v1/me', token=token)[0] == 200,
                     'the server knows the token')
        return token

    def sql(self, script):
        """Changes the database behind the server's back."""
        with sqlite3.connect(self.database, timeout=TIMEOUT) as database:
            database.executescript(script)
        database.close()

    def query(self, sql, *arguments):
        """Looks into the database."""
        database = sqlite3.connect(self.database, timeout=TIMEOUT)
        try:
            return database.execute(sql, arguments).fetchall()
        finally:
            database.close()


def new_key():
    """An Idempotency-Key."""
    return str(uuid.uuid4())
