# SPDX-License-Identifier: GPL-3.0-or-later
"""Imports on the command line: words, JSON, exit status, undo, and a folder that is watched."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import unittest

import tap
from serverproc import PROGRAM, TIMEOUT, run, wait_for


def report(device, day, *found):
    """A Trivy report of a device with these weaknesses."""
    return json.dumps({
        'SchemaVersion': 2, 'ArtifactName': device, 'CreatedAt': f'2026-01-{day:02}T00:00:00Z',
        'Results': [{'Target': device, 'Class': 'os-pkgs', 'Type': 'debian', 'Vulnerabilities': [
            {'VulnerabilityID': name, 'PkgName': 'openssl', 'InstalledVersion': '3.0.1',
             'FixedVersion': '3.0.2', 'Severity': 'HIGH'} for name in found]}]})


class Command(unittest.TestCase):
    """Each with a database and a folder of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='sanera-import-')
        self.addCleanup(shutil.rmtree, self.folder)
        self.database = os.path.join(self.folder, 'server.db')
        self.inbox = os.path.join(self.folder, 'inbox')
        os.mkdir(self.inbox)

    def write(self, name, text, folder=None):
        path = os.path.join(folder or self.folder, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return path

    def run_import(self, *arguments, status=0):
        done, out, errors = run('import', '--database', self.database, *arguments, check=False)
        self.assertEqual(done, status, errors)
        return out, errors

    def listing(self, *parts):
        path = os.path.join(self.inbox, *parts)
        return sorted(os.listdir(path)) if os.path.isdir(path) else []


class Words(Command):
    """What is said, and how it ends."""

    def test_words_and_json(self):
        path = self.write('a.json', report('web', 1, 'CVE-2026-1', 'CVE-2026-2'))
        out, _ = self.run_import('--dry-run', path)
        self.assertIn('Would import 1 report: 1 device, 2 entries: 2 new, 0 still there', out)
        out, _ = self.run_import('--dry-run', '--json', path)
        answer = json.loads(out)
        self.assertEqual((answer['dryRun'], answer['total']['newFindings'],
                          answer['imports'][0]['id']), (True, 2, None))
        out, _ = self.run_import('--json', path)
        answer = json.loads(out)
        self.assertEqual((answer['dryRun'], answer['imports'][0]['file']), (False, path))
        self.assertEqual(answer['imports'][0]['result']['newFindings'], 2)
        # Once more: nothing changes, and the first import is named.
        first = answer['imports'][0]['id']
        answer = json.loads(self.run_import('--json', path)[0])
        self.assertEqual((answer['total']['newFindings'], answer['total']['stillThere'],
                          answer['imports'][0]['result']['firstImport']), (0, 2, first))

    def test_exit_status(self):
        bad = self.write('bad.json', '{')
        good = self.write('good.json', report('web', 1, 'CVE-2026-1'))
        out, errors = self.run_import(good, bad, status=1)
        self.assertEqual(out, '')
        self.assertIn('bad.json', errors)
        out, errors = self.run_import('--json', good, bad, status=1)
        self.assertIn('bad.json', json.loads(out)['error']['message'])
        self.assertIn('1 new', self.run_import('--dry-run', good)[0])
        for arguments in ([], ['--undo', good], ['--watch', self.inbox, good],
                          ['--once', good], ['--complete', '--partial', good]):
            self.run_import(*arguments, status=2)
        self.run_import('--watch', os.path.join(self.folder, 'nowhere'), status=1)

    def test_undo(self):
        first = self.write('1.json', report('web', 1, 'CVE-2026-1'))
        second = self.write('2.json', report('app', 1, 'CVE-2026-2'))
        self.run_import(first)
        self.run_import('--undo')
        self.assertIn(' 1 new', self.run_import('--dry-run', first)[0])
        # Those of one call go back together.
        self.run_import(first, second)
        answer = json.loads(self.run_import('--undo', '--json')[0])
        self.assertEqual(len(answer['undone']), 2)
        self.assertIn(' 2 new', self.run_import('--dry-run', first, second)[0])
        _, errors = self.run_import('--undo', status=3)
        self.assertIn('There is no import', errors)


class Watch(Command):
    """--watch FOLDER."""

    def watch_once(self, status=0):
        """Handles what is in the folder, and ends."""
        return self.run_import('--watch', self.inbox, '--once', '--json', status=status)

    def test_done_and_failed(self):
        self.write('a.json', report('web', 1, 'CVE-2026-1'), self.inbox)
        self.write('bad.json', '{"SchemaVersion": 2,', self.inbox)
        self.write('copy.json', report('web', 1, 'CVE-2026-1'), self.inbox)
        self.write('.hidden.json', '{', self.inbox)
        self.write('later.json.part', '{', self.inbox)
        os.symlink('/etc/passwd', os.path.join(self.inbox, 'link.json'))
        os.utime(os.path.join(self.inbox, 'a.json'), (1, 1))
        lines = [json.loads(line) for line in self.watch_once()[0].splitlines()]
        self.assertEqual(sorted(line['file'] for line in lines), ['a.json', 'bad.json', 'copy.json'])
        by_name = {line['file']: line for line in lines}
        self.assertEqual(by_name['a.json']['result']['newFindings'], 1)
        self.assertIn('bad.json', by_name['bad.json']['error'])
        self.assertIsNone(by_name['copy.json']['result'])
        self.assertEqual(self.listing('done'), ['a.json', 'copy.json'])
        self.assertEqual(self.listing('failed'), ['bad.json', 'bad.json.reason.txt'])
        with open(os.path.join(self.inbox, 'failed', 'bad.json.reason.txt'), encoding='utf-8') as f:
            self.assertIn('bad.json', f.read())
        self.assertEqual(self.listing(), ['.hidden.json', 'done', 'failed', 'later.json.part',
                                          'link.json'])
        # The same name again does not take the place of the first.
        self.write('a.json', report('web', 2, 'CVE-2026-1'), self.inbox)
        self.watch_once()
        self.assertEqual(self.listing('done'), ['2-a.json', 'a.json', 'copy.json'])

    def test_after_an_end_between_import_and_move(self):
        path = self.write('a.json', report('web', 1, 'CVE-2026-1'), self.inbox)
        self.run_import(path)
        lines = self.watch_once()[0].splitlines()
        self.assertEqual(json.loads(lines[0]), {'file': 'a.json', 'result': None})
        self.assertEqual(self.listing('done'), ['a.json'])

    def test_running(self):
        """Files that come while it runs: half-written, renamed, two at once; one watches only."""
        errors = []
        process = subprocess.Popen([PROGRAM, 'import', '--database', self.database, '--watch',
                                    self.inbox], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.PIPE, text=True)
        reader = threading.Thread(target=lambda: errors.extend(process.stderr), daemon=True)
        reader.start()
        try:
            whole = report('web', 1, 'CVE-2026-1')
            slow = open(os.path.join(self.inbox, 'slow.json'), 'w', encoding='utf-8')
            slow.write(whole[:60])
            slow.flush()
            self.write('next.json.part', report('app', 1, 'CVE-2026-2'), self.inbox)
            os.rename(os.path.join(self.inbox, 'next.json.part'),
                      os.path.join(self.inbox, 'next.json'))
            wait_for(lambda: self.listing('done') == ['next.json'], 'the renamed file is imported')
            # That took longer than a file has to rest: the half one is still left alone.
            self.assertEqual(self.listing('failed'), [])
            self.assertIn('slow.json', self.listing())
            status, _, message = run('import', '--database', self.database, '--watch', self.inbox,
                                     '--once', check=False)
            self.assertEqual(status, 1)
            self.assertIn('is watched already', message)
            slow.write(whole[60:])
            slow.close()
            wait_for(lambda: self.listing('done') == ['next.json', 'slow.json'],
                     'the slow file is imported')
        finally:
            process.send_signal(signal.SIGTERM)
            status = process.wait(TIMEOUT)
            reader.join(TIMEOUT)
            process.stderr.close()
        self.assertEqual(status, 0)
        self.assertEqual(len(errors), 2)
        self.assertIn('slow.json: Trivy, 1 device, 1 entry: 1 new', ''.join(errors))


if __name__ == '__main__':
    tap.main()
