# SPDX-License-Identifier: GPL-3.0-or-later
"""A Microsoft Defender tenant, as a stand-in has it, comes into the cache of the application; and
our own server's /api door, which has the same shapes.

The environment variable SANERA_PULLER names the application without its window."""

import os
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

import tap
from defender_standin import CLIENT, DIRECTORY, GRAPH, SECRET, Tenant
from fixture import fill
from serverproc import Server, TIMEOUT

PULLER = os.environ['SANERA_PULLER']
MANY = 10500  # more than one page
RECOMMENDATIONS = '/api/recommendations'
TASKS = '/api/remediationTasks'
MACHINES = '/api/machines'


def machine(number):
    """A device as the interface has it, with keys that nobody knows here."""
    return {'id': f'{number:040x}', 'computerDnsName': f'host-{number}.contoso.com',
            'osPlatform': 'Windows11', 'rbacGroupId': 140, 'rbacGroupName': f'Group {number % 3}',
            'exposureLevel': ('High', 'Medium', 'Low', None)[number % 4], 'managedBy': 'Intune',
            'ipAddresses': [{'ipAddress': '10.0.0.1', 'type': 'Ethernet'}],
            'lastSeen': '2026-11-20T14:55:03.7791856Z', 'isExcluded': False}


def recommendation(number):
    """A recommendation; some lack what others have."""
    row = {'id': f'va-_-acme-_-tool{number}', 'productName': f'tool{number}', 'vendor': 'acme',
           'recommendationName': f'Update Tool {number}', 'relatedComponent': f'Tool {number}',
           'remediationType': 'Update', 'status': 'Active', 'weaknesses': number % 50,
           'exposureImpact': number / 1000, 'exposedMachinesCount': 3, 'totalMachineCount': 4.0,
           'hasUnpatchableCve': False, 'tags': []}
    if number % 2:
        row['recommendedVersion'] = ''
    return row


def task(number):
    """An activity in progress."""
    return {'id': f'task-{number}', 'title': f'Update Tool {number}', 'type': 'Update',
            'status': 'Active', 'priority': 'High', 'createdOn': '2026-11-20T13:20:36.4718166Z',
            'dueOn': '2026-12-11T00:00:00Z', 'targetDevices': 9, 'fixedDevices': 2,
            'productId': f'acme-_-tool{number}', 'relatedComponent': f'Tool {number}'}


def lists():
    """What a tenant has."""
    return {
        MACHINES: [machine(i) for i in range(MANY)],
        TASKS: [task(i) for i in range(3)],
        RECOMMENDATIONS: [recommendation(i) for i in range(MANY)],
        '/api/exposureScore': {'time': '2026-11-20T07:23:53.280499Z', 'score': 33.4},
        '/api/configurationScore': {'time': '2026-11-20T09:15:58.1665846Z', 'score': 340},
        GRAPH: [{'@odata.type': '#microsoft.graph.appVulnerabilityTask', 'id': 'one',
                 'displayName': 'Update Tool 1', 'status': 'pending', 'priority': 'high',
                 'mitigationType': 'update', 'appName': 'Tool 1', 'managedDeviceCount': 2,
                 'dueDateTime': '2026-12-01T00:02:18.1994089-08:00'}],
    }


