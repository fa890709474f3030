# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices: in the feed, moved, retired, merged; and what follows for figures and activities (R6)."""

import itertools
import json
import os
import random
import time
import unittest

import tap
from serverproc import Server, new_key, run

CHANGES = '/sanera/v1/changes'
DEVICES = '/sanera/v1/devices'
MACHINES = '/sanera/v1/machines'
TASKS = '/sanera/v1/remediationTasks'
SQL = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../src/server/sql')

OPEN = ('SELECT DISTINCT r.id, v.id FROM findings f JOIN recommendations r '
        'ON r.row_id = f.recommendation JOIN vulnerabilities v ON v.row_id = f.vulnerability '
        'WHERE f.open = 1 ORDER BY 1, 2')


def day(number):
    """The time of a report: so many days ago."""
    return time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() - number * 86400))


def report(device, at, **parts):
    """A Trivy report: debian=['openssl:CVE-1'] and npm likewise; a part may be empty."""
    results = []
    for part, findings in parts.items():
        rows = []
        for finding in findings:
            package, weakness = finding.split(':')
            rows.append({'VulnerabilityID': weakness, 'PkgName': package, 'Severity': 'HIGH',
                         'InstalledVersion': '1.0', 'FixedVersion': '2.0'})
        results.append({'Target': device, 'Class': 'lang-pkgs' if part == 'npm' else 'os-pkgs',
                        'Type': part, 'Vulnerabilities': rows})
    return json.dumps({'SchemaVersion': 2, 'CreatedAt': at, 'ArtifactName': device,
                       'ArtifactType': 'filesystem', 'Results': results})


class Fleet(unittest.TestCase):
    """A server each."""

    def setUp(self):
        self.server = Server()

    def tearDown(self):
        self.assertIn(self.server.close(), (0, None))

    def get(self, path):
        status, _, body = self.server.request('GET', path)
        self.assertEqual(status, 200, body)
        return body

    def bring(self, text, group=None, complete=False):
        """Imports a report."""
        query = f'?name=r.json&complete={str(complete).lower()}'
        query += f'&group={group}' if group else ''
        status, _, body = self.server.request('POST', '/sanera/v1/imports' + query, text,
                                              key=new_key())
        self.assertEqual(status, 201, body)
        status, _, body = self.server.request(
            'POST', f'/sanera/v1/imports/{body["id"]}/commit', '', key=new_key(),
            headers={'If-Match': f'"{body["basis"]}"'})
        self.assertEqual(status, 200, body)
        return body['preview']

    def device(self, name):
        """A device as the server has it now."""
        return next(row for row in self.get(MACHINES)['value'] if row['computerDnsName'] == name)

    def change(self, device, version=None, key=None, **body):
        """PATCHes a device, by default as it is."""
        row = self.device(device) if isinstance(device, str) else device
        tag = version if version is not None else row['rowVersion']
        return self.server.request('PATCH', f'{DEVICES}/{row["id"]}',
                                   {**body, 'madeAt': '2026-11-20T10:00:00Z'},
                                   key=key or new_key(), headers={'If-Match': f'"{tag}"'})

    def merge(self, into, *names, **changes):
        """Merges devices into one."""
        row = self.device(into)
        body = {'into': row['id'], 'from': [self.device(name)['id'] for name in names],
                'madeAt': '2026-11-20T10:00:00Z', **changes}
        return self.server.request('POST', f'{DEVICES}/merge', body, key=new_key(),
                                   headers={'If-Match': f'"{row["rowVersion"]}"'})

    def request(self, package, **changes):
        """Requests a remediation; returns the activity."""
        body = {'recommendationId': f'va-_-debian-_-{package}', 'type': 'Update',
                'rbacGroupNames': [], 'priority': 'High', 'createTicket': False,
                'madeAt': '2026-11-20T10:00:00Z', **changes}
        status, _, answer = self.server.request('POST', TASKS, body, key=new_key())
        self.assertEqual(status, 201, answer)
        return answer

    def events(self, entity=None):
        """Lines of the audit log about devices, or about one activity."""
        if entity:
            rows = self.server.query('SELECT event FROM audit WHERE entity_id = ? ORDER BY id',
                                     entity)
        else:
            rows = self.server.query("SELECT event FROM audit WHERE entity_type = 'machine' "
                                     "ORDER BY id")
        return [row[0] for row in rows]


