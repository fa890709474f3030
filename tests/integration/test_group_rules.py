# SPDX-License-Identifier: GPL-3.0-or-later
"""Device groups by rule: what decides, what stays, what a rule would do, and who may."""

import itertools
import json
import unittest

import tap
from serverproc import Server, new_key

RULES = '/sanera/v1/deviceGroupRules'
MACHINES = '/sanera/v1/machines'
DEVICES = '/sanera/v1/devices'


def defender(*devices):
    """What Defender's API tells of some devices: name, platform, tags, group."""
    rows = [{'deviceId': f'id-{name}', 'deviceName': name, 'rbacGroupName': group,
             'osPlatform': platform, 'softwareVendor': 'acme', 'softwareName': 'tool',
             'softwareVersion': '1', 'cveId': 'CVE-2026-1', 'vulnerabilitySeverityLevel': 'High',
             'lastSeenTimestamp': '2026-01-01 00:00:00'} for name, platform, _, group in devices]
    machines = [{'id': f'id-{name}', 'computerDnsName': name, 'machineTags': tags}
                for name, _, tags, _ in devices]
    return json.dumps({'value': rows}) + '\n' + json.dumps({'value': machines})


def trivy(name, family='debian', release='12.1'):
    """A report about a clean host."""
    return json.dumps({'SchemaVersion': 2, 'CreatedAt': '2026-01-02T00:00:00Z',
                       'ArtifactName': name, 'ArtifactType': 'filesystem',
                       'Metadata': {'OS': {'Family': family, 'Name': release}},
                       'Results': [{'Target': name, 'Class': 'os-pkgs', 'Type': family,
                                    'Vulnerabilities': []}]})


