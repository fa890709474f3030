# SPDX-License-Identifier: GPL-3.0-or-later
"""Accepting: slow clients, large bodies, many connections; the others are served all the while."""

import json
import os
import signal
import socket
import time
import unittest

import tap
from serverproc import Server, new_key, wait_for

LIMIT = 1 << 20


def read_all(connection):
    """What comes until the other side closes."""
    content = b''
    try:
        while True:
            part = connection.recv(65536)
            if not part:
                return content
            content += part
    except ConnectionError:
        return content


class Accepting(unittest.TestCase):
    """One server on the loopback."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(listen=True, start=False)
        cls.token = cls.server.add_token('admin')
        cls.server.start()
        cls.headers = (f'Host: localhost\r\nAuthorization: Bearer {cls.token}\r\n'
                       f'Idempotency-Key: {new_key()}\r\nContent-Type: application/json\r\n')

    @classmethod
    def tearDownClass(cls):
        assert cls.server.close() == 0

    def head(self, path='/sanera/v1/remediationTasks', extra=''):
        return f'POST {path} HTTP/1.1\r\n{self.headers}{extra}\r\n'.encode()

    def served(self):
        begun = time.monotonic()
        self.assertEqual(self.server.request('GET', '/healthz')[0], 200)
        return time.monotonic() - begun

    def test_slow_clients(self):
        # All at once, as each takes its full time: nothing at all (10 s), half a header (10 s), a
        # body that stops (30 s), an idle connection after an answer (30 s).
        begun = time.monotonic()
        silent, header, body, idle = (self.server.raw(50) for _ in range(4))
        header.sendall(b'GET /healthz HTTP/1.1\r\nHost: ')
        body.sendall(self.head(extra='Content-Length: 100\r\n') + b'{"a"')
        idle.sendall(b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
        self.served()
        self.assertEqual(read_all(silent), b'')
        read_all(header)
        self.assertLess(time.monotonic() - begun, 29)
        self.served()
        self.assertNotIn(b' 200 ', read_all(body))
        self.assertEqual(read_all(idle).count(b'HTTP/1.1 200'), 1)
        self.assertLess(time.monotonic() - begun, 55)
        for connection in (silent, header, body, idle):
            connection.close()

    def test_body_too_large(self):
        connection = self.server.raw()
        connection.sendall(self.head(extra=f'Content-Length: {LIMIT + 1}\r\n'))
        answer = read_all(connection)  # without a byte of the body
        self.assertIn(b'HTTP/1.1 413 ', answer)
        self.assertEqual(json.loads(answer.split(b'\r\n\r\n', 1)[1])['error']['code'],
                         'RequestTooLarge')
        connection.close()

    def test_ten_gigabytes_announced(self):
        connection = self.server.raw()
        connection.sendall(self.head('/sanera/v1/imports',
                                     extra='Content-Length: 10737418240\r\n'))
        self.assertIn(b'HTTP/1.1 413 ', read_all(connection))
        connection.close()

    def test_endless_chunks(self):
        connection = self.server.raw()
        connection.sendall(self.head(extra='Transfer-Encoding: chunked\r\n'))
        chunk = b'10000\r\n' + b'x' * 65536 + b'\r\n'
        sent = 0
        try:
            while sent < 64 * LIMIT:
                connection.sendall(chunk)
                sent += 65536
        except (ConnectionError, socket.timeout):
            pass
        self.served()
        connection.close()

    def test_refused_before_the_body(self):
        for headers, status in (('Host: x\r\n', b'401'), (self.headers, b'404')):
            path = '/sanera/v1/imports' if status == b'401' else '/sanera/v1/nothing'
            connection = self.server.raw()
            connection.sendall(f'POST {path} HTTP/1.1\r\n{headers}Content-Length: 5000000\r\n\r\n'
                               .encode())
            self.assertTrue(read_all(connection).startswith(b'HTTP/1.1 ' + status))
            connection.close()

    def test_expect_continue(self):
        connection = self.server.raw()
        connection.sendall(f'POST /sanera/v1/imports HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000'
                           '\r\nExpect: 100-continue\r\n\r\n'.encode())
        self.assertTrue(connection.recv(1000).startswith(b'HTTP/1.1 401'))
        connection.close()

    def test_small_refused_body_keeps_the_connection(self):
        connection = self.server.connect()
        for _ in range(3):
            status, _, _ = self.server.request('POST', '/sanera/v1/settings', body='x' * 1000,
                                               token=self.token, connection=connection)
            self.assertEqual(status, 405)
        connection.close()

    def test_rubbish(self):
        for rubbish in (b'\x00' * 100, b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
                        b'GET\r\n\r\n', b'GET / HTTP/1.0\r\n\r\n', b'GET /%00%ff HTTP/1.1\r\n\r\n',
                        b'GET http:///// HTTP/1.1\r\nHost: x\r\n\r\n',
                        b'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n',
                        b'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n',
                        b'GET /' + b'a' * 200000 + b' HTTP/1.1\r\nHost: x\r\n\r\n'):
            connection = self.server.raw()
            try:
                connection.sendall(rubbish)
                connection.shutdown(socket.SHUT_WR)
                read_all(connection)
            except OSError:
                pass
            connection.close()
            self.served()

    def test_many_connections(self):
        # More than the cap: the ones that wait longest make room, and new ones are served.
        waiting = []
        for _ in range(1100):
            try:
                waiting.append(self.server.raw())
            except OSError:
                break
        self.assertGreater(len(waiting), 1024)
        self.served()
        for connection in waiting:
            connection.close()
        self.served()


class Connections(unittest.TestCase):
    """What becomes of them."""

    @staticmethod
    def descriptors(server):
        return len(os.listdir(f'/proc/{server.process.pid}/fd'))

    def test_none_is_left_behind(self):
        with Server(listen=True) as server:
            before = self.descriptors(server)
            for close in ({}, {'Connection': 'close'}):
                for _ in range(50):
                    connection = server.connect()
                    for _ in range(2):
                        status, _, _ = server.request('GET', '/healthz', headers=close,
                                                      connection=connection)
                        self.assertEqual(status, 200)
                    connection.close()
            for _ in range(50):
                server.raw().close()
            wait_for(lambda: self.descriptors(server) <= before + 3, 'connections are closed')

    def test_stays_open(self):
        with Server(listen=True) as server:
            connection = server.connect()
            server.request('GET', '/healthz', connection=connection)
            first = connection.sock
            self.assertIsNotNone(first)
            server.request('GET', '/healthz', connection=connection)
            self.assertIs(connection.sock, first)
            connection.close()


class Tls(unittest.TestCase):
    """With a certificate."""

    CERTIFICATE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'data',
                               'tls', 'localhost.pem')

    def test_calls(self):
        with Server(certificate=self.CERTIFICATE, start=False) as server:
            token = server.add_token('reader')
            server.start()
            context = server.request('GET', '/api/machines', token=token)[2]['@odata.context']
            self.assertTrue(context.startswith('https://localhost:'), context)
            for _ in range(3):
                self.assertEqual(server.request('GET', '/healthz')[0], 200)
            self.assertEqual(server.request('GET', '/sanera/v1/me')[0], 401)
            # plain HTTP, and somebody who says nothing, disturb nobody
            plain = server.raw()
            plain.sendall(b'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
            self.assertNotIn(b'200', read_all(plain))
            plain.close()
            silent = server.raw()
            self.assertEqual(server.request('GET', '/healthz')[0], 200)
            silent.close()
            server.process.send_signal(signal.SIGHUP)
            self.assertEqual(server.request('GET', '/healthz')[0], 200)

    def test_large_body_is_refused_at_once(self):
        with Server(certificate=self.CERTIFICATE) as server:
            connection = server.connect()
            connection.putrequest('POST', '/sanera/v1/imports')
            connection.putheader('Content-Length', '5000000')
            connection.endheaders()
            self.assertEqual(connection.getresponse().status, 401)
            connection.close()


class PrivateSocket(unittest.TestCase):
    """What the socket of the private server takes."""

    def test_no_host(self):
        # libsoup 3.2 would take the Unix address for an internet one
        with Server() as server:
            connection = server.raw()
            connection.sendall(b'GET /healthz HTTP/1.0\r\n\r\n')
            self.assertIn(b' 200 ', read_all(connection))
            connection.close()
            self.assertEqual(server.request('GET', '/healthz')[0], 200)


if __name__ == '__main__':
    tap.main()