class Feed(Fleet):
    """Devices take a new place in the feed when a shown figure changes, and only then."""

    def test_import(self):
        self.bring(report('web', day(3), debian=['openssl:CVE-1', 'curl:CVE-2']), group='Shops')
        page = self.get(CHANGES)
        self.assertEqual([row['computerDnsName'] for row in page['machines']], ['web'])
        web = page['machines'][0]
        self.assertEqual((web['rbacGroupName'], web['recommendationCount'], web['rowVersion'],
                          web['retiredOn'], web['@odata.etag']), ('Shops', 2, 1, None, '"1"'))
        self.assertGreater(web['exposure'], 0)
        # the same again: nothing
        self.bring(report('web', web['lastSeen'], debian=['openssl:CVE-1', 'curl:CVE-2']))
        self.assertEqual(self.get(f'{CHANGES}?cursor={page["cursor"]}')['machines'], [])
        # another device: not this one
        self.bring(report('db', day(3), debian=[]))
        page = self.get(f'{CHANGES}?cursor={page["cursor"]}')
        self.assertEqual([row['computerDnsName'] for row in page['machines']], ['db'])
        # later, and one thing is fixed
        self.bring(report('web', day(2), debian=['openssl:CVE-1']))
        rows = self.get(f'{CHANGES}?cursor={page["cursor"]}')['machines']
        self.assertEqual([(row['recommendationCount'], row['rowVersion']) for row in rows],
                         [(1, 1)])
        self.assertGreater(rows[0]['lastAssessedOn'], web['lastAssessedOn'])
        # another group by an import is a change somebody has to have seen
        self.bring(report('web', day(1), debian=['openssl:CVE-1']), group='Tills')
        self.assertEqual(self.device('web')['rowVersion'], 2)

    def test_database_of_an_older_version(self):
        # devices that were there before they had places in the feed take them at the first start
        with Server(start=False) as server:
            with open(os.path.join(SQL, '001-base.sql'), encoding='utf-8') as file:
                server.sql(file.read() + 'PRAGMA user_version = 1; UPDATE feed SET change = 7;')
            server.sql("""
                INSERT INTO machines (row_id, id, machine_tags) VALUES (1, 'a', '[]'), (2, 'b', '[]');
                INSERT INTO recommendations (row_id, id, change, version) VALUES (1, 'r', 7, 1);
                INSERT INTO vulnerabilities (row_id, id) VALUES (1, 'v'), (2, 'w');
                INSERT INTO assessments (row_id, machine, source, part, assessed_on, result)
                  VALUES (1, 1, 's', 'p', 0, 'Succeeded');
                INSERT INTO findings (recommendation, machine, vulnerability, assessment, open,
                  first_seen, last_seen) VALUES (1, 1, 1, 1, 1, 0, 0), (1, 1, 2, 1, 1, 0, 0);""")
            server.start()
            page = server.request('GET', CHANGES)[2]
            self.assertEqual([(row['id'], row['recommendationCount'], row['rowVersion'],
                               row['change']) for row in page['machines']],
                             [('a', 1, 1, 8), ('b', 0, 1, 9)])

    def test_sample(self):
        with Server(start=False) as server:
            run('sample', '--database', server.database, '--devices', '20', '--recommendations',
                '50', '--seed', '1')
            rows = server.query('SELECT count (*), count (DISTINCT change), min (row_version), '
                                'sum (recommendation_count) FROM machines')
            self.assertEqual(rows[0][:3], (20, 20, 1))
            self.assertEqual(rows[0][3], server.query(
                'SELECT count (*) FROM (SELECT DISTINCT machine, recommendation FROM findings '
                'WHERE open = 1)')[0][0])


