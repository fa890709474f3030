# SPDX-License-Identifier: GPL-3.0-or-later
"""The server's memory: as large after all pages of everything, and after the export of the whole audit
log, as after the first page."""

import unittest
from urllib.parse import urlsplit

import tap
from fixture import fill
from serverproc import Server

ROWS = 6000
AUDIT_ROWS = 100000
# What an allocator keeps in reserve for its threads, generously; all that is read is several times
# as much.
GROWTH_MAX = 12 * 2**20


class Memory(unittest.TestCase):
    """A private server, whose calls are not counted by the minute."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        fill(cls.server, recommendations=2)
        cls.server.sql(f"""
            BEGIN;
            WITH RECURSIVE number (n) AS (SELECT 3 UNION ALL SELECT n + 1 FROM number WHERE n < {ROWS})
            INSERT INTO recommendations (row_id, id, product_name, recommendation_name, vendor,
              related_component, recommendation_category, remediation_type, status, weaknesses,
              exposed_machines_count, total_machine_count, exposure_sum, tags, change, version,
              remediation_text)
            SELECT n, 'va-_-acme-_-more' || n, 'more' || n, 'Update More ' || n, 'acme',
              'More ' || n, 'Application', 'Update', 'Active', 2, 4, 4, n / 3.0, '[]',
              (SELECT change FROM feed) + n, 1, printf('%.400c', 'x') FROM number;
            UPDATE feed SET change = change + {ROWS};
            COMMIT;
        """)

    @classmethod
    def tearDownClass(cls):
        assert cls.server.close() == 0

    def largest(self):
        """Bytes of memory at the most so far."""
        with open(f'/proc/{self.server.process.pid}/status', encoding='utf-8') as file:
            for line in file:
                if line.startswith('VmHWM:'):
                    return int(line.split()[1]) * 1024
        raise AssertionError('the system does not tell how much memory a process has')

    def read_list(self, connection, top):
        """All pages of the list; returns how many rows they have, and the bytes of their texts."""
        path, rows, size = f'/api/recommendations?$top={top}', 0, 0
        while path:
            status, headers, body = self.server.request('GET', path, connection=connection)
            self.assertEqual(status, 200, body)
            rows += len(body['value'])
            size += int(headers['Content-Length'])
            link = urlsplit(body.get('@odata.nextLink', ''))
            path = link.path and f'{link.path}?{link.query}'
        return rows, size

    def read_feed(self, connection):
        """The whole feed, likewise."""
        cursor, more, rows, size = '', True, 0, 0
        while more:
            status, headers, body = self.server.request(
                'GET', f'/sanera/v1/changes?limit=500&cursor={cursor}', connection=connection)
            self.assertEqual(status, 200, body)
            rows += len(body['recommendations'])
            size += int(headers['Content-Length'])
            cursor, more = body['cursor'], body['hasMore']
        return rows, size

    def read_audit(self, connection):
        """The whole audit log as CSV, as the application saves it; likewise."""
        path, rows, size = '/sanera/v1/audit?format=csv&event=export.tried', 0, 0
        while path:
            status, headers, body = self.server.request('GET', path, connection=connection)
            self.assertEqual(status, 200, body)
            rows += body.count(b'export.tried')
            size += len(body)
            link = urlsplit((headers['Link'] or '').partition('>')[0].removeprefix('<'))
            path = link.path and f'{link.path}?{link.query}'
        return rows, size

    def check(self, read, rounds):
        """The first round brings caches to their size."""
        connection = self.server.connect()
        read(connection)
        before, total = self.largest(), 0
        for _ in range(rounds):
            rows, size = read(connection)
            self.assertEqual(rows, ROWS)
            total += size
        connection.close()
        self.assertGreater(total, 2 * GROWTH_MAX)
        self.assertLess(self.largest() - before, GROWTH_MAX)

    def test_pages(self):
        self.check(lambda connection: self.read_list(connection, 500), rounds=8)

    def test_feed(self):
        self.check(self.read_feed, rounds=4)

    def test_audit_export(self):
        """A log of several pages of ten thousand lines."""
        self.server.sql(f"""
            WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {AUDIT_ROWS})
            INSERT INTO audit (at, person, event, entity_type, entity_id, details, hash)
            SELECT n, 'anna@example.org', 'export.tried', 'activity', n, printf('%.200c', 'x'), 'h' FROM number;
        """)
        connection = self.server.connect()
        self.server.request('GET', '/sanera/v1/audit?format=csv&limit=10000', connection=connection)
        before = self.largest()
        rows, size = self.read_audit(connection)
        connection.close()
        self.assertEqual(rows, AUDIT_ROWS)
        self.assertGreater(size, 2 * GROWTH_MAX)
        self.assertLess(self.largest() - before, GROWTH_MAX)

    def test_depth(self):
        """Page by page to the end needs no more than the first page did."""
        connection = self.server.connect()
        self.server.request('GET', '/api/recommendations?$top=100', connection=connection)
        before = self.largest()
        rows, _ = self.read_list(connection, 100)
        connection.close()
        self.assertEqual(rows, ROWS)
        self.assertLess(self.largest() - before, GROWTH_MAX)


if __name__ == '__main__':
    tap.main()
