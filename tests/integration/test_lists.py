# SPDX-License-Identifier: GPL-3.0-or-later
"""Defender's lists: envelope, paging, filters, orders, errors."""

import unittest
from urllib.parse import quote, urlsplit

import tap
from fixture import fill
from serverproc import Server, run

PATH = '/api/recommendations'


class Lists(unittest.TestCase):
    """One server with twelve recommendations, tool0 to tool11; exposureSum 0.5, 1.5, …"""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        fill(cls.server, recommendations=12)
        cls.server.sql("UPDATE recommendations SET vendor = NULL WHERE row_id IN (3, 4); "
                       "UPDATE recommendations SET vendor = 'O''Neill & Söner' WHERE row_id = 5; "
                       "UPDATE machines SET last_seen = NULL WHERE row_id IN (1, 3); "
                       "UPDATE machines SET exposure = 1.5 * row_id")

    @classmethod
    def tearDownClass(cls):
        assert cls.server.close() == 0

    def get(self, path=PATH, **query):
        text = '&'.join(f'${name}={quote(str(value))}' for name, value in query.items())
        return self.server.request('GET', f'{path}?{text}')

    def names(self, **query):
        status, _, body = self.get(**query)
        self.assertEqual(status, 200, body)
        return [row['productName'] for row in body['value']]

    def follow(self, path=PATH, **query):
        """All rows, page by page."""
        status, _, body = self.get(path, **query)
        rows, pages = list(body['value']), 1
        while '@odata.nextLink' in body:
            link = urlsplit(body['@odata.nextLink'])
            status, _, body = self.server.request('GET', f'{link.path}?{link.query}')
            self.assertEqual(status, 200, body)
            rows += body['value']
            pages += 1
            self.assertLess(pages, 100)
        return rows, pages

    def test_envelope(self):
        body = self.get()[2]
        self.assertTrue(body['@odata.context'].endswith('/api/$metadata#Recommendations'))
        self.assertNotIn('@odata.nextLink', body)
        self.assertEqual(len(body['value']), 12)
        row = body['value'][3]
        self.assertEqual(row['exposureImpact'], 100 * 3.5 / 4)
        self.assertNotIn('exposureSum', row)
        self.assertEqual(row['vendor'], '')
        body = self.get(PATH + '/va-_-acme-_-tool1')[2]
        self.assertTrue(body['@odata.context'].endswith('#Recommendations/$entity'))
        self.assertEqual(body['id'], 'va-_-acme-_-tool1')
        self.assertEqual(self.get(PATH + '/none')[2]['error']['code'], 'ResourceNotFound')

    def test_paths_without_regard_to_case(self):
        for path in ('/API/Recommendations', '/api/v1.0/recommendations/', '/api/recommendations/'):
            self.assertEqual(len(self.get(path)[2]['value']), 12)

    def test_pages_by_any_order(self):
        everything = {f'tool{i}' for i in range(12)}
        for orderby in ('', 'productName', 'productName desc', 'weaknesses', 'vendor,id desc',
                        'vendor desc,exposureImpact', 'exposureImpact desc', 'publicExploit,vendor'):
            query = {'orderby': orderby} if orderby else {}
            whole = self.names(**query)
            self.assertEqual(set(whole), everything)
            for top in (1, 5, 12):
                with self.subTest(orderby=orderby, top=top):
                    rows, pages = self.follow(top=top, **query)
                    self.assertEqual([row['productName'] for row in rows], whole)
                    self.assertEqual(pages, -(-12 // top))

    def test_pages_by_an_order_with_nulls(self):
        for orderby in ('lastSeen', 'lastSeen desc', 'lastSeen desc,computerDnsName desc'):
            whole = [row['id'] for row in self.get('/api/machines', orderby=orderby)[2]['value']]
            rows = self.follow('/api/machines', orderby=orderby, top=1)[0]
            self.assertEqual([row['id'] for row in rows], whole)
            self.assertEqual(len(whole), 4)

    def test_skip_and_count(self):
        body = self.get(top=2, skip=3, count='true')[2]
        self.assertEqual([row['productName'] for row in body['value']], ['tool3', 'tool4'])
        self.assertEqual(body['@odata.count'], 12)
        self.assertEqual(self.server.request('GET', PATH + '/$count')[2], b'12')
        self.assertEqual(self.get(top=0)[2]['value'], [])

    def test_select(self):
        rows = self.get(select='id, weaknesses', top=1)[2]['value']
        self.assertEqual(rows, [{'id': 'va-_-acme-_-tool0', 'weaknesses': 2}])

    def test_filters(self):
        for text, expected in (
                ("productName eq 'tool3'", ['tool3']),
                ("PRODUCTNAME eq 'tool3'", ['tool3']),
                ("productName eq 'tool3' or productName eq 'tool5'", ['tool3', 'tool5']),
                ("vendor eq ''", ['tool2', 'tool3']),
                ("vendor eq 'O''Neill & Söner'", ['tool4']),
                ("startswith(productName,'tool1')", ['tool1', 'tool10', 'tool11']),
                ("endswith(productName,'1')", ['tool1', 'tool11']),
                ("contains(productName,'l1') and publicExploit eq true", ['tool1', 'tool11']),
                ("contains(productName,'l1') eq false and exposureImpact lt 100",
                 ['tool0', 'tool2', 'tool3']),
                ("not (productName ne 'tool3')", ['tool3']),
                ('exposureImpact ge 262.5 and exposureImpact le 262.5', ['tool10']),
                ('(weaknesses gt 1 and (not publicExploit eq true)) and startswith(id,'
                 "'va-_-acme-_-tool1')", ['tool10']),
                ("productName eq 'x; DROP TABLE recommendations'", []),
                ("productName gt 'tool8'", ['tool9']),
        ):
            with self.subTest(filter=text):
                self.assertEqual(self.names(filter=text), expected)
                self.assertEqual(int(self.server.request(
                    'GET', f'{PATH}/$count?$filter={quote(text)}')[2]), len(expected))

    def test_filter_by_time(self):
        for text, expected in (('lastSeen gt 2018-08-01Z', 2), ('lastSeen eq null', 2),
                               ('not (lastSeen gt 2018-08-01Z)', 2),
                               ('lastSeen lt 2018-08-01T10:00:00Z', 0), ('lastSeen ne null', 2)):
            with self.subTest(filter=text):
                rows = self.get('/api/machines', filter=text)[2]['value']
                self.assertEqual(len(rows), expected)

    def test_errors(self):
        for query in ({'filter': 'none eq 1'}, {'filter': "productName eq 'x"},
                      {'filter': 'productName'}, {'filter': 'weaknesses eq'},
                      {'filter': "weaknesses eq 'x'"}, {'filter': '(weaknesses eq 1'},
                      {'filter': 'weaknesses eq 1)'}, {'filter': 'weaknesses like 1'},
                      {'filter': "tags eq 'x'"}, {'filter': ''}, {'filter': '(' * 500},
                      {'filter': 'not ' * 500}, {'filter': 'x' * 9000},
                      {'filter': 'exposureSum gt 1'}, {'filter': 'weaknesses eq 1 and'},
                      {'orderby': 'none'}, {'orderby': 'id sideways'}, {'orderby': 'id,' * 9},
                      {'select': 'id,none'}, {'top': 10001}, {'top': -1}, {'top': 'x'},
                      {'skip': -1}, {'count': 'maybe'}, {'skiptoken': 'x'}, {'skiptoken': 'WzFd='},
                      {'skiptoken': 'W10'}, {'skiptoken': 'WyJhIl0'},
                      {'skiptoken': 'WzFd', 'orderby': 'id'}):
            with self.subTest(query=query):
                status, _, body = self.get(**query)
                if query == {'skiptoken': 'WzFd='}:
                    self.assertIn(status, (200, 400))
                    continue
                self.assertEqual((status, body['error']['code']), (400, 'ODataError'))

    def test_below(self):
        base = PATH + '/va-_-acme-_-tool1'
        rows, pages = self.follow(base + '/machineReferences', top=3)
        self.assertEqual(([row['id'] for row in rows], pages),
                         ([f'device-{i}' for i in range(4)], 2))
        self.assertEqual(set(rows[0]), {'id', 'computerDnsName', 'osPlatform', 'rbacGroupName'})
        rows = self.get(base + '/vulnerabilities')[2]['value']
        self.assertEqual([row['id'] for row in rows], ['CVE-2026-1003', 'CVE-2026-1004'])
        own = '/sanera/v1/recommendations/va-_-acme-_-tool1'
        rows = self.get(own + '/vulnerabilities')[2]['value']
        self.assertEqual([row['fixedVersion'] for row in rows], ['2.1', None])
        rows = self.get(own + '/machineReferences', filter="rbacGroupName eq 'Servers'")[2]['value']
        self.assertEqual([(row['id'], row['installedVersion']) for row in rows],
                         [('device-1', '1.0'), ('device-3', '1.0')])
        self.assertEqual([row['exposure'] for row in rows], [3, 6])
        for path in (PATH + '/none/machineReferences', '/api/remediationTasks/none',
                     '/api/machines/none/recommendations', '/sanera/v1/remediationTasks/x/devices'):
            self.assertEqual(self.get(path)[0], 404)


class Installed(unittest.TestCase):
    """Which devices have a piece of software, exposed or not."""

    def rows(self, server, path, **query):
        text = '&'.join(f'${name}={quote(str(value))}' for name, value in query.items())
        rows, path = [], f'{path}?{text}'
        while path:
            status, _, body = server.request('GET', path)
            self.assertEqual(status, 200, body)
            rows += body['value']
            link = urlsplit(body.get('@odata.nextLink', ''))
            path = link.path and f'{link.path}?{link.query}'
        return rows

    def test_each_device_once(self):
        with Server() as server:
            fill(server, devices=7)
            # device-1 had 1.0 while it was weak, and nobody says what it has now
            server.sql('UPDATE findings SET open = 0 WHERE machine = 2')
            # device-3 is healthy, with two scanners that name two versions; a complete report said
            # of device-4 that it is gone; device-5 is retired; of device-6 no version is known
            server.sql(
                'DELETE FROM findings WHERE machine IN (4, 5, 6, 7); '
                "INSERT INTO assessments (row_id, machine, source, part, assessed_on, named_on, "
                "result) SELECT 8, 4, 'other', part, assessed_on, named_on, result FROM assessments "
                "WHERE row_id = 4; INSERT INTO installations VALUES (8, 2, 4, '1.10'); "
                "UPDATE installations SET version = '1.9' WHERE assessment = 4; "
                'UPDATE assessments SET assessed_on = named_on + 1 WHERE row_id = 5; '
                'UPDATE machines SET retired_on = 1 WHERE row_id = 6; '
                "UPDATE installations SET version = '' WHERE machine = 7")
            path = '/sanera/v1/recommendations/va-_-acme-_-tool1/installedDevices'
            rows = self.rows(server, path, top=3)
            self.assertEqual([(row['id'], row['installedVersion'], row['state']) for row in rows],
                             [('device-0', '1.0', 'exposed'), ('device-1', None, None),
                              ('device-2', '1.0', 'exposed'), ('device-3', '1.10', None),
                              ('device-6', None, None)])
            rows = self.rows(server, path, filter="state eq 'exposed'", orderby='id desc', top=1)
            self.assertEqual([row['id'] for row in rows], ['device-2', 'device-0'])
            # by the id of the software, as Defender has it, and without what is ours
            rows = self.rows(server, '/api/software/acme-_-tool1/MachineReferences', top=3)
            self.assertEqual([row['id'] for row in rows],
                             ['device-0', 'device-1', 'device-2', 'device-3', 'device-6'])
            self.assertEqual(set(rows[0]),
                             {'id', 'computerDnsName', 'osPlatform', 'rbacGroupName'})
            for path in ('/sanera/v1/recommendations/none/installedDevices',
                         '/api/Software/none/machineReferences'):
                self.assertEqual(server.request('GET', path)[0], 404)

    def test_the_numbers_agree(self):
        """Of all that the invented fleet has: the list is as long as the number says."""
        with Server(start=False) as server:
            run('sample', '--database', server.database, '--devices', '40', '--recommendations',
                '240', '--seed', '7')
            server.start()
            checks = healthy = 0
            for row in self.rows(server, '/api/recommendations'):
                base = f'/sanera/v1/recommendations/{quote(row["id"])}/'
                here = {device['id'] for device in self.rows(server, base + 'installedDevices')}
                exposed = {device['id'] for device in self.rows(server, base + 'machineReferences')}
                if row['id'].startswith('sca-_-'):
                    self.assertEqual(here, set())
                    checks += 1
                    continue
                self.assertEqual(len(here), row['totalMachineCount'], row['id'])
                self.assertLessEqual(exposed, here)
                healthy += len(here) > len(exposed)
            self.assertGreater(checks, 0)
            self.assertGreater(healthy, 0)


if __name__ == '__main__':
    tap.main()