class Moving(Fleet):
    """PATCH rbacGroupName: a group exists through its devices."""

    def setUp(self):
        super().setUp()
        self.bring(report('web', day(3), debian=['openssl:CVE-1']), group='Shops')
        self.cursor = self.get(CHANGES)['cursor']

    def groups(self):
        return {row['name']: row['deviceCount']
                for row in self.get('/sanera/v1/deviceGroups')['value']}

    def test_to_a_new_group_and_to_none(self):
        status, headers, body = self.change('web', rbacGroupName='  Tills ')
        self.assertEqual((status, body['rbacGroupName'], body['rowVersion'], headers['ETag']),
                         (200, 'Tills', 2, '"2"'))
        self.assertEqual(self.groups(), {'Tills': 1})
        page = self.get(f'{CHANGES}?cursor={self.cursor}')
        self.assertEqual([row['rbacGroupName'] for row in page['machines']], ['Tills'])
        self.assertIn({'type': 'deviceGroup', 'id': 'Shops'}, page['deleted'])
        self.assertEqual([row['name'] for row in page['deviceGroups']], ['Tills'])
        for group in ('', None, 'UnassignedGroup'):
            with self.subTest(group=group):
                self.change('web', rbacGroupName='Tills')
                self.assertEqual(self.change('web', rbacGroupName=group)[0], 200)
                self.assertEqual(self.groups(), {'UnassignedGroup': 1})
        details = self.server.query("SELECT details FROM audit WHERE event = 'deviceMoved' "
                                    "ORDER BY id LIMIT 1")[0][0]
        self.assertEqual(json.loads(details), {'name': 'web', 'old': 'Shops', 'new': 'Tills'})

    def test_checks(self):
        web = self.device('web')
        path = f'{DEVICES}/{web["id"]}'
        for body, headers, expected in (
                ({'rbacGroupName': 'Tills'}, {}, (428, 'PreconditionRequired')),
                ({'rbacGroupName': 'Tills'}, {'If-Match': '"9"'}, (412, 'PreconditionFailed')),
                ({'rbacGroupName': 7}, {}, (400, 'InvalidRequestBody')),
                ({'rbacGroupName': 'x' * 257}, {}, (400, 'InvalidInput')),
                ({'rbacGroupName': 'a\tb'}, {}, (400, 'InvalidInput')),
                ({'retired': 'yes'}, {}, (400, 'InvalidRequestBody')),
                ({'madeAt': 'then'}, {}, (400, 'InvalidRequestBody'))):
            with self.subTest(body=body, headers=headers):
                status, _, answer = self.server.request('PATCH', path, body, key=new_key(),
                                                        headers=headers)
                self.assertEqual((status, answer['error']['code']), expected)
        # the present state comes with the refusal (R10)
        status, _, answer = self.change('web', version=9, rbacGroupName='Tills')
        self.assertEqual((status, answer['entity']['rbacGroupName']), (412, 'Shops'))
        # what is so already needs no version
        status, _, answer = self.server.request('PATCH', path, {'rbacGroupName': 'Shops'},
                                                key=new_key())
        self.assertEqual((status, answer['rowVersion']), (200, 1))
        self.assertEqual(self.server.request('PATCH', f'{DEVICES}/nobody', {'retired': True},
                                             key=new_key())[0], 404)
        self.assertEqual(self.server.request('PATCH', path, {'retired': True})[0], 400)
        self.assertEqual(self.events(), [])

    def test_once(self):
        web, key = self.device('web'), new_key()
        self.assertEqual(self.change(web, key=key, rbacGroupName='Tills')[0], 200)
        self.change('web', rbacGroupName='Depot')
        # again: the device as it is now, and no second move (R9)
        status, headers, body = self.change(web, key=key, rbacGroupName='Tills')
        self.assertEqual((status, headers['Idempotent-Replay'], body['rbacGroupName']),
                         (200, 'true', 'Depot'))
        status, _, body = self.change(web, key=key, rbacGroupName='Elsewhere')
        self.assertEqual((status, body['error']['code']), (409, 'KeyReused'))
        # the same body for another device is another content
        self.bring(report('db', day(3), debian=[]))
        status, _, body = self.change('db', key=key, rbacGroupName='Tills')
        self.assertEqual((status, body['error']['code']), (409, 'KeyReused'))
        self.assertEqual(self.events(), ['deviceMoved', 'deviceMoved'])


