# SPDX-License-Identifier: GPL-3.0-or-later
"""Tickets (security tasks): what the IT administrator decides, through our door and Graph's."""

import unittest

import tap
from fixture import fill, submission
from serverproc import Server, new_key

PATH = '/sanera/v1/remediationTasks'
TASKS = '/sanera/v1/securityTasks'
GRAPH = '/beta/deviceAppManagement/deviceAppManagementTasks'
MADE = '2026-11-20T10:00:00Z'


def switch_on(server, token=None):
    """Rule R2: without the connection there are no tickets."""
    path = '/sanera/v1/settings'
    etag = server.request('GET', path, token=token)[1]['ETag']
    status = server.request('PATCH', path, {'intuneConnection': True}, token=token, key=new_key(),
                            headers={'If-Match': etag})[0]
    assert status == 200


class Story(unittest.TestCase):
    """A security administrator, two IT administrators, a reader; a shared server."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(listen=True, start=False)
        cls.tokens = {name: cls.server.add_token(role, email=f'{name}@example.org')
                      for name, role in (('anna', 'securityAdmin'), ('olga', 'securityAdmin'),
                                         ('bo', 'itAdmin'), ('carl', 'itAdmin'),
                                         ('rita', 'reader'), ('adam', 'admin'))}
        # another token of the same person, with another role and another spelling
        cls.tokens['ANNA'] = cls.server.add_token('itAdmin', email='Anna@Example.ORG')
        cls.server.start()
        fill(cls.server, recommendations=3)
        switch_on(cls.server, cls.tokens['anna'])

    @classmethod
    def tearDownClass(cls):
        assert cls.server.close() == 0

    def call(self, who, method, path, body=None, **arguments):
        return self.server.request(method, path, body, token=self.tokens[who], **arguments)

    def request(self, **changes):
        """Anna's request with a ticket; returns the activity and its one ticket."""
        status, _, activity = self.call('anna', 'POST', PATH,
                                        submission(0, createTicket=True, **changes), key=new_key())
        self.assertEqual(status, 201, activity)
        return activity, self.task(activity['tickets'][0]['id'])

    def task(self, task_id):
        return self.call('rita', 'GET', f'{TASKS}/{task_id}')[2]

    def activity(self, activity_id):
        return self.call('rita', 'GET', f'{PATH}/{activity_id}')[2]

    def decide(self, who, task, status, note=None, key=None, etag=True, **body):
        headers = {}
        if etag:
            headers['If-Match'] = etag if isinstance(etag, str) else f'"{task["version"]}"'
        body = {'status': status, 'note': note, 'madeAt': MADE, **body}
        return self.call(who, 'POST', f'{TASKS}/{task["id"]}/updateStatus', body,
                         key=key or new_key(), headers=headers)

    def refused(self, answer, status, code):
        self.assertEqual((answer[0], answer[2]['error']['code']), (status, code), answer[2])

    def history(self, activity):
        lines = self.call('rita', 'GET', f'{PATH}/{activity["id"]}/history')[2]['value']
        return [(line['event'], line['person'], line['details'].get('note'),
                 line['details'].get('reason')) for line in lines]

    def test_131_approve_then_complete(self):
        """[113], [131], [136]: requested here, approved there, and both see the same."""
        activity, task = self.request(priority='Medium', dueOn='2026-12-25')
        self.assertEqual((activity['ticketStatus'], activity['ticketService']),
                         ('pending', 'Sanera'))
        expected = {'displayName': 'Update Tool 0 to 2.0', 'status': 'pending',
                    'creator': 'anna@example.org', 'creatorNotes': 'please', 'service': 'Sanera',
                    'priority': 'none', 'saneraPriority': 'Medium', 'type': 'Update',
                    'recommendedVersion': '2.0', 'managedDeviceCount': 4,
                    'dueDateTime': '2026-12-25T00:00:00Z', 'remediationTaskId': activity['id'],
                    'weaknesses': 2, 'fixableWeaknesses': 1, 'part': 1, 'parts': 1, 'version': 1,
                    'appVersion': '1.0', 'mitigationType': 'update', 'decidedBy': None}
        self.assertEqual({name: task[name] for name in expected}, expected)

        status, headers, body = self.decide('bo', task, 'active', 'Rolled out tonight')
        self.assertEqual((status, headers['ETag']), (200, '"2"'))
        self.assertEqual((body['status'], body['note'], body['decidedBy'], body['assignedTo']),
                         ('active', 'Rolled out tonight', 'bo@example.org', 'bo@example.org'))
        now = self.activity(activity['id'])
        self.assertEqual((now['ticketStatus'], now['tickets'][0]['note'], now['status'],
                          now['version']), ('active', 'Rolled out tonight', 'Active', 2))

        # R6: completing the task completes the ticket, never the activity
        status, _, body = self.decide('carl', body, 'completed')
        self.assertEqual((status, body['status'], body['decidedBy'], body['note']),
                         (200, 'completed', 'carl@example.org', 'Rolled out tonight'))
        now = self.activity(activity['id'])
        self.assertEqual((now['ticketStatus'], now['status'], now['completedOn']),
                         ('completed', 'Active', None))
        self.assertEqual(self.history(activity), [
            ('requested', 'anna@example.org', None, None),
            ('ticketCreated', 'anna@example.org', None, None),
            ('ticketApproved', 'bo@example.org', 'Rolled out tonight', None),
            ('ticketCompleted', 'carl@example.org', None, None)])

    def test_131_reject_needs_a_reason(self):
        activity, task = self.request()
        for note in (None, '', ' \n\t'):
            self.refused(self.decide('bo', task, 'rejected', note), 400, 'NoteRequired')
        self.refused(self.decide('bo', task, 'rejected', 'å' * 2001), 400, 'NoteTooLong')
        self.refused(self.decide('bo', task, 'rejected', 'x' * 100000), 400, 'NoteTooLong')
        self.assertEqual(self.task(task['id'])['version'], 1)
        status, _, body = self.decide('bo', task, 'rejected', 'å' * 2000)
        self.assertEqual((status, body['status'], len(body['note'])), (200, 'rejected', 2000))
        self.assertEqual(self.activity(activity['id'])['ticketStatus'], 'rejected')

    def test_two_people_always(self):
        _, task = self.request()
        # the same person with another token, another role and another spelling
        for status in ('active', 'rejected', 'completed'):
            self.refused(self.decide('ANNA', task, status, 'fine'), 403, 'OwnRequest')
        self.refused(self.call('ANNA', 'POST', f'{GRAPH}/{task["id"]}/updateStatus',
                               {'status': 'active'}), 403, 'OwnRequest')
        self.assertEqual(self.task(task['id'])['status'], 'pending')
        self.assertEqual(self.decide('adam', task, 'active')[0], 200)

    def test_wrong_role(self):
        _, task = self.request()
        for who in ('rita', 'anna', 'olga'):
            self.refused(self.decide(who, task, 'active'), 403, 'Forbidden')

    def test_transitions(self):
        _, task = self.request()
        self.refused(self.decide('bo', task, 'completed'), 409, 'WrongTransition')
        # already so: no error, but nothing happens either
        status, headers, body = self.decide('bo', task, 'pending', etag=False)
        self.assertEqual((status, headers['Already-So'], body['version']), (200, 'true', 1))
        active = self.decide('bo', task, 'active')[2]
        status, headers, body = self.decide('carl', task, 'active')
        self.assertEqual((status, headers['Already-So'], body['decidedBy'], body['version']),
                         (200, 'true', 'bo@example.org', 2))
        self.refused(self.decide('bo', active, 'pending'), 409, 'WrongTransition')
        rejected = self.decide('bo', active, 'rejected', 'too many of them')[2]
        for status in ('active', 'completed', 'pending'):
            self.refused(self.decide('bo', rejected, status), 409, 'WrongTransition')

    def test_r10_stale_and_missing_if_match(self):
        """[R10] a decision on what has changed meanwhile is refused, with the present state."""
        _, task = self.request()
        self.refused(self.decide('bo', task, 'active', etag=False), 428, 'PreconditionRequired')
        self.refused(self.decide('bo', task, 'active', etag='"77"'), 412, 'PreconditionFailed')
        self.assertEqual(self.decide('bo', task, 'active')[0], 200)
        answer = self.decide('carl', task, 'rejected', 'my reason')
        self.refused(answer, 412, 'PreconditionFailed')
        self.assertEqual((answer[2]['entity']['status'], answer[2]['entity']['decidedBy']),
                         ('active', 'bo@example.org'))

    def test_r9_keys(self):
        _, task = self.request()
        key = new_key()
        first = self.decide('bo', task, 'active', 'yes', key)
        self.assertEqual(first[0], 200)
        again = self.decide('bo', task, 'active', 'yes', key)
        self.assertEqual((again[0], again[1]['Idempotent-Replay']), (200, 'true'))
        self.assertEqual(again[2], first[2])
        self.refused(self.decide('bo', task, 'active', 'no', key), 409, 'KeyReused')
        self.refused(self.decide('carl', task, 'active', 'yes', key), 409, 'KeyReused')
        other = self.request()[1]
        self.refused(self.decide('bo', other, 'active', 'yes', key), 409, 'KeyReused')
        self.refused(self.call('bo', 'POST', f'{TASKS}/{other["id"]}/updateStatus',
                               {'status': 'active'}), 400, 'MissingRequiredParameter')

    def test_bad_bodies(self):
        _, task = self.request()
        path = f'{TASKS}/{task["id"]}/updateStatus'

        def refused(body, code, status=400):
            answer = self.call('bo', 'POST', path, body, key=new_key(),
                               headers={'If-Match': '"1"', 'Content-Type': 'application/json'})
            self.refused(answer, status, code)

        refused('[]', 'InvalidRequestBody')
        refused('{"status":', 'InvalidRequestBody')
        refused({'note': 'x'}, 'MissingRequiredParameter')
        refused({'status': 7}, 'InvalidRequestBody')
        refused({'status': 'active', 'note': {}}, 'InvalidRequestBody')
        refused({'status': 'active', 'madeAt': 'yesterday'}, 'InvalidRequestBody')
        refused({'status': 'approved'}, 'InvalidInput')
        answer = self.call('bo', 'POST', f'{TASKS}/nobody/updateStatus', {'status': 'active'},
                           key=new_key(), headers={'If-Match': '"1"'})
        self.refused(answer, 404, 'ResourceNotFound')

    def test_again_after_a_rejection(self):
        """[133], [136]: the requester, or an administrator, and not while one is open."""
        activity, task = self.request()

        def again(who, etag=True, **body):
            now = self.activity(activity['id'])
            return self.call(who, 'POST', f'{PATH}/{activity["id"]}/ticket',
                             {'madeAt': MADE, **body}, key=new_key(),
                             headers={'If-Match': f'"{now["version"]}"'} if etag else {})

        self.refused(again('anna'), 409, 'TicketOpen')
        self.decide('bo', task, 'rejected', 'not this week')
        self.refused(again('olga'), 403, 'NotRequester')
        self.refused(again('bo'), 403, 'Forbidden')
        self.refused(again('anna', etag=False), 428, 'PreconditionRequired')
        status, _, body = again('anna')
        self.assertEqual((status, body['ticketStatus'], [t['status'] for t in body['tickets']]),
                         (200, 'pending', ['rejected', 'pending']))
        self.assertEqual(self.activity(activity['id']), {
            **body, '@odata.context': self.activity(activity['id'])['@odata.context']})
        self.refused(again('adam'), 409, 'TicketOpen')
        # what was rejected stays so
        self.assertEqual(self.task(task['id'])['status'], 'rejected')

    def test_later(self):
        """A request without a ticket gets one later; R1 and the setting hold here too."""
        activity = self.call('anna', 'POST', PATH, submission(1), key=new_key())[2]
        path = f'{PATH}/{activity["id"]}/ticket'
        headers = {'If-Match': '"1"'}
        self.assertEqual((activity['tickets'], activity['ticketStatus']), (None, None))
        self.server.sql("UPDATE settings SET value = 'false' WHERE key = 'intuneConnection'")
        answer = self.call('anna', 'POST', path, {}, key=new_key(), headers=headers)
        self.server.sql("UPDATE settings SET value = 'true' WHERE key = 'intuneConnection'")
        self.refused(answer, 400, 'InvalidInput')
        # only what is not fixed needs a package
        self.server.sql(f"""UPDATE task_machines SET state = 'fixed' WHERE machine = 1 AND task =
            (SELECT row_id FROM remediation_tasks WHERE id = '{activity["id"]}')""")
        status, _, body = self.call('anna', 'POST', path, {}, key=new_key(), headers=headers)
        self.assertEqual((status, body['tickets'][0]['deviceCount'], body['targetDevices']),
                         (200, 3, 4))
        attention = self.call('anna', 'POST', PATH, submission(1, type='AttentionRequired'),
                              key=new_key())[2]
        self.refused(self.call('anna', 'POST', f'{PATH}/{attention["id"]}/ticket', {},
                               key=new_key(), headers=headers), 400, 'InvalidInput')

    def test_feed_and_devices(self):
        """Both the task and the activity come in the feed; [131] the devices for the tool."""
        activity, task = self.request()
        cursor = self.call('rita', 'GET', '/sanera/v1/changes')[2]['cursor']
        self.decide('bo', task, 'active', 'yes')
        page = self.call('rita', 'GET', f'/sanera/v1/changes?cursor={cursor}')[2]
        self.assertEqual([(row['id'], row['status'], row['@odata.etag'])
                          for row in page['securityTasks']], [(task['id'], 'active', '"2"')])
        self.assertEqual([(row['id'], row['ticketStatus']) for row in page['remediationTasks']],
                         [(activity['id'], 'active')])
        status, _, body = self.call('rita', 'GET', f'{TASKS}/{task["id"]}/devices')
        self.assertEqual((status, sorted((row['computerDnsName'], row['state'],
                                          row['installedVersion']) for row in body['value'])),
                         (200, [(f'host-{i}.example', 'exposed', '1.0') for i in range(4)]))
        self.assertEqual(self.call('rita', 'GET', f'{TASKS}/x/devices')[0], 404)


