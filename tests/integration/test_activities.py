# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do to a remediation activity: change, complete, reopen, withdraw (R1, R5, R9–R11)."""

import json
import unittest

import tap
from fixture import fill, submission
from serverproc import Server, new_key

PATH = '/sanera/v1/remediationTasks'
MADE = {'madeAt': '2026-11-20T10:00:00Z'}
PEOPLE = {'anna': 'securityAdmin', 'alex': 'securityAdmin', 'bo': 'itAdmin', 'ada': 'admin',
          'rita': 'reader'}


class Case(unittest.TestCase):
    """A shared server with a small fleet, and people of each role."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(listen=True, start=False)
        cls.tokens = {name: cls.server.add_token(role, email=name + '@example.org')
                      for name, role in PEOPLE.items()}
        fill(cls.server, recommendations=4)
        cls.server.start()

    @classmethod
    def tearDownClass(cls):
        assert cls.server.close() == 0

    def call(self, method, path, body=None, who='anna', key=None, version=None):
        headers = {} if version is None else {'If-Match': f'"{version}"'}
        return self.server.request(method, path, body=body, token=self.tokens[who],
                                   key=key or new_key(), headers=headers)

    def create(self, **changes):
        status, _, body = self.call('POST', PATH, submission(**changes))
        self.assertEqual(status, 201, body)
        return body

    def get(self, activity):
        return self.server.request('GET', f'{PATH}/{activity}', token=self.tokens['rita'])[2]

    def patch(self, activity, body, **arguments):
        return self.call('PATCH', f'{PATH}/{activity}', {**MADE, **body}, **arguments)

    def act(self, activity, verb, **arguments):
        return self.call('POST', f'{PATH}/{activity}/{verb}', MADE, **arguments)

    def history(self, activity):
        return self.server.request('GET', f'{PATH}/{activity}/history',
                                   token=self.tokens['rita'])[2]['value']

    def events(self, activity):
        return [line['event'] for line in self.history(activity)]

    def refused(self, answer, status, code):
        self.assertEqual((answer[0], answer[2]['error']['code']), (status, code), answer[2])


class Change(Case):
    """PATCH: due date, priority, notes."""

    def test_all_three(self):
        activity = self.create(dueOn='2026-12-01')['id']
        status, headers, body = self.patch(
            activity, {'dueOn': '2026-12-24', 'priority': 'Low', 'notes': 'efter jul'}, version=1)
        self.assertEqual(status, 200, body)
        self.assertEqual(headers['ETag'], '"2"')
        self.assertEqual((body['dueOn'], body['priority'], body['requesterNotes'], body['version']),
                         ('2026-12-24T00:00:00Z', 'Low', 'efter jul', 2))
        self.assertEqual(self.get(activity)['priority'], 'Low')
        line = self.history(activity)[-1]
        self.assertEqual((line['event'], line['person']), ('changed', 'anna@example.org'))
        self.assertEqual(line['details'], {
            'dueOn': {'old': '2026-12-01T00:00:00Z', 'new': '2026-12-24T00:00:00Z'},
            'priority': {'old': 'High', 'new': 'Low'},
            'notes': {'old': 'please', 'new': 'efter jul'}})

    def test_what_is_not_named_stays(self):
        activity = self.create(dueOn='2026-12-01')['id']
        body = self.patch(activity, {'priority': 'Medium'}, version=1)[2]
        self.assertEqual((body['dueOn'], body['requesterNotes']),
                         ('2026-12-01T00:00:00Z', 'please'))
        body = self.patch(activity, {'dueOn': None, 'notes': None}, version=2)[2]
        self.assertEqual((body['dueOn'], body['requesterNotes']), (None, None))
        self.assertEqual(self.history(activity)[-1]['details'], {
            'dueOn': {'old': '2026-12-01T00:00:00Z', 'new': None},
            'notes': {'old': 'please', 'new': None}})

    def test_already_so(self):
        activity = self.create()['id']
        status, headers, body = self.patch(activity, {'priority': 'High', 'notes': 'please'})
        self.assertEqual((status, headers['Already-So'], body['version']), (200, 'true', 1))
        self.assertEqual(self.events(activity), ['requested'])

    def test_only_its_requester_or_an_administrator(self):
        activity = self.create()['id']
        self.refused(self.patch(activity, {'priority': 'Low'}, who='alex', version=1), 403,
                     'NotRequester')
        self.refused(self.patch(activity, {'priority': 'Low'}, who='bo', version=1), 403,
                     'Forbidden')
        self.assertEqual(self.patch(activity, {'priority': 'Low'}, who='ada', version=1)[0], 200)

    def test_requester_with_another_spelling(self):
        self.server.sql("UPDATE remediation_tasks SET requester_email = 'ANNA@Example.org' "
                        f"WHERE id = '{self.create()['id']}'")
        activity = self.server.query("SELECT id FROM remediation_tasks WHERE requester_email = "
                                     "'ANNA@Example.org'")[0][0]
        self.assertEqual(self.patch(activity, {'priority': 'Low'}, version=1)[0], 200)

    def test_version(self):
        activity = self.create()['id']
        self.refused(self.patch(activity, {'priority': 'Low'}), 428, 'PreconditionRequired')
        answer = self.patch(activity, {'priority': 'Low'}, version=7)
        self.refused(answer, 412, 'PreconditionFailed')
        self.assertEqual((answer[2]['entity']['id'], answer[2]['entity']['priority']),
                         (activity, 'High'))
        # already so comes before the version that was seen
        self.assertEqual(self.patch(activity, {'priority': 'High'}, version=7)[0], 200)

    def test_bad_input(self):
        activity = self.create(dueOn='2026-12-01')['id']
        for change in ({'dueOn': '2026-11-18'}, {'dueOn': '2026-12-01T10:00:00Z'},
                       {'priority': 'Highest'}, {'priority': None}, {'priority': ''},
                       {'notes': 'x' * 2001}, {'notes': 'x' * 100000}):
            with self.subTest(change=str(change)[:60]):
                self.refused(self.patch(activity, change, version=1), 400, 'InvalidInput')
        for change in ({'dueOn': 'tomorrow'}, {'dueOn': '2026-02-29'}, {'dueOn': 5},
                       {'priority': 5}, {'notes': ['x']}, {'madeAt': 'now'}):
            with self.subTest(change=str(change)):
                self.refused(self.patch(activity, change, version=1), 400, 'InvalidRequestBody')
        for body in ('', '[]', '{', '[' * 100000):
            self.assertEqual(self.server.request(
                'PATCH', f'{PATH}/{activity}', body=body, token=self.tokens['anna'], key=new_key(),
                headers={'If-Match': '"1"', 'Content-Type': 'application/json'})[0], 400)
        self.refused(self.patch(new_key(), {'priority': 'Low'}, version=1), 404,
                     'ResourceNotFound')
        self.assertEqual(self.events(activity), ['requested'])

    def test_due_date_is_judged_by_when_it_was_made(self):
        activity = self.create()['id']
        self.assertEqual(self.patch(activity, {'dueOn': '2026-11-19'}, version=1)[0], 200)
        # an overdue activity can be given a note without a new date
        self.assertEqual(self.patch(activity, {'dueOn': '2026-11-19', 'notes': 'sen',
                                               'madeAt': '2026-11-22T00:00:00Z'},
                                    version=2)[0], 200)
        self.refused(self.patch(activity, {'dueOn': '2026-11-20',
                                           'madeAt': '2026-11-22T00:00:00Z'}, version=3),
                     400, 'InvalidInput')

    def test_attention_required_has_no_due_date(self):
        """[127], [141]: R1."""
        activity = self.create(type='AttentionRequired')['id']
        self.refused(self.patch(activity, {'dueOn': '2026-12-24'}, version=1), 400, 'InvalidInput')
        self.assertEqual(self.patch(activity, {'dueOn': None, 'priority': 'Low'},
                                    version=1)[0], 200)

    def test_not_when_completed(self):
        activity = self.create()['id']
        self.act(activity, 'complete', version=1)
        self.refused(self.patch(activity, {'priority': 'Low'}, version=1), 412,
                     'PreconditionFailed')
        self.refused(self.patch(activity, {'priority': 'Low'}, version=2), 409, 'NotInProgress')

    def test_key(self):
        activity, other, key = self.create()['id'], self.create()['id'], new_key()
        self.assertEqual(self.patch(activity, {'priority': 'Low'}, key=key, version=1)[0], 200)
        self.patch(activity, {'priority': 'Medium'}, version=2)
        status, headers, body = self.patch(activity, {'priority': 'Low'}, key=key, version=1)
        self.assertEqual((status, headers['Idempotent-Replay'], body['priority']),
                         (200, 'true', 'Medium'))
        self.refused(self.patch(activity, {'priority': 'High'}, key=key, version=3), 409,
                     'KeyReused')
        self.refused(self.patch(other, {'priority': 'Low'}, key=key, version=1), 409, 'KeyReused')
        self.refused(self.patch(activity, {'priority': 'Low'}, key=key, who='ada', version=1), 409,
                     'KeyReused')
        self.refused(self.patch(activity, {'priority': 'Low'}, key='x', version=1), 400,
                     'InvalidInput')
        status, _, body = self.server.request('PATCH', f'{PATH}/{activity}', {'priority': 'Low'},
                                              token=self.tokens['anna'])
        self.assertEqual((status, body['error']['code']), (400, 'MissingRequiredParameter'))


class Complete(Case):
    """By hand [138]–[140], [147], [148]; reopening; completing twice is no error (R10)."""

    def test_by_hand(self):
        activity = self.create()['id']
        status, headers, body = self.act(activity, 'complete', who='bo', version=1)
        self.assertEqual((status, headers['ETag']), (200, '"2"'))
        self.assertEqual((body['status'], body['completionMethod'], body['completerEmail'],
                          body['saneraOutcome']), ('Completed', 'Manual', 'bo@example.org', None))
        self.assertIsNotNone(body['completedOn'])
        self.assertEqual(body['completedOn'], body['statusLastModifiedOn'])
        line = self.history(activity)[-1]
        self.assertEqual((line['event'], line['person'], line['details']),
                         ('completed', 'bo@example.org',
                          {'completionMethod': 'Manual', 'exposedDevices': 4}))

    def test_recommendation_counts_what_is_in_progress(self):
        path = '/sanera/v1/recommendations/va-_-acme-_-tool3'

        def count():
            return self.server.request('GET', path,
                                       token=self.tokens['rita'])[2]['activityCount']

        activity = self.create(number=3)['id']
        self.assertEqual(count(), 1)
        self.act(activity, 'complete', version=1)
        self.assertEqual(count(), 0)
        self.act(activity, 'reopen', version=2)
        self.assertEqual(count(), 1)
        self.act(activity, 'withdraw', version=3)
        self.assertEqual(count(), 0)

    def test_twice(self):
        activity = self.create()['id']
        first = self.act(activity, 'complete', who='bo', version=1)[2]
        status, headers, body = self.act(activity, 'complete', who='anna', version=1)
        self.assertEqual((status, headers['Already-So']), (200, 'true'))
        self.assertEqual((body['completerEmail'], body['completedOn']),
                         ('bo@example.org', first['completedOn']))
        self.assertEqual(self.events(activity), ['requested', 'completed'])

    def test_a_repeat_does_not_complete_again(self):
        activity, key = self.create()['id'], new_key()
        self.act(activity, 'complete', who='bo', version=1)
        self.assertEqual(self.act(activity, 'complete', key=key, version=1)[0], 200)
        self.act(activity, 'reopen', version=2)
        status, headers, body = self.act(activity, 'complete', key=key, version=1)
        self.assertEqual((status, headers['Idempotent-Replay'], body['status']),
                         (200, 'true', 'Active'))

    def test_roles_and_versions(self):
        activity = self.create()['id']
        self.refused(self.act(activity, 'complete', who='rita', version=1), 403, 'Forbidden')
        self.refused(self.act(activity, 'complete'), 428, 'PreconditionRequired')
        answer = self.act(activity, 'complete', version=9)
        self.refused(answer, 412, 'PreconditionFailed')
        self.assertEqual(answer[2]['entity']['status'], 'Active')
        self.refused(self.act(new_key(), 'complete', version=1), 404, 'ResourceNotFound')
        self.assertEqual(self.act(activity, 'complete', who='alex', version=1)[0], 200)

    def test_reopen(self):
        activity = self.create()['id']
        status, headers, _ = self.act(activity, 'reopen', version=1)
        self.assertEqual((status, headers['Already-So']), (200, 'true'))
        self.act(activity, 'complete', who='bo', version=1)
        self.refused(self.act(activity, 'reopen', who='rita', version=2), 403, 'Forbidden')
        self.refused(self.act(activity, 'reopen'), 428, 'PreconditionRequired')
        status, headers, body = self.act(activity, 'reopen', who='bo', version=2)
        self.assertEqual((status, headers['ETag']), (200, '"3"'))
        self.assertEqual([body[name] for name in ('status', 'completionMethod', 'completerEmail',
                                                  'completedOn')], ['Active', None, None, None])
        self.assertEqual(self.events(activity), ['requested', 'completed', 'reopened'])

    def test_reopen_only_what_was_completed_by_hand(self):
        activity = self.create()['id']
        for method, outcome, code in (("'Automatic'", 'NULL', 'NotCompletedByHand'),
                                      ('NULL', 'NULL', 'NotCompletedByHand'),
                                      ("'Manual'", "'withdrawn'", 'ActivityWithdrawn')):
            self.server.sql(f"UPDATE remediation_tasks SET status = 'Completed', completion_method "
                            f"= {method}, sanera_outcome = {outcome} WHERE id = '{activity}'")
            self.refused(self.act(activity, 'reopen', version=1), 409, code)

    def test_reopen_when_everything_is_fixed(self):
        """R6: all targets fixed is complete, whoever reopens it."""
        activity = self.create(number=2)['id']
        self.act(activity, 'complete', version=1)
        self.server.sql('UPDATE findings SET open = 0 WHERE recommendation = 3')
        body = self.act(activity, 'reopen', version=2)[2]
        self.server.sql('UPDATE findings SET open = 1 WHERE recommendation = 3')
        self.assertEqual((body['status'], body['completionMethod'], body['completerEmail'],
                          body['fixedDevices']), ('Completed', 'Automatic', None, 4))
        self.assertEqual(self.events(activity),
                         ['requested', 'completed', 'reopened', 'completed'])

    def test_in_the_feed(self):
        activity = self.create()['id']
        token = self.tokens['rita']
        cursor = self.server.request('GET', '/sanera/v1/changes', token=token)[2]['cursor']
        self.act(activity, 'complete', version=1)
        page = self.server.request('GET', f'/sanera/v1/changes?cursor={cursor}', token=token)[2]
        self.assertEqual([row['id'] for row in page['remediationTasks']], [activity])
        self.assertEqual(page['remediationTasks'][0]['@odata.etag'], '"2"')

    def test_taken_back_too_late(self):
        activity, key = self.create()['id'], new_key()
        self.act(activity, 'complete', who='bo', key=key, version=1)
        status, _, body = self.call('DELETE', '/sanera/v1/submissions/' + key, who='bo')
        self.assertEqual((status, body['error']['code'], body['entity']['id'],
                          body['entity']['status']), (409, 'CarriedOut', activity, 'Completed'))

    def test_taken_back_in_time(self):
        activity, key = self.create()['id'], new_key()
        self.assertEqual(self.call('DELETE', '/sanera/v1/submissions/' + key, who='bo')[0], 204)
        self.refused(self.act(activity, 'complete', who='bo', key=key, version=1), 409,
                     'Withdrawn')
        self.assertEqual(self.get(activity)['status'], 'Active')
        self.refused(self.call('DELETE', '/sanera/v1/submissions/' + new_key(), who='rita'), 403,
                     'Forbidden')


class NewDevices(Case):
    """R6: devices that are exposed since the request are counted beside its targets."""

    def test_in_a_group_without_an_exposed_device_at_the_time(self):
        self.server.sql("INSERT INTO device_groups (name, device_count, change) VALUES "
                        "('Printers', 1, 900); INSERT INTO machines (row_id, id, "
                        "computer_dns_name, rbac_group_name, machine_tags) VALUES (90, 'printer', "
                        "'printer.example', 'Printers', '[]')")
        asked = {name: self.create(number=3, rbacGroupNames=groups)['id'] for name, groups in (
            ('all', []), ('both', ['Clients', 'Printers']), ('clients', ['Clients']))}
        self.server.sql('INSERT INTO findings (recommendation, machine, vulnerability, assessment, '
                        'installed_version, open, first_seen, last_seen) SELECT recommendation, '
                        '90, vulnerability, assessment, installed_version, 1, first_seen, '
                        'last_seen FROM findings WHERE recommendation = 4 AND machine = 1')
        for name, new in (('all', 1), ('both', 1), ('clients', 0)):
            self.act(asked[name], 'complete', version=1)
            body = self.act(asked[name], 'reopen', version=2)[2]
            self.assertEqual((body['status'], body['newDevices']), ('Active', new), name)


class Withdraw(Case):
    """While no device is fixed and no ticket approved; on the wire completed by hand."""

    def test_withdraw(self):
        activity = self.create()['id']
        self.refused(self.act(activity, 'withdraw', who='alex', version=1), 403, 'NotRequester')
        self.refused(self.act(activity, 'withdraw', who='bo', version=1), 403, 'Forbidden')
        self.refused(self.act(activity, 'withdraw'), 428, 'PreconditionRequired')
        self.refused(self.act(activity, 'withdraw', version=4), 412, 'PreconditionFailed')
        status, headers, body = self.act(activity, 'withdraw', version=1)
        self.assertEqual((status, headers['ETag']), (200, '"2"'))
        self.assertEqual([body[name] for name in ('status', 'completionMethod', 'completerEmail',
                                                  'saneraOutcome')],
                         ['Completed', 'Manual', 'anna@example.org', 'withdrawn'])
        defender = self.server.request('GET', f'/api/remediationTasks/{activity}',
                                       token=self.tokens['rita'])[2]
        self.assertNotIn('saneraOutcome', defender)
        self.assertEqual(defender['status'], 'Completed')
        # again: so already; completing it: complete already
        for verb in ('withdraw', 'complete'):
            status, headers, body = self.act(activity, verb, who='ada', version=1)
            self.assertEqual((status, headers['Already-So'], body['completerEmail']),
                             (200, 'true', 'anna@example.org'))
        self.refused(self.act(activity, 'reopen', version=2), 409, 'ActivityWithdrawn')
        self.assertEqual(self.events(activity), ['requested', 'withdrawn'])

    def test_not_when_completed(self):
        activity = self.create()['id']
        self.act(activity, 'complete', version=1)
        self.refused(self.act(activity, 'withdraw', version=2), 409, 'NotInProgress')

    def test_not_when_a_device_is_fixed(self):
        activity = self.create()['id']
        self.server.sql(f"UPDATE remediation_tasks SET fixed_devices = 1 WHERE id = '{activity}'")
        self.refused(self.act(activity, 'withdraw', version=1), 409, 'DevicesFixed')

    def test_attention_required(self):
        activity = self.create(type='AttentionRequired')['id']
        self.assertEqual(self.act(activity, 'withdraw', version=1)[2]['saneraOutcome'],
                         'withdrawn')


class Batch(Case):
    """Several requests at once: each its own key, and a result for each (R9)."""

    def batch(self, requests, who='anna', body=None):
        return self.server.request('POST', PATH + ':batch', token=self.tokens[who],
                                   body=body if body is not None else {'requests': requests})

    def test_each_its_own_result(self):
        keys = [new_key() for _ in range(6)]
        bodies = [submission(0), submission(9), submission(1, type='AttentionRequired',
                                                           dueOn='2026-12-24'),
                  submission(1), submission(2, notes='x' * 3000), 'nonsense']
        requests = [{'key': key, 'body': body} for key, body in zip(keys, bodies)]
        requests += [{'key': 'x', 'body': submission(0)}, {'body': submission(0)},
                     {'key': keys[0], 'body': submission(3)}, requests[3], {'key': new_key()}]
        status, _, body = self.batch(requests)
        self.assertEqual(status, 200, body)
        results = body['results']
        self.assertEqual([result['status'] for result in results],
                         [201, 404, 400, 201, 400, 400, 400, 400, 409, 200, 400])
        self.assertEqual([result.get('error', {}).get('code') for result in results],
                         [None, 'ResourceNotFound', 'InvalidInput', None, 'InvalidInput',
                          'InvalidRequestBody', 'InvalidInput', 'MissingRequiredParameter',
                          'KeyReused', None, 'InvalidRequestBody'])
        self.assertEqual([result['key'] for result in results[:6]], keys)
        self.assertEqual((results[0]['entity']['id'], results[9]['replayed']), (keys[0], True))
        self.assertEqual(self.server.query(
            'SELECT count(*) FROM remediation_tasks WHERE id IN (?, ?)', keys[0], keys[3]), [(2,)])
        # what was refused has left nothing behind, and its key can be used
        self.assertEqual(self.batch([{'key': keys[1], 'body': submission(1)}])[2]['results'][0][
            'status'], 201)

    def test_a_repeat_may_come_alone(self):
        key, text = new_key(), json.dumps(submission(2))
        body = '{"requests": [ {"body": %s , "key": "%s"} ]}' % (text, key)
        status, _, answer = self.server.request(
            'POST', PATH + ':batch', body=body, token=self.tokens['anna'],
            headers={'Content-Type': 'application/json'})
        self.assertEqual((status, answer['results'][0]['status']), (200, 201))
        status, headers, _ = self.server.request(
            'POST', PATH, body=text, token=self.tokens['anna'], key=key,
            headers={'Content-Type': 'application/json'})
        self.assertEqual((status, headers['Idempotent-Replay']), (200, 'true'))

    def test_bounds(self):
        requests = [{'key': new_key(), 'body': submission(0)} for _ in range(501)]
        self.refused(self.batch(requests), 400, 'InvalidRequestBody')
        before = self.server.query('SELECT count(*) FROM remediation_tasks')[0][0]
        status, _, body = self.batch(requests[:500])
        self.assertEqual((status, {result['status'] for result in body['results']}), (200, {201}))
        self.assertEqual(self.server.query('SELECT count(*) FROM remediation_tasks'),
                         [(before + 500,)])
        self.assertEqual(self.batch([])[2], {'results': []})

    def test_bad_input(self):
        for body in ({}, {'requests': {}}, {'requests': 5}, {'requests': [5]},
                     {'requests': [{'key': 5}]}, []):
            with self.subTest(body=body):
                self.refused(self.batch(None, body=body), 400, 'InvalidRequestBody')
        self.refused(self.batch([], who='rita'), 403, 'Forbidden')
        self.refused(self.batch([], who='bo'), 403, 'Forbidden')


if __name__ == '__main__':
    tap.main()
