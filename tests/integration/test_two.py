# SPDX-License-Identifier: GPL-3.0-or-later
"""Two programs of one person on the same data: in two sessions, where no bus tells the second one
of the first. Only one of them may have a connection open: two would each send what waits. (R9)"""

import os
import shutil
import tempfile
import unittest

import tap
from clients import Actor
from fixture import fill
from serverproc import Server

RECOMMENDATION = 'va-_-acme-_-tool0'


class Two(unittest.TestCase):
    """A folder of a connection to a server, and one of a private connection."""

    def setUp(self):
        self.server = Server(listen=True)
        self.addCleanup(self.server.close)
        fill(self.server)
        self.token = self.server.add_token('securityAdmin', 'anna@example.org')
        self.folder = tempfile.mkdtemp(prefix='sanera-two-')
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def start(self, *arguments, environment=None):
        actor = Actor(*arguments, environment=environment)
        self.addCleanup(actor.__exit__, None, None, None)
        return actor

    def start_on_server(self, name='team'):
        return self.start(os.path.join(self.folder, name), f'http://{self.server.address}',
                          self.token)

    def assert_kept_out(self, actor):
        """It has ended by itself, and has said why."""
        self.assertIsNone(actor.answers.get(timeout=150))
        self.assertEqual(actor._end(), 1)
        self.assertIn('AlreadyOpen', ''.join(actor.errors))

    def requested(self, notes):
        return len(self.server.query('SELECT id FROM remediation_tasks WHERE requester_notes = ?',
                                     notes))

    def test_second_is_kept_out(self):
        first = self.start_on_server()
        first.ask('wait online')
        self.assert_kept_out(self.start_on_server())
        # Which has not disturbed the first, and another connection is another matter.
        first.do('request', RECOMMENDATION, 'notes=once')
        first.ask('wait idle')
        other = self.start_on_server('other')
        other.ask('wait online')
        other.close()
        first.close()
        self.assertEqual(self.requested('once'), 1)
        # Whoever ends well leaves nothing that keeps the next one out.
        again = self.start_on_server()
        again.ask('wait idle')
        again.close()
        self.assertEqual(self.requested('once'), 1)

    def test_killed_first(self):
        """However the first ends, the second goes on with what it has left."""
        first = self.start_on_server()
        first.ask('wait online')
        key = first.do('request', RECOMMENDATION, 'notes=left')
        first.kill()
        second = self.start_on_server()
        second.ask('wait idle')
        self.assertEqual(second.outbox(), [])
        second.close()
        self.assertEqual(self.requested('left'), 1)
        self.assertEqual(len(self.server.query('SELECT 1 FROM submissions WHERE key = ?', key)), 1)

    def test_private(self):
        """One that never starts a server keeps out one that does, and the other way round."""
        run = os.path.join(self.folder, 'run')
        os.mkdir(run, 0o700)
        environment = {**os.environ, 'HOME': self.folder, 'XDG_RUNTIME_DIR': run}
        folder = os.path.join(self.folder, 'private')
        first = self.start(folder, environment=environment)
        first.ask('wait online')
        self.assert_kept_out(self.start(folder, environment=environment))
        first.kill()
        second = self.start(folder, environment=environment)
        second.ask('wait online')
        second.close()


if __name__ == '__main__':
    tap.main()