class Graph(unittest.TestCase):
    """The shapes that Microsoft documents, for tools that are written for Intune."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server(listen=True, start=False)
        cls.anna = cls.server.add_token('securityAdmin', email='anna@example.org')
        cls.bo = cls.server.add_token('itAdmin', email='bo@example.org')
        cls.server.start()
        fill(cls.server, recommendations=3)
        cls.server.sql("UPDATE recommendations SET id = 'sca-_-uac', remediation_type = "
                       "'ConfigurationChange' WHERE row_id = 3")
        switch_on(cls.server, cls.anna)

    @classmethod
    def tearDownClass(cls):
        assert cls.server.close() == 0

    def request(self, number=0, **changes):
        status, _, activity = self.server.request(
            'POST', PATH, submission(number, createTicket=True, **changes), token=self.anna,
            key=new_key())
        assert status == 201, activity
        return activity['tickets'][0]['id']

    def get(self, path=''):
        return self.server.request('GET', GRAPH + path, token=self.bo)

    def update(self, task, body, **headers):
        return self.server.request('POST', f'{GRAPH}/{task}/updateStatus', body, token=self.bo,
                                   headers=headers)

    def test_app_vulnerability_task(self):
        task = self.request(dueOn='2026-12-25')
        status, _, body = self.get('/' + task)
        self.assertEqual(status, 200)
        context = body.pop('@odata.context')
        self.assertTrue(context.endswith(
            '/beta/$metadata#deviceAppManagement/deviceAppManagementTasks/$entity'), context)
        self.assertTrue(body['description'].startswith('Update Tool 0 to version 2.0 to mitigate'))
        created = body.pop('createdDateTime')
        self.assertRegex(created, r'^\d{4}-\d\d-\d\dT')
        self.assertEqual(body, {
            '@odata.type': '#microsoft.graph.appVulnerabilityTask', '@odata.etag': '"1"',
            'id': task, 'displayName': 'Update Tool 0 to 2.0',
            'description': body['description'],
            'dueDateTime': '2026-12-25T00:00:00Z', 'category': 'advancedThreatProtection',
            'priority': 'high', 'creator': 'anna@example.org', 'creatorNotes': 'please',
            'assignedTo': None, 'status': 'pending', 'appName': 'Tool 0', 'appPublisher': 'acme',
            'appVersion': '1.0', 'mitigationType': 'update',
            'insights': 'Recommended version: 2.0', 'managedDeviceCount': 4, 'mobileAppCount': 0,
            'remediation': body['remediation'], 'saneraPriority': 'High'})

    def test_security_configuration_task(self):
        task = self.request(recommendationId='sca-_-uac', type='ConfigurationChange')
        body = self.get('/' + task)[2]
        self.assertEqual(body['@odata.type'], '#microsoft.graph.securityConfigurationTask')
        self.assertEqual({key: body[key] for key in (
            'endpointSecurityPolicy', 'applicablePlatform', 'endpointSecurityPolicyProfile',
            'managedDeviceCount', 'intendedSettings')}, {
                'endpointSecurityPolicy': 'unknown', 'applicablePlatform': 'unknown',
                'endpointSecurityPolicyProfile': 'unknown', 'managedDeviceCount': 4,
                'intendedSettings': []})
        self.assertNotIn('appName', body)

    def test_medium_survives(self):
        """Graph knows no medium: none, and ours beside it, whatever happens to the task."""
        task = self.request(priority='Medium')
        self.assertEqual(self.update(task, {'status': 'active', 'note': 'ok'})[0], 204)
        body = self.get('/' + task)[2]
        self.assertEqual((body['priority'], body['saneraPriority'], body['status'],
                          body['assignedTo']), ('none', 'Medium', 'active', 'bo@example.org'))
        own = self.server.request('GET', f'{TASKS}/{task}', token=self.bo)[2]
        self.assertEqual((own['saneraPriority'], own['note']), ('Medium', 'ok'))

    def test_update_status(self):
        task = self.request()
        status, headers, body = self.update(task, {'status': 'active', 'note': 'Note value'})
        self.assertEqual((status, headers['ETag'], body), (204, '"2"', b''))
        # again, without a key: it is so already
        self.assertEqual(self.update(task, {'status': 'active'})[0], 204)
        status, _, body = self.update(task, {'status': 'pending'})
        self.assertEqual((status, body['error']['code']), (409, 'WrongTransition'))
        status, _, body = self.update(task, {'status': 'rejected'})
        self.assertEqual((status, body['error']['code']), (400, 'NoteRequired'))
        self.assertEqual(self.update(task, {'status': 'completed'})[0], 204)
        self.assertEqual(self.update('x', {'status': 'active'})[0], 404)

    def test_headers_are_honoured(self):
        task = self.request()
        status, _, body = self.update(task, {'status': 'active'}, **{'If-Match': '"9"'})
        self.assertEqual((status, body['error']['code']), (412, 'PreconditionFailed'))
        key = {'Idempotency-Key': new_key()}
        self.assertEqual(self.update(task, {'status': 'active'}, **key)[0], 204)
        status, headers, _ = self.update(task, {'status': 'active'}, **key)
        self.assertEqual((status, headers['Idempotent-Replay']), (204, 'true'))
        status, _, body = self.update(task, {'status': 'completed'}, **key)
        self.assertEqual((status, body['error']['code']), (409, 'KeyReused'))

    def test_list_and_pages(self):
        tasks = [self.request() for _ in range(5)]
        status, _, body = self.get('?$count=true')
        self.assertEqual(status, 200)
        everything = [row['id'] for row in body['value']]
        self.assertEqual((len(everything), body['@odata.count'], '@odata.nextLink' in body),
                         (len(everything), len(everything), False))
        self.assertTrue(set(tasks) <= set(everything))

        seen, path = [], GRAPH + "?$top=2&$filter=status eq 'pending'".replace(' ', '%20')
        while path:
            body = self.server.request('GET', path, token=self.bo)[2]
            self.assertLessEqual(len(body['value']), 2)
            seen += [row['id'] for row in body['value']]
            link = body.get('@odata.nextLink')
            path = link[link.index('/beta'):] if link else None
        self.assertEqual(len(seen), len(set(seen)))
        self.assertTrue(set(tasks) <= set(seen))
        for option in ('$orderby=status', '$filter=nothing%20eq%201', '$top=0', '$skiptoken=x'):
            self.assertEqual(self.get('?' + option)[0], 400, option)

    def test_managed_devices(self):
        task = self.request()
        status, _, body = self.get(f'/{task}/managedDevices')
        self.assertEqual(status, 200)
        self.assertEqual(body['value'][0], {
            '@odata.type': '#microsoft.graph.vulnerableManagedDevice', 'id': 'device-0',
            'managedDeviceId': 'device-0', 'displayName': 'host-0.example',
            'lastSyncDateTime': '2023-11-14T22:13:20Z'})
        page = self.get(f'/{task}/managedDevices?$top=3')[2]
        link = page['@odata.nextLink']
        rest = self.server.request('GET', link[link.index('/beta'):], token=self.bo)[2]
        self.assertEqual([row['id'] for row in page['value'] + rest['value']],
                         [f'device-{i}' for i in range(4)])
        self.assertNotIn('@odata.nextLink', rest)
        self.assertEqual(self.get('/x/managedDevices')[0], 404)


class Alone(unittest.TestCase):
    """The private backend of a single person, who is both."""

    def test_may_approve_what_they_requested(self):
        with Server() as server:
            fill(server)
            switch_on(server)
            activity = server.request('POST', PATH, submission(0, createTicket=True),
                                      key=new_key())[2]
            task = activity['tickets'][0]['id']
            status, _, body = server.request(
                'POST', f'{TASKS}/{task}/updateStatus', {'status': 'active'}, key=new_key(),
                headers={'If-Match': '"1"'})
            self.assertEqual((status, body['status']), (200, 'active'))

    def test_134_show_which_and_split(self):
        """[134]: the most exposed get the ticket, in the order that the desktop shows."""
        with Server() as server:
            fill(server, recommendations=1, devices=10003)
            server.sql('UPDATE machines SET exposure = row_id % 3')
            switch_on(server)
            activity = server.request(
                'POST', PATH, submission(0, createTicket=True, splitTickets=False),
                key=new_key())[2]
            order = [name for (name,) in server.query(
                'SELECT id FROM machines ORDER BY exposure DESC, computer_dns_name, id')]
            with_ticket = {name for (name,) in server.query(
                'SELECT m.id FROM security_task_machines s JOIN machines m ON m.row_id = s.machine')}
            self.assertEqual(with_ticket, set(order[:10000]))
            self.assertEqual([t['deviceCount'] for t in activity['tickets']], [10000])

            activity = server.request(
                'POST', PATH, submission(0, createTicket=True, splitTickets=True),
                key=new_key())[2]
            self.assertEqual([(t['deviceCount'], t['part'], t['parts'])
                              for t in activity['tickets']], [(10000, 1, 2), (3, 2, 2)])
            second = activity['tickets'][1]['id']
            rows = server.request('GET', f'{TASKS}/{second}/devices')[2]['value']
            self.assertEqual({row['id'] for row in rows}, set(order[10000:]))

            # the least advanced of those not rejected
            first = activity['tickets'][0]['id']
            for task, decision, status in ((first, 'active', 'pending'),
                                           (second, 'rejected', 'active')):
                server.request('POST', f'{TASKS}/{task}/updateStatus',
                               {'status': decision, 'note': 'so'}, key=new_key(),
                               headers={'If-Match': '"1"'})
                now = server.request('GET', f'{PATH}/{activity["id"]}')[2]
                self.assertEqual(now['ticketStatus'], status)


if __name__ == '__main__':
    tap.main()
