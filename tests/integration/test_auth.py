# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may do what: every role and every call, tokens, limits."""

import os
import re
import subprocess
import unittest

import tap
from serverproc import Server, new_key, run, wait_for

ROLES = ('reader', 'securityAdmin', 'itAdmin', 'admin')
TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../data/calls.tsv')


def read_table():
    """(method, path) → what is answered, by who asks."""
    with open(TABLE, encoding='utf-8') as file:
        lines = [line.rstrip('\n').split('\t') for line in file if not line.startswith('#')]
    return {(line[0], line[1]): dict(zip(lines[0][2:], line[2:])) for line in lines[1:]}


def read_routes():
    """The server's own table of calls: (method, path) → what body it takes."""
    out = subprocess.run([os.environ['SANERA_ROUTES']], capture_output=True, text=True,
                         check=True).stdout
    return {tuple(line.split('\t')[:2]): line.split('\t')[2] for line in out.splitlines()}


CALLS = read_table()


def make_path(path):
    """A path in which something that does not exist stands for every parameter."""
    return re.sub(r'\{[a-z]+\}', '1', path)


class Roles(unittest.TestCase):
    """One server, a token for each role."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(listen=True, start=False)
        cls.tokens = {role: cls.server.add_token(role) for role in ROLES}
        cls.server.start()

    @classmethod
    def tearDownClass(cls):
        assert cls.server.close() == 0

    def test_table_is_complete(self):
        routes = read_routes()
        self.assertEqual(sorted(set(routes) - set(CALLS)), [], 'calls without a line')
        self.assertEqual(sorted(set(CALLS) - set(routes)), [], 'lines without a call')
        # what changes something is open to nobody who may only look
        for (method, path), expected in CALLS.items():
            if method != 'GET':
                self.assertEqual((expected['none'], expected['reader']), ('401', '403'), path)

    def call(self, method, path, token):
        """Makes a call with a body when it takes one, but no proper one."""
        body = '{}' if method in ('POST', 'PATCH') else None
        return self.server.request(method, make_path(path), body=body, token=token,
                                   headers={'Content-Type': 'application/json'})

    def test_every_role_every_call(self):
        for (method, path), expected in CALLS.items():
            for role in ROLES:
                with self.subTest(method=method, path=path, role=role):
                    status, _, body = self.call(method, path, self.tokens[role])
                    if expected[role] == 'ok':
                        self.assertNotIn(status, (401, 403, 405, 500))
                    else:
                        self.assertEqual(str(status), expected[role])
                        self.assertEqual(body['error']['code'], 'Forbidden')

    def test_no_token(self):
        for (method, path), expected in CALLS.items():
            for who, token in (('none', None), ('wrong', 'wrong'),
                               ('wrong', self.tokens['admin'] + 'x')):
                with self.subTest(method=method, path=path, token=token):
                    status, headers, body = self.call(method, path, token)
                    if expected[who] == 'ok':
                        self.assertEqual(status, 200)
                        continue
                    self.assertEqual(str(status), expected[who])
                    self.assertEqual(headers['WWW-Authenticate'], 'Bearer')
                    self.assertEqual(body['error']['code'], 'Unauthorized')
                    self.assertEqual(body['error']['target'], headers['X-Request-Id'])

    def test_health_needs_no_token(self):
        self.assertEqual(self.server.request('GET', '/healthz')[0], 200)

    def test_me(self):
        body = self.server.request('GET', '/sanera/v1/me', token=self.tokens['itAdmin'])[2]
        self.assertEqual(body, {'email': 'itAdmin@example.org', 'name': 'itAdmin',
                                'role': 'itAdmin',
                                'capabilities': ['read', 'export', 'complete', 'decide',
                                                 'devices']})

    def test_unknown_and_wrong_method(self):
        status, _, body = self.server.request('GET', '/sanera/v1/nothing',
                                              token=self.tokens['admin'])
        self.assertEqual((status, body['error']['code']), (404, 'NotFound'))
        status, headers, _ = self.server.request('PUT', '/sanera/v1/settings',
                                                 token=self.tokens['admin'])
        self.assertEqual((status, headers['Allow']), (405, 'GET, PATCH'))


class Tokens(unittest.TestCase):
    """Tokens come, go, and are limited."""

    def test_removed_token(self):
        with Server(listen=True) as server:
            token = server.add_token('reader')
            line = run('token', 'list', '--database', server.database)[1]
            self.assertNotIn(token, line)
            run('token', 'remove', '--database', server.database, line.split('\t')[0])
            wait_for(lambda: server.request('GET', '/sanera/v1/me', token=token)[0] == 401,
                     'the token is not valid any more')

    def test_only_the_hash_is_kept(self):
        with Server(listen=True, start=False) as server:
            token = server.add_token('reader')
            with open(server.database, 'rb') as database:
                content = database.read()
            self.assertNotIn(token.encode(), content)

    def test_calls_per_minute(self):
        with Server(listen=True, start=False) as server:
            token, other = server.add_token('reader'), server.add_token('admin')
            server.start()
            connection = server.connect()
            statuses = []
            while 429 not in statuses and len(statuses) < 1000:
                status, headers, body = server.request('GET', '/sanera/v1/me', token=token,
                                                       connection=connection)
                statuses.append(status)
            self.assertGreaterEqual(len(statuses), 600)
            self.assertEqual(body['error']['code'], 'TooManyRequests')
            self.assertGreater(int(headers['Retry-After']), 0)
            self.assertEqual(server.request('GET', '/sanera/v1/me', token=other)[0], 200)
            connection.close()

    def test_private_socket_has_no_limit(self):
        with Server() as server:
            connection = server.connect()
            for _ in range(700):
                status, _, body = server.request('GET', '/sanera/v1/me', connection=connection)
                self.assertEqual(status, 200)
            self.assertEqual(body['role'], 'admin')
            connection.close()

    def test_somebody_elses_key(self):
        with Server(listen=True, start=False) as server:
            first = server.add_token('securityAdmin', email='a@example.org')
            second = server.add_token('securityAdmin', email='b@example.org')
            again = server.add_token('securityAdmin', email='A@Example.org')
            server.start()
            key = new_key()
            path = '/sanera/v1/submissions/' + key
            self.assertEqual(server.request('DELETE', path, token=first)[0], 204)
            status, _, body = server.request('DELETE', path, token=second)
            self.assertEqual((status, body['error']['code']), (409, 'KeyReused'))
            # persons are compared by their e-mail, not by token
            self.assertEqual(server.request('DELETE', path, token=again)[0], 204)


if __name__ == '__main__':
    tap.main()
