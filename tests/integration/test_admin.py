# SPDX-License-Identifier: GPL-3.0-or-later
"""People, tokens, the audit log, imports and settings: what administrators look after."""

import csv
import io
import json
import unittest

import tap
from fixture import fill, submission
from serverproc import Server, new_key, run, wait_for

ROOT = '/sanera/v1'
ROLES = ('reader', 'securityAdmin', 'itAdmin', 'admin')


class Shared(unittest.TestCase):
    """A server on the loopback with a token for each role; a new one for each test."""

    def setUp(self):
        self.server = Server(listen=True, start=False)
        self.tokens = {role: self.server.add_token(role) for role in ROLES}
        self.server.start()

    def tearDown(self):
        self.assertEqual(self.server.close(), 0)

    def call(self, method, path, body=None, role='admin', key=None, **headers):
        return self.server.request(method, ROOT + path, body, token=self.tokens[role], key=key,
                                   headers=headers)

    def refused(self, answer, status, code):
        self.assertEqual((answer[0], answer[2]['error']['code']), (status, code), answer[2])


class People(Shared):
    """GET people."""

    def test_everybody_and_a_role(self):
        # [131] the addresses of the IT administrators, for everybody who requests
        for role in ROLES:
            _, _, body = self.call('GET', '/people?role=itAdmin', role=role)
            self.assertEqual(body, {'value': [{'email': 'itAdmin@example.org', 'name': 'itAdmin',
                                               'role': 'itAdmin'}]})
        everybody = self.call('GET', '/people')[2]['value']
        self.assertEqual({person['role'] for person in everybody}, set(ROLES))

    def test_one_line_for_each_person_and_role(self):
        for email in ('Bo@Example.org', 'bo@example.org'):
            self.server.add_token('itAdmin', email=email, name='Bo')
        self.server.add_token('reader', email='bo@example.org', name='Bo')
        people = self.call('GET', '/people')[2]['value']
        self.assertEqual(sorted(person['role'] for person in people
                                if person['email'].lower() == 'bo@example.org'),
                         ['itAdmin', 'reader'])

    def test_bad_role(self):
        self.refused(self.call('GET', '/people?role=king'), 400, 'InvalidInput')

    def test_private_person(self):
        with Server() as server:
            people = server.request('GET', ROOT + '/people?role=admin')[2]['value']
            self.assertEqual([person['email'] for person in people], ['Pia@example.org'])
            self.assertEqual(server.request('GET', ROOT + '/people?role=itAdmin')[2]['value'], [])