class GroupRules(unittest.TestCase):
    """A server each."""

    def setUp(self):
        self.server = Server()

    def tearDown(self):
        self.assertIn(self.server.close(), (0, None))

    def call(self, method, path, body=None, expected=200, **headers):
        """A call, and what it answers."""
        key = None if method == 'GET' else new_key()
        status, _, answer = self.server.request(method, path, body, key=key, headers=headers)
        self.assertEqual(status, expected, answer)
        return answer

    def bring(self, text, group=''):
        """Imports a report."""
        query = f'?name=r.json&group={group}' if group else '?name=r.json'
        made = self.call('POST', '/sanera/v1/imports' + query, text, 201)
        self.call('POST', f'/sanera/v1/imports/{made["id"]}/commit', '',
                  **{'If-Match': f'"{made["basis"]}"'})

    def groups(self):
        """Device → group."""
        return {row['computerDnsName']: row['rbacGroupName']
                for row in self.call('GET', MACHINES)['value']}

    def add(self, group, field, pattern, position=None):
        """Makes a rule."""
        body = {'rbacGroupName': group, 'field': field, 'pattern': pattern}
        if position is not None:
            body['position'] = position
        return self.call('POST', RULES, body, 201)

    def test_first_rule_decides(self):
        for name in ('web-1.example', 'WEB-2', 'db-1'):
            self.bring(trivy(name))
        rule = self.add('Web', 'name', 'web-*')
        self.assertEqual(self.groups(), {'web-1.example': 'Web', 'WEB-2': 'Web', 'db-1': ''})
        everything = self.add('Linux', 'os', 'debian 12.?')
        self.assertEqual(self.groups(), {'web-1.example': 'Web', 'WEB-2': 'Web', 'db-1': 'Linux'})
        self.assertEqual([(row['id'], row['position'], row['deviceCount'])
                          for row in self.call('GET', RULES)['value']],
                         [(rule['id'], 1, 2), (everything['id'], 2, 1)])

        # A device that comes later, and another order.
        self.bring(trivy('web-3'))
        self.assertEqual(self.groups()['web-3'], 'Web')
        self.call('PATCH', f'{RULES}/{everything["id"]}', {'position': 1},
                  **{'If-Match': '"1"'})
        self.assertEqual(set(self.groups().values()), {'Linux'})
        self.call('PATCH', f'{RULES}/{everything["id"]}', {'pattern': 'x'}, 412,
                  **{'If-Match': '"1"'})
        self.call('PATCH', f'{RULES}/{everything["id"]}', {'pattern': 'x'}, 428)
        self.call('DELETE', f'{RULES}/{everything["id"]}', expected=204)
        self.call('DELETE', f'{RULES}/{everything["id"]}', expected=204)
        self.assertEqual(self.groups(),
                         {'web-1.example': 'Web', 'WEB-2': 'Web', 'web-3': 'Web', 'db-1': ''})
        events = [line['event'] for line in self.call('GET', '/sanera/v1/audit')['value']]
        self.assertEqual([event for event in events if event.startswith('groupRule')],
                         ['groupRuleRemoved', 'groupRuleChanged', 'groupRuleAdded',
                          'groupRuleAdded'])

    def test_who_was_put_somewhere_stays(self):
        for name in ('web-1', 'web-2'):
            self.bring(trivy(name))
        self.bring(trivy('web-3'), 'Chosen')
        etag = {row['computerDnsName']: row for row in self.call('GET', MACHINES)['value']}['web-1']
        self.call('PATCH', f'{DEVICES}/{etag["id"]}', {'rbacGroupName': 'Hand'},
                  **{'If-Match': f'"{etag["rowVersion"]}"'})
        rule = self.add('Web', 'name', 'web*')
        self.assertEqual(self.groups(), {'web-1': 'Hand', 'web-2': 'Web', 'web-3': 'Chosen'})
        self.bring(trivy('web-1', release='12.2'))
        self.assertEqual(self.groups()['web-1'], 'Hand')
        preview = self.call('GET', f'{RULES}:preview?rbacGroupName=Other&field=name&pattern=WEB-*'
                                   f'&id={rule["id"]}')
        self.assertEqual(preview, {'devices': 3, 'moved': 1, 'chosen': 2, 'earlier': 0,
                                   'names': ['web-1', 'web-2', 'web-3']})
        preview = self.call('GET', f'{RULES}:preview?rbacGroupName=Other&field=name&pattern=*')
        self.assertEqual((preview['moved'], preview['earlier']), (0, 1))

        # Put into no group, it is the rules' again.
        row = {row['computerDnsName']: row for row in self.call('GET', MACHINES)['value']}['web-1']
        moved = self.call('PATCH', f'{DEVICES}/{row["id"]}', {'rbacGroupName': ''},
                          **{'If-Match': f'"{row["rowVersion"]}"'})
        self.assertEqual(moved['rbacGroupName'], 'Web')

    def test_tags_and_what_reports_say(self):
        self.bring(defender(('a', 'Windows11', ['Kiosk', 'x'], 'Reported'),
                            ('b', 'Linux', [], 'Reported')))
        self.assertEqual(self.groups(), {'a': 'Reported', 'b': 'Reported'})
        rule = self.add('Kiosks', 'tag', 'kio?k')
        self.assertEqual(self.groups(), {'a': 'Kiosks', 'b': 'Reported'})
        self.call('DELETE', f'{RULES}/{rule["id"]}', expected=204)
        self.assertEqual(self.groups(), {'a': 'Reported', 'b': 'Reported'})

    def test_any_order(self):
        """Reports and rules in any order end in the same groups."""
        steps = [lambda self: self.bring(trivy('web-1')), lambda self: self.bring(trivy('db-1')),
                 lambda self: self.add('All', 'os', 'debian*', 9),
                 lambda self: self.add('Web', 'name', 'web-?', 1)]
        for order in itertools.permutations(steps):
            self.server.close()
            self.server = Server()
            for step in order:
                step(self)
            self.assertEqual(self.groups(), {'web-1': 'Web', 'db-1': 'All'})

    def test_refusals(self):
        for body, status in (({}, 400), ({'rbacGroupName': 'a', 'field': 'x', 'pattern': '*'}, 400),
                             ({'rbacGroupName': ' ', 'field': 'os', 'pattern': '*'}, 400),
                             ({'rbacGroupName': 'a', 'field': 'os', 'pattern': 'p' * 201}, 400),
                             ({'rbacGroupName': 'a', 'field': 'os', 'pattern': 'a\nb'}, 400)):
            self.call('POST', RULES, body, status)
        self.call('PATCH', f'{RULES}/{new_key()}', {'pattern': 'x'}, 404)
        self.call('GET', f'{RULES}:preview?field=x', expected=400)
        self.assertEqual(self.call('GET', RULES), {'value': []})
        key = new_key()
        body = {'rbacGroupName': 'a', 'field': 'name', 'pattern': '*'}
        answers = {self.server.request('POST', RULES, body, key=key)[0] for _ in range(3)}
        self.assertEqual(answers, {201, 200})
        self.assertEqual(len(self.call('GET', RULES)['value']), 1)


if __name__ == '__main__':
    tap.main()
