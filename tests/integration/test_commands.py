# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands, and what keeps the server from starting: one sentence and a status."""

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import unittest

import tap
from fixture import fill, submission
from serverproc import PROGRAM, TIMEOUT, Server, new_key, run

REPORT = os.path.join(os.path.dirname(__file__), '..', 'data', 'trivy-web-01.json')


class Commands(unittest.TestCase):
    """Each with files of its own."""

    def setUp(self):
        self.server = Server(start=False)
        self.database = self.server.database
        self.folder = self.server.folder

    def tearDown(self):
        self.server.close()

    def fails(self, *arguments, status=1, words=''):
        code, out, err = run(*arguments, check=False)
        self.assertEqual((code, out), (status, ''), err)
        self.assertEqual(err.count('\n'), 1, err)
        self.assertTrue(err.startswith('sanera-server: '), err)
        self.assertIn(words, err)

    def test_help(self):
        for command in ((), ('serve',), ('token',), ('token', 'add'), ('token', 'list'),
                        ('token', 'remove'), ('backup',), ('check',)):
            code, out, _ = run(*command, '--help')
            self.assertEqual(code, 0)
            self.assertIn('Usage:', out)

    def test_wrong_arguments(self):
        for arguments in ((), ('dance',), ('serve', '--nothing'), ('serve', 'x'),
                          ('serve', '--private', '--listen', '127.0.0.1:0'),
                          ('serve', '--activated', '--private'),
                          ('serve', '--activated', '--listen', '127.0.0.1:0'),
                          ('serve', '--activated', '--socket', 'x'),
                          ('serve', '--listen', '127.0.0.1:0', '--certificate', 'x'),
                          ('serve', '--behind-proxy'), ('token',), ('token', 'add'),
                          ('token', 'add', '--email', 'a@b', '--name', 'x', '--role', 'king'),
                          ('token', 'remove'), ('backup',)):
            self.fails(*arguments, status=2)

    def test_addresses(self):
        for address in ('0.0.0.0:0', '[::]:0', '192.0.2.1:80'):
            self.fails('serve', '--database', self.database, '--listen', address,
                       words='--certificate')
        for address in ('localhost', 'x:1', '127.0.0.1:99999', '::1:80', '127.0.0.1'):
            self.fails('serve', '--database', self.database, '--listen', address,
                       words='ADDRESS:PORT')

    def test_port_in_use(self):
        with socket.create_server(('127.0.0.1', 0)) as taken:
            self.fails('serve', '--database', self.database, '--listen',
                       f'127.0.0.1:{taken.getsockname()[1]}', words='in use')

    def test_second_server(self):
        self.server.start()
        self.fails('serve', '--database', self.database, '--listen', '127.0.0.1:0',
                   words='served by another')
        self.assertEqual(self.server.request('GET', '/healthz')[0], 200)

    def test_stale_socket(self):
        self.server.start()
        self.server.kill()
        self.assertTrue(os.path.exists(os.path.join(self.folder, 'socket')))
        self.server.start()
        self.assertEqual(self.server.request('GET', '/healthz')[0], 200)
        self.assertEqual(self.server.stop(), 0)
        self.assertFalse(os.path.exists(os.path.join(self.folder, 'socket')))

    def test_socket_places(self):
        wide = os.path.join(self.folder, 'wide')
        os.mkdir(wide, 0o755)
        os.chmod(wide, 0o755)
        self.fails('serve', '--database', self.database, '--socket', os.path.join(wide, 's'),
                   words='0700')
        self.fails('serve', '--database', self.database, '--socket',
                   os.path.join(self.folder, 'x' * 100), words='bytes')
        plain = os.path.join(self.folder, 'plain')
        with open(plain, 'w', encoding='utf-8') as file:
            file.write('precious')
        self.fails('serve', '--database', self.database, '--socket', plain, words='no socket')
        self.assertTrue(os.path.exists(plain))

    def test_databases(self):
        with open(self.database, 'wb') as file:
            file.write(b'This is no database. ' * 1000)
        self.fails('serve', '--database', self.database, words='not a database')
        self.fails('check', '--database', self.database, words='not a database')
        os.unlink(self.database)
        self.fails('check', '--database', self.database, words='no such database')
        self.fails('backup', '--database', self.database, os.path.join(self.folder, 'x'),
                   words='no such database')
        self.server.add_token('reader')
        self.server.sql('PRAGMA user_version = 999')
        self.fails('serve', '--database', self.database, words='newer')
        self.fails('serve', '--database', '/proc/none/x.db')

    def test_database_locked(self):
        self.server.add_token('reader')
        with contextlib.closing(sqlite3.connect(self.database)) as other:
            other.execute('BEGIN IMMEDIATE')
            self.fails('serve', '--database', self.database, words='locked')
            self.fails('token', 'add', '--database', self.database, '--email', 'a@b', '--name', 'x',
                       '--role', 'admin', words='locked')
        run('check', '--database', self.database)

    def test_no_home(self):
        environment = {**os.environ, 'HOME': '/proc/none', 'XDG_DATA_HOME': '/proc/none/data'}
        done = subprocess.run([PROGRAM, 'serve'], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=TIMEOUT, check=False, env=environment)
        self.assertEqual((done.returncode, done.stdout), (1, ''))
        self.assertEqual(done.stderr.count('\n'), 1)
        self.assertIn('cannot be made', done.stderr)

    def test_ends_with_stdin(self):
        self.server.start()
        process = self.server.process
        process.stdin.close()
        self.assertEqual(process.wait(TIMEOUT), 0)

    def test_sigterm_on_the_network(self):
        with Server(listen=True) as server:
            self.assertEqual(server.stop(signal.SIGTERM), 0)

    def test_private_files(self):
        self.server.start()
        for name in os.listdir(self.folder):
            self.assertEqual(os.stat(os.path.join(self.folder, name)).st_mode & 0o077, 0
                             if name != 'socket' else
                             os.stat(os.path.join(self.folder, name)).st_mode & 0o077, name)

    def test_backup_and_check(self):
        self.server.start()
        fill(self.server)
        key = new_key()
        self.server.request('POST', '/sanera/v1/remediationTasks', submission(0), key=key)
        copy = os.path.join(self.folder, 'copy.db')
        run('backup', '--database', self.database, copy)
        self.fails('backup', '--database', self.database, copy, words='exists')
        head = run('check', '--database', copy)[1].split()[1]
        self.assertEqual(len(head), 64)
        run('check', '--database', copy, '--head', head)
        self.fails('check', '--database', copy, '--head', '0' * 64, words='cut off')
        self.assertFalse(os.path.exists(copy + '-wal'))

        # put back in the place of the database, it is another one: whoever had more sees that
        cursor = self.server.request('GET', '/sanera/v1/changes')[2]['cursor']
        self.server.request('POST', '/sanera/v1/remediationTasks', submission(1), key=new_key())
        later = self.server.request('GET', f'/sanera/v1/changes?cursor={cursor}')[2]['cursor']
        self.server.stop()
        for suffix in ('', '-wal', '-shm'):
            if os.path.exists(self.database + suffix):
                os.remove(self.database + suffix)
        os.rename(copy, self.database)
        self.server.start()
        for old in (cursor, later):
            self.assertEqual(
                self.server.request('GET', f'/sanera/v1/changes?cursor={old}')[0], 410)
        self.assertEqual(len(self.server.request('GET', '/api/remediationTasks')[2]['value']), 1)

    def test_check_finds_a_changed_audit_line(self):
        self.server.start()
        fill(self.server)
        for _ in range(3):
            self.server.request('POST', '/sanera/v1/remediationTasks', submission(0), key=new_key())
        self.server.stop()
        with self.assertRaises(Exception):
            self.server.sql("UPDATE audit SET person = 'x'")
        self.server.sql("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; "
                        "UPDATE audit SET person = 'x' WHERE id = 2")
        self.fails('check', '--database', self.database, words='line 2')
        self.server.sql('DELETE FROM audit WHERE id = 2')
        self.fails('check', '--database', self.database, words='broken')

    def test_check_finds_a_dangling_reference(self):
        self.server.start()
        fill(self.server)
        self.server.stop()
        self.server.sql('PRAGMA foreign_keys = OFF; DELETE FROM machines WHERE row_id = 1')
        self.fails('check', '--database', self.database, words='refers to')

    def test_full_disk(self):
        limit = ['sh', '-c', 'ulimit -f 1; exec "$0" "$@"', PROGRAM, 'token', 'add', '--database',
                 self.database, '--email', 'a@b', '--name', 'x', '--role', 'admin']
        done = subprocess.run(limit, capture_output=True, text=True, timeout=TIMEOUT, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, '')
        self.assertEqual(done.stderr.count('\n'), 1)