class Tokens(Shared):
    """GET, POST and DELETE tokens."""

    BO = {'email': 'bo@example.org', 'name': 'Bo', 'role': 'itAdmin',
          'madeAt': '2026-11-20T10:00:00Z'}

    def ids(self):
        return [token['id'] for token in self.call('GET', '/tokens')[2]['value']]

    def test_add_use_remove(self):
        key = new_key()
        status, _, made = self.call('POST', '/tokens', self.BO, key=key)
        self.assertEqual(status, 201)
        self.assertEqual((made['id'], made['email'], made['role']), (key, 'bo@example.org',
                                                                    'itAdmin'))
        self.assertTrue(made['token'].startswith('sanera_'))
        wait_for(lambda: self.server.request('GET', ROOT + '/me', token=made['token'])[0] == 200,
                 'the token is accepted')
        listed = self.call('GET', '/tokens')[2]['value']
        self.assertEqual(len(listed), 5)
        self.assertNotIn(made['token'], json.dumps(listed))
        with open(self.server.database, 'rb') as database:
            self.assertNotIn(made['token'].encode(), database.read())

        self.assertEqual(self.call('DELETE', '/tokens/' + key, key=new_key())[0], 204)
        self.assertNotIn(key, self.ids())
        wait_for(lambda: self.server.request('GET', ROOT + '/me', token=made['token'])[0] == 401,
                 'the token is refused')
        # what is removed already is no error
        self.assertEqual(self.call('DELETE', '/tokens/' + key, key=new_key())[0], 204)
        lines = self.server.query("SELECT person, event, details FROM audit WHERE entity_id = ? "
                                  "ORDER BY id", key)
        self.assertEqual([line[:2] for line in lines], [('admin@example.org', 'tokenAdded'),
                                                        ('admin@example.org', 'tokenRemoved')])
        self.assertEqual(json.loads(lines[1][2]),
                         {'email': 'bo@example.org', 'name': 'Bo', 'role': 'itAdmin'})

    def test_the_secret_comes_once(self):
        key = new_key()
        self.assertIn('token', self.call('POST', '/tokens', self.BO, key=key)[2])
        status, headers, again = self.call('POST', '/tokens', self.BO, key=key)
        self.assertEqual((status, headers['Idempotent-Replay']), (200, 'true'))
        self.assertEqual(again['id'], key)
        self.assertNotIn('token', again)
        self.assertEqual(len(self.ids()), 5)
        self.refused(self.call('POST', '/tokens', {**self.BO, 'role': 'admin'}, key=key), 409,
                     'KeyReused')

    def test_delete_is_replayed(self):
        key = new_key()
        self.call('POST', '/tokens', self.BO, key=key)
        remove = new_key()
        self.assertEqual(self.call('DELETE', '/tokens/' + key, key=remove)[0], 204)
        status, headers, _ = self.call('DELETE', '/tokens/' + key, key=remove)
        self.assertEqual((status, headers['Idempotent-Replay']), (204, 'true'))
        self.refused(self.call('DELETE', '/tokens/' + self.ids()[0], key=remove), 409,
                     'KeyReused')

    def test_last_administrator(self):
        tokens = self.call('GET', '/tokens')[2]['value']
        last = next(token['id'] for token in tokens if token['role'] == 'admin')
        self.refused(self.call('DELETE', '/tokens/' + last, key=new_key()), 409,
                     'LastAdministrator')
        self.call('POST', '/tokens', {**self.BO, 'role': 'admin'}, key=new_key())
        self.assertEqual(self.call('DELETE', '/tokens/' + last, key=new_key())[0], 204)

    def test_bad_input(self):
        for body, code in (({}, 'MissingRequiredParameter'),
                           ({**self.BO, 'email': 'bo'}, 'InvalidInput'),
                           ({**self.BO, 'email': 'b o@example.org'}, 'InvalidInput'),
                           ({**self.BO, 'email': 'b' * 300 + '@example.org'}, 'InvalidInput'),
                           ({**self.BO, 'name': ''}, 'InvalidInput'),
                           ({**self.BO, 'role': 'king'}, 'InvalidInput'),
                           ({**self.BO, 'role': 7}, 'InvalidRequestBody'),
                           ({**self.BO, 'madeAt': 'soon'}, 'InvalidRequestBody')):
            with self.subTest(body=body):
                self.refused(self.call('POST', '/tokens', body, key=new_key()), 400, code)
        self.refused(self.call('POST', '/tokens', self.BO), 400, 'MissingRequiredParameter')
        self.refused(self.call('POST', '/tokens', self.BO, key='x'), 400, 'InvalidInput')
        self.refused(self.call('DELETE', '/tokens/' + self.ids()[0]), 400,
                     'MissingRequiredParameter')
        self.refused(self.call('DELETE', '/tokens/nothing', key=new_key()), 404,
                     'ResourceNotFound')
        self.assertEqual(len(self.ids()), 4)

    def test_a_removed_token_hears_nothing_more(self):
        key = new_key()
        token = self.call('POST', '/tokens', self.BO, key=key)[2]['token']
        wait_for(lambda: self.server.request('GET', ROOT + '/me', token=token)[0] == 200,
                 'the token is accepted')
        cursor = self.server.request('GET', ROOT + '/changes', token=token)[2]['cursor']
        held = self.server.connect()
        held.request('GET', f'{ROOT}/changes?cursor={cursor}&wait=30',
                     headers={'Authorization': 'Bearer ' + token})
        self.call('DELETE', '/tokens/' + key, key=new_key())
        wait_for(lambda: self.server.request('GET', ROOT + '/me', token=token)[0] == 401,
                 'the token is refused')
        fill(self.server)
        self.assertEqual(held.getresponse().status, 401)
        held.close()


