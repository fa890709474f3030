# SPDX-License-Identifier: GPL-3.0-or-later
"""Remediation requests: once only (R9), and the rules that the server holds (R1–R4, R6)."""

import threading
import unittest

import tap
from fixture import fill, submission
from serverproc import Server, new_key

PATH = '/sanera/v1/remediationTasks'


class Requests(unittest.TestCase):
    """One private server with a small fleet; each test its own recommendation where it counts."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        fill(cls.server, recommendations=4)

    @classmethod
    def tearDownClass(cls):
        assert cls.server.close() == 0

    def post(self, body, key=None, **arguments):
        return self.server.request('POST', PATH, body=body, key=key or new_key(), **arguments)

    def refused(self, body, status, code):
        before = self.server.query('SELECT count(*) FROM remediation_tasks')
        answer = self.post(body)
        self.assertEqual((answer[0], answer[2]['error']['code']), (status, code), answer[2])
        self.assertEqual(self.server.query('SELECT count(*) FROM remediation_tasks'), before)

    def test_becomes_an_activity(self):
        key = new_key()
        status, headers, body = self.post(submission(0, dueOn='2026-12-01'), key)
        self.assertEqual(status, 201)
        self.assertEqual(headers['ETag'], '"1"')
        expected = {'id': key, 'title': 'Update Tool 0 to 2.0', 'status': 'Active',
                    'type': 'Update', 'category': 'Software', 'priority': 'High',
                    'dueOn': '2026-12-01T00:00:00Z', 'requesterEmail': 'Pia@example.org',
                    'requesterNotes': 'please', 'targetDevices': 4, 'fixedDevices': 0,
                    'exposedDevices': 4, 'unknownDevices': 0, 'lastAssessedOn': None,
                    'weaknesses': 2, 'fixableWeaknesses': 1, 'completionMethod': None,
                    'rbacGroupNames': ['Clients', 'Servers'], 'ticketStatus': None,
                    'recommendationReference': 'va-_-acme-_-tool0', 'productId': 'acme-_-tool0'}
        self.assertEqual({name: body[name] for name in expected}, expected)
        # R6: every (device, weakness) pair
        self.assertEqual(self.server.query(
            'SELECT count(*), sum(open) FROM task_targets JOIN remediation_tasks r '
            'ON r.row_id = task WHERE r.id = ?', key), [(8, 8)])
        # R11: written down
        history = self.server.request('GET', f'{PATH}/{key}/history')[2]['value']
        self.assertEqual([line['event'] for line in history], ['requested'])
        devices = self.server.request('GET', f'{PATH}/{key}/devices')[2]['value']
        self.assertEqual([device['state'] for device in devices], ['exposed'] * 4)

    def test_some_groups(self):
        body = self.post(submission(1, rbacGroupNames=['Servers']))[2]
        self.assertEqual((body['targetDevices'], body['rbacGroupNames']), (2, ['Servers']))

    def test_same_submission_again(self):
        key, body = new_key(), submission(1)
        self.assertEqual(self.post(body, key)[0], 201)
        for again in (key, key.upper()):
            status, headers, answer = self.post(body, again)
            self.assertEqual((status, headers['Idempotent-Replay']), (200, 'true'))
            self.assertEqual(answer['id'], key)
        status, _, answer = self.post(submission(2), key)
        self.assertEqual((status, answer['error']['code']), (409, 'KeyReused'))

    def test_same_submission_fifty_times_at_once(self):
        key, body = new_key(), submission(2)
        answers = []
        barrier = threading.Barrier(50)

        def submit():
            barrier.wait()
            answers.append(self.post(body, key)[0])

        threads = [threading.Thread(target=submit) for _ in range(50)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(answers), [200] * 49 + [201])
        self.assertEqual(self.server.query(
            'SELECT count(*) FROM remediation_tasks WHERE id = ?', key), [(1,)])

    def test_withdrawn_before_it_arrives(self):
        key = new_key()
        path = '/sanera/v1/submissions/' + key
        self.assertEqual(self.server.request('DELETE', path)[0], 204)
        self.assertEqual(self.server.request('DELETE', path)[0], 204)
        status, _, body = self.post(submission(0), key)
        self.assertEqual((status, body['error']['code']), (409, 'Withdrawn'))

    def test_withdrawn_too_late(self):
        key = new_key()
        self.post(submission(3), key)
        status, _, body = self.server.request('DELETE', '/sanera/v1/submissions/' + key)
        self.assertEqual((status, body['error']['code'], body['entity']['id']),
                         (409, 'CarriedOut', key))

    def test_key_is_needed(self):
        status, _, body = self.server.request('POST', PATH, body=submission(0))
        self.assertEqual((status, body['error']['code']), (400, 'MissingRequiredParameter'))
        status, _, body = self.post(submission(0), key='not-a-uuid')
        self.assertEqual((status, body['error']['code']), (400, 'InvalidInput'))

    def test_attention_required(self):
        self.refused(submission(0, type='AttentionRequired', dueOn='2026-12-24'), 400,
                     'InvalidInput')
        self.refused(submission(0, type='AttentionRequired', createTicket=True), 400,
                     'InvalidInput')
        body = self.post(submission(0, type='AttentionRequired'))[2]
        self.assertEqual([body[name] for name in ('fixedDevices', 'exposedDevices',
                                                  'unknownDevices', 'dueOn', 'ticketStatus')],
                         [None] * 5)
        self.assertEqual(body['targetDevices'], 4)

    def test_due_date(self):
        # judged by the time it was made, 2026-11-20, and a day for the time zones
        self.refused(submission(0, dueOn='2026-11-18'), 400, 'InvalidInput')
        self.refused(submission(0, dueOn='2026-12-01T10:00:00Z'), 400, 'InvalidInput')
        for bad in ('tomorrow', '2026-02-29', 5):
            self.refused(submission(0, dueOn=bad), 400, 'InvalidRequestBody')
        self.assertEqual(self.post(submission(0, dueOn='2026-11-19'))[0], 201)
        self.assertEqual(self.post(submission(0, dueOn='2028-02-29'))[0], 201)

    def test_bad_input(self):
        self.refused(submission(0, recommendationId='va-_-none-_-such'), 404, 'ResourceNotFound')
        self.refused(submission(0, rbacGroupNames=['Nowhere']), 400, 'InvalidInput')
        self.refused(submission(0, type='Explode'), 400, 'InvalidInput')
        self.refused(submission(0, priority='Highest'), 400, 'InvalidInput')
        self.refused(submission(0, notes='x' * 2001), 400, 'InvalidInput')
        self.refused(submission(0, notes=['x']), 400, 'InvalidRequestBody')
        self.refused(submission(0, notes='x' * 100000), 400, 'InvalidInput')
        self.refused({}, 400, 'MissingRequiredParameter')
        self.refused([], 400, 'InvalidRequestBody')
        self.assertEqual(self.post('{')[0], 400)
        self.assertEqual(self.post('[' * 100000)[0], 400)
        self.assertEqual(self.post('{}', headers={'Content-Type': 'text/xml'})[0], 415)
        self.assertEqual(self.post(b'\xff\xfe{}')[0], 400)

    def test_no_devices_left(self):
        self.server.sql("UPDATE findings SET open = 0 WHERE recommendation = 4 AND machine IN "
                        "(SELECT row_id FROM machines WHERE rbac_group_name = 'Servers')")
        self.refused(submission(3, rbacGroupNames=['Servers']), 422, 'NoDevices')
        self.server.sql('UPDATE findings SET open = 1 WHERE recommendation = 4')

    def test_notes_keep_every_character(self):
        notes = 'Läs "detta" \\ först:\n漏洞 \U0001f600\t\x01'
        key = new_key()
        self.assertEqual(self.post(submission(0, notes=notes), key)[2]['requesterNotes'], notes)


class Tickets(unittest.TestCase):
    """R2 and R3: the setting, and at most 10,000 devices to a ticket."""

    def setUp(self):
        self.server = Server()

    def tearDown(self):
        self.assertEqual(self.server.close(), 0)

    def post(self, body):
        return self.server.request('POST', PATH, body=body, key=new_key())

    def switch_on(self):
        etag = self.server.request('GET', '/sanera/v1/settings')[1]['ETag']
        return self.server.request('PATCH', '/sanera/v1/settings', {'intuneConnection': True},
                                   key=new_key(), headers={'If-Match': etag})

    def test_setting(self):
        fill(self.server)
        path = '/sanera/v1/settings'
        status, _, body = self.post(submission(0, createTicket=True))
        self.assertEqual((status, body['error']['code']), (400, 'InvalidInput'))
        on = {'intuneConnection': True}
        self.assertEqual(self.server.request('PATCH', path, on, key=new_key())[0], 428)
        status, _, body = self.server.request('PATCH', path, on, key=new_key(),
                                              headers={'If-Match': '"77"'})
        self.assertEqual((status, body['entity']['intuneConnection']), (412, False))
        status, _, body = self.switch_on()
        self.assertEqual((status, body['intuneConnection']), (200, True))
        # already so: no error, whatever was seen
        self.assertEqual(self.server.request('PATCH', path, on, key=new_key())[0], 200)
        body = self.post(submission(0, createTicket=True))[2]
        self.assertEqual((body['ticketStatus'], len(body['tickets']),
                          body['tickets'][0]['deviceCount']), ('pending', 1, 4))

    def test_many_devices(self):
        fill(self.server, recommendations=1, devices=10001)
        self.switch_on()
        status, _, body = self.post(submission(0, createTicket=True))
        self.assertEqual((status, body['error']['code']), (400, 'InvalidInput'))
        body = self.post(submission(0, createTicket=True, splitTickets=True))[2]
        self.assertEqual([ticket['deviceCount'] for ticket in body['tickets']], [10000, 1])
        body = self.post(submission(0, createTicket=True, splitTickets=False))[2]
        self.assertEqual([ticket['deviceCount'] for ticket in body['tickets']], [10000])
        self.assertEqual(body['targetDevices'], 10001)


class Retention(unittest.TestCase):
    """R7: 180 days after completion an activity is gone, but its history and its key stay."""

    def test_at_the_start(self):
        server = Server()
        fill(server)
        cursor = server.request('GET', '/sanera/v1/changes')[2]['cursor']
        old, young, body = new_key(), new_key(), submission(0)
        for key in (old, young):
            server.request('POST', PATH, body=body, key=key)
        server.stop()
        now = "(strftime('%s', 'now') * 1000000)"
        for key, days in ((old, 180), (young, 179)):
            server.sql(f"UPDATE remediation_tasks SET status = 'Completed', completed_on = {now} - "
                       f"{days} * 86400000000 WHERE id = '{key}'")
        server.start()
        page = server.request('GET', f'/sanera/v1/changes?cursor={cursor}')[2]
        self.assertEqual([row['id'] for row in page['remediationTasks']], [young])
        self.assertIn({'type': 'remediationTask', 'id': old}, page['deleted'])
        history = server.request('GET', f'{PATH}/{old}/history')[2]['value']
        self.assertEqual([line['event'] for line in history], ['requested', 'removed'])
        self.assertEqual(server.request('POST', PATH, body=body, key=old)[0], 404)
        self.assertEqual(server.query('SELECT count(*) FROM remediation_tasks'), [(1,)])
        self.assertEqual(server.close(), 0)


if __name__ == '__main__':
    tap.main()
