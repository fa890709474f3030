# SPDX-License-Identifier: GPL-3.0-or-later
"""The way in from the network: certificates, and a proxy in front."""

import os
import shutil
import signal
import unittest
import unittest.mock

import tap
from fixture import fill
from serverproc import Server, run, wait_for

CERTIFICATE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'data',
                           'tls', 'localhost.pem')


class Certificates(unittest.TestCase):
    """With files of their own."""

    def setUp(self):
        self.server = Server(start=False)
        self.file = os.path.join(self.server.folder, 'server.pem')
        shutil.copy(CERTIFICATE, self.file)

    def tearDown(self):
        self.server.close()

    def refused(self, *arguments):
        status, out, err = run('serve', '--database', self.server.database, '--listen',
                               '127.0.0.1:0', *arguments, check=False)
        self.assertNotEqual(status, 0)
        self.assertEqual((out, err.count('\n')), ('', 1), err)

    def test_unusable_files(self):
        with open(self.file, 'w', encoding='utf-8') as file:
            file.write('no certificate')
        self.refused('--certificate', self.file, '--key', CERTIFICATE)
        self.refused('--certificate', CERTIFICATE, '--key', self.file)
        self.refused('--certificate', CERTIFICATE, '--key', self.file + '.none')

    def test_sighup_with_a_broken_file_keeps_the_old_one(self):
        # the warning in the log is what is tested: it must not be fatal as elsewhere
        with unittest.mock.patch.dict(os.environ, {'G_DEBUG': 'gc-friendly'}), \
                Server(certificate=self.file) as server:
            self.assertEqual(server.request('GET', '/healthz')[0], 200)
            with open(self.file, 'w', encoding='utf-8') as file:
                file.write('half a certificate')
            before = len(server.log)
            server.process.send_signal(signal.SIGHUP)
            wait_for(lambda: len(server.log) > before, 'the log names the broken file')
            shutil.copy(CERTIFICATE, self.file)
            self.assertEqual(server.request('GET', '/healthz')[0], 200)
            server.process.send_signal(signal.SIGHUP)
            self.assertEqual(server.request('GET', '/healthz')[0], 200)


class BehindProxy(unittest.TestCase):
    """Links lead to the proxy, and only to a proxy that was announced."""

    HEADERS = {'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'sanera.example.org'}

    def next_link(self, *arguments):
        with Server(listen=True, arguments=arguments, start=False) as server:
            token = server.add_token('reader')
            fill(server)
            server.start()
            return server.request('GET', '/api/machines?$top=1', token=token,
                                  headers=self.HEADERS)[2]['@odata.nextLink']

    def test_announced(self):
        self.assertTrue(self.next_link('--behind-proxy').startswith(
            'https://sanera.example.org/api/machines?'))

    def test_not_announced(self):
        # anybody could send these headers: nobody is led elsewhere by them
        self.assertTrue(self.next_link().startswith('http://127.0.0.1:'))


if __name__ == '__main__':
    tap.main()
