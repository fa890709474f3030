# SPDX-License-Identifier: GPL-3.0-or-later
"""The server is killed in the middle of submissions: each exists exactly once afterwards."""

import http.client
import random
import threading
import unittest

import tap
from fixture import fill, submission
from serverproc import Server, new_key, run

PATH = '/sanera/v1/remediationTasks'
ROUNDS = 12


class Crash(unittest.TestCase):
    """Submissions are repeated until they are answered, as a client's outbox does."""

    def submit_until_killed(self, server, waiting, answered):
        while waiting:
            key = waiting[-1]
            try:
                status, _, body = server.request('POST', PATH, submission(0), key=key)
            except (OSError, http.client.HTTPException):
                return  # killed
            self.assertIn(status, (200, 201))
            self.assertEqual(body['id'], key)
            answered.append(waiting.pop())

    def test_kill(self):
        rand = random.Random(1)
        server = Server()
        fill(server)
        keys = [new_key() for _ in range(400)]
        waiting, answered = list(keys), []
        for _ in range(ROUNDS):
            count = len(answered)
            thread = threading.Thread(target=self.submit_until_killed,
                                      args=(server, waiting, answered))
            thread.start()
            # in the middle of work: some answers in, others on their way
            pause = threading.Event()
            while thread.is_alive() and len(answered) < count + 5:
                pause.wait(0.001)
            pause.wait(rand.random() * 0.02)
            server.kill()
            thread.join(60)
            self.assertFalse(thread.is_alive())
            server.start()
        self.submit_until_killed(server, waiting, answered)
        self.assertEqual(sorted(answered), sorted(keys))
        self.assertEqual(server.stop(), 0)
        self.assertEqual(server.query('SELECT count(*), count(DISTINCT id) FROM remediation_tasks'),
                         [(400, 400)])
        self.assertEqual(server.query('SELECT count(*) FROM submissions'), [(400,)])
        self.assertEqual(server.query("SELECT count(*) FROM audit WHERE event = 'requested'"),
                         [(400,)])
        self.assertEqual(run('check', '--database', server.database)[0], 0)
        server.close()


if __name__ == '__main__':
    tap.main()
