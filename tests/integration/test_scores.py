# SPDX-License-Identifier: GPL-3.0-or-later
"""The scores: Microsoft's routes, the change feed, the software of a recommendation."""

import os
import threading
import unittest

import tap
from fixture import fill
from serverproc import Server, run, wait_for

CHANGES = '/sanera/v1/changes'
REPORT = os.path.join(os.path.dirname(__file__), '..', 'data', 'trivy-web-01.json')
# A finding weighs 7.5 / 10 / 2; three recommendations on each device: s = 1.125, e = s / (s + 10).
SCORE = 100 * 1.125 / 11.125


class Scores(unittest.TestCase):
    """A server each; its clock is today's, and so are the assessments."""

    def setUp(self):
        self.server = Server()
        fill(self.server)
        self.server.sql("UPDATE machines SET exposure = 1.125, exposure_level = 'Low', "
                        "last_assessed_on = CAST (strftime ('%s', 'now') AS INTEGER) * 1000000")
        self.add_check()

    def tearDown(self):
        self.assertIn(self.server.close(), (0, None))

    def add_check(self):
        self.server.sql(
            "INSERT INTO recommendations (id, product_name, recommendation_name, vendor, "
            "related_component, recommendation_category, remediation_type, status, severity_score, "
            "weaknesses, exposed_machines_count, total_machine_count, change, version) VALUES "
            "('sca-_-scid-1', 'Firewall', 'Turn the firewall on', '', 'Firewall', 'Network', "
            "'ConfigurationChange', 'Active', 8, 0, 1, 4, 0, 1)")

    def refresh(self):
        """A start does the upkeep."""
        self.server.stop()
        self.server.start()

    def get(self, path):
        status, _, body = self.server.request('GET', path)
        self.assertEqual(status, 200, path)
        return body

    def test_exposure_score(self):
        self.refresh()
        score = self.get('/api/exposureScore')
        self.assertEqual(sorted(score), ['@odata.context', 'score', 'time'])
        self.assertTrue(score['@odata.context'].endswith('/api/$metadata#ExposureScore/$entity'))
        self.assertAlmostEqual(score['score'], SCORE)
        self.assertRegex(score['time'], r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d.*Z$')
        self.assertEqual(self.get('/api/v1.0/exposurescore')['score'], score['score'])

    def test_by_machine_groups(self):
        self.refresh()
        body = self.get('/api/exposureScore/ByMachineGroups')
        self.assertTrue(body['@odata.context'].endswith('/api/$metadata#ExposureScore'))
        self.assertEqual([group['rbacGroupName'] for group in body['value']], ['Clients', 'Servers'])
        for group in body['value']:
            self.assertEqual(sorted(group), ['rbacGroupName', 'score', 'time'])
            self.assertAlmostEqual(group['score'], SCORE)

    def test_configuration_score(self):
        self.refresh()
        score = self.get('/api/configurationScore')
        self.assertTrue(
            score['@odata.context'].endswith('/api/$metadata#ConfigurationScore/$entity'))
        # 8 points on three of four devices
        self.assertEqual(score['score'], 6)

    def test_no_data(self):
        self.server.sql('UPDATE machines SET last_assessed_on = 1700000000000000')
        self.refresh()
        self.assertIsNone(self.get('/api/exposureScore')['score'])
        self.assertEqual([g['score'] for g in self.get('/api/exposureScore/ByMachineGroups')['value']],
                         [None, None])
        levels = {m['exposureLevel'] for m in self.get('/api/machines')['value']}
        self.assertEqual(levels, {'None'})

    def test_feed(self):
        self.refresh()
        page = self.get(CHANGES)
        fleet = page['fleet']
        self.assertEqual((fleet['deviceCount'], fleet['assessedDeviceCount']), (4, 4))
        self.assertAlmostEqual(fleet['exposureScore'], SCORE)
        self.assertEqual(fleet['exposureDistribution'],
                         {'low': 4, 'medium': 0, 'high': 0, 'none': 0})
        self.assertEqual(fleet['configurationScore'],
                         {'points': 6, 'possible': 8,
                          'categories': [{'category': 'Network', 'points': 6, 'possible': 8}]})
        self.assertEqual(len(fleet['history']), 1)
        self.assertEqual(fleet['history'][0]['exposureScore'], fleet['exposureScore'])
        self.assertTrue(fleet['history'][0]['day'].endswith('T00:00:00Z'))

    def test_feed_wakes(self):
        """A call that waits is answered when the scores change."""
        self.refresh()
        cursor = self.get(CHANGES)['cursor']
        answers = []
        thread = threading.Thread(
            target=lambda: answers.append(self.get(f'{CHANGES}?cursor={cursor}&wait=30')))
        thread.start()
        # Whether it is held already or comes later: it has to see the change.
        run('import', '--database', self.server.database, REPORT)
        wait_for(lambda: not thread.is_alive(), 'the call is answered')
        thread.join()
        fleet = answers[0]['fleet']
        self.assertEqual(fleet['deviceCount'], 5)
        self.assertEqual(sum(fleet['exposureDistribution'].values()), 5)
        self.assertEqual(fleet['history'][-1]['exposureScore'], fleet['exposureScore'])

    def test_software(self):
        body = self.get('/api/recommendations/va-_-acme-_-tool1/software')
        self.assertTrue(body.pop('@odata.context').endswith(
            '/api/$metadata#Analytics.Contracts.PublicAPI.PublicProductDto'))
        self.assertEqual(body, {'id': 'acme-_-tool1', 'name': 'tool1', 'vendor': 'acme',
                                'weaknesses': 2, 'publicExploit': True, 'activeAlert': False,
                                'exposedMachines': 4, 'impactScore': 37.5})
        for missing in ('va-_-acme-_-nothing', 'sca-_-scid-1'):
            status, _, body = self.server.request('GET', f'/api/recommendations/{missing}/software')
            self.assertEqual((status, body['error']['code']), (404, 'ResourceNotFound'))

    def test_vulnerability(self):
        body = self.get('/api/vulnerabilities/CVE-2026-1001')
        self.assertEqual((body['name'], body['severity'], body['cvssV3']),
                         ('CVE-2026-1001', 'High', 7.5))
        self.assertTrue(body['@odata.context'].endswith('/$entity'))
        self.assertEqual(self.server.request('GET', '/api/vulnerabilities/CVE-1')[0], 404)

    def test_only_with_a_token(self):
        with Server(listen=True) as server:
            for path in ('exposureScore', 'exposureScore/ByMachineGroups', 'configurationScore',
                         'vulnerabilities/CVE-1', 'recommendations/va-_-a-_-b/software'):
                self.assertEqual(server.request('GET', '/api/' + path)[0], 401)


if __name__ == '__main__':
    tap.main()
