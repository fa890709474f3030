# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may do what: every role and every call, tokens, limits."""

import unittest

import tap
from serverproc import Server, new_key, run, wait_for

ROLES = ('reader', 'securityAdmin', 'itAdmin', 'admin')
READ = set(ROLES)
REQUEST = {'securityAdmin', 'admin'}
DEVICES = {'itAdmin', 'admin'}
DECIDE = {'itAdmin', 'admin'}
COMPLETE = {'securityAdmin', 'itAdmin', 'admin'}
ADMIN = {'admin'}
GRAPH = '/beta/deviceAppManagement/deviceAppManagementTasks'

# call → who may make it; whoever may not gets 403, nobody gets past 401 without a token
CALLS = {
    ('GET', '/api/recommendations'): READ,
    ('GET', '/api/recommendations/$count'): READ,
    ('GET', '/api/recommendations/x'): READ,
    ('GET', '/api/recommendations/x/machineReferences'): READ,
    ('GET', '/api/recommendations/x/vulnerabilities'): READ,
    ('GET', '/api/remediationTasks'): READ,
    ('GET', '/api/remediationTasks/$count'): READ,
    ('GET', '/api/remediationTasks/x'): READ,
    ('GET', '/api/remediationTasks/x/machineReferences'): READ,
    ('GET', '/api/machines'): READ,
    ('GET', '/api/machines/$count'): READ,
    ('GET', '/api/machines/x'): READ,
    ('GET', '/api/machines/x/recommendations'): READ,
    ('GET', '/api/vulnerabilities'): READ,
    ('GET', '/api/vulnerabilities/$count'): READ,
    ('GET', '/sanera/v1/me'): READ,
    ('GET', '/sanera/v1/changes'): READ,
    ('GET', '/sanera/v1/deviceGroups'): READ,
    ('GET', '/sanera/v1/machines'): READ,
    ('GET', '/sanera/v1/machines/x/remediationTasks'): READ,
    ('PATCH', '/sanera/v1/devices/x'): DEVICES,
    ('POST', '/sanera/v1/devices/merge'): DEVICES,
    ('GET', '/sanera/v1/recommendations/x'): READ,
    ('GET', '/sanera/v1/recommendations/x/machineReferences'): READ,
    ('GET', '/sanera/v1/recommendations/x/vulnerabilities'): READ,
    ('POST', '/sanera/v1/remediationTasks'): REQUEST,
    ('GET', '/sanera/v1/remediationTasks/x'): READ,
    ('GET', '/sanera/v1/remediationTasks/x/devices'): READ,
    ('GET', '/sanera/v1/remediationTasks/x/history'): READ,
    ('POST', '/sanera/v1/remediationTasks/x/ticket'): REQUEST,
    ('GET', '/sanera/v1/securityTasks'): READ,
    ('GET', '/sanera/v1/securityTasks/x'): READ,
    ('GET', '/sanera/v1/securityTasks/x/devices'): READ,
    ('POST', '/sanera/v1/securityTasks/x/updateStatus'): DECIDE,
    ('GET', GRAPH): READ,
    ('GET', GRAPH + '/x'): READ,
    ('GET', GRAPH + '/x/managedDevices'): READ,
    ('POST', GRAPH + '/x/updateStatus'): DECIDE,
    ('POST', '/sanera/v1/remediationTasks:batch'): REQUEST,
    ('PATCH', '/sanera/v1/remediationTasks/x'): REQUEST,
    ('POST', '/sanera/v1/remediationTasks/x/complete'): COMPLETE,
    ('POST', '/sanera/v1/remediationTasks/x/reopen'): COMPLETE,
    ('POST', '/sanera/v1/remediationTasks/x/withdraw'): REQUEST,
    ('DELETE', '/sanera/v1/submissions/x'): COMPLETE,
    ('GET', '/sanera/v1/exceptions'): READ,
    ('GET', '/sanera/v1/exceptions/x'): READ,
    ('POST', '/sanera/v1/exceptions'): REQUEST,
    ('PATCH', '/sanera/v1/exceptions/x'): REQUEST,
    ('POST', '/sanera/v1/exceptions/x/cancel'): REQUEST,
    ('POST', '/sanera/v1/exceptions/x/renew'): REQUEST,
    ('POST', '/sanera/v1/imports'): REQUEST,
    ('POST', '/sanera/v1/imports/x/commit'): REQUEST,
    ('GET', '/sanera/v1/imports'): READ,
    ('GET', '/sanera/v1/people'): READ,
    ('GET', '/sanera/v1/tokens'): ADMIN,
    ('POST', '/sanera/v1/tokens'): ADMIN,
    ('DELETE', '/sanera/v1/tokens/x'): ADMIN,
    ('GET', '/sanera/v1/audit'): ADMIN,
    ('GET', '/sanera/v1/audit/1'): READ,
    ('GET', '/sanera/v1/settings'): READ,
    ('PATCH', '/sanera/v1/settings'): REQUEST,
}


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

    def test_every_role_every_call(self):
        for (method, path), allowed in CALLS.items():
            for role in ROLES:
                with self.subTest(method=method, path=path, role=role):
                    status, _, body = self.server.request(
                        method, path, body='{}' if method in ('POST', 'PATCH') else None,
                        token=self.tokens[role], headers={'Content-Type': 'application/json'})
                    if role in allowed:
                        self.assertNotIn(status, (401, 403, 405, 500))
                    else:
                        self.assertEqual(status, 403)
                        self.assertEqual(body['error']['code'], 'Forbidden')

    def test_no_token(self):
        for method, path in CALLS:
            for token in (None, 'wrong', self.tokens['admin'] + 'x'):
                with self.subTest(method=method, path=path, token=token):
                    status, headers, body = self.server.request(method, path, token=token)
                    self.assertEqual(status, 401)
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
