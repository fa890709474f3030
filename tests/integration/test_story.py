# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole story, told through HTTP by three people: Pia asks for security, Ivo does the work, Rut
looks on. The numbers in brackets are those of the sentences the product was specified from."""

import datetime
import json
import unittest

import tap
from serverproc import Server, new_key, wait_for

OWN = '/sanera/v1'
GRAPH = '/beta/deviceAppManagement/deviceAppManagementTasks'
DEVICES = ('till-1', 'till-2', 'till-3')
DAY = 86400 * 1000000


def moment(hours):
    """So many hours from now, as the wire writes it."""
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)
    return now.strftime('%Y-%m-%dT%H:%M:%SZ')


def day(days):
    return moment(24 * days)[:10]


def report(device, hours, weaknesses, fix='3.0.2'):
    """What a scanner says of one device: these weaknesses of openssl."""
    finding = {'PkgName': 'openssl', 'InstalledVersion': '3.0.1', 'Severity': 'HIGH'}
    if fix:
        finding['FixedVersion'] = fix
    return json.dumps({
        'SchemaVersion': 2, 'CreatedAt': moment(hours), 'ArtifactName': device,
        'ArtifactType': 'filesystem',
        'Results': [{'Target': device, 'Class': 'os-pkgs', 'Type': 'debian', 'Vulnerabilities': [
            dict(finding, VulnerabilityID=name) for name in weaknesses]}]})


class Story(unittest.TestCase):
    """A shared server each; everybody signs in with a token."""

    def setUp(self):
        self.server = Server(listen=True)
        self.pia = self.server.add_token('securityAdmin', 'Pia@example.org', 'Pia')
        self.ivo = self.server.add_token('itAdmin', 'ivo@example.org', 'Ivo')
        self.rut = self.server.add_token('reader', 'rut@example.org', 'Rut')
        for device in DEVICES:
            self.scan(device, -5, ['CVE-2024-0001', 'CVE-2024-0002'])
        self.recommendation = self.get('/api/recommendations')['value'][0]

    def tearDown(self):
        self.assertEqual(self.server.close(), 0)

    # What people do

    def get(self, path, token=None):
        status, _, answer = self.server.request('GET', path, token=token or self.rut)
        self.assertEqual(status, 200, (path, answer))
        return answer

    def write(self, token, method, path, body=None, match=None, key=None, expect=200):
        headers = {} if match is None else {'If-Match': f'"{match}"'}
        status, _, answer = self.server.request(
            method, path, dict(body or {}, madeAt=moment(0)), token=token, key=key or new_key(),
            headers=headers)
        self.assertEqual(status, expect, (path, answer))
        return answer

    def scan(self, device, hours, weaknesses, fix='3.0.2'):
        status, _, upload = self.server.request(
            'POST', f'{OWN}/imports?name={device}.json&group=Tills',
            report(device, hours, weaknesses, fix), token=self.pia, key=new_key())
        self.assertEqual(status, 201, upload)
        status, _, answer = self.server.request(
            'POST', f'{OWN}/imports/{upload["id"]}/commit', '', token=self.pia, key=new_key(),
            headers={'If-Match': f'"{upload["basis"]}"'})
        self.assertEqual(status, 200, answer)
        return answer

    def switch_intune(self, on):
        settings = self.server.request('GET', f'{OWN}/settings', token=self.pia)
        self.write(self.pia, 'PATCH', f'{OWN}/settings', {'intuneConnection': on},
                   match=settings[1]['ETag'].strip('"'))

    def submit(self, expect=201, key=None, **changes):
        body = {'recommendationId': self.recommendation['id'], 'type': 'Update',
                'rbacGroupNames': [], 'priority': 'Medium', 'dueOn': day(30),
                'notes': 'before the weekend, please', 'createTicket': False}
        body.update(changes)
        return self.write(self.pia, 'POST', f'{OWN}/remediationTasks', body, key=key,
                          expect=expect)

    def activity(self, task):
        return self.get(f'{OWN}/remediationTasks/{task["id"]}')

    def tasks(self):
        return self.get(f'{OWN}/securityTasks')['value']

    def decide(self, task, status, note=None, token=None, expect=200):
        return self.write(token or self.ivo, 'POST', f'{OWN}/securityTasks/{task["id"]}/updateStatus',
                          {'status': status, 'note': note}, match=task['version'], expect=expect)

    def history(self, task):
        return [line['event'] for line in
                self.get(f'{OWN}/remediationTasks/{task["id"]}/history')['value']]

    # The story

    def test_intune_connection(self):
        """[114] to [121]: off at first, then no ticket; on, then tickets, made by its owner."""
        # [118]
        self.assertIs(self.get(f'{OWN}/settings')['intuneConnection'], False)
        # [121]
        self.submit(expect=400, createTicket=True)
        # [116] [117] [119]: who may change settings
        for token in (self.ivo, self.rut):
            self.write(token, 'PATCH', f'{OWN}/settings', {'intuneConnection': True}, match=1,
                       expect=403)
        self.switch_intune(True)
        # [115] [120]
        task = self.submit(createTicket=True)
        self.assertEqual(task['ticketStatus'], 'pending')
        self.switch_intune(False)
        # what is there stays as it is (R2)
        self.assertEqual(self.activity(task)['ticketStatus'], 'pending')
        self.assertEqual(len(self.tasks()), 1)

    def test_from_request_to_completion(self):
        """[112] [113] [139] [140] [142] [143]: one asks, another does it, both see the same."""
        self.switch_intune(True)
        before = self.get('/api/machines')['value']
        key = new_key()
        task = self.submit(createTicket=True, key=key)
        # [129]: one activity, however often it is sent (R9)
        self.assertEqual(self.submit(createTicket=True, key=key, expect=200)['id'], task['id'])
        self.assertEqual(len(self.get('/api/remediationTasks')['value']), 1)
        self.assertEqual((task['status'], task['targetDevices'], task['fixedDevices']),
                         ('Active', 3, 0))
        # [126]
        self.assertEqual((task['priority'], task['dueOn'][:10], task['requesterNotes']),
                         ('Medium', day(30), 'before the weekend, please'))
        # [130]: nothing on a device has changed
        self.assertEqual(self.get('/api/machines')['value'], before)
        # [131] [136] [140]: the ticket, as Intune's interface shows it; Medium survives
        seen = self.get(GRAPH, self.ivo)['value']
        self.assertEqual([(one['status'], one['priority'], one['saneraPriority']) for one in seen],
                         [('pending', 'none', 'Medium')])
        # two people, always; and not those who only look
        ticket = self.tasks()[0]
        for token in (self.pia, self.rut):
            self.decide(ticket, 'active', token=token, expect=403)
        # rejected with a note, which the requester reads
        self.decide(ticket, 'rejected', expect=400)
        self.decide(ticket, 'rejected', 'Not this week: stock-taking.')
        shown = self.activity(task)
        self.assertEqual((shown['ticketStatus'], shown['tickets'][0]['note'], shown['status']),
                         ('rejected', 'Not this week: stock-taking.', 'Active'))
        # asked again, and approved
        shown = self.write(self.pia, 'POST', f'{OWN}/remediationTasks/{task["id"]}/ticket', {},
                           match=shown['version'])
        self.assertEqual(shown['ticketStatus'], 'pending')
        ticket = next(one for one in self.tasks() if one['status'] == 'pending')
        ticket = self.decide(ticket, 'active', 'Monday')
        shown = self.activity(task)
        self.assertEqual(shown['ticketStatus'], 'active')
        # what is approved is not taken back
        self.write(self.pia, 'POST', f'{OWN}/remediationTasks/{task["id"]}/withdraw', {},
                   match=shown['version'], expect=409)
        # [132] [143]: two tills are fixed, the third is not
        for device in DEVICES[:2]:
            self.scan(device, -2, [])
        self.scan(DEVICES[2], -2, ['CVE-2024-0002'])
        shown = self.activity(task)
        self.assertEqual((shown['fixedDevices'], shown['exposedDevices'], shown['status']),
                         (2, 1, 'Active'))
        # completing the ticket never completes the activity (R6)
        self.decide(ticket, 'completed')
        shown = self.activity(task)
        self.assertEqual((shown['ticketStatus'], shown['status']), ('completed', 'Active'))
        # [150]: the last one, and the system confirms it
        self.scan(DEVICES[2], -1, [])
        shown = self.activity(task)
        self.assertEqual((shown['status'], shown['completionMethod'], shown['completerEmail'],
                          shown['fixedDevices']), ('Completed', 'Automatic', None, 3))
        # it comes back on a device that was fixed
        self.scan(DEVICES[0], 0, ['CVE-2024-0001'])
        shown = self.activity(task)
        self.assertEqual((shown['status'], shown['completionMethod'], shown['fixedDevices']),
                         ('Active', None, 2))
        events = self.history(task)
        self.assertEqual(events[0], 'requested')
        for event in ('ticketRejected', 'ticketApproved', 'ticketCompleted', 'completed',
                      'reopened'):
            self.assertIn(event, events)
        # [157] [149]: Ivo marks it as complete; twice is once
        shown = self.write(self.ivo, 'POST', f'{OWN}/remediationTasks/{task["id"]}/complete', {},
                           match=shown['version'])
        self.assertEqual((shown['completionMethod'], shown['completerEmail'],
                          shown['exposedDevices']), ('Manual', 'ivo@example.org', 1))
        again = self.write(self.pia, 'POST', f'{OWN}/remediationTasks/{task["id"]}/complete', {},
                           match=1)
        self.assertEqual(again['completerEmail'], 'ivo@example.org')
        # completed by hand stays so, whatever is scanned
        self.scan(DEVICES[0], 0.01, ['CVE-2024-0001', 'CVE-2024-0002'])
        self.assertEqual(self.activity(task)['status'], 'Completed')

    def test_attention_required(self):
        """[127] [141]: no due date, no ticket, no progress."""
        self.switch_intune(True)
        self.submit(type='AttentionRequired', expect=400)
        self.submit(type='AttentionRequired', dueOn=None, createTicket=True, expect=400)
        task = self.submit(type='AttentionRequired', dueOn=None)
        for device in DEVICES:
            self.scan(device, -1, [])
        shown = self.activity(task)
        self.assertEqual(
            [shown[name] for name in ('dueOn', 'fixedDevices', 'exposedDevices', 'unknownDevices',
                                      'ticketStatus', 'status')],
            [None, None, None, None, None, 'Active'])

    def test_retention(self):
        """[145] [146]: 180 days after its completion it is gone; the line in the log stays."""
        task = self.submit()
        shown = self.write(self.pia, 'POST', f'{OWN}/remediationTasks/{task["id"]}/complete', {},
                           match=task['version'])
        cursor = self.get(f'{OWN}/changes')['cursor']
        for days, there in ((179, True), (180, False)):
            self.server.stop()
            self.server.sql(f"UPDATE remediation_tasks SET completed_on = strftime ('%s', 'now') * "
                            f"1000000 - {days * DAY + DAY // 1000}")
            self.server.start()
            wait_for(lambda: (self.server.request('GET', f'{OWN}/remediationTasks/{shown["id"]}',
                                                  token=self.rut)[0] == 200) == there,
                     f'after {days} days')
        page = self.get(f'{OWN}/changes?cursor={cursor}')
        self.assertIn({'type': 'remediationTask', 'id': shown['id']}, page['deleted'])
        self.assertIn('completed', self.history(shown))

    def test_not_known_how(self):
        """[151]: N/A is nothing but not knowing; the wire says null, and nobody guesses."""
        task = self.submit()
        self.write(self.pia, 'POST', f'{OWN}/remediationTasks/{task["id"]}/complete', {},
                   match=task['version'])
        self.server.sql('UPDATE remediation_tasks SET completion_method = NULL, '
                        'completer_email = NULL')
        shown = self.get('/api/remediationTasks')['value'][0]
        self.assertEqual((shown['status'], shown['completionMethod'], shown['completerEmail']),
                         ('Completed', None, None))

    def test_exception_beside(self):
        """An exception takes the recommendation out of sight for a time, and no activity with it."""
        task = self.submit()
        body = {'recommendationId': self.recommendation['id'], 'scope': 'DeviceGroups',
                'rbacGroupNames': ['Tills'], 'justification': 'ThirdPartyControl',
                'justificationContext': 'The shield of the shop.', 'expiresOn': day(60)}
        self.write(self.ivo, 'POST', f'{OWN}/exceptions', body, expect=403)
        made = self.write(self.pia, 'POST', f'{OWN}/exceptions', body, expect=201)
        status = '/api/recommendations/' + self.recommendation['id']
        self.assertEqual(self.get(status)['status'], 'Exception')
        self.write(self.pia, 'POST', f'{OWN}/exceptions', body, expect=409)
        self.assertEqual(self.activity(task)['status'], 'Active')
        self.write(self.pia, 'POST', f'{OWN}/exceptions/{made["id"]}/cancel', {},
                   match=made['version'])
        self.assertEqual(self.get(status)['status'], 'Active')

    def test_lower_exposure(self):
        """[135] [137]: remediating what is recommended lowers the exposure."""
        before = self.get('/api/exposureScore')['score']
        self.assertGreater(before, 0)
        for device in DEVICES:
            self.scan(device, -1, [])
        self.assertLess(self.get('/api/exposureScore')['score'], before)


if __name__ == '__main__':
    tap.main()
