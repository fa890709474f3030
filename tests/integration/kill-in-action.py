#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""kill-in-action.py: kills the application or the server at a random moment while everything that a
person can do is being done; what was kept on disk must be done exactly once, in the order in which
it was done to each thing, and nothing may be refused. (F1, F2, R9, R11)

What is done next comes from the row as it is shown, with all that waits: were the order lost
anywhere, the server would refuse it.
"""
import collections
import json
import os
import time

import killing
from fixture import fill, submission
from serverproc import Server, new_key

ACTIVITIES = 3
RECOMMENDATIONS = 4
STEPS = 6
# Devices that nothing is found on: some are retired and come back, the others are merged, once.
RETIRING = 3
MERGING = 60


class Actions:
    """Some activities, recommendations and devices, to which things are done in turn."""

    def __init__(self, generator):
        self.generator = generator
        self.kept = {}  # key → (kind, entity)
        self.doubtful = set()  # exceptions that perhaps never left the outbox
        self.number = 0
        self.latest = 0
        self.activities = []
        self.retiring = [f'old-{i}' for i in range(RETIRING)]
        self.merging = [f'twin-{i}' for i in range(MERGING)]
        self.merged = []
        self.done = collections.Counter()

    def prepare(self, home):
        server = Server(database=home.database)
        fill(server, recommendations=RECOMMENDATIONS)
        server.sql('\n'.join(
            "INSERT INTO machines (id, computer_dns_name, os_platform, rbac_group_name,"
            f" machine_tags) VALUES ('{name}', '{name}.example', 'Linux', 'Clients', '[]');"
            for name in self.retiring + self.merging))
        for i in range(ACTIVITIES):
            status, _, body = server.request('POST', '/sanera/v1/remediationTasks',
                                             submission(i, notes='0'), key=new_key())
            assert status == 201, body
            self.activities.append(body['id'])
        _, headers, _ = server.request('GET', '/sanera/v1/settings')
        status, _, body = server.request('PATCH', '/sanera/v1/settings',
                                         {'intuneConnection': True}, key=new_key(),
                                         headers={'If-Match': headers.get('ETag') or '"0"'})
        assert status == 200, body
        server.close()
        home.drain()
        start = time.monotonic()
        actor = home.open()
        self.work(home, actor)
        actor.ask('wait idle')
        actor.close()
        self.latest = (time.monotonic() - start) * 1.1

    def do(self, actor, kind, entity, *words):
        # Taking back all of what was not sent yet takes it out of the outbox: nothing is sent. Who
        # dies meanwhile does not know whether it was.
        if kind == 'cancelException':
            self.doubtful.add(entity)
        command = 'request' if kind == 'request' else f'act {kind}'
        key = actor.do(command, entity, *words)
        self.done[kind] += 1
        if key != entity:
            self.kept[key] = (kind, entity)
            self.doubtful.discard(entity)

    def next(self):
        """A number that only grows: in what was done to a thing it tells the order."""
        self.number += 1
        return str(self.number)

    def on_activity(self, home, actor):
        activity = self.generator.choice(self.activities)
        row = actor.row('remediation_tasks', activity)
        if row['status'] == 'Completed':
            self.do(actor, 'reopenActivity', activity)
        elif row.get('ticketStatus') in (None, 'Rejected') and self.generator.random() < 0.4:
            self.do(actor, 'createTicket', activity)
        elif self.generator.random() < 0.6:
            self.do(actor, 'changeActivity', activity, 'notes=' + self.next())
        else:
            self.do(actor, 'completeActivity', activity)

    def on_request(self, home, actor):
        """One, or several in one go."""
        for _ in range(self.generator.choice((1, 3))):
            number = self.generator.randrange(RECOMMENDATIONS)
            # Often with a ticket, so that there is always something to be decided.
            self.do(actor, 'request', f'va-_-acme-_-tool{number}', 'notes=' + self.next(),
                    'createTicket:bool=' + self.generator.choice(('true', 'false')))

    def on_exception(self, home, actor):
        recommendation = f'va-_-acme-_-tool{self.generator.randrange(RECOMMENDATIONS)}'
        live = home.query('SELECT id FROM exceptions WHERE recommendation_reference = ?'
                          " AND ended_on IS NULL AND status NOT IN ('Canceled', 'Expired')",
                          recommendation, file='cache.db')
        # Never the same twice in a row: that would be so already, and leave no trace.
        day = time.strftime('%Y-%m-%d', time.gmtime(time.time() + 86400 *
                                                    (20 + int(self.next()) % 300)))
        if not live:
            self.do(actor, 'createException', recommendation, 'scope=Global',
                    'justification=RiskAccepted', 'justificationContext=' + self.next(),
                    'expiresOn:date=' + day)
            return
        kind = self.generator.choice(('changeException', 'renewException', 'cancelException'))
        words = {'changeException': ['justificationContext=' + self.next()],
                 'renewException': ['expiresOn:date=' + day], 'cancelException': []}
        self.do(actor, kind, live[0][0], *words[kind])

    def is_seen(self, home, ticket):
        """Whether the cache gets what the server has of the ticket. What was sent just now may have
        changed it; deciding on what it was before is refused, and rightly so (R10)."""
        end = time.monotonic() + 20
        seen = 'SELECT status, version FROM security_tasks WHERE id = ?'
        while home.query(seen, ticket) != home.query(seen, ticket, file='cache.db'):
            if time.monotonic() > end:
                return False
            time.sleep(0.01)
        return True

    def on_ticket(self, home, actor):
        # A decision is about all that is seen: what waits about the activity would change that.
        actor.ask('wait idle')
        tickets = home.query("SELECT id, status FROM security_tasks WHERE status IN ('pending',"
                             " 'active') ORDER BY id", file='cache.db')
        if not tickets:
            return
        ticket, status = self.generator.choice(tickets)
        if not self.is_seen(home, ticket):
            return
        if status == 'active':
            self.do(actor, 'completeTask', ticket, 'note=' + self.next())
        else:
            self.do(actor, self.generator.choice(('approveTask', 'rejectTask')), ticket,
                    'note=' + self.next())

    def on_device(self, home, actor):
        device = f'device-{self.generator.randrange(4)}'
        what = self.generator.random()
        if what < 0.3:
            device = self.generator.choice(self.retiring)
            retired = actor.row('machines', device)['retiredOn'] is not None
            self.do(actor, 'changeDevice', device, f'retired:bool={str(not retired).lower()}')
        elif what < 0.6 and self.merging:
            twin = self.merging.pop()
            self.do(actor, 'mergeDevices', device, 'from:list=' + twin)
            self.merged.append(twin)
        else:
            self.do(actor, 'changeDevice', device, 'rbacGroupName=Group ' + self.next())

    def work(self, home, actor):
        things = (self.on_activity, self.on_activity, self.on_request, self.on_exception,
                  self.on_ticket, self.on_ticket, self.on_device, self.on_device)
        for _ in range(STEPS):
            self.generator.choice(things)(home, actor)

    def round(self, home, what, number, moment):
        killing.disturb(home, what, moment, lambda actor: self.work(home, actor))

    def check(self, home):
        keys = {key for (key,) in home.query('SELECT key FROM submissions')}
        lost = [(key, kind) for key, (kind, entity) in self.kept.items() if key not in keys
                and not self.doubtful & {key, entity}]
        if lost:
            raise AssertionError(f'lost {lost}')
        self.check_order(home)
        left = {device for (device,) in home.query('SELECT id FROM machines')} & set(self.merged)
        if left:
            raise AssertionError(f'said to be merged, and still there: {left}')
        # Each request is one activity, and each of its keys one of them.
        twice = home.query('SELECT requester_notes, count(*) FROM remediation_tasks'
                           " WHERE requester_notes <> '0' GROUP BY requester_notes"
                           f" HAVING count(*) > 1 AND id NOT IN ({','.join('?' * ACTIVITIES)})",
                           *self.activities)
        if twice:
            raise AssertionError(f'requested twice: {twice}')
        kinds = ', '.join(f'{number} {kind}' for kind, number in sorted(self.done.items()))
        return f'{len(self.kept)} kept: {kinds}'

    @staticmethod
    def check_order(home):
        """The numbers in what was done to one thing only grow; what ended began before."""
        last = {}
        status = {}
        for entity, event, details in home.query(
                "SELECT entity_id, event, details FROM audit WHERE person <> '' ORDER BY id"):
            for number in numbers_in(json.loads(details)):
                if number <= last.get((entity, event), -1):
                    raise AssertionError(f'{event} of {entity}: {number} after '
                                         f'{last[entity, event]}')
                last[entity, event] = number
            for ended, begun in (('completed', 'reopened'), ('deviceRetired', 'deviceReturned')):
                if event in (ended, begun):
                    if status.get(entity, begun) == event:
                        raise AssertionError(f'{entity}: {event} twice')
                    status[entity] = event


def numbers_in(details):
    """The numbers that a line of the log says were written."""
    for name in ('notes', 'justificationContext', 'note', 'group'):
        value = details.get(name)
        if isinstance(value, dict):
            value = value.get('new')
        if isinstance(value, str) and value.split() and value.split()[-1].isdigit():
            yield int(value.split()[-1])


if __name__ == '__main__':
    os.umask(0o077)
    killing.main(Actions)
