# SPDX-License-Identifier: GPL-3.0-or-later
"""Exceptions (R8): who may make them, what they do, how they end; once only (R9, R10)."""

import datetime
import time
import unittest

import tap
from fixture import fill, submission
from serverproc import Server, new_key

PATH = '/sanera/v1/exceptions'
DAY = 86400 * 1000000


def day(offset):
    """A UTC day from today on."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return (today + datetime.timedelta(days=offset)).isoformat()


def midnight(offset):
    """The same as the server writes it."""
    return day(offset) + 'T00:00:00Z'


def setUpModule():
    """Today is to be the same day in every line of a test."""
    left = 86400 - time.time() % 86400
    if left < 60:
        time.sleep(left + 1)


def exception(number=0, **changes):
    """The body of a new exception."""
    body = {'recommendationId': f'va-_-acme-_-tool{number}', 'scope': 'DeviceGroups',
            'rbacGroupNames': ['Clients'], 'justification': 'PlannedRemediation',
            'expiresOn': day(30)}
    body.update(changes)
    return {name: value for name, value in body.items() if value is not None}


class Exceptions(unittest.TestCase):
    """A server for each test: an administrator at the private socket, two groups, four devices."""

    def setUp(self):
        self.server = Server()
        fill(self.server, recommendations=3)

    def tearDown(self):
        self.assertEqual(self.server.close(), 0)

    def post(self, body, key=None, **arguments):
        return self.server.request('POST', PATH, body=body, key=key or new_key(), **arguments)

    def act(self, entity, call, body, etag=None, key=None):
        """A change that has seen the exception as it is, or what the test says."""
        method = 'PATCH' if call is None else 'POST'
        path = f'{PATH}/{entity}' + (f'/{call}' if call else '')
        if etag is None:
            etag = self.server.request('GET', f'{PATH}/{entity}')[1]['ETag']
        return self.server.request(method, path, body=body, key=key or new_key(),
                                   headers={'If-Match': etag} if etag else None)

    def made(self, **arguments):
        status, _, body = self.post(exception(**arguments))
        self.assertEqual(status, 201, body)
        return body

    def get(self, entity):
        body = self.server.request('GET', f'{PATH}/{entity}')[2]
        body.pop('@odata.context')
        return body

    def recommendation(self, number=0):
        return self.server.request('GET',
                                   f'/sanera/v1/recommendations/va-_-acme-_-tool{number}')[2]

    def refused(self, answer, status, code):
        self.assertEqual((answer[0], answer[2]['error']['code']), (status, code), answer[2])
        return answer[2]

    def events(self, entity):
        return [row[0] for row in self.server.query(
            'SELECT event FROM audit WHERE entity_id = ? ORDER BY id', entity)]


class Making(Exceptions):
    """POST exceptions."""

    def test_becomes_an_exception(self):
        key = new_key()
        status, headers, body = self.post(exception(0, justificationContext='läs 险'), key)
        self.assertEqual(status, 201)
        self.assertEqual(headers['ETag'], '"1"')
        expected = {'id': key, 'recommendationReference': 'va-_-acme-_-tool0',
                    'title': 'Update Tool 0 to 2.0', 'relatedComponent': 'Tool 0',
                    'recommendedVersion': '2.0', 'type': 'Update', 'scope': 'DeviceGroups',
                    'rbacGroupNames': ['Clients'], 'justification': 'PlannedRemediation',
                    'justificationContext': 'läs 险', 'status': 'InEffect',
                    'createdBy': 'Pia@example.org', 'expiresOn': midnight(30), 'renewedOn': None,
                    'endedOn': None, 'endedBy': None, 'coveredDevices': 2,
                    'groups': [{'name': 'Clients', 'status': 'InEffect', 'endedOn': None,
                                'endedBy': None}]}
        self.assertEqual({name: body[name] for name in expected}, expected)
        self.assertEqual(self.recommendation()['status'], 'PartialException')
        self.assertEqual(self.events(key), ['exceptionCreated'])

    def test_reaches_the_feed(self):
        cursor = self.server.request('GET', '/sanera/v1/changes')[2]['cursor']
        body = self.made()
        page = self.server.request('GET', f'/sanera/v1/changes?cursor={cursor}')[2]
        self.assertEqual([row['id'] for row in page['exceptions']], [body['id']])
        self.assertEqual(page['exceptions'][0]['@odata.etag'], '"1"')
        self.assertEqual([row['status'] for row in page['recommendations']], ['PartialException'])

    def test_all_means_the_groups_of_today(self):
        body = self.made(rbacGroupNames=[])
        self.assertEqual(body['rbacGroupNames'], ['Clients', 'Servers'])
        self.assertEqual(self.recommendation()['status'], 'Exception')
        other = self.made(number=1, rbacGroupNames=['Servers'])
        body = self.made(number=1, rbacGroupNames=None)
        self.assertEqual((other['rbacGroupNames'], body['rbacGroupNames']),
                         (['Servers'], ['Clients']))
        self.refused(self.post(exception(1, rbacGroupNames=[])), 409, 'ExceptionExists')

    def test_later_group_is_not_covered(self):
        self.made(rbacGroupNames=[])
        self.made(number=1, scope='Global', rbacGroupNames=None)
        self.server.sql("UPDATE machines SET rbac_group_name = 'New' WHERE row_id = 1")
        self.server.stop()
        self.server.start()
        # what derives next sees the devices where they are now
        for number, status in ((0, 'PartialException'), (1, 'Exception')):
            entity = self.server.query('SELECT id FROM exceptions WHERE recommendation_reference '
                                       '= ?', f'va-_-acme-_-tool{number}')[0][0]
            self.act(entity, 'renew', {'expiresOn': day(40)})
            self.assertEqual(self.recommendation(number)['status'], status)

    def test_ungrouped_devices_are_a_group(self):
        self.server.sql("UPDATE machines SET rbac_group_name = '' WHERE row_id = 1; INSERT INTO "
                        "device_groups (name, device_count, change) VALUES ('UnassignedGroup', 1, "
                        "(SELECT change FROM feed));")
        body = self.made(rbacGroupNames=['UnassignedGroup'])
        self.assertEqual(body['coveredDevices'], 1)
        body = self.made(rbacGroupNames=[])
        self.assertEqual((body['rbacGroupNames'], body['coveredDevices']),
                         (['Clients', 'Servers'], 3))
        self.assertEqual(self.recommendation()['status'], 'Exception')

    def test_bad_input(self):
        for changes in ({'expiresOn': day(-1)}, {'expiresOn': day(367)}, {'expiresOn': None},
                        {'expiresOn': day(5) + 'T10:00:00Z'}, {'scope': None},
                        {'scope': 'Everything'}, {'justification': None},
                        {'justification': 'Because'}, {'justification': 'RiskAccepted'},
                        {'justification': 'RiskAccepted', 'justificationContext': ' \n'},
                        {'justificationContext': 'x' * 2001},
                        {'rbacGroupNames': ['Nowhere']}, {'rbacGroupNames': ['Clients', '']},
                        {'scope': 'Global', 'rbacGroupNames': ['Clients']}):
            with self.subTest(changes=changes):
                self.refused(self.post(exception(0, **changes)), 400, 'InvalidInput')
        for changes in ({'expiresOn': 5}, {'expiresOn': '2027-02-29'}, {'rbacGroupNames': 'Clients'},
                        {'justification': 7}, {'scope': []}, {'madeAt': 'yesterday'}):
            with self.subTest(changes=changes):
                self.refused(self.post(exception(0, **changes)), 400, 'InvalidRequestBody')
        self.refused(self.post(exception(0, recommendationId='va-_-none-_-such')), 404,
                     'ResourceNotFound')
        self.refused(self.post(exception(0, recommendationId=None)), 400,
                     'MissingRequiredParameter')
        self.refused(self.server.request('POST', PATH, body=exception(0)), 400,
                     'MissingRequiredParameter')
        self.assertEqual(self.server.query('SELECT count(*) FROM exceptions'), [(0,)])
        self.assertEqual(self.recommendation()['status'], 'Active')

    def test_366_days_are_good(self):
        self.assertEqual(self.made(expiresOn=day(366))['expiresOn'], midnight(366))

    def test_judged_by_the_time_it_was_made(self):
        # R9: it waited a week to be sent; its last day has gone by meanwhile
        body = self.made(expiresOn=day(-3), madeAt=midnight(-7))
        self.assertEqual((body['status'], body['endedOn'], body['coveredDevices']),
                         ('Expired', midnight(-2), 0))
        self.assertEqual(self.recommendation()['status'], 'Active')
        self.assertIn('ExceptionEnded', self.recommendation()['tags'])
        self.refused(self.post(exception(0, expiresOn=day(-3), madeAt=midnight(1))), 400,
                     'InvalidInput')

    def test_same_submission_again(self):
        key, body = new_key(), exception(0)
        self.assertEqual(self.post(body, key)[0], 201)
        status, headers, answer = self.post(body, key)
        self.assertEqual((status, headers['Idempotent-Replay'], answer['id']), (200, 'true', key))
        self.refused(self.post(exception(1), key), 409, 'KeyReused')
        self.refused(self.act(key, 'cancel', {}, key=key), 409, 'KeyReused')
        self.assertEqual(self.server.query('SELECT count(*) FROM exceptions'), [(1,)])

    def test_withdrawn(self):
        key = new_key()
        self.assertEqual(self.server.request('DELETE', '/sanera/v1/submissions/' + key)[0], 204)
        self.refused(self.post(exception(0), key), 409, 'Withdrawn')
        body = self.made()
        answer = self.server.request('DELETE', '/sanera/v1/submissions/' + body['id'])
        self.assertEqual(self.refused(answer, 409, 'CarriedOut')['entity']['id'], body['id'])

    def test_second_live_one(self):
        first = self.made()
        answer = self.post(exception(0, rbacGroupNames=['Servers', 'Clients']))
        self.assertEqual(self.refused(answer, 409, 'ExceptionExists')['entity']['id'], first['id'])
        # nothing of it is left behind
        self.assertEqual(self.server.query('SELECT count(*) FROM exception_groups'), [(1,)])
        self.made(rbacGroupNames=['Servers'])
        over_all = self.made(scope='Global', rbacGroupNames=None)
        answer = self.post(exception(0, scope='Global', rbacGroupNames=None))
        self.assertEqual(self.refused(answer, 409, 'ExceptionExists')['entity']['id'],
                         over_all['id'])
        self.act(first['id'], 'cancel', {})
        self.assertEqual(self.made()['status'], 'Suspended')

    def test_nothing_happens_to_activities(self):
        # assessed lately, so that nothing but the exception could move them
        lately = "(strftime('%s', 'now') * 1000000)"
        self.server.sql(f'UPDATE machines SET last_assessed_on = {lately}; '
                        f'UPDATE assessments SET assessed_on = {lately};')
        activity = self.server.request('POST', '/sanera/v1/remediationTasks', body=submission(0),
                                       key=new_key())[2]
        self.made(scope='Global', rbacGroupNames=None, justification='ThirdPartyControl')
        after = self.server.request('GET', '/sanera/v1/remediationTasks/' + activity['id'])[2]
        after.pop('@odata.context')
        self.assertEqual(after, activity)
        self.assertEqual(self.recommendation()['activityCount'], 1)


class Effect(Exceptions):
    """What they do to figures."""

    def figures(self, number=0):
        body = self.recommendation(number)
        return (body['status'], body['exposedMachinesCount'], body['exposedAfterExceptions'],
                round(body['exposureSum'], 6), round(body['exposureSumAfterExceptions'], 6))

    def test_only_two_justifications_lower_the_exposure(self):
        # the fixture leaves the exposure of its devices to be derived: all of them, once
        start = self.made(number=2, scope='Global', rbacGroupNames=None,
                          justification='ThirdPartyControl')
        self.act(start['id'], 'cancel', {})
        for justification in ('RiskAccepted', 'PlannedRemediation'):
            body = self.made(rbacGroupNames=[], justification=justification,
                             justificationContext='because')
            self.assertEqual(body['coveredDevices'], 4)
            status, exposed, after, _, _ = self.figures()
            self.assertEqual((status, exposed, after), ('Exception', 4, 4))
            self.assertEqual(self.recommendation()['exposureSumAfterExceptions'],
                             self.recommendation()['exposureSum'])
            self.act(body['id'], 'cancel', {})

        exposures = self.server.query('SELECT DISTINCT exposure FROM machines')
        for justification in ('ThirdPartyControl', 'AlternateMitigation'):
            body = self.made(justification=justification)
            status, exposed, after, total, rest = self.figures()
            self.assertEqual((status, exposed, after), ('PartialException', 4, 2))
            self.assertAlmostEqual(rest, total / 2, places=2)
            sums = dict(self.server.query('SELECT rbac_group_name, max(exposure) FROM machines '
                                          'GROUP BY 1'))
            self.assertLess(sums['Clients'], sums['Servers'])
            self.act(body['id'], 'cancel', {})
            self.assertEqual(self.server.query('SELECT DISTINCT exposure FROM machines'),
                             exposures)

        # from a grace period to a control of a third party, and back
        body = self.made(scope='Global', rbacGroupNames=None)
        self.act(body['id'], None, {'justification': 'ThirdPartyControl'})
        self.assertEqual(self.figures()[:3], ('Exception', 4, 0))
        self.assertEqual(self.figures()[4], 0)
        self.assertGreater(self.figures()[3], 0)
        self.act(body['id'], None, {'justification': 'PlannedRemediation'})
        self.assertEqual(self.figures()[:3], ('Exception', 4, 4))
        self.assertEqual(self.server.query('SELECT DISTINCT exposure FROM machines'), exposures)

    def test_global_suspends(self):
        group = self.made()
        both = self.made(scope='Global', rbacGroupNames=None)
        self.assertEqual(both['coveredDevices'], 4)
        self.assertEqual(both['groups'], None)
        suspended = self.get(group['id'])
        self.assertEqual((suspended['status'], suspended['coveredDevices'],
                          suspended['groups'][0]['status'], suspended['expiresOn']),
                         ('Suspended', 0, 'Suspended', group['expiresOn']))
        self.assertEqual(self.recommendation()['status'], 'Exception')
        self.act(both['id'], 'cancel', {})
        back = self.get(group['id'])
        self.assertEqual((back['status'], back['coveredDevices']), ('InEffect', 2))
        self.assertEqual(self.recommendation()['status'], 'PartialException')

    def test_tag_of_an_ended_one(self):
        body = self.made()
        self.assertEqual(self.recommendation()['tags'], [])
        self.act(body['id'], 'cancel', {})
        self.assertEqual(self.recommendation()['tags'], ['ExceptionEnded'])
        self.server.stop()
        self.server.sql(f'UPDATE exceptions SET ended_on = ended_on - 14 * {DAY}; UPDATE '
                        f'exception_groups SET ended_on = ended_on - 14 * {DAY};')
        self.server.start()
        self.assertEqual(self.recommendation()['tags'], [])


class Changing(Exceptions):
    """PATCH, cancel, renew."""

    def test_change(self):
        body = self.made()
        self.refused(self.act(body['id'], None, {'justification': 'RiskAccepted'}), 400,
                     'InvalidInput')
        status, headers, changed = self.act(
            body['id'], None, {'justification': 'RiskAccepted', 'justificationContext': 'cheap'})
        self.assertEqual((status, headers['ETag'], changed['justification'],
                          changed['justificationContext']), (200, '"2"', 'RiskAccepted', 'cheap'))
        self.refused(self.act(body['id'], None, {'justificationContext': ''}), 400, 'InvalidInput')
        self.assertEqual(self.events(body['id']), ['exceptionCreated', 'exceptionChanged'])
        details = self.server.query("SELECT details FROM audit WHERE event = 'exceptionChanged'")
        self.assertIn('{"old":"PlannedRemediation","new":"RiskAccepted"}', details[0][0])

    def test_what_was_seen(self):
        body = self.made()
        path = f"{PATH}/{body['id']}"
        for call, change in ((None, {'justificationContext': 'x'}), ('cancel', {}),
                             ('renew', {'expiresOn': day(50)})):
            with self.subTest(call=call):
                answer = self.server.request('PATCH' if call is None else 'POST',
                                             path + (f'/{call}' if call else ''), body=change,
                                             key=new_key())
                self.refused(answer, 428, 'PreconditionRequired')
                answer = self.act(body['id'], call, change, etag='"77"')
                self.assertEqual(self.refused(answer, 412, 'PreconditionFailed')['entity']['id'],
                                 body['id'])
        self.assertEqual(self.get(body['id']), body)
        # already so: no error, whatever was seen
        self.assertEqual(self.act(body['id'], 'renew', {'expiresOn': day(30)}, etag='"77"')[0], 200)
        self.act(body['id'], 'cancel', {})
        self.assertEqual(self.act(body['id'], 'cancel', {}, etag='"77"')[0], 200)

    def test_cancel_one_group(self):
        body = self.made(rbacGroupNames=[])
        status, _, left = self.act(body['id'], 'cancel', {'rbacGroupNames': ['Servers']})
        self.assertEqual((status, left['status'], left['rbacGroupNames'], left['coveredDevices']),
                         (200, 'InEffect', ['Clients'], 2))
        self.assertEqual([(group['name'], group['status'], group['endedBy'])
                          for group in left['groups']],
                         [('Clients', 'InEffect', None), ('Servers', 'Canceled',
                                                          'Pia@example.org')])
        self.assertEqual(self.recommendation()['status'], 'PartialException')
        self.assertEqual(self.recommendation()['tags'], ['ExceptionEnded'])
        # already so
        self.assertEqual(self.act(body['id'], 'cancel', {'rbacGroupNames': ['Servers']})[2], left)
        self.refused(self.act(body['id'], 'cancel', {'rbacGroupNames': ['Nowhere']}), 400,
                     'InvalidInput')
        # the group is free again
        self.made(rbacGroupNames=['Servers'])
        # with the last group all of it ends, and what it covered stays named
        ended = self.act(body['id'], 'cancel', {'rbacGroupNames': ['Clients']})[2]
        self.assertEqual((ended['status'], ended['endedBy'], ended['rbacGroupNames'],
                          ended['coveredDevices']),
                         ('Canceled', 'Pia@example.org', ['Clients'], 0))

    def test_what_has_ended(self):
        body = self.made()
        self.act(body['id'], 'cancel', {})
        self.refused(self.act(body['id'], 'renew', {'expiresOn': day(50)}), 409, 'ExceptionEnded')
        answer = self.act(body['id'], None, {'justificationContext': 'x'})
        self.assertEqual(self.refused(answer, 409, 'ExceptionEnded')['entity']['status'],
                         'Canceled')

    def test_renew(self):
        body = self.made(expiresOn=day(5))
        for bad in (day(-1), day(367), None):
            self.refused(self.act(body['id'], 'renew', {'expiresOn': bad}), 400, 'InvalidInput')
        status, _, renewed = self.act(body['id'], 'renew', {'expiresOn': day(366)})
        # the date that was typed
        self.assertEqual((status, renewed['expiresOn']), (200, midnight(366)))
        self.assertIsNotNone(renewed['renewedOn'])
        self.assertEqual(self.act(body['id'], 'renew', {'expiresOn': day(2)})[2]['expiresOn'],
                         midnight(2))
        self.assertEqual(self.events(body['id']),
                         ['exceptionCreated', 'exceptionRenewed', 'exceptionRenewed'])

    def test_same_change_again(self):
        body, key = self.made(), new_key()
        answers = [self.act(body['id'], 'cancel', {}, etag='"1"', key=key) for _ in range(2)]
        self.assertEqual([answer[0] for answer in answers], [200, 200])
        self.assertEqual(answers[1][1]['Idempotent-Replay'], 'true')
        self.assertEqual(self.events(body['id']), ['exceptionCreated', 'exceptionCanceled'])

    def test_unknown(self):
        for call in ('cancel', 'renew', None):
            self.refused(self.act('nothing', call, {'expiresOn': day(1)}, etag='"1"'), 404,
                         'ResourceNotFound')


class Ending(Exceptions):
    """The job at the start and every hour."""

    def restart(self, script):
        self.server.stop()
        self.server.sql(script)
        self.server.start()

    def test_expires(self):
        body = self.made(rbacGroupNames=[], justification='ThirdPartyControl')
        over_all = self.made(scope='Global', rbacGroupNames=None)
        self.assertEqual(self.recommendation()['exposedAfterExceptions'], 4)
        self.restart(f"UPDATE exceptions SET expires_on = expires_on - 31 * {DAY} WHERE id = "
                     f"'{over_all['id']}'")
        ended = self.get(over_all['id'])
        self.assertEqual((ended['status'], ended['endedOn'], ended['endedBy'],
                          ended['coveredDevices']), ('Expired', midnight(0), None, 0))
        self.assertEqual(self.get(body['id'])['status'], 'InEffect')
        self.assertEqual((self.recommendation()['status'],
                          self.recommendation()['exposedAfterExceptions']), ('Exception', 0))
        self.assertEqual(self.events(over_all['id']), ['exceptionCreated', 'exceptionExpired'])

        self.restart(f"UPDATE exceptions SET expires_on = expires_on - 31 * {DAY} WHERE id = "
                     f"'{body['id']}'")
        self.assertEqual([group['status'] for group in self.get(body['id'])['groups']],
                         ['Expired', 'Expired'])
        self.assertEqual((self.recommendation()['status'], self.recommendation()['tags'],
                          self.recommendation()['exposedAfterExceptions']),
                         ('Active', ['ExceptionEnded'], 4))

    def test_one_that_is_over_stands_in_nobodys_way(self):
        body = self.made()
        # over, and the job has not come by since
        self.server.sql(f'UPDATE exceptions SET expires_on = expires_on - 31 * {DAY}')
        self.made()
        self.assertEqual(self.get(body['id'])['status'], 'Expired')

    def test_leaves_after_180_days(self):
        # R7 in the manner of R8: [145], [146]
        old, young = self.made(), self.made(rbacGroupNames=['Servers'])
        cursor = self.server.request('GET', '/sanera/v1/changes')[2]['cursor']
        for body in (old, young):
            self.act(body['id'], 'cancel', {})
        self.restart(f"UPDATE exceptions SET ended_on = ended_on - 180 * {DAY} WHERE id = "
                     f"'{old['id']}'; UPDATE exceptions SET ended_on = ended_on - 179 * {DAY} "
                     f"WHERE id = '{young['id']}';")
        page = self.server.request('GET', f'/sanera/v1/changes?cursor={cursor}')[2]
        self.assertIn({'type': 'exception', 'id': old['id']}, page['deleted'])
        self.assertEqual(self.server.query('SELECT id FROM exceptions'), [(young['id'],)])
        self.assertEqual(self.events(old['id']),
                         ['exceptionCreated', 'exceptionCanceled', 'removed'])

    def test_keeps_its_recommendation(self):
        body = self.made()
        self.server.sql('UPDATE findings SET open = 0 WHERE recommendation = 1')
        self.act(body['id'], 'renew', {'expiresOn': day(3)})
        self.assertEqual((self.recommendation()['status'],
                          self.recommendation()['exposedMachinesCount'],
                          self.get(body['id'])['coveredDevices']), ('Exception', 0, 0))
        self.act(body['id'], 'cancel', {})
        self.assertEqual(self.recommendation()['status'], 'Active')
        self.restart(f'UPDATE exceptions SET ended_on = ended_on - 180 * {DAY}')
        self.assertEqual(self.server.query("SELECT count(*) FROM recommendations WHERE id = "
                                           "'va-_-acme-_-tool0'"), [(0,)])


class Roles(unittest.TestCase):
    """Global ones are for administrators: made, changed, renewed and cancelled."""

    def test_global(self):
        with Server(listen=True, start=False) as server:
            tokens = {role: server.add_token(role) for role in ('admin', 'securityAdmin')}
            server.start()
            fill(server)

            def call(role, method, path, body, etag=None):
                return server.request(method, path, body=body, key=new_key(), token=tokens[role],
                                      headers={'If-Match': etag} if etag else None)

            body = exception(0, scope='Global', rbacGroupNames=[])
            answer = call('securityAdmin', 'POST', PATH, body)
            self.assertEqual((answer[0], answer[2]['error']['code']), (403, 'Forbidden'))
            status, headers, made = call('admin', 'POST', PATH, body)
            self.assertEqual(status, 201)
            etag, path = headers['ETag'], f"{PATH}/{made['id']}"
            for method, end, change in (('POST', '/cancel', {}),
                                        ('POST', '/renew', {'expiresOn': day(9)}),
                                        ('PATCH', '', {'justificationContext': 'x'})):
                with self.subTest(end=end):
                    answer = call('securityAdmin', method, path + end, change, etag)
                    self.assertEqual((answer[0], answer[2]['error']['code']), (403, 'Forbidden'))
            self.assertEqual(call('admin', 'POST', path + '/cancel', {}, etag)[0], 200)
            # one of groups: anybody who may make it may end it
            status, headers, made = call('admin', 'POST', PATH, exception(0))
            self.assertEqual(status, 201)
            status, _, made = call('securityAdmin', 'POST', f"{PATH}/{made['id']}/cancel", {},
                                   headers['ETag'])
            self.assertEqual((status, made['endedBy']), (200, 'securityAdmin@example.org'))


if __name__ == '__main__':
    tap.main()
