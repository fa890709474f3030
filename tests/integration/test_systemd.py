# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that systemd starts: the socket it is handed, and the word that it is ready."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import unittest

import tap
from serverproc import PROGRAM, TIMEOUT, UnixConnection, run

# The process that becomes the server is the one that LISTEN_PID names; its socket is descriptor 3.
HAND_OVER = 'exec 3<&"$0"; LISTEN_PID=${PID:-$$} LISTEN_FDS=${COUNT:-1} exec "$@"'


class Systemd(unittest.TestCase):
    """What systemd does is done here by a shell."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='sanera-test-')
        self.database = os.path.join(self.folder, 'server.db')
        run('token', 'add', '--database', self.database, '--email', 'a@example.org', '--name', 'A',
            '--role', 'reader')
        self.word = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.word.settimeout(TIMEOUT)
        self.word.bind(os.path.join(self.folder, 'notify'))

    def tearDown(self):
        self.word.close()
        shutil.rmtree(self.folder)

    def command(self, descriptor, *arguments):
        return ['/bin/sh', '-c', HAND_OVER, str(descriptor), PROGRAM, 'serve', '--database',
                self.database, '--activated', *arguments]

    @contextlib.contextmanager
    def serving(self, listening, *arguments):
        environment = {**os.environ, 'NOTIFY_SOCKET': self.word.getsockname()}
        process = subprocess.Popen(
            self.command(listening.fileno(), *arguments), env=environment,
            pass_fds=[listening.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        try:
            self.assertEqual(self.word.recv(100), b'READY=1')
            self.address = process.stdout.readline().removeprefix('listening ').strip()
            yield process
            process.send_signal(signal.SIGTERM)
            self.assertEqual(self.word.recv(100), b'STOPPING=1')
            self.assertEqual(process.wait(TIMEOUT), 0)
        finally:
            process.kill()
            process.wait(TIMEOUT)
            process.stdout.close()

    def refused(self, descriptor, *arguments, words, **environment):
        done = subprocess.run(
            self.command(descriptor, *arguments), env={**os.environ, **environment},
            pass_fds=[descriptor], stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=TIMEOUT, check=False)
        self.assertEqual((done.returncode, done.stdout), (1, ''), done.stderr)
        self.assertEqual(done.stderr.count('\n'), 1, done.stderr)
        self.assertIn(words, done.stderr)

    def status_of(self, connection, path):
        with contextlib.closing(connection):
            connection.request('GET', path)
            answer = connection.getresponse()
            answer.read()
            return answer.status

    def test_network(self):
        """A call that came before the server did is answered."""
        with socket.create_server(('127.0.0.1', 0)) as listening:
            port = listening.getsockname()[1]
            early = http.client.HTTPConnection('127.0.0.1', port, timeout=TIMEOUT)
            early.request('GET', '/healthz')
            with self.serving(listening):
                self.assertEqual(self.address, f'127.0.0.1:{port}')
                self.assertEqual(early.getresponse().status, 200)
                early.close()
                again = http.client.HTTPConnection('127.0.0.1', port, timeout=TIMEOUT)
                self.assertEqual(self.status_of(again, '/sanera/v1/me'), 401)

    def test_unix_socket(self):
        """Many people may use it, each with his token; it stays for the next start."""
        path = os.path.join(self.folder, 'sanera.socket')
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path)
            listening.listen()
            for _ in range(2):
                with self.serving(listening):
                    self.assertEqual(self.address, path)
                    self.assertEqual(self.status_of(UnixConnection(path, TIMEOUT), '/healthz'), 200)
                    self.assertEqual(
                        self.status_of(UnixConnection(path, TIMEOUT), '/sanera/v1/me'), 401)
                self.assertTrue(os.path.exists(path))

    def test_refused(self):
        """A sentence, and no server."""
        with socket.create_server(('0.0.0.0', 0)) as everywhere:
            self.refused(everywhere.fileno(), words='--certificate')
            self.refused(everywhere.fileno(), words='got none', PID='1')
            self.refused(everywhere.fileno(), words='got more', COUNT='2')
            with self.serving(everywhere, '--behind-proxy'):
                pass
        with socket.socket() as deaf, open(self.database, 'rb') as file:
            self.refused(deaf.fileno(), words='no listening stream')
            self.refused(file.fileno(), words='no listening stream')


if __name__ == '__main__':
    tap.main()