class Audit(Shared):
    """GET audit, as JSON and as CSV."""

    def setUp(self):
        super().setUp()
        fill(self.server)
        self.tasks = [new_key(), new_key()]
        for number, key in enumerate(self.tasks):
            self.call('POST', '/remediationTasks', submission(number), role='securityAdmin',
                      key=key)

    def lines(self, query=''):
        status, _, body = self.call('GET', '/audit' + query)
        self.assertEqual(status, 200, body)
        return body['value']

    def test_newest_first(self):
        lines = self.lines()
        self.assertEqual([line['id'] for line in lines], list('654321'))
        self.assertEqual((lines[0]['person'], lines[0]['event'], lines[0]['entityType'],
                          lines[0]['entityId']),
                         ('securityAdmin@example.org', 'requested', 'remediationTask',
                          self.tasks[1]))
        self.assertEqual(lines[0]['details']['priority'], 'High')
        # who sits at the server has no address
        self.assertIsNone(lines[-1]['person'])

    def test_filters(self):
        self.assertEqual(len(self.lines('?event=requested')), 2)
        self.assertEqual(len(self.lines('?event=requested&person=SecurityAdmin@EXAMPLE.org')), 2)
        self.assertEqual(len(self.lines('?person=system')), 4)
        self.assertEqual(len(self.lines('?entity=token')), 4)
        self.assertEqual([line['id'] for line in
                          self.lines('?entity=remediationTask/' + self.tasks[0])], ['5'])
        day = self.lines()[0]['at'][:10]
        self.assertEqual(len(self.lines(f'?from={day}&to={day}&event=requested')), 2)
        self.assertEqual(self.lines('?from=2001-01-01&to=2001-12-31'), [])
        at = self.lines()[0]['at']
        self.assertEqual(len(self.lines(f'?from={at}&limit=1')), 1)
        self.assertNotIn('6', [line['id'] for line in self.lines(f'?to={at}')])

    def test_pages(self):
        seen, path = [], '/audit?limit=4&event='
        while path:
            body = self.call('GET', path)[2]
            seen += [line['id'] for line in body['value']]
            path = body.get('@odata.nextLink', '').partition(ROOT)[2]
        self.assertEqual(seen, list('654321'))
        # a full page with nothing behind it is the last one
        self.assertNotIn('@odata.nextLink', self.call('GET', '/audit?limit=6')[2])

    def test_csv(self):
        for path, headers in (('/audit?format=csv', {}), ('/audit', {'Accept': 'text/csv'})):
            status, answer, body = self.call('GET', path, **headers)
            self.assertEqual((status, answer['Content-Type']), (200, 'text/csv; charset=utf-8'))
            rows = list(csv.DictReader(io.StringIO(body.decode(), newline='')))
            self.assertEqual([row['id'] for row in rows], list('654321'))
            self.assertEqual(json.loads(rows[0]['details'])['type'], 'Update')
            self.assertIn(b'\r\n', body)

    def test_csv_pages(self):
        whole = self.call('GET', '/audit?format=csv')[2]
        parts, path = b'', '/audit?format=csv&limit=4'
        while path:
            _, headers, body = self.call('GET', path)
            parts += body
            link = headers['Link'] or ''
            path = link.partition(ROOT)[2].partition('>')[0]
        self.assertEqual(parts, whole)

    def test_csv_cells_are_no_formulas(self):
        # F9: what somebody calls himself must not run in a spreadsheet
        self.call('POST', '/tokens', {'email': '=cmd@example.org', 'name': 'x', 'role': 'admin'},
                  key=new_key())
        wait_for(lambda: self.call('GET', '/tokens')[0] == 200, 'the token is there')
        new = self.call('POST', '/tokens', {'email': '＋x@example.org', 'name': '"', 'role': 'admin'},
                        key=new_key())[2]['token']
        wait_for(lambda: self.server.request('GET', ROOT + '/me', token=new)[0] == 200,
                 'the token is accepted')
        self.server.request('POST', ROOT + '/tokens',
                            {'email': 'y@example.org', 'name': 'y', 'role': 'reader'}, token=new,
                            key=new_key())
        body = self.call('GET', '/audit?format=csv&limit=1')[2].decode()
        row = next(csv.DictReader(io.StringIO(body, newline='')))
        self.assertEqual(row['person'], "'＋x@example.org")

    def test_bad_input(self):
        for query in ('from=soon', 'to=32', 'format=xml', 'limit=0', 'limit=1001', 'before=0',
                      'before=x', 'format=csv&limit=10001'):
            with self.subTest(query=query):
                self.refused(self.call('GET', '/audit?' + query), 400, 'InvalidInput')

    def test_odd_filters_find_nothing(self):
        for query in ("event=' OR 1", 'entity=/', 'entity=remediationTask/', 'person=%00'):
            with self.subTest(query=query):
                query = query.replace(' ', '%20')
                self.assertIn(self.lines('?' + query), ([], self.lines()))

    def test_the_chain_can_be_followed(self):
        # R11: number and hash of the last line travel with the feed, for everybody
        for role in ROLES:
            fleet = self.call('GET', '/changes', role=role)[2]['fleet']
            self.assertEqual(fleet['auditLength'], 6)
            self.assertEqual(self.call('GET', '/audit/6', role=role)[2],
                             {'id': '6', 'hash': fleet['auditHead']})
        kept = fleet
        self.call('POST', '/remediationTasks', submission(2), key=new_key())
        fleet = self.call('GET', '/changes')[2]['fleet']
        self.assertEqual(fleet['auditLength'], 7)
        self.assertNotEqual(fleet['auditHead'], kept['auditHead'])
        self.assertEqual(self.call('GET', '/audit/6')[2]['hash'], kept['auditHead'])
        self.assertIn(kept['auditHead'], [line['hash'] for line in self.lines()])
        self.refused(self.call('GET', '/audit/8'), 404, 'ResourceNotFound')
        for line in ('0', '-1', 'x', '99999999999999999999'):
            self.refused(self.call('GET', '/audit/' + line), 400, 'InvalidInput')
        run('check', '--database', self.server.database, '--head', kept['auditHead'])

    def test_nobody_can_change_it(self):
        for sql in ("UPDATE audit SET person = 'x'", 'DELETE FROM audit',
                    "REPLACE INTO audit SELECT id, 0, person, event, entity_type, entity_id, "
                    "details, hash FROM audit WHERE id = 1"):
            with self.subTest(sql=sql), self.assertRaises(Exception):
                self.server.sql(sql)
        for method in ('POST', 'PUT', 'PATCH', 'DELETE'):
            self.assertEqual(self.call(method, '/audit')[0], 405)


