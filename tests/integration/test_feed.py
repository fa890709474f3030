# SPDX-License-Identifier: GPL-3.0-or-later
"""The change feed: pages, cursors, tombstones, held calls."""

import threading
import time
import unittest

import tap
from fixture import fill, submission
from serverproc import Server, new_key, wait_for

PATH = '/sanera/v1/changes'


class Feed(unittest.TestCase):
    """A server each."""

    def setUp(self):
        self.server = Server()

    def tearDown(self):
        self.assertIn(self.server.close(), (0, None))

    def get(self, cursor=None, **query):
        if cursor:
            query['cursor'] = cursor
        text = '&'.join(f'{name}={value}' for name, value in query.items())
        return self.server.request('GET', f'{PATH}?{text}')

    def test_pages(self):
        fill(self.server, recommendations=25)
        cursor, seen, changes = None, [], []
        for _ in range(100):
            status, _, page = self.get(cursor, limit=7)
            self.assertEqual(status, 200)
            rows = page['deviceGroups'] + page['recommendations'] + page['remediationTasks']
            self.assertLessEqual(len(rows) + len(page['deleted']), 7)
            seen += [row.get('id') or row['name'] for row in rows]
            changes += sorted(row['change'] for row in rows)
            cursor = page['cursor']
            # of a first load it is exact: what has come and what is to come are all there is
            self.assertEqual(len(seen) + page['remaining'], 27)
            if not page['hasMore']:
                break
        self.assertEqual(len(seen), 27)
        self.assertEqual(len(set(seen)), 27)
        self.assertEqual(changes, sorted(changes))
        page = self.get(cursor)[2]
        self.assertEqual([page[name] for name in ('recommendations', 'deviceGroups', 'deleted')],
                         [[], [], []])
        self.assertEqual(page['me']['email'], 'Pia@example.org')
        self.assertEqual(page['settings']['intuneConnection'], False)
        self.assertIn('exposureScore', page['fleet'])

    def test_only_what_changed(self):
        fill(self.server)
        cursor = self.get()[2]['cursor']
        key = new_key()
        self.server.request('POST', '/sanera/v1/remediationTasks', submission(1), key=key)
        page = self.get(cursor)[2]
        self.assertEqual([row['id'] for row in page['remediationTasks']], [key])
        self.assertEqual([row['id'] for row in page['recommendations']], ['va-_-acme-_-tool1'])
        self.assertEqual(page['recommendations'][0]['activityCount'], 1)
        self.assertEqual(len(page['fleet']['auditHead']), 64)

    def test_deleted(self):
        fill(self.server)
        cursor = self.get()[2]['cursor']
        self.server.sql("BEGIN; DELETE FROM findings WHERE recommendation = 2; DELETE FROM "
                        "recommendations WHERE row_id = 2; UPDATE feed SET change = change + 1; "
                        "INSERT INTO tombstones SELECT change, 'recommendation', "
                        "'va-_-acme-_-tool1', 0 FROM feed; COMMIT;")
        self.assertEqual(self.get(cursor)[2]['deleted'],
                         [{'type': 'recommendation', 'id': 'va-_-acme-_-tool1'}])

    def test_gone(self):
        fill(self.server)
        page = self.get(limit=2)[2]
        cursor, first_page = self.get()[2]['cursor'], page['cursor']
        other = '00000000-0000-4000-8000-000000000000' + cursor[36:]
        self.assertEqual(self.get(other)[0], 410)
        number = cursor.split('.')
        ahead = '.'.join((number[0], str(int(number[1]) + 5), number[2]))
        self.assertEqual(self.get(ahead)[0], 410)
        for bad in ('x', '1.2', 'a.b.c'):
            self.assertEqual(self.get(bad)[0], 400)
        # tombstones that were removed: whoever has not seen them reads everything again, but not
        # who is still reading for the first time
        self.server.sql("UPDATE feed SET change = change + 3; INSERT INTO meta SELECT "
                        "'tombstonesPruned', change - 2 FROM feed")
        self.assertEqual(self.get(cursor)[0], 410)
        self.assertEqual(self.get(first_page)[0], 410)
        page = self.get(limit=2)[2]
        self.assertTrue(page['hasMore'])
        self.assertEqual(self.get(page['cursor'])[0], 200)

    def test_bad_numbers(self):
        for query in ('limit=0', 'limit=2001', 'limit=x', 'wait=31', 'wait=-1'):
            self.assertEqual(self.server.request('GET', f'{PATH}?{query}')[0], 400)

    def hold(self, cursor, wait=30):
        """Begins a held call; returns what joins it and brings its answer."""
        answers = []
        thread = threading.Thread(target=lambda: answers.append(self.get(cursor, wait=wait)))
        thread.start()

        def finish():
            thread.join(40)
            return answers[0]

        finish.thread = thread
        return finish

    @staticmethod
    def wait_for_either(*calls):
        """Waits until one of several held calls is answered; returns that one."""
        wait_for(lambda: any(not call.thread.is_alive() for call in calls), 'one is answered')
        return next(call for call in calls if not call.thread.is_alive())

    def test_wait_is_answered_by_a_write(self):
        fill(self.server)
        cursor = self.get()[2]['cursor']
        begun = time.monotonic()
        finish = self.hold(cursor)
        self.server.request('POST', '/sanera/v1/remediationTasks', submission(0), key=new_key())
        status, _, page = finish()
        self.assertEqual(status, 200)
        self.assertEqual(len(page['remediationTasks']), 1)
        self.assertLess(time.monotonic() - begun, 29)

    def test_wait_is_answered_by_another_program(self):
        fill(self.server)
        cursor = self.get()[2]['cursor']
        finish = self.hold(cursor)
        self.server.sql("BEGIN; UPDATE feed SET change = change + 1; UPDATE recommendations SET "
                        "weaknesses = 9, change = (SELECT change FROM feed) WHERE row_id = 1; "
                        "COMMIT;")
        page = finish()[2]
        self.assertEqual([row['weaknesses'] for row in page['recommendations']], [9])

    def test_wait_ends_by_itself(self):
        cursor = self.get()[2]['cursor']
        status, _, page = self.get(cursor, wait=1)
        self.assertEqual((status, page['hasMore'], page['cursor']), (200, False, cursor))

    def test_newer_call_answers_the_older(self):
        cursor = self.get()[2]['cursor']
        first = self.hold(cursor)
        second = self.hold(cursor, wait=2)
        self.assertEqual(first()[0], 200)
        self.assertEqual(second()[0], 200)

    def test_end_of_the_server_answers(self):
        cursor = self.get()[2]['cursor']
        first = self.hold(cursor)
        second = self.hold(cursor)
        # The later call answers the earlier at once: whichever that was, the other one is held now.
        answered = self.wait_for_either(first, second)
        self.assertEqual(answered()[0], 200)
        self.assertEqual(self.server.stop(), 0)
        self.assertEqual(first()[0], 200)
        self.assertEqual(second()[0], 200)


if __name__ == '__main__':
    tap.main()
