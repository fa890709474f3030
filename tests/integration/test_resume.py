# SPDX-License-Identifier: GPL-3.0-or-later
"""The application's own sync against the real server: killed in the middle it goes on where the
last page ended, then fetches only what has changed, and notices another database.

The environment variable SANERA_PULLER names the application without its window."""

import http.client
import http.server
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import unittest
import urllib.parse

import tap
from fixture import fill
from serverproc import Server, TIMEOUT, wait_for

PULLER = os.environ['SANERA_PULLER']
RECOMMENDATIONS = 9000  # pages of 2,000: five
PAGES = 5


class Proxy(http.server.ThreadingHTTPServer):
    """Stands before the server, writes down the calls of the feed, and can hold one back."""

    daemon_threads = True

    def __init__(self, server):
        super().__init__(('127.0.0.1', 0), Handler)
        self.server = server
        self.calls = []  # (cursor, status, rows) of those that ask for news at once
        self.hold_after = None  # so many are answered, the next one is not
        self.released = threading.Event()
        self.running = 0
        self.most = 0
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f'http://127.0.0.1:{self.server_address[1]}'


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection to the proxy."""

    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):  # pylint: disable=arguments-differ
        pass

    def do_GET(self):  # pylint: disable=invalid-name
        proxy = self.server
        query = urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query)
        feed = urllib.parse.urlparse(self.path).path.endswith('/changes') and 'wait' not in query
        if feed:
            with proxy.lock:
                proxy.running += 1
                proxy.most = max(proxy.most, proxy.running)
        if feed and proxy.hold_after is not None and len(proxy.calls) >= proxy.hold_after:
            proxy.released.wait(TIMEOUT)
        status, content = self.forward()
        if feed:
            page = json.loads(content) if status == 200 else {}
            with proxy.lock:
                proxy.running -= 1
                proxy.calls.append((query.get('cursor', [None])[0], status,
                                    len(page.get('recommendations', []))))
        try:
            self.send_response(status)
            self.send_header('Content-Type', 'application/json; charset=utf-8')
            self.send_header('Content-Length', str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except OSError:
            self.close_connection = True  # killed meanwhile

    def forward(self):
        """Asks the server; returns (status, body)."""
        host, port = self.server.server.address.rsplit(':', 1)
        connection = http.client.HTTPConnection(host, int(port), timeout=TIMEOUT)
        try:
            connection.request('GET', self.path,
                               headers={'Authorization': self.headers.get('Authorization', '')})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except OSError:
            return 503, b'{"error":{"code":"Unavailable","message":""}}'
        finally:
            connection.close()


class Resume(unittest.TestCase):
    """A fleet of many pages."""

    def setUp(self):
        self.server = Server(listen=True)
        fill(self.server, recommendations=RECOMMENDATIONS, devices=1)
        self.token = self.server.add_token('admin')
        self.proxy = Proxy(self.server)
        self.folder = tempfile.mkdtemp(prefix='sanera-test-')

    def tearDown(self):
        self.proxy.released.set()
        self.proxy.shutdown()
        self.proxy.server_close()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.assertIn(self.server.close(), (0, None))

    def start(self):
        return subprocess.Popen([PULLER, self.folder, self.proxy.url, self.token],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)

    def run_to_end(self):
        """Brings the cache in step; returns the calls of the feed it took."""
        before = len(self.proxy.calls)
        out, _ = self.start().communicate(timeout=3 * TIMEOUT)
        self.assertIn('online', out)
        return self.proxy.calls[before:]

    def count(self):
        """Rows in the cache, as they are on the disk."""
        database = sqlite3.connect(os.path.join(self.folder, 'cache.db'), timeout=TIMEOUT)
        try:
            return database.execute('SELECT count (*) FROM recommendations').fetchone()[0]
        finally:
            database.close()

    def test_killed(self):
        # the fourth page never comes; the third is on the disk
        self.proxy.hold_after = 3
        process = self.start()
        for _ in range(3):
            self.assertEqual(process.stdout.readline(), 'page\n')
        process.send_signal(signal.SIGKILL)
        process.wait(TIMEOUT)
        process.stdout.close()
        self.proxy.hold_after = None
        self.proxy.released.set()
        wait_for(lambda: self.proxy.running == 0, 'the held call ended')
        self.assertEqual(self.count(), 6000 - 2)  # two device groups came before them
        asked = self.proxy.calls[3][0]  # for the page that never came
        self.assertIsNotNone(asked)

        # the next start begins there
        calls = self.run_to_end()
        self.assertEqual(calls[0][0], asked)
        self.assertEqual(len(calls), PAGES - 3)
        self.assertEqual(self.count(), RECOMMENDATIONS)
        self.assertEqual([call[0] for call in self.proxy.calls].count(None), 1)

        # nothing has changed: one call, no rows; then one row
        self.assertEqual([call[1:] for call in self.run_to_end()], [(200, 0)])
        self.server.sql("""UPDATE feed SET change = change + 1;
                           UPDATE recommendations SET weaknesses = 99,
                             change = (SELECT change FROM feed) WHERE row_id = 7;""")
        self.assertEqual([call[1:] for call in self.run_to_end()], [(200, 1)])

        # a backup was put back: other rows under the same numbers, so it has another name
        self.server.stop()
        self.server.sql("""UPDATE meta SET value = '00000000-0000-4000-8000-000000000001'
                             WHERE key = 'uuid';
                           UPDATE recommendations SET id = id || '-old' WHERE row_id <= 10;""")
        self.server.start()
        calls = self.run_to_end()
        self.assertEqual(calls[0][1], 410)
        self.assertIsNone(calls[1][0])
        self.assertEqual(len(calls), 1 + PAGES)
        self.assertEqual(self.count(), RECOMMENDATIONS)

        # never two at once
        self.assertEqual(self.proxy.most, 1)


if __name__ == '__main__':
    tap.main()
