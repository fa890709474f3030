#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""pictures.py PROGRAM SERVER FOLDER: pictures of what a first look at the sample fleet never shows.

Brings about what happens to people: a first start, reports that contradict each other, a page that is
missing, no server, a change that somebody else was quicker with, a damaged file, a second program.
The program takes the pictures itself (--screenshot), into a folder for each; so all of it is real.
Runs in the home folder and on the display of tests/ui/headless; LANGUAGE says in which language.

Not a test: to be looked at by people. Takes two minutes.
"""
import datetime
import fcntl
import glob
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                                'integration'))
import serverproc  # noqa: E402

TIMEOUT = 600
TASKS = '/sanera/v1/securityTasks'


def moment(hours):
    """So many hours ago."""
    then = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=hours)
    return then.strftime('%Y-%m-%dT%H:%M:%SZ')


def trivy(device, hours, *found):
    """found: pairs of a package and a weakness."""
    return json.dumps({
        'SchemaVersion': 2, 'ArtifactName': device, 'CreatedAt': moment(hours),
        'Results': [{'Target': device, 'Class': 'os-pkgs', 'Type': 'debian', 'Vulnerabilities': [
            {'VulnerabilityID': name, 'PkgName': package, 'InstalledVersion': '1.0',
             'FixedVersion': '1.1', 'Severity': 'HIGH'} for package, name in found]}]})


def nessus(name, serial, weakness, minutes):
    """A .nessus file about one host that says its serial number."""
    then = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=minutes)
    end = then.strftime('%a %b %d %H:%M:%S %Y')
    return (
        '<?xml version="1.0"?><NessusClientData_v2><Report name="nightly">'
        f'<ReportHost name="{name}"><HostProperties><tag name="host-fqdn">{name}</tag>'
        f'<tag name="system-serial-number">{serial}</tag><tag name="HOST_END">{end}</tag>'
        '<tag name="Credentialed_Scan">true</tag></HostProperties>'
        '<ReportItem port="0" svc_name="general" protocol="tcp" severity="3" pluginID="10001" '
        'pluginName="OpenSSH &lt; 9.8" pluginFamily="Misc."><risk_factor>High</risk_factor>'
        f'<cve>{weakness}</cve><solution>Upgrade to OpenSSH 9.8 or later.</solution></ReportItem>'
        '</ReportHost></Report></NessusClientData_v2>')


def vex(device, weakness):
    """A CycloneDX document: what was found does not matter there."""
    return json.dumps({
        'bomFormat': 'CycloneDX', 'specVersion': '1.6',
        'metadata': {'timestamp': moment(1), 'component': {'name': device}},
        'components': [{'type': 'library', 'name': 'zlib', 'version': '1.2.11',
                        'purl': 'pkg:deb/debian/zlib@1.2.11'}],
        'vulnerabilities': [{
            'id': weakness, 'ratings': [{'severity': 'critical'}],
            'analysis': {'state': 'not_affected', 'justification': 'code_not_reachable',
                         'detail': 'MiniZip is not built.'},
            'affects': [{'ref': 'pkg:deb/debian/zlib@1.2.11'}]}]})


def kev(*weaknesses):
    """The catalogue of what is known to be exploited."""
    return json.dumps({
        'title': 'CISA Catalog of Known Exploited Vulnerabilities', 'catalogVersion': '2026.01.02',
        'dateReleased': moment(2), 'count': len(weaknesses),
        'vulnerabilities': [{'cveID': name, 'dateAdded': '2024-04-01'} for name in weaknesses]})


def page(device):
    """The first of several pages of Defender."""
    return json.dumps({
        '@odata.context': '$metadata#Collection(AssetVulnerability)',
        '@odata.nextLink': 'https://api.securitycenter.microsoft.com/api/x?$skiptoken=2',
        'value': [{'deviceId': 'm1', 'deviceName': device, 'softwareVendor': 'zoom',
                   'softwareName': 'zoom', 'softwareVersion': '5.1', 'cveId': f'CVE-2024-{n}',
                   'vulnerabilitySeverityLevel': 'High', 'lastSeenTimestamp': moment(1)}
                  for n in range(1000, 1012)]})


class Pictures:
    def __init__(self, program, server, folder):
        serverproc.PROGRAM = os.environ['SANERA_SERVER'] = server
        self.program, self.folder = program, folder
        self.data = os.environ['XDG_DATA_HOME']

    def take(self, name, *arguments):
        """Pictures of a start of the program, into a folder of that name."""
        subprocess.run([self.program, '--screenshot', os.path.join(self.folder, name), *arguments],
                       check=True, timeout=TIMEOUT, stdin=subprocess.DEVNULL)

    def write(self, name, text):
        path = os.path.join(os.environ['HOME'], name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def find(self, name, *parts):
        """The one file of that name under the data of the program whose path has these parts."""
        paths = [path for path in glob.glob(os.path.join(self.data, '**', name), recursive=True)
                 if all(part in path for part in parts)]
        if len(paths) != 1:
            raise AssertionError(f'{name}: {paths}')
        return paths[0]

    @staticmethod
    def request(server, recommendation):
        status, _, answer = server.request(
            'POST', '/sanera/v1/remediationTasks', key=serverproc.new_key(), body={
                'recommendationId': recommendation, 'type': 'Update', 'rbacGroupNames': [],
                'priority': 'High', 'notes': '', 'createTicket': False, 'madeAt': moment(20)})
        if status != 201:
            raise AssertionError(answer)

    def reports(self):
        """What reports bring: a proposal, devices that are doubtful, a preview that says much."""
        self.take('reports-before', '--import', self.write('before.json', trivy(
            'till-01.example.org', 30, ('openssl', 'CVE-2024-5535'), ('curl', 'CVE-2024-7264'))))
        with serverproc.Server(database=self.find('server.db', 'private')) as server:
            known = {row['recommendationReference'] for row in
                     server.request('GET', '/api/remediationTasks')[2]['value']}
            for row in server.request('GET', '/api/recommendations')[2]['value']:
                if row['id'] not in known:
                    self.request(server, row['id'])
        files = {
            'after.json': trivy('till-01.example.org', 1),
            'web.json': trivy('web-01.example.org', 1, ('openssl', 'CVE-2024-5535')),
            'one.nessus': nessus('www.example.org', 'SN-4711', 'CVE-2024-6387', 50),
            'same.nessus': nessus('web-02.example.org', 'SN-4711', 'CVE-2024-6387', 40),
            'other.nessus': nessus('www.example.org', 'SN-0815', 'CVE-2024-6387', 30),
            'vex.cdx.json': vex('till-02.example.org', 'CVE-2023-45853'),
            'kev.json': kev('CVE-2024-6387', 'CVE-2024-5535'),
            'broken.json': '{"SchemaVersion": 2, "Results": [',
        }
        self.take('reports', *[argument for name, text in files.items()
                               for argument in ('--import', self.write(name, text))])
        self.take('page', '--import', self.write('page.json', page('till-03')))

    def conflict(self):
        """A security task is approved without the server, and rejected there before that is sent."""
        self.take('sample', '--sample')
        self.take('offline', '--sample', '--offline')
        with serverproc.Server(database=self.find('server.db', 'sample')) as server:
            for row in server.request('GET', TASKS)[2]['value']:
                if row['status'] == 'pending':
                    status, _, answer = server.request(
                        'POST', f'{TASKS}/{row["id"]}/updateStatus', key=serverproc.new_key(),
                        body={'status': 'rejected', 'note': 'The maintenance window is full.'},
                        headers={'If-Match': f'"{row["version"]}"'})
                    if status != 200:
                        raise AssertionError(answer)
        self.take('refused', '--sample')

    def damage(self):
        """The copy of the data, as a failing disk leaves it."""
        with open(self.find('cache.db', 'sample'), 'r+b') as file:
            file.write(b'\0' * 8192)
        self.take('damaged-offline', '--sample', '--offline')
        self.take('damaged', '--sample')

    def second(self):
        """Another program has the folder."""
        with open(self.find('private.lock', 'sample'), 'r+b') as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.take('second', '--sample')


def main():
    program, server, folder = (os.path.abspath(path) for path in sys.argv[1:4])
    pictures = Pictures(program, server, folder)
    pictures.take('first-start')
    pictures.reports()
    pictures.conflict()
    pictures.damage()
    pictures.second()


if __name__ == '__main__':
    main()