class Languages(unittest.TestCase):
    """What a person reads is in their language; what a program reads is the same in each."""

    LANGUAGES = {
        'en': ('Usage: sanera-server', 'There is no command “dance”', 'Would import 1 report:'),
        'sv': ('Användning: sanera-server', 'Det finns inget kommando ”dance”',
               'Skulle importera 1 rapport:'),
        'zh_CN': ('用法：sanera-server', '没有“dance”这个命令', '将导入 1 个报告：'),
    }

    def setUp(self):
        self.server = Server(start=False)
        self.options = ('--database', self.server.database)

    def tearDown(self):
        self.server.close()

    @staticmethod
    def speak(language, *arguments):
        return run(*arguments, check=False, environment={
            'LC_ALL': 'C.UTF-8', 'LANGUAGE': language})

    def test_words(self):
        for language, (usage, unknown, imported) in self.LANGUAGES.items():
            status, out, _ = self.speak(language, '--help')
            self.assertEqual(status, 0)
            self.assertIn(usage, out)
            status, out, err = self.speak(language, 'dance')
            self.assertEqual((status, out), (2, ''))
            self.assertIn(unknown, err)
            status, out, err = self.speak(language, 'import', *self.options, '--dry-run', REPORT)
            self.assertEqual(status, 0, err)
            self.assertIn(imported, out)

    def test_environment(self):
        """As the system has it: also where that locale is not installed, and never against LC_ALL=C."""
        for environment, words in (({'LC_ALL': '', 'LANG': 'sv_SE.UTF-8', 'LANGUAGE': ''}, 'sv'),
                                   ({'LC_ALL': 'zh_CN.UTF-8', 'LANGUAGE': ''}, 'zh_CN'),
                                   ({'LC_ALL': 'C', 'LANGUAGE': 'sv'}, 'en'),
                                   ({'LC_ALL': 'zh_CN.UTF-8', 'LANGUAGE': 'sv'}, 'sv'),
                                   ({'LC_ALL': '', 'LANG': '', 'LANGUAGE': 'sv'}, 'sv')):
            environment = {'LC_MESSAGES': '', **environment}
            status, out, _ = run('--help', check=False, environment=environment)
            self.assertEqual(status, 0)
            self.assertIn(self.LANGUAGES[words][0], out, environment)

    def test_names(self):
        """The name of a file is what it is, in the locale "C" too, and where one is not installed."""
        report = os.path.join(self.server.folder, 'rapport-å-报告.json')
        shutil.copy(REPORT, report)
        for locale in ('C', 'xx_XX.ISO-8859-1'):
            status, out, err = run('import', *self.options, '--dry-run', report, check=False,
                                   environment={'LC_ALL': locale, 'LANGUAGE': ''})
            self.assertEqual(status, 0, err)
            self.assertIn('rapport-å-报告.json', out)

    def test_for_programs(self):
        """JSON, tokens, the line that says where it listens, and the status of each command."""
        run('token', 'add', *self.options, '--email', 'a@example.org', '--name', 'A', '--role',
            'admin')
        said = [[self.speak(language, *command)[slice(0, 2)] for command in (
            ('import', *self.options, '--dry-run', '--json', REPORT),
            ('import', *self.options, '--json', '/nowhere'),
            ('import', *self.options, '--undo', '--json'),
            ('token', 'list', *self.options),
            ('check', *self.options),
        )] for language in self.LANGUAGES]
        self.assertEqual(said[0], said[1])
        self.assertEqual(said[0], said[2])
        self.assertEqual([status for status, _ in said[0]], [0, 1, 3, 0, 0])


if __name__ == '__main__':
    tap.main()