class Base(unittest.TestCase):
    """A folder of a connection."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='sanera-test-')
        self.tenant = None

    def tearDown(self):
        if self.tenant is not None:
            self.tenant.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def pull(self, secret=SECRET, address=None):
        """Brings the cache in step; returns (status, what was said of errors)."""
        done = subprocess.run([PULLER, self.folder, address or self.tenant.kept, secret],
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=3 * TIMEOUT, check=False)
        return done.returncode, done.stderr

    def query(self, sql):
        """The first row of the cache, as it is on the disk."""
        database = sqlite3.connect(os.path.join(self.folder, 'cache.db'), timeout=TIMEOUT)
        try:
            return database.execute(sql).fetchone()
        finally:
            database.close()

    def count(self, table):
        """Rows of a table."""
        return self.query(f'SELECT count (*) FROM {table}')[0]


class Standin(Base):
    """More than one page of everything."""

    def setUp(self):
        super().setUp()
        self.tenant = Tenant(lists())

    def test_whole(self):
        self.tenant.busy[RECOMMENDATIONS] = 1
        self.assertEqual(self.pull()[0], 0)
        self.assertEqual(self.count('machines'), MANY)
        self.assertEqual(self.count('recommendations'), MANY)
        self.assertEqual(self.count('remediation_tasks'), 3)
        self.assertEqual(self.count('device_groups'), 3)
        self.assertEqual(self.query('SELECT service, status FROM security_tasks'),
                         ('Intune', 'pending'))
        self.assertEqual(self.query("SELECT activity_count FROM recommendations "
                                    "WHERE id = 'va-_-acme-_-tool1'"), (1,))
        self.assertEqual(self.tenant.signed_in, 2)

        # once more: nothing is written; then a row less, and one that has changed
        self.assertEqual(self.pull()[0], 0)
        self.assertEqual(self.query('SELECT max (change) FROM recommendations'), (1,))
        self.tenant.lists[RECOMMENDATIONS].pop()
        self.tenant.lists[RECOMMENDATIONS][7]['weaknesses'] = 99
        self.tenant.links = False  # and the rest is behind a full page without a link
        self.assertEqual(self.pull()[0], 0)
        self.assertIn(f'{RECOMMENDATIONS}?$skip=10000', self.tenant.calls)
        self.assertEqual(self.count('recommendations'), MANY - 1)
        self.assertEqual(self.query('SELECT count (*) FROM recommendations WHERE change = 3'),
                         (1,))
        # neither the secret nor a token is on the disk
        for name in os.listdir(self.folder):
            with open(os.path.join(self.folder, name), 'rb') as file:
                content = file.read()
            self.assertNotIn(SECRET.encode(), content)
            self.assertNotIn(b'/.default-', content)

    def test_cut(self):
        self.assertEqual(self.pull()[0], 0)
        synced = self.query("SELECT value FROM meta WHERE key = 'syncedOn'")
        self.tenant.lists[MACHINES].clear()
        self.tenant.forbidden.add(RECOMMENDATIONS)
        status, said = self.pull()
        self.assertEqual(status, 1)
        self.assertIn('MissingPermission: SecurityRecommendation.Read.All', said)
        self.assertEqual(self.count('machines'), MANY)
        self.assertEqual(self.query("SELECT value FROM meta WHERE key = 'syncedOn'"), synced)

    def test_not_let_in(self):
        for secret, address, code in (
                ('wrong', self.tenant.kept, 'WrongSecret'),
                (SECRET, self.tenant.kept.replace(CLIENT, 'other'), 'UnknownApplication'),
                (SECRET, self.tenant.kept.replace(DIRECTORY, 'other'), 'UnknownTenant')):
            with self.subTest(code):
                status, said = self.pull(secret, address)
                self.assertEqual(status, 1)
                self.assertIn(code, said)
                self.assertNotIn(secret, said.replace('client secret', ''))


class OwnServer(Base):
    """What is written for Microsoft's interface works with ours."""

    def test_own(self):
        with Server(listen=True) as server:
            fill(server, recommendations=5, devices=4)
            token = server.add_token('admin')
            self.tenant = Tenant({}, behind=(f'http://{server.address}', token))
            status, said = self.pull()
            self.assertEqual((status, said), (0, ''))
            self.assertEqual(self.count('recommendations'), 5)
            self.assertEqual(self.count('machines'), 4)
            self.assertEqual(self.query("SELECT value FROM meta WHERE key = 'missingPermissions'"),
                             None)


if __name__ == '__main__':
    tap.main()
