# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports over the network: a preview changes nothing, a commit does what it said, or nothing."""

import gzip
import io
import json
import os
import unittest
import zipfile

import tap
from serverproc import Server, new_key

PATH = '/sanera/v1/imports'


def report(*fixed):
    """A Trivy report of one device with these weaknesses, each with a fix."""
    return json.dumps({
        'SchemaVersion': 2, 'ArtifactName': 'till-1', 'ArtifactType': 'filesystem',
        'Results': [{'Target': 'till-1', 'Class': 'os-pkgs', 'Type': 'debian', 'Vulnerabilities': [
            {'VulnerabilityID': name, 'PkgName': 'openssl', 'InstalledVersion': '3.0.1',
             'FixedVersion': '3.0.2', 'Severity': 'HIGH'} for name in fixed]}]})


class Imports(unittest.TestCase):
    """Each with a server of its own."""

    def setUp(self):
        self.server = Server()

    def tearDown(self):
        self.assertEqual(self.server.close(), 0)

    def preview(self, body, query='?name=till-1.json'):
        status, _, answer = self.server.request('POST', PATH + query, body, key=new_key())
        self.assertEqual(status, 201, answer)
        return answer

    def commit(self, answer, basis=None):
        tag = '"%s"' % (basis or answer['basis'])
        return self.server.request('POST', f'{PATH}/{answer["id"]}/commit', '', key=new_key(),
                                   headers={'If-Match': tag})

    def count(self):
        return len(self.server.request('GET', '/api/recommendations')[2]['value'])

    def uploads(self):
        return [name for name in os.listdir(self.server.folder) if '.upload-' in name]

    def assert_no_uploads(self):
        """The server answers first and removes the file then; each call gives it time."""
        for _ in range(2000):
            if not self.uploads():
                return
            self.count()
        self.assertEqual(self.uploads(), [])

    def test_preview_then_commit(self):
        answer = self.preview(report('CVE-2024-0001', 'CVE-2024-0002'))
        self.assertEqual(answer['preview']['newFindings'], 2)
        self.assertEqual(self.count(), 0)
        status, _, done = self.commit(answer)
        self.assertEqual((status, done['preview']['newFindings']), (200, 2))
        self.assertEqual(self.count(), 1)
        self.assert_no_uploads()
        # Again, and the same bytes again: nothing more happens, and the first import is named.
        self.assertEqual(self.commit(answer)[0], 200)
        again = self.preview(report('CVE-2024-0001', 'CVE-2024-0002'))
        self.assertEqual(again['preview']['firstImport'], answer['id'])
        self.assertEqual((again['preview']['newFindings'], again['preview']['stillThere']), (0, 2))

    def test_something_else_by_now(self):
        first = self.preview(report('CVE-2024-0001', 'CVE-2024-0002'))
        self.assertEqual(self.commit(first, basis='0' * 16)[0], 412)
        self.assertEqual(self.count(), 0)
        second = self.preview(report('CVE-2024-0001'))
        self.assertEqual(self.commit(second)[0], 200)
        status, _, answer = self.commit(first)
        self.assertEqual((status, answer['error']['code']), (412, 'PreconditionFailed'))
        # It came in before the other one, which therefore has the last word.
        self.assertEqual((answer['preview']['newFindings'], answer['preview']['outdated']), (0, 2))
        self.assertEqual(self.server.request('GET', '/api/vulnerabilities')[2]['value'][0]['id'],
                         'CVE-2024-0001')
        self.assertEqual(self.commit(answer)[0], 200)

    def undo(self, import_id):
        return self.server.request('POST', f'{PATH}/{import_id}/undo', '', key=new_key())

    def lines(self):
        return self.server.request('GET', PATH)[2]['value']

    def test_undo(self):
        first = self.preview(report('CVE-2024-0001'))
        self.assertEqual(self.undo(first['id'])[0], 404)
        self.assertEqual(self.commit(first)[0], 200)
        self.assertEqual(self.lines()[0]['undo'], 'possible')
        cursor = self.server.request('GET', '/sanera/v1/changes')[2]['cursor']
        self.assertEqual(self.undo(first['id'])[2], {'id': first['id'], 'imports': [first['id']]})
        self.assertEqual(self.count(), 0)
        page = self.server.request('GET', '/sanera/v1/changes?cursor=' + cursor)[2]
        self.assertIn({'type': 'recommendation', 'id': 'va-_-debian-_-openssl'}, page['deleted'])
        line = self.lines()[0]
        self.assertEqual((line['undo'], line['undoneBy']), ('Undone', 'Pia@example.org'))
        # Again says the same; what was taken back can be imported once more, as if it were new.
        self.assertEqual(self.undo(first['id'])[2], {'id': first['id'], 'imports': []})
        again = self.preview(report('CVE-2024-0001'))
        self.assertIsNone(again['preview']['firstImport'])
        self.assertEqual(self.commit(again)[0], 200)

        second = self.preview(report('CVE-2024-0001', 'CVE-2024-0002'))
        self.assertEqual(self.commit(second)[0], 200)
        status, _, answer = self.undo(again['id'])
        self.assertEqual((status, answer['error']['code']), (409, 'NotLastImport'))
        status, _, task = self.server.request('POST', '/sanera/v1/remediationTasks', {
            'recommendationId': 'va-_-debian-_-openssl', 'type': 'Update', 'rbacGroupNames': [],
            'priority': 'High', 'createTicket': False, 'madeAt': '2026-01-01T00:00:00Z',
        }, key=new_key())
        self.assertEqual(status, 201, task)
        status, _, answer = self.undo(second['id'])
        self.assertEqual((status, answer['error']['code']), (409, 'ActedOn'))
        self.assertIn('by Pia@example.org, requested', answer['error']['message'])
        line = self.lines()[0]
        self.assertEqual((line['undo'], line['undoPerson'], line['undoEvent']),
                         ('ActedOn', 'Pia@example.org', 'requested'))

    def test_as_curl_sends_it(self):
        """The two calls of the README: no key, and the content type that curl gives any file."""
        form = {'Content-Type': 'application/x-www-form-urlencoded'}
        status, _, answer = self.server.request('POST', PATH + '?name=r.json&group=Tills',
                                                report('CVE-2024-0001'), headers=form)
        self.assertEqual(status, 201, answer)
        status, _, done = self.server.request('POST', f'{PATH}/{answer["id"]}/commit',
                                              headers={'If-Match': f'"{answer["basis"]}"'})
        self.assertEqual(status, 200, done)
        machine = self.server.request('GET', '/api/machines')[2]['value'][0]
        self.assertEqual(machine['rbacGroupName'], 'Tills')

    def test_several_at_once(self):
        one = self.preview(report('CVE-2024-0001'))
        two = self.preview(report('CVE-2024-0001').replace('till-1', 'till-2'))
        ids = {'ids': [one['id'], two['id']]}
        status, _, both = self.server.request('POST', PATH + ':preview', ids, key=new_key())
        self.assertEqual((status, both['preview']['devices'], both['preview']['newFindings']),
                         (200, 2, 2))
        self.assertEqual([line['preview']['newFindings'] for line in both['imports']], [1, 1])
        self.assertEqual(self.count(), 0)

        def commit(basis):
            return self.server.request('POST', PATH + ':commit', ids, key=new_key(),
                                       headers={'If-Match': f'"{basis}"'})
        self.assertEqual(commit('0' * 16)[0], 412)
        self.assertEqual(self.count(), 0)
        self.assertEqual(commit(both['basis'])[0], 200)
        self.assertEqual(commit(both['basis'])[0], 200)
        self.assertEqual(self.count(), 1)
        self.assert_no_uploads()
        self.assertEqual(sorted(self.undo(one['id'])[2]['imports']), sorted(ids['ids']))
        self.assertEqual(self.count(), 0)
        for body, wanted in (({'ids': []}, 400), ({}, 400), ({'ids': ['nobody']}, 404),
                             ({'ids': 'x'}, 400)):
            status = self.server.request('POST', PATH + ':preview', body, key=new_key())[0]
            self.assertEqual(status, wanted, body)

    def test_refusals(self):
        answer = self.preview(report('CVE-2024-0001'))
        path = f'{PATH}/{answer["id"]}/commit'
        self.assertEqual(self.server.request('POST', path, '', key=new_key())[0], 428)
        self.assertEqual(self.commit({'id': 'nobody', 'basis': 'x'})[0], 404)

    def test_packed_reports(self):
        packed = gzip.compress(report('CVE-2024-0001').encode())
        answer = self.preview(packed, '?name=till-1.json.gz')
        self.assertEqual((answer['preview']['format'], answer['preview']['newFindings']),
                         ('Trivy', 1))
        self.assertEqual(self.commit(answer)[0], 200)

        folder = io.BytesIO()
        with zipfile.ZipFile(folder, 'w', zipfile.ZIP_DEFLATED) as archive:
            archive.writestr('till-1.json', report('CVE-2024-0001'))
            archive.writestr('till-2.json', report('CVE-2024-0002').replace('till-1', 'till-2'))
        answer = self.preview(folder.getvalue(), '?name=tills.zip')
        self.assertEqual({key: answer['preview'][key] for key in
                          ('devices', 'newFindings', 'stillThere')},
                         {'devices': 2, 'newFindings': 1, 'stillThere': 1})
        self.assertEqual(self.commit(answer)[0], 200)

        with zipfile.ZipFile(folder, 'a') as archive:
            archive.writestr('other.json', '{"matches": [], "source": {"target": "x"}}')
        bomb = gzip.compress(b'[' + b' ' * (20 << 20))
        for body, name, words in ((folder.getvalue(), 'tills.zip', 'tills.zip/other.json: is of Grype'),
                                  (bomb, 'bomb.gz', 'bomb: it grows more than 250 times')):
            status, _, answer = self.server.request('POST', f'{PATH}?name={name}', body,
                                                    key=new_key())
            self.assertEqual(status // 100, 4)
            self.assertIn(words, answer['error']['message'])
        self.assert_no_uploads()

    def import_together(self, *bodies):
        """Several uploads in one step; returns what the preview of all of them said."""
        ids = {'ids': [self.preview(body, '?name=page.json')['id'] for body in bodies]}
        status, _, both = self.server.request('POST', PATH + ':preview', ids, key=new_key())
        self.assertEqual(status, 200, both)
        status, _, answer = self.server.request('POST', PATH + ':commit', ids, key=new_key(),
                                                headers={'If-Match': f'"{both["basis"]}"'})
        self.assertEqual(status, 200, answer)
        return both['preview']

    def open_weaknesses(self):
        """What is open below the recommendation of Zoom."""
        return sorted(row['id'] for row in self.server.request(
            'GET', '/api/recommendations/va-_-zoom-_-zoom/vulnerabilities')[2]['value'])

    def test_pages(self):
        """Pages of Defender are joined when they come together; one alone closes nothing."""
        def page(day, *found, goes_on=False):
            body = {'@odata.context': '$metadata#Collection(AssetVulnerability)', 'value': [
                {'deviceId': 'm1', 'deviceName': 'till-1', 'softwareVendor': 'zoom',
                 'softwareName': 'zoom', 'softwareVersion': '5.1', 'cveId': name,
                 'vulnerabilitySeverityLevel': 'High',
                 'lastSeenTimestamp': f'2026-01-{day:02} 00:00:00'} for name in found]}
            if goes_on:
                body['@odata.nextLink'] = 'https://example.org/api/x?$skiptoken=2'
            return json.dumps(body)

        first = self.import_together(page(1, 'CVE-2026-1', 'CVE-2026-2', goes_on=True),
                                     page(1, 'CVE-2026-3'))
        self.assertEqual((first['goesOn'], first['newFindings']), (False, 3))
        # A page alone, later: it adds, and what it does not name stays, also if somebody calls it
        # complete. Pages of which all go on are no more than that.
        alone = self.preview(page(3, 'CVE-2026-1', 'CVE-2026-4', goes_on=True),
                             '?name=page.json&complete=true')
        said = {key: alone['preview'][key] for key in ('goesOn', 'newFindings', 'stillThere',
                                                       'fixed', 'notSeen', 'wouldFixIfComplete')}
        self.assertEqual(said, {'goesOn': True, 'newFindings': 1, 'stillThere': 1, 'fixed': 0,
                                'notSeen': 2, 'wouldFixIfComplete': 0})
        status, _, done = self.commit(alone)
        self.assertEqual((status, done['preview']['goesOn']), (200, True))
        self.assertEqual(self.open_weaknesses(), [f'CVE-2026-{n}' for n in (1, 2, 3, 4)])
        both = self.import_together(page(3, 'CVE-2026-1', goes_on=True),
                                    page(3, 'CVE-2026-4', goes_on=True))
        self.assertEqual((both['goesOn'], both['newFindings'], both['fixed']), (True, 0, 0))
        # An older one closes what it does not name, but not what the page has shown since.
        older = self.import_together(page(2, 'CVE-2026-2', goes_on=True), page(2))
        self.assertEqual((older['goesOn'], older['fixed']), (False, 1))
        self.assertEqual(self.open_weaknesses(), [f'CVE-2026-{n}' for n in (1, 2, 4)])
        # The whole of the day of the page, at last, with a report of another scanner after it.
        whole = self.import_together(page(3, 'CVE-2026-1', goes_on=True), page(3, 'CVE-2026-4'),
                                     report('CVE-2026-9'))
        self.assertEqual((whole['goesOn'], whole['fixed'], whole['newFindings']), (False, 1, 1))
        self.assertEqual(self.open_weaknesses(), [f'CVE-2026-{n}' for n in (1, 4)])

    def said(self, what):
        """What each scanner says of the first row below the recommendation of openssl."""
        status, _, body = self.server.request(
            'GET', f'/sanera/v1/recommendations/va-_-debian-_-openssl/{what}')
        rows = body['value'] if status == 200 else []
        return [(item['source'], item['says']) for row in rows[:1] for item in row['sources']]

    def test_scanners_meet(self):
        """Three scanners name one component and one weakness; exposed is what one of them finds."""
        def grype(*found):
            return json.dumps({
                'matches': [{'vulnerability': {'id': 'GHSA-1', 'severity': 'High'},
                             'relatedVulnerabilities': [{'id': name}],
                             'artifact': {'name': 'openssl', 'version': '3.0.1', 'type': 'deb',
                                          'purl': 'pkg:deb/debian/openssl@3.0.1'}}
                            for name in found],
                'source': {'type': 'image', 'target': {'userInput': 'till-1'}}})

        def cyclonedx(*found):
            return json.dumps({
                'bomFormat': 'CycloneDX', 'specVersion': '1.6',
                'metadata': {'component': {'name': 'till-1'}},
                'components': [{'type': 'library', 'name': 'openssl', 'version': '3.0.1',
                                'purl': 'pkg:deb/debian/openssl@3.0.1'}],
                'vulnerabilities': [{'id': name, 'analysis': {'state': 'not_affected'},
                                     'affects': [{'ref': 'pkg:deb/debian/openssl@3.0.1'}]}
                                    for name in found]})

        for body, name in ((report('CVE-2024-0001'), 'Trivy'), (grype('CVE-2024-0001'), 'Grype'),
                           (cyclonedx('CVE-2024-0001'), 'CycloneDX')):
            answer = self.preview(body)
            self.assertEqual((answer['preview']['format'], answer['preview']['newFindings']),
                             (name, 1))
            self.assertEqual(answer['preview']['saidNotAffected'], int(name == 'CycloneDX'))
            self.assertEqual(self.commit(answer)[0], 200)
        rows = self.server.request('GET', '/api/recommendations')[2]['value']
        self.assertEqual([(row['id'], row['weaknesses'], row['exposedMachinesCount'])
                          for row in rows], [('va-_-debian-_-openssl', 1, 1)])
        self.assertEqual([row['id'] for row in
                          self.server.request('GET', '/api/vulnerabilities')[2]['value']],
                         ['CVE-2024-0001'])

        said = []
        for body, exposed in ((report(), 1), (grype(), 1), (cyclonedx(), 0)):
            answer = self.preview(body)
            self.assertEqual(answer['preview']['fixed'], 1)
            self.assertEqual(self.commit(answer)[0], 200)
            rows = self.server.request('GET', '/api/recommendations')[2]['value']
            self.assertEqual(sum(row['exposedMachinesCount'] for row in rows), exposed)
            said.append(dict(self.said('machineReferences')))
            self.assertEqual(said[-1], dict(self.said('vulnerabilities')))
        # where they disagree, all are named
        self.assertEqual(said, [{'trivy': 'fixed', 'grype': 'exposed', 'cyclonedx': 'exposed'},
                                {'trivy': 'fixed', 'grype': 'fixed', 'cyclonedx': 'exposed'}, {}])

    def test_bad_reports(self):
        nested = '{"SchemaVersion": 2, "Results": ' + '[' * 5000
        for body in ('', 'rubbish', '{', nested, report('CVE-2024-0001')[:-40], '<xml/>'):
            status, _, answer = self.server.request('POST', PATH + '?name=till-1.json', body,
                                                    key=new_key())
            self.assertEqual(status // 100, 4, body[:40])
            message = answer['error']['message']
            self.assertNotIn('\n', message)
            if body:
                self.assertIn('till-1.json', message)
                self.assertIn('byte', message)
        self.assertEqual(self.count(), 0)
        self.assert_no_uploads()


if __name__ == '__main__':
    tap.main()