class Retiring(Fleet):
    """R6: a retired device leaves the targets, written down; and it leaves the scores."""

    def setUp(self):
        super().setUp()
        for name in ('web', 'db', 'till'):
            self.bring(report(name, day(3), debian=['openssl:CVE-1']))

    def task(self, activity):
        return self.get(f'{TASKS}/{activity["id"]}')

    def devices(self, activity):
        return sorted(row['computerDnsName']
                      for row in self.get(f'{TASKS}/{activity["id"]}/devices')['value'])

    def test_leaves_figures(self):
        cursor = self.get(CHANGES)['cursor']
        status, _, body = self.change('web', retired=True)
        self.assertEqual((status, body['rowVersion']), (200, 2))
        self.assertIsNotNone(body['retiredOn'])
        page = self.get(f'{CHANGES}?cursor={cursor}')
        self.assertEqual([row['computerDnsName'] for row in page['machines']], ['web'])
        self.assertEqual(page['fleet']['deviceCount'], 2)
        self.assertEqual(page['recommendations'][0]['exposedMachinesCount'], 2)
        self.assertEqual(page['recommendations'][0]['totalMachineCount'], 2)
        self.assertEqual(len(self.get('/api/machines')['value']), 2)
        self.assertEqual(self.get('/api/vulnerabilities')['value'][0]['exposedMachines'], 2)
        # and back
        body = self.change('web', retired=False)[2]
        self.assertEqual((body['retiredOn'], body['rowVersion']), (None, 3))
        self.assertEqual(self.get(CHANGES)['fleet']['deviceCount'], 3)
        self.assertEqual(self.get('/api/vulnerabilities')['value'][0]['exposedMachines'], 3)
        self.assertEqual(self.events(), ['deviceRetired', 'deviceReturned'])

    def test_leaves_targets(self):
        activity = self.request('openssl')
        self.assertEqual(self.devices(activity), ['db', 'till', 'web'])
        path = f'{MACHINES}/{self.device("web")["id"]}/remediationTasks'
        self.assertEqual([row['id'] for row in self.get(path)['value']], [activity['id']])
        self.change('web', retired=True)
        self.assertEqual(self.task(activity)['targetDevices'], 2)
        self.assertEqual(self.devices(activity), ['db', 'till'])
        self.assertEqual(self.events(activity['id']), ['requested', 'deviceRetired'])
        # the others are fixed: nothing is left of it
        self.bring(report('db', day(2), debian=[]))
        self.bring(report('till', day(2), debian=[]))
        self.assertEqual((self.task(activity)['status'], self.task(activity)['completionMethod']),
                         ('Completed', 'Automatic'))
        # It comes back, still exposed: it never was fixed, so nothing comes back on it (R6).
        self.change('web', retired=False)
        self.assertEqual((self.task(activity)['status'], self.task(activity)['targetDevices'],
                          self.task(activity)['fixedDevices']), ('Completed', 3, 2))

    def test_the_last_exposed_one(self):
        activity = self.request('openssl')
        self.bring(report('db', day(2), debian=[]))
        self.bring(report('till', day(2), debian=[]))
        self.change('web', retired=True)
        self.assertEqual(self.task(activity)['status'], 'Completed')
        self.assertEqual(self.events(activity['id']), ['requested', 'deviceRetired', 'completed'])

    def test_no_target_left(self):
        activity = self.request('openssl')
        for name in ('web', 'db', 'till'):
            self.change(name, retired=True)
        task = self.task(activity)
        # nobody has fixed anything: it is not said to be completed
        self.assertEqual((task['status'], task['targetDevices'], task['fixedDevices']),
                         ('Active', 0, 0))

    def test_reports_again(self):
        self.change('web', retired=True)
        # made before it was retired: it says nothing about now
        self.bring(report('web', day(1), debian=['openssl:CVE-1', 'curl:CVE-2']))
        self.assertIsNotNone(self.device('web')['retiredOn'])
        self.assertEqual(self.device('web')['recommendationCount'], 2)
        later = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(time.time() + 3600))
        self.bring(report('web', later, debian=['curl:CVE-2']))
        web = self.device('web')
        self.assertEqual((web['retiredOn'], web['rowVersion']), (None, 3))
        self.assertEqual(self.events(), ['deviceRetired', 'deviceReturned'])
        person, details = self.server.query(
            "SELECT person, details FROM audit WHERE event = 'deviceReturned'")[0]
        self.assertEqual(person, '')
        self.assertIsNotNone(json.loads(details)['import'])
        self.assertEqual(self.get(CHANGES)['fleet']['deviceCount'], 3)


class Tickets(Fleet):
    """A device leaves the open tickets when it is retired, and is followed when it is merged."""

    def setUp(self):
        super().setUp()
        for name in ('web', 'db', 'till'):
            self.bring(report(name, day(3), debian=['openssl:CVE-1']))
        etag = self.server.request('GET', '/sanera/v1/settings')[1]['ETag']
        self.server.request('PATCH', '/sanera/v1/settings', {'intuneConnection': True},
                            key=new_key(), headers={'If-Match': etag})
        self.ticket = self.request('openssl', createTicket=True)['tickets'][0]['id']

    def devices(self):
        return sorted(row['computerDnsName'] for row in
                      self.get(f'/sanera/v1/securityTasks/{self.ticket}/devices')['value'])

    def test_retired_and_merged(self):
        self.change('web', retired=True)
        self.assertEqual(self.devices(), ['db', 'till'])
        self.assertEqual(self.get(f'/sanera/v1/securityTasks/{self.ticket}')['managedDeviceCount'],
                         2)
        self.merge('db', 'till')
        self.assertEqual(self.devices(), ['db'])
        self.bring(report('other', day(3), debian=['openssl:CVE-1']))
        self.merge('other', 'db')
        self.assertEqual(self.devices(), ['other'])


