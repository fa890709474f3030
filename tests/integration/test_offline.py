# SPDX-License-Identifier: GPL-3.0-or-later
"""What people do without a network: seven things, and four ways in which it can go on.

             reconnect   kill: dies while it waits   cut: dies when it is being sent   refuse
  add            ·                  ·                             ·                       ·
  add+edit       ·                  ·                             ·                       ·
  …

Each cell holds what the server has, what the outbox has and what the row says; and that nothing was
done twice. (R9, R10)
"""

import contextlib
import datetime
import json
import pathlib
import shutil
import sqlite3
import tempfile
import unittest

import tap
from clients import Actor, Gate, Gone
from fixture import fill, submission
from serverproc import Server, new_key, wait_for

PATH = '/sanera/v1/remediationTasks'
ANNA = 'anna@example.org'
BO = 'bo@example.org'


def day(offset):
    """A UTC day from today on."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return (today + datetime.timedelta(days=offset)).isoformat()


class World:
    """One server for all cells; each has a recommendation of its own."""

    def __init__(self):
        self.server = Server(listen=True)
        fill(self.server, recommendations=60)
        self.tokens = {ANNA: self.server.add_token('securityAdmin', ANNA),
                       BO: self.server.add_token('admin', BO)}
        self.used = 0

    def next_recommendation(self):
        self.used += 1
        return f'va-_-acme-_-tool{self.used - 1}', self.used - 1

    def set_role(self, email, role):
        self.server.sql(f"UPDATE tokens SET role = '{role}' WHERE email = '{email}';")
        wait_for(lambda: self.server.request('GET', '/sanera/v1/me', token=self.tokens[email])[2]
                 ['role'] == role, 'the server knows the role')


WORLD = None


def setUpModule():
    global WORLD
    WORLD = World()


def tearDownModule():
    status = WORLD.server.close()
    assert status == 0, WORLD.server.log


class Offline(unittest.TestCase):
    """What the cells share."""

    def setUp(self):
        self.server = WORLD.server
        self.recommendation, number = WORLD.next_recommendation()
        self.notes = self.id().rsplit('.', 1)[-1]
        status, _, body = self.server.request(
            'POST', PATH, submission(number, notes='at first', priority='Medium'),
            token=WORLD.tokens[ANNA], key=new_key())
        self.assertEqual(status, 201)
        self.activity = body['id']
        self.folders = {}
        self.gates = {}
        self.actors = {}
        for email in (ANNA, BO):
            self.gates[email] = Gate(self.server.address)
            self.addCleanup(self.gates[email].close)

    def start(self, email, who=None):
        """Starts a client of a person, in the folder of @who."""
        who = who or email
        if who not in self.folders:
            self.folders[who] = tempfile.mkdtemp(prefix='sanera-offline-')
            self.addCleanup(shutil.rmtree, self.folders[who], ignore_errors=True)
        actor = Actor(self.folders[who], self.gates[email].address, WORLD.tokens[email])
        self.addCleanup(actor.__exit__, None, None, None)
        self.actors[email] = actor
        return actor

    def open_window(self, email):
        """A client that has seen everything and is cut off then."""
        actor = self.start(email)
        actor.ask('wait online')
        self.gates[email].close()
        actor.ask('sync')
        actor.ask('wait offline')
        return actor

    def reconnect(self, email):
        """Lets a client send what waits."""
        if self.gates[email].listener is None:
            self.gates[email].open()
        self.actors[email].ask('sync')
        self.actors[email].ask('wait idle')

    def patch(self, **changes):
        """Somebody else changes the activity meanwhile."""
        _, headers, _ = self.server.request('GET', f'{PATH}/{self.activity}',
                                            token=WORLD.tokens[BO])
        status, _, body = self.server.request(
            'PATCH', f'{PATH}/{self.activity}', changes, token=WORLD.tokens[BO], key=new_key(),
            headers={'If-Match': headers['ETag']})
        self.assertEqual(status, 200, body)

    def task(self, identifier):
        """An activity as the server has it."""
        status, _, body = self.server.request('GET', f'{PATH}/{identifier}',
                                              token=WORLD.tokens[BO])
        return body if status == 200 else None

    def requested(self, notes):
        """Ids of the activities with these notes."""
        return [row[0] for row in self.server.query(
            'SELECT id FROM remediation_tasks WHERE requester_notes = ?', notes)]

    def events(self, identifier):
        """What was done to an activity, in order."""
        return [row[0] for row in self.server.query(
            'SELECT event FROM audit WHERE entity_id = ? ORDER BY id', identifier)]

    def states(self, email=ANNA):
        """(kind, state, code) of what is in an outbox."""
        return [(kind, state, code)
                for _, kind, _, state, code in self.actors[email].outbox()]

    def row(self, identifier, email=ANNA):
        return self.actors[email].row('remediation_tasks', identifier)


class Scenario:
    """A thing that is done without a network. @cell: the test that plays it."""

    kinds = ()  # what is in the outbox then

    def do(self, cell):
        """Does it."""

    def shown(self, cell):
        """Holds the row to what was done, while it waits."""

    def done(self, cell):
        """Holds the server and the row to it in the end."""

    def refuse(self, cell):
        """Lets the server refuse it."""
        WORLD.set_role(ANNA, 'reader')
        cell.addCleanup(WORLD.set_role, ANNA, 'securityAdmin')

    def refused(self, cell):
        """Holds everything to that nothing has happened and nothing is lost; makes it good."""
        cell.assertEqual(cell.states(), [(kind, 'refused', 'Forbidden') for kind in self.kinds])
        self.untouched(cell)
        WORLD.set_role(ANNA, 'securityAdmin')
        for key, *_ in cell.actors[ANNA].outbox():
            cell.actors[ANNA].do('resolve', key)
        cell.actors[ANNA].ask('wait idle')

    def untouched(self, cell):
        """Holds the server and the row to what was before, with the mark of the refusal."""
        row = cell.row(cell.activity)
        cell.assertEqual((row['status'], row['requesterNotes'], row['localState'],
                          row['localError']), ('Active', 'at first', 'refused', 'Forbidden'))
        cell.assertEqual(cell.events(cell.activity), ['requested'])


class Add(Scenario):
    kinds = ('requestRemediation',)

    def do(self, cell):
        cell.key = cell.actors[ANNA].do('request', cell.recommendation, 'notes=' + cell.notes)

    def shown(self, cell):
        row = cell.row(cell.key)
        cell.assertEqual((row['status'], row['requesterNotes'], row['localState']),
                         ('Active', cell.notes, 'waiting'))
        cell.assertEqual(row['recommendationReference'], cell.recommendation)

    def done(self, cell):
        cell.assertEqual(cell.requested(cell.notes), [cell.key])
        cell.assertEqual(cell.events(cell.key), ['requested'])
        row = cell.row(cell.key)
        cell.assertIsNone(row.get('localState'))
        cell.assertEqual((row['requesterNotes'], row['targetDevices']), (cell.notes, 4))

    def untouched(self, cell):
        cell.assertEqual(cell.row(cell.key)['localState'], 'refused')
        cell.assertEqual(cell.requested(cell.notes), [])


class AddEdit(Add):
    """It keeps its key: what is done to it meanwhile stays with it."""

    def do(self, cell):
        cell.key = cell.actors[ANNA].do('request', cell.recommendation, 'notes=words of before')
        cell.assertEqual(cell.actors[ANNA].do('revise', cell.key, 'notes=' + cell.notes,
                                              'priority=High'), cell.key)

    def done(self, cell):
        super().done(cell)
        cell.assertEqual(cell.task(cell.key)['priority'], 'High')
        cell.assertEqual(cell.requested('words of before'), [])


class AddWithdraw(Scenario):
    """Nothing is sent, nothing is left."""

    def do(self, cell):
        super().do(cell)
        cell.key = cell.actors[ANNA].do('request', cell.recommendation, 'notes=' + cell.notes)
        cell.assertEqual(cell.actors[ANNA].do('act withdrawActivity', cell.key), cell.key)

    def shown(self, cell):
        cell.assertIsNone(cell.row(cell.key))
        cell.assertEqual(cell.states(), [])

    def done(self, cell):
        self.shown(cell)
        cell.assertEqual(cell.requested(cell.notes), [])
        cell.assertEqual(cell.gates[ANNA].calls, 0)

    def untouched(self, cell):
        self.done(cell)


class Complete(Scenario):
    kinds = ('completeActivity',)

    def do(self, cell):
        cell.actors[ANNA].do('act completeActivity', cell.activity)

    def shown(self, cell):
        row = cell.row(cell.activity)
        cell.assertEqual((row['status'], row['completerEmail'], row['localState']),
                         ('Completed', ANNA, 'waiting'))

    def done(self, cell):
        task = cell.task(cell.activity)
        cell.assertEqual((task['status'], task['completionMethod'], task['completerEmail']),
                         ('Completed', 'Manual', ANNA))
        cell.assertEqual(cell.events(cell.activity), ['requested', 'completed'])
        row = cell.row(cell.activity)
        cell.assertEqual((row['status'], row.get('localState')), ('Completed', None))


class CompleteReopen(Scenario):
    kinds = ('completeActivity', 'reopenActivity')

    def do(self, cell):
        cell.actors[ANNA].do('act completeActivity', cell.activity)
        cell.actors[ANNA].do('act reopenActivity', cell.activity)

    def shown(self, cell):
        row = cell.row(cell.activity)
        cell.assertEqual((row['status'], row['completerEmail'], row['localState']),
                         ('Active', None, 'waiting'))

    def done(self, cell):
        cell.assertEqual(cell.task(cell.activity)['status'], 'Active')
        cell.assertEqual(cell.events(cell.activity), ['requested', 'completed', 'reopened'])
        cell.assertIsNone(cell.row(cell.activity).get('localState'))


class TwoWindows(Scenario):
    """Each changes another field of the same activity: both get what they wanted."""

    kinds = ('changeActivity',)

    def do(self, cell):
        cell.open_window(BO).do('act changeActivity', cell.activity, 'dueOn:date=2099-12-25')
        cell.actors[ANNA].do('act changeActivity', cell.activity, 'priority=High')

    def shown(self, cell):
        row = cell.row(cell.activity)
        cell.assertEqual((row['priority'], row['dueOn'], row['localState']),
                         ('High', None, 'waiting'))
        row = cell.row(cell.activity, BO)
        cell.assertEqual((row['priority'], row['dueOn'][:10], row['localState']),
                         ('Medium', '2099-12-25', 'waiting'))

    def done(self, cell):
        cell.reconnect(BO)
        cell.assertEqual(cell.states(BO), [])
        task = cell.task(cell.activity)
        cell.assertEqual((task['priority'], task['dueOn'][:10]), ('High', '2099-12-25'))
        cell.assertEqual(cell.events(cell.activity), ['requested', 'changed', 'changed'])

    def refuse(self, cell):
        """The other window was faster, with the same field."""
        cell.actors[BO].do('act changeActivity', cell.activity, 'priority=Low')
        cell.reconnect(BO)

    def refused(self, cell):
        (key, *_), = cell.actors[ANNA].outbox()
        cell.assertEqual(cell.states(), [('changeActivity', 'refused', 'PreconditionFailed')])
        row = cell.row(cell.activity)
        cell.assertEqual((row['priority'], row['localState']), ('Low', 'refused'))
        cell.assertEqual(cell.actors[ANNA].ask('conflict', key), 'conflict priority')
        cell.actors[ANNA].do('resolve', key, 'priority')
        cell.actors[ANNA].ask('wait idle')
        cell.assertEqual(cell.events(cell.activity), ['requested'] + 3 * ['changed'])
        cell.assertEqual(cell.task(cell.activity)['priority'], 'High')

    def mended(self, cell):
        """All is said in refused()."""


class ServerChanged(Scenario):
    """Somebody has changed something else: nobody is asked. The same: both states are shown."""

    kinds = ('changeActivity',)

    def do(self, cell):
        cell.actors[ANNA].do('act changeActivity', cell.activity, 'notes=' + cell.notes)
        cell.patch(priority='Low')

    def shown(self, cell):
        row = cell.row(cell.activity)
        cell.assertEqual((row['requesterNotes'], row['priority'], row['localState']),
                         (cell.notes, 'Medium', 'waiting'))

    def done(self, cell):
        task = cell.task(cell.activity)
        cell.assertEqual((task['requesterNotes'], task['priority']), (cell.notes, 'Low'))
        cell.assertEqual(cell.events(cell.activity), ['requested', 'changed', 'changed'])
        row = cell.row(cell.activity)
        cell.assertEqual((row['requesterNotes'], row['priority'], row.get('localState')),
                         (cell.notes, 'Low', None))

    def refuse(self, cell):
        cell.patch(notes='theirs')

    def refused(self, cell):
        (key, *_), = cell.actors[ANNA].outbox()
        cell.assertEqual(cell.states(), [('changeActivity', 'refused', 'PreconditionFailed')])
        row = cell.row(cell.activity)
        cell.assertEqual((row['requesterNotes'], row['localState']), ('theirs', 'refused'))
        cell.assertEqual(cell.actors[ANNA].ask('conflict', key), 'conflict requesterNotes')
        cell.actors[ANNA].do('withdraw', key)
        row = cell.row(cell.activity)
        cell.assertEqual((row['requesterNotes'], row.get('localState')), ('theirs', None))
        cell.assertEqual(cell.states(), [])
        cell.assertEqual(cell.events(cell.activity), ['requested', 'changed', 'changed'])

    def mended(self, cell):
        """Theirs was used: all is said in refused()."""


def reconnect(cell, scenario):
    cell.reconnect(ANNA)


def kill(cell, scenario):
    """The client dies while it waits; the next one shows the same, and sends it."""
    cell.actors[ANNA].kill()
    cell.start(ANNA)
    cell.actors[ANNA].ask('wait offline')
    scenario.shown(cell)
    cell.reconnect(ANNA)


def cut(cell, scenario):
    """The client dies when the server has carried it out and the answer is on its way."""
    gate = cell.gates[ANNA]
    gate.hold.set()
    gate.open()
    cell.actors[ANNA].ask('sync')
    if scenario.kinds:
        gate.wait_held()
        cell.assertEqual(cell.states()[0][1], 'sending')
    cell.actors[ANNA].kill()
    gate.close()
    gate.hold.clear()
    cell.start(ANNA)
    cell.actors[ANNA].ask('wait offline')
    if scenario.kinds:
        # Whether the server has it can only be asked there: it is neither withdrawn nor edited.
        key, _, entity, state, _ = cell.actors[ANNA].outbox()[0]
        cell.assertEqual(state, 'sending')
        row = cell.row(entity)
        # Of a request the feed may have brought what the server made of it before the end: that
        # row does not wait for anything any more.
        if entity != key or cell.task(key)['version'] != row['version']:
            cell.assertEqual(row['localState'], 'sending')
        with cell.assertRaises(Gone):
            cell.actors[ANNA].do('withdraw', key)
    cell.reconnect(ANNA)


def refuse(cell, scenario):
    """The server says no; once that is mended, the same is sent again."""
    scenario.refuse(cell)
    cell.reconnect(ANNA)
    scenario.refused(cell)


ROWS = {'add': Add, 'add_edit': AddEdit, 'add_withdraw': AddWithdraw, 'complete': Complete,
        'complete_reopen': CompleteReopen, 'two_windows': TwoWindows,
        'server_changed': ServerChanged}
COLUMNS = {'reconnect': reconnect, 'kill': kill, 'cut': cut, 'refuse': refuse}


def make_cell(scenario_class, column, mended):
    def play(cell):
        scenario = scenario_class()
        cell.open_window(ANNA)
        scenario.do(cell)
        cell.assertEqual(cell.states(), [(kind, 'waiting', '-') for kind in scenario.kinds])
        scenario.shown(cell)
        column(cell, scenario)
        if mended and hasattr(scenario, 'mended'):
            scenario.mended(cell)
        else:
            scenario.done(cell)
            cell.assertEqual(cell.states(), [])
        cell.actors[ANNA].close()

    return play


class Matrix(Offline):
    """Rows by columns."""


for row_name, row_class in ROWS.items():
    for column_name, column_func in COLUMNS.items():
        setattr(Matrix, f'test_{row_name}__{column_name}',
                make_cell(row_class, column_func, column_func is refuse))


class Meanwhile(Offline):
    """What else can have happened in between."""

    def test_completed_by_the_system(self):
        actor = self.open_window(ANNA)
        actor.do('act completeActivity', self.activity)
        self.server.sql(
            "UPDATE feed SET change = change + 1; UPDATE remediation_tasks SET status = 'Completed',"
            " completion_method = 'Automatic', completed_on = 1790000000000000,"
            " version = version + 1, change = (SELECT change FROM feed)"
            f" WHERE id = '{self.activity}';")
        self.reconnect(ANNA)
        self.assertEqual([event[2:] for event in actor.events if event[0] == 'accepted'],
                         [['completeActivity', 'already']])
        row = self.row(self.activity)
        self.assertEqual((row['status'], row['completionMethod'], row['localState']),
                         ('Completed', 'Automatic', None))
        self.assertEqual(self.states(), [])
        actor.close()

    def test_another_person(self):
        """What somebody has done waits for them, weeks if need be, and nobody else sends it."""
        actor = self.open_window(ANNA)
        actor.do('act changeActivity', self.activity, 'notes=' + self.notes)
        actor.close()
        actor = self.start(BO, ANNA)
        actor.ask('wait online')
        actor.do('act changeActivity', self.activity, 'priority=Low')
        self.assertEqual(self.row(self.activity, BO)['requesterNotes'], self.notes)
        self.assertEqual(self.states(BO)[0], ('changeActivity', 'waiting', '-'))
        actor.close()
        self.assertNotEqual(self.task(self.activity)['requesterNotes'], self.notes)
        actor = self.start(ANNA)
        actor.ask('wait offline')
        self.gates[ANNA].open()
        self.reconnect(ANNA)
        self.assertEqual(self.task(self.activity)['requesterNotes'], self.notes)
        actor.close()

    def weeks_pass(self, actor, **days):
        """The outbox as it would be when what is in it had been made three weeks ago; @days are
        what was chosen then."""
        folder = self.folders[ANNA]
        actor.close()
        path = next(pathlib.Path(folder).rglob('outbox.db'))
        then = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=21)
        with contextlib.closing(sqlite3.connect(path)) as outbox, outbox:
            for key, text in outbox.execute('SELECT key, body FROM entries').fetchall():
                body = json.loads(text)
                body['madeAt'] = then.strftime('%Y-%m-%dT%H:%M:%SZ')
                body.update((name, day(offset)) for name, offset in days.items() if name in body)
                outbox.execute('UPDATE entries SET body = ?, made_at = ? WHERE key = ?',
                               (json.dumps(body), int(then.timestamp() * 1000000), key))
        return self.start(ANNA)

    def test_day_has_passed(self):
        """An exception that has ended meanwhile comes back as a question; work is still wanted."""
        actor = self.open_window(ANNA)
        actor.do('request', self.recommendation, 'notes=' + self.notes, 'dueOn:date=' + day(5))
        actor.do('act createException', self.recommendation, 'scope=DeviceGroups',
                 'rbacGroupNames:list=Clients', 'justification=PlannedRemediation',
                 'expiresOn:date=' + day(5))
        actor = self.weeks_pass(actor, dueOn=-7, expiresOn=-7)
        self.reconnect(ANNA)
        self.assertEqual(self.states(), [('createException', 'refused', 'EndPassed')])
        self.assertEqual(len(self.requested(self.notes)), 1)
        self.assertEqual(self.server.query(
            'SELECT count(*) FROM exceptions WHERE recommendation_reference = ?',
            self.recommendation), [(0,)])
        row = actor.row('recommendations', self.recommendation)
        self.assertEqual((row['localState'], row['localError']), ('refused', 'EndPassed'))

        # Nothing of it is lost; another day, and it is sent once.
        ((exception, *_),) = actor.outbox()
        exception = actor.do('revise', exception, 'scope=DeviceGroups',
                             'rbacGroupNames:list=Clients', 'justification=PlannedRemediation',
                             'expiresOn:date=' + day(5))
        actor.ask('wait idle')
        self.assertEqual(self.states(), [])
        self.assertEqual(self.server.query(
            'SELECT id, status FROM exceptions WHERE recommendation_reference = ?',
            self.recommendation), [(exception, 'InEffect')])
        self.assertIsNone(actor.row('recommendations', self.recommendation)['localState'])
        actor.close()

    def test_day_is_still_to_come(self):
        """Weeks late is not too late."""
        actor = self.open_window(ANNA)
        actor.do('request', self.recommendation, 'notes=' + self.notes, 'dueOn:date=' + day(5))
        actor = self.weeks_pass(actor)
        self.reconnect(ANNA)
        self.assertEqual(self.states(), [])
        self.assertEqual(len(self.requested(self.notes)), 1)
        actor.close()

    def test_taken_back_while_sending(self):
        """The server is asked: what it does not have it never will."""
        actor = self.open_window(ANNA)
        key = actor.do('request', self.recommendation, 'notes=' + self.notes)
        gate = self.gates[ANNA]
        gate.hold.set()
        gate.open()
        actor.ask('sync')
        gate.wait_held()
        # It was carried out before it was taken back.
        gate.hold.clear()
        with self.assertRaises(Gone) as caught:
            actor.do('withdraw', key)
        self.assertIn('CarriedOut', str(caught.exception))
        actor.ask('wait idle')
        self.assertEqual(self.requested(self.notes), [key])
        self.assertIsNone(self.row(key)['localState'])
        self.assertEqual(self.states(), [])
        actor.close()

    def test_edited_while_sending(self):
        """The old key is burnt, and what follows on it follows the new one."""
        actor = self.open_window(ANNA)
        key = actor.do('request', self.recommendation, 'notes=words of before')
        actor.do('act completeActivity', key)
        gate = self.gates[ANNA]
        gate.swallow.set()
        gate.open()
        actor.ask('sync')
        actor.ask('wait sending')
        gate.wait_held()
        gate.swallow.clear()
        again = actor.do('revise', key, 'notes=' + self.notes)
        self.assertNotEqual(again, key)
        actor.ask('wait idle')
        self.assertEqual(self.requested(self.notes), [again])
        self.assertEqual(self.requested('words of before'), [])
        self.assertEqual(self.events(again), ['requested', 'completed'])
        self.assertEqual(self.states(), [])
        self.assertIsNone(self.row(key))
        actor.close()


if __name__ == '__main__':
    tap.main()