class Settings(Shared):
    """[114] – [121] the Intune connection: off, and whoever may turns it on."""

    def test_off_by_default(self):
        for role in ROLES:
            self.assertEqual(self.call('GET', '/settings', role=role)[2]['intuneConnection'],
                             False)

    def test_order_of_checks(self):
        etag = self.call('GET', '/settings')[1]['ETag']
        on = {'intuneConnection': True, 'madeAt': '2026-11-20T10:00:00Z'}
        key = new_key()
        # role, key, already so, If-Match
        self.refused(self.call('PATCH', '/settings', on, role='itAdmin', key=key), 403,
                     'Forbidden')
        self.refused(self.call('PATCH', '/settings', on), 400, 'MissingRequiredParameter')
        self.assertEqual(self.call('PATCH', '/settings', {'intuneConnection': False},
                                   key=new_key())[0], 200)
        self.refused(self.call('PATCH', '/settings', on, key=key), 428, 'PreconditionRequired')
        answer = self.call('PATCH', '/settings', on, key=key, **{'If-Match': '"999"'})
        self.refused(answer, 412, 'PreconditionFailed')
        self.assertEqual(answer[2]['entity']['intuneConnection'], False)
        status, headers, body = self.call('PATCH', '/settings', on, key=key,
                                          role='securityAdmin', **{'If-Match': etag})
        self.assertEqual((status, body['intuneConnection']), (200, True))
        self.assertNotEqual(headers['ETag'], etag)
        status, headers, body = self.call('PATCH', '/settings', on, key=key,
                                          role='securityAdmin')
        self.assertEqual((status, headers['Idempotent-Replay']), (200, 'true'))
        self.refused(self.call('PATCH', '/settings', {'intuneConnection': False}, key=key,
                               role='securityAdmin'), 409, 'KeyReused')
        lines = self.call('GET', '/audit?entity=setting/intuneConnection')[2]['value']
        self.assertEqual([(line['person'], line['details']) for line in lines],
                         [('securityAdmin@example.org', {'old': False, 'new': True})])

    def test_bad_input(self):
        for body in ('', '[]', '{', '{"intuneConnection":"yes"}', '{"intuneConnection":1}'):
            with self.subTest(body=body):
                self.refused(self.call('PATCH', '/settings', body, key=new_key()), 400,
                             'InvalidRequestBody')

    def test_everybody_hears_of_it(self):
        cursor = self.call('GET', '/changes', role='itAdmin')[2]['cursor']
        etag = self.call('GET', '/settings')[1]['ETag']
        self.call('PATCH', '/settings', {'intuneConnection': True}, key=new_key(),
                  **{'If-Match': etag})
        page = self.call('GET', f'/changes?cursor={cursor}&wait=30', role='itAdmin')[2]
        self.assertEqual(page['settings']['intuneConnection'], True)


class Imports(Shared):
    """GET imports."""

    def test_list(self):
        rows = ''.join(
            "INSERT INTO imports (id, sha256, file_name, format, source, person, received_on, "
            f"committed_on, basis, preview) VALUES ('i{i}', 'h', 'r{i}.json', 'trivy', 'trivy', "
            f"'a@example.org', {i}, {'NULL' if i == 3 else 1700000000000000 + i // 2}, '', "
            "'{\"devices\":1}');"
            for i in range(6))
        self.server.sql(rows)
        body = self.call('GET', '/imports', role='reader')[2]
        # newest first; one that was not carried out is not there
        self.assertEqual([row['id'] for row in body['value']], ['i5', 'i4', 'i2', 'i1', 'i0'])
        self.assertEqual(body['value'][0]['preview'], {'devices': 1})
        self.assertEqual(body['value'][0]['fileName'], 'r5.json')
        self.assertEqual(body['value'][0]['person'], 'a@example.org')
        seen, path = [], '/imports?limit=2'
        while path:
            body = self.call('GET', path)[2]
            seen += [row['id'] for row in body['value']]
            path = body.get('@odata.nextLink', '').partition(ROOT)[2]
        self.assertEqual(seen, ['i5', 'i4', 'i2', 'i1', 'i0'])
        self.assertEqual(self.call('GET', '/imports?before=nothing')[2]['value'], [])
        self.refused(self.call('GET', '/imports?limit=501'), 400, 'InvalidInput')


if __name__ == '__main__':
    tap.main()
