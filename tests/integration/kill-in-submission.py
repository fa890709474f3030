#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill-in-submission.py REPORT: kills the application or the server at a random moment of a
submission, again and again; every request that was kept on disk must be exactly one activity
afterwards, and none may be two. (F1, F2, R9)

A request that had not been kept when the application died may be missing: nobody was told otherwise.
"""
import collections
import sys
import time

import killing


class Submissions:
    """Requests, told apart by their notes."""

    def __init__(self, generator):
        self.kept, self.attempted = set(), set()
        self.latest = 0
        self.recommendation = None

    def submit(self, actor, notes):
        self.attempted.add(notes)
        actor.do('request', self.recommendation, 'notes=' + notes)
        self.kept.add(notes)

    def prepare(self, home):
        home.command('import', sys.argv[1])
        rows = home.query(
            'SELECT id FROM recommendations WHERE exposed_machines_count > 0'
            " AND remediation_type = 'Update' ORDER BY id LIMIT 1"
        )
        if not rows:
            raise AssertionError('the report gave no recommendation to ask for')
        self.recommendation = rows[0][0]
        # The first contact, outside the rounds: it fills the cache.
        home.drain()
        # Most kills shall fall into a submission, few behind it: how long is one left in peace?
        start = time.monotonic()
        actor = home.open()
        self.submit(actor, 'in peace')
        actor.ask('wait idle')
        actor.close()
        self.latest = (time.monotonic() - start) * 1.1

    def round(self, home, what, number, moment):
        killing.disturb(home, what, moment,
                        lambda actor: self.submit(actor, f'{what} {number}'))

    def check(self, home):
        counts = collections.Counter(
            notes for (notes,) in home.query('SELECT requester_notes FROM remediation_tasks')
        )
        lost = [notes for notes in self.kept if counts[notes] == 0]
        twice = [notes for notes in counts if counts[notes] > 1]
        strange = [notes for notes in counts if notes not in self.attempted]
        if lost or twice or strange:
            raise AssertionError(f'lost {lost}, twice {twice}, never asked for {strange}')
        return f'{len(self.kept)} kept, {sum(counts.values())} activities in all'


if __name__ == '__main__':
    killing.main(Submissions)