class Merging(Fleet):
    """POST devices/merge: two turn out to be one."""

    def test_merged(self):
        self.bring(report('web', day(3), debian=['openssl:CVE-1']), group='Shops')
        self.bring(report('web.example', day(2), npm=['left-pad:CVE-9']), group='Other')
        activity = self.request('openssl')
        cursor = self.get(CHANGES)['cursor']
        gone = self.device('web')['id']
        status, headers, body = self.merge('web.example', 'web')
        self.assertEqual((status, headers['ETag']), (200, '"2"'))
        self.assertEqual((body['computerDnsName'], body['rbacGroupName'],
                          body['recommendationCount']), ('web.example', 'Other', 2))
        page = self.get(f'{CHANGES}?cursor={cursor}')
        self.assertIn({'type': 'machine', 'id': gone}, page['deleted'])
        self.assertIn({'type': 'deviceGroup', 'id': 'Shops'}, page['deleted'])
        self.assertEqual([row['id'] for row in page['machines']], [body['id']])
        self.assertEqual(page['fleet']['deviceCount'], 1)
        rows = self.get(f'{TASKS}/{activity["id"]}/devices')['value']
        self.assertEqual([row['computerDnsName'] for row in rows], ['web.example'])
        self.assertEqual(self.get(f'{TASKS}/{activity["id"]}')['targetDevices'], 1)
        self.assertEqual(self.events(activity['id']), ['requested', 'devicesMerged'])
        # a report of the old name is about the one that stays
        self.bring(report('WEB', day(1), debian=[]))
        self.assertEqual([row['computerDnsName'] for row in self.get(MACHINES)['value']],
                         ['web.example'])
        self.assertEqual(self.get(f'{TASKS}/{activity["id"]}')['status'], 'Completed')
        self.assertEqual(self.server.request('GET', f'{MACHINES}/{gone}')[0], 404)

    def test_taken_apart(self):
        """What a merge put together can be taken apart, by what reports called it."""
        self.bring(report('web', day(3), debian=['openssl:CVE-1']))
        self.bring(report('web.example', day(2), npm=['left-pad:CVE-9']))
        self.assertIsNone(self.device('web')['identity'])
        self.merge('web.example', 'web')
        row = self.device('web.example')
        self.assertEqual([(name['name'], name['fixed'], name['weaknesses'], name['sources'])
                          for name in row['identity']['names']],
                         [('web', False, 1, ['trivy']), ('web.example', True, 1, ['trivy'])])

        path = f'{DEVICES}/{row["id"]}/split'
        for names, version, code in ((['web'], row['rowVersion'] + 1, 'PreconditionFailed'),
                                     (['nobody'], row['rowVersion'], 'NothingToSplit'),
                                     (['web.example'], row['rowVersion'], 'NothingToSplit')):
            status, _, answer = self.server.request('POST', path, {'names': names}, key=new_key(),
                                                    headers={'If-Match': f'"{version}"'})
            self.assertEqual((status // 100, answer['error']['code']), (4, code))
        key = new_key()
        for _ in range(2):
            status, _, made = self.server.request(
                'POST', path, {'names': ['web']}, key=key,
                headers={'If-Match': f'"{row["rowVersion"]}"'})
            self.assertEqual((status, made['computerDnsName'], made['recommendationCount']),
                             (200, 'web', 1))
        self.assertEqual(self.device('web.example')['recommendationCount'], 1)
        self.assertIsNone(self.device('web.example')['identity'])

    def test_kept_apart(self):
        """Two are two: said once, written down once, whoever says it again."""
        for name in ('a', 'b'):
            self.bring(report(name, day(3), debian=['openssl:CVE-1']))
        a, b = self.device('a'), self.device('b')

        def post(device, other):
            status, _, answer = self.server.request('POST', f'{DEVICES}/{device}/apart',
                                                    {'other': other}, key=new_key())
            return status, answer.get('id') or answer['error']['code']

        self.assertEqual(post(a['id'], b['id']), (200, a['id']))
        self.assertEqual(post(b['id'], a['id']), (200, b['id']))
        self.assertEqual(self.events().count('devicesApart'), 1)
        self.assertEqual(post(a['id'], 'nobody')[0], 404)
        self.assertEqual(post(a['id'], '')[0], 400)
        self.assertEqual(post(a['id'], a['id']), (409, 'AlreadyMerged'))

    def test_refused(self):
        for name in ('a', 'b', 'c'):
            self.bring(report(name, day(3), debian=['openssl:CVE-1']))
        a, b, c = (self.device(name) for name in ('a', 'b', 'c'))

        def post(body, **headers):
            status, _, answer = self.server.request('POST', f'{DEVICES}/merge', body,
                                                    key=new_key(), headers=headers)
            return status, answer.get('error', {}).get('code')

        self.assertEqual(post({'into': a['id'], 'from': []}), (400, 'MissingRequiredParameter'))
        self.assertEqual(post({'from': [a['id']]}), (400, 'MissingRequiredParameter'))
        self.assertEqual(post({'into': a['id'], 'from': [a['id']]}), (400, 'InvalidInput'))
        self.assertEqual(post({'into': a['id'], 'from': ['x'] * 101}), (400, 'InvalidInput'))
        self.assertEqual(post({'into': a['id'], 'from': 'x'}), (400, 'InvalidRequestBody'))
        self.assertEqual(post({'into': a['id'], 'from': ['x']}), (404, 'ResourceNotFound'))
        self.assertEqual(post({'into': 'x', 'from': [a['id']]}), (404, 'ResourceNotFound'))
        both = {'into': a['id'], 'from': [b['id'], b['id']]}
        self.assertEqual(post(both), (428, 'PreconditionRequired'))
        self.assertEqual(post(both, **{'If-Match': '"9"'}), (412, 'PreconditionFailed'))
        self.change('a', retired=True)
        self.assertEqual(post(both, **{'If-Match': '"2"'}), (409, 'DeviceRetired'))
        self.change('a', retired=False)
        self.assertEqual(post(both, **{'If-Match': '"3"'}), (200, None))
        # already so
        self.assertEqual(post(both), (200, None))
        # it is somewhere else by now
        self.assertEqual(post({'into': c['id'], 'from': [b['id']]}, **{'If-Match': '"1"'}),
                         (409, 'AlreadyMerged'))
        self.assertEqual(self.events().count('devicesMerged'), 1)

    def test_chain(self):
        for name in ('a', 'b', 'c'):
            self.bring(report(name, day(3), debian=[f'tool-{name}:CVE-{name}']))
        self.merge('b', 'a')
        self.merge('c', 'b')
        self.bring(report('a', day(2), debian=['other:CVE-7']))
        self.assertEqual([row['computerDnsName'] for row in self.get(MACHINES)['value']], ['c'])
        self.assertEqual(self.server.query(OPEN), [('va-_-debian-_-other', 'CVE-7')])

    def test_any_order(self):
        # R6: any order of reports, and of the merge among them, ends with the same open findings
        # and the same device
        rng = random.Random(6)
        weaknesses = [f'p{n % 3}:CVE-{n}' for n in range(8)]
        start = time.time()
        facts = 'SELECT first_seen, last_seen, last_assessed_on, recommendation_count, ' \
                'round (exposure, 9) FROM machines'
        for trial in range(12):
            reports = []
            for age in rng.sample(range(1, 20), 5):
                at = time.strftime('%Y-%m-%dT00:00:00Z', time.gmtime(start - age * 86400))
                parts = {part: rng.sample(weaknesses, rng.randrange(4))
                         for part in rng.sample(['debian', 'npm'], rng.randrange(1, 3))}
                reports.append((rng.choice('ab'), at, parts, rng.random() < 0.5))
            if {name for name, *_ in reports} != {'a', 'b'}:
                reports[0] = ('a', *reports[0][1:])
                reports[1] = ('b', *reports[1][1:])
            expected = None
            orders = list(itertools.permutations(reports))
            for order in [None, *rng.sample(orders, 5)]:
                with Server() as server:
                    self.server, own = server, self.server
                    merged = False
                    for name, at, parts, complete in order or reports:
                        self.bring(report('b' if order is None else name, at, **parts),
                                   complete=complete)
                        if order and not merged and rng.random() < 0.5 and \
                                len(self.get(MACHINES)['value']) == 2:
                            self.assertEqual(self.merge('b', 'a')[0], 200)
                            merged = True
                    if order and not merged:
                        self.assertEqual(self.merge('b', 'a')[0], 200)
                    result = server.query(OPEN), server.query(facts)
                    self.server = own
                expected = expected or result
                self.assertEqual(result, expected, (trial, order, reports))


if __name__ == '__main__':
    tap.main()
