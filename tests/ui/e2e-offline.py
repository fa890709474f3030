#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""e2e-offline.py PROGRAM SERVER BUILD REPORT LANGUAGE: a day without the server.

A person who is connected to the server of a team has looked around when the server goes away. Lists,
flyouts, search, filter, order and export go on; a request and a completion are made and wait. The
program is closed and started again: everything is still there, and the request is changed. Then the
server is back: it has the request once, as it was changed, and the completion. Speaks TAP: one line
for each leg.
"""
import csv
import os
import re
import socket
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "integration")]
import serverproc  # noqa: E402
from uidrive import UiError, poll  # noqa: E402
from uiwalk import Walk, import_report  # noqa: E402

RECOMMENDATION, ACTIVITY = "Related component", "Ticket status"
ROWS = 13
NOTES = {
    "en": ("Before the weekend, please.", "By Friday noon, please."),
    "sv": ("Före helgen, tack.", "Före fredag klockan tolv, tack. Åäö."),
    "zh_CN": ("请在周末之前。", "请在周五中午之前更新。谢谢！"),
}
TASKS = "/sanera/v1/remediationTasks"
# What the program does by itself after a time: a retry, the end of the time for undoing.
BY_ITSELF = 120


class Offline(Walk):
    def __init__(self, program, server, build, report, language):
        serverproc.PROGRAM = server
        # The port stays ours, without anybody listening, while there is no server.
        self.port = socket.socket()
        self.port.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.port.bind(("127.0.0.1", 0))
        self.server = serverproc.Server(listen=True, port=self.port.getsockname()[1])
        self.token = self.server.add_token("securityAdmin", "pia@example.com", "Pia Ek")
        import_report(self.server, self.token, report)
        super().__init__(program, server, build, language, f"offline-{language}", {
            # There is no keyring on a desk; this one outlives the program.
            "SECRET_BACKEND": "file",
            "SECRET_FILE_TEST_PATH": "secrets",
            "SECRET_FILE_TEST_PASSWORD": "secret",
        })
        self.notes, self.edited_notes = NOTES[language]

    def activities(self):
        return self.server.request("GET", "/api/remediationTasks", token=self.token)[2]["value"]

    # What stands where

    def wait_bar(self, timeout=None):
        """The quiet bar, which says how old the data are."""
        return self.window.wait_seen(
            "label", self.starting("Offline. Data as of %s, %s."), timeout=timeout)

    def texts(self, column):
        return [cells for _, cells in self.rows(column)]

    def settle(self, column, condition, what):
        """The rows of a table once they are so."""
        return poll(lambda: [
            rows for rows in [self.texts(column)] if condition(rows)], what)[0]

    def index(self, column, head):
        return self.table(column).headers.index(self.t(head))

    def open_children(self, heading):
        """Opens a part of the flyout, and closes it; returns the words that were in it."""
        pattern = re.compile(f"^{re.escape(self.t(heading))} [(（]")
        flyout = next(node for node in self.window.find_all(None, self.t("Details"))
                      if node.on_screen)
        expander = poll(
            lambda: flyout.find(None, pattern, lambda node: "expandable" in node.states),
            f"the part {heading!r}")
        expander.click()
        poll(lambda: "expanded" in expander.states, f"{heading!r} to open")
        # A name and a line for each of as many as the heading says; not "Fetching…", not half of it.
        words = poll(lambda: self.read_children(expander), f"what is in {heading!r}")
        # The next one would be out of sight below it.
        expander.find("label").mouse()
        poll(lambda: "expanded" not in expander.states, f"{heading!r} to close")
        return words

    @staticmethod
    def read_children(expander):
        count = int(re.search(r"[(（]([0-9]+)", expander.name).group(1))
        words = [[node.name for node in expander.find_all("label") if node.on_screen][1:]
                 for _ in range(2)]
        return words[0] if words[0] == words[1] and len(words[0]) >= 2 * count else None

    def look_into(self, position):
        """The title and the children of a recommendation."""
        title = self.click_row(self.rows(RECOMMENDATION)[position][0])
        return title, self.open_children("Exposed devices"), self.open_children("Vulnerabilities")

    def find_waiting(self, column, count=1):
        waiting = self.t("Waiting to be sent")
        return self.settle(
            column, lambda rows: sum(waiting in " ".join(row) for row in rows) == count,
            f"{count} rows that wait to be sent")

    def activity_row(self, notes=None, requested=True):
        """Opens the activity that was requested without the server, or the one from before."""
        place = self.index(ACTIVITY, "Remediation activity")

        def find():
            for row, cells in self.rows(ACTIVITY):
                if cells[place].startswith(self.requested) == requested:
                    return row
            return None
        self.click_row(poll(find, "the activity"))
        if notes is not None:
            self.window.wait_seen(None, re.compile(re.escape(notes)))

    # The legs

    def sync(self):
        self.connect(self.server, self.token)
        self.show_page("ctrl+2", RECOMMENDATION)
        self.before = [cells for _, cells in self.rows(RECOMMENDATION, ROWS)]
        if len(self.before) != ROWS:
            raise UiError(f"{len(self.before)} recommendations: {self.before}")
        row = next(row for row in self.server.request(
            "GET", "/api/recommendations", token=self.token)[2]["value"]
            if row["recommendedVersion"])
        status, _, self.known = self.server.request(
            "POST", TASKS, token=self.token, key=serverproc.new_key(), body={
                "recommendationId": row["id"], "type": "Update", "rbacGroupNames": [],
                "priority": "High", "notes": "", "createTicket": False,
                "madeAt": "2026-01-01T10:00:00Z"})
        if status != 201:
            raise UiError(f"the server did not take a request: {self.known}")
        self.children = self.look_into(0)
        self.show_page("ctrl+3", ACTIVITY)
        self.rows(ACTIVITY)

    def server_goes_away(self):
        self.server.stop()
        self.wait_bar(BY_ITSELF)
        self.picture("gone")

    def read(self):
        self.show_page("ctrl+2", RECOMMENDATION)
        again = [cells for _, cells in self.rows(RECOMMENDATION, ROWS)]
        if [row[:3] for row in again] != [row[:3] for row in self.before]:
            raise UiError(f"{again} instead of {self.before}")
        children = self.look_into(0)
        # Beside what was there it says how old that is.
        if children[0] != self.children[0] or any(
                not set(before) <= set(now) for before, now in zip(self.children[1:], children[1:])):
            raise UiError(f"{children} instead of {self.children}")
        self.picture("flyout")
        self.app.key("Escape")

    def search_filter_sort(self):
        component = self.before[0][self.index(RECOMMENDATION, RECOMMENDATION)]
        everything = len(self.before)
        self.app.key("ctrl+f")
        entry = self.window.wait_for(None, None, lambda node: (
            {"editable", "focused"} <= node.states and node.on_screen))
        entry.set_text(component)
        self.settle(RECOMMENDATION, lambda rows: 0 < len(rows) < everything and all(
            component in " ".join(row) for row in rows), f"only rows with {component!r}")
        self.picture("search")
        entry.set_text("")
        self.settle(RECOMMENDATION, lambda rows: len(rows) == everything, "all rows again")
        self.app.key("Escape")

        self.button(self.window, "Add filter").mouse()
        self.window.wait_seen("list item", self.t("Fix available")).mouse()
        choice = self.window.wait_seen("check box", self.t("Yes", "fix available"))
        choice.mouse()
        self.filtered = self.settle(
            RECOMMENDATION, lambda rows: 0 < len(rows) < everything, "fewer rows")
        self.app.key("Escape")
        self.picture("filter")

        place = self.index(RECOMMENDATION, "Weaknesses")
        for descending in (True, False):
            self.table(RECOMMENDATION).children[0].children[place].mouse()
            self.filtered = self.settle(RECOMMENDATION, lambda rows, down=descending: (
                lambda numbers: numbers == sorted(numbers, reverse=down)
                and (len(set(numbers)) == 1 or numbers != numbers[::-1]))(
                    [int(row[place]) for row in rows]), "the rows in order")

    def export(self):
        self.app.key("ctrl+e")
        dialog = self.dialog(holding=self.t("For a spreadsheet"))
        self.button(dialog, "Export…").click()
        self.app.wait_gone(dialog)
        path = os.path.join(self.desk.folder, "home", "list.csv")
        self.app.choose_file(self.t("Export to CSV"), path)
        self.app.focus(self.window)
        # Not the toast: on a busy computer it has gone before anybody looks.
        lines = poll(lambda: self.read_lines(path, len(self.filtered) + 1), "the whole file")
        title = lines[0].index(self.t("Security recommendation"))
        place = self.index(RECOMMENDATION, "Security recommendation")
        if [line[title] for line in lines[1:]] != [row[place] for row in self.filtered]:
            raise UiError(f"the file has {lines}, the list {self.filtered}")
        chip = self.t("Remove filter: %s") % self.t("Fix available")
        self.window.wait_seen("push button", chip).click()
        self.settle(RECOMMENDATION, lambda rows: len(rows) == ROWS, "all rows again")

    def read_lines(self, path, count):
        """The lines of an exported file, once there are so many."""
        if not os.path.exists(path):
            return None
        with open(path, encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file, delimiter=";" if self.language == "sv" else ","))
        return lines if len(lines) == count else None

    def request(self):
        titles = {activity["relatedComponent"] for activity in [self.known]}
        row = next(row for row, cells in self.rows(RECOMMENDATION, 2)
                   if not titles & set(cells))
        self.requested = self.click_row(row)
        self.button(self.window, "Remediation options").click()
        self.write_notes(self.notes)
        self.picture("requested")
        self.show_page("ctrl+3", ACTIVITY)
        self.find_waiting(ACTIVITY)
        self.activity_row(self.notes)
        self.picture("waiting")

    def write_notes(self, notes):
        """Fills in the form of a request that has come up, and submits it."""
        dialog = self.dialog(holding=self.t("Submit request"))
        self.app.focus(dialog)
        [node for node in dialog.find_all("text") if node.on_screen][-1].set_text(notes)
        self.button(dialog, "Submit request").click()
        self.app.wait_gone(dialog)
        self.app.focus(self.window)

    def complete(self):
        self.activity_row(requested=False)
        self.button(self.window, "Mark as complete").click()
        self.wait_completed()
        self.picture("completed")

    def wait_completed(self):
        """The row as the person has made it; it and the flyout say that the server does not know."""
        words = self.t("Completed", "activity") + " · " + self.t("Waiting to be sent")
        self.settle(ACTIVITY, lambda rows: any(words in " ".join(row) for row in rows),
                    "a completed row that waits")
        self.window.wait_seen(
            None, self.t("What you did is shown here and waits to be sent."), BY_ITSELF)

    def outbox(self, count):
        """The window that lists what waits, by the button in the foot of the sidebar."""
        self.window.wait_seen("push button", self.starting("Connection: %s, %s")).mouse()
        words = self.translation.ngettext(
            "%s action waits to be sent", "%s actions wait to be sent", count) % count
        # What opens the popover has everything in it for its words.
        poll(lambda: self.window.find(
            "push button", predicate=lambda node: node.on_screen
            and "expandable" not in node.states and words in [node.name, *node.words]),
            f"the button {words!r}").click()
        dialog = self.dialog(title=self.t("Waiting to be sent"))
        poll(lambda: len([node for node in dialog.find_all("push button")
                          if node.on_screen and self.t("Withdraw") in node.words]) == count,
             f"{count} lines in the list")
        self.app.focus(dialog)
        self.picture("outbox")
        self.app.key("Escape")
        self.app.wait_gone(dialog)
        self.app.focus(self.window)

    def list_what_waits(self):
        self.outbox(2)

    def start_again(self):
        self.stop()
        self.start()
        self.wait_bar(BY_ITSELF)
        self.show_page("ctrl+2", RECOMMENDATION)
        self.rows(RECOMMENDATION, ROWS)
        self.show_page("ctrl+3", ACTIVITY)
        self.find_waiting(ACTIVITY, 2)
        self.activity_row(requested=False)
        self.wait_completed()
        self.outbox(2)
        self.picture("again")

    def edit(self):
        self.activity_row(self.notes)
        self.button(self.window, "Edit…").click()
        self.write_notes(self.edited_notes)
        self.find_waiting(ACTIVITY, 2)
        self.activity_row(self.edited_notes)
        self.picture("edited")

    def server_comes_back(self):
        self.server.start()
        self.app.focus(self.window)
        self.app.key("F5")
        activities = poll(
            lambda: [rows for rows in [self.activities()]
                     if len(rows) > 1 and any(row["status"] == "Completed" for row in rows)],
            "the server to have both", BY_ITSELF)[0]
        requested = [row for row in activities if row["id"] != self.known["id"]]
        if [row["requesterNotes"] for row in requested] != [self.edited_notes]:
            raise UiError(f"the server has {requested}")
        completed = next(row for row in activities if row["id"] == self.known["id"])
        if (completed["status"], completed["completerEmail"]) != ("Completed", "pia@example.com"):
            raise UiError(f"the server has {completed}")
        poll(lambda: self.window.find_seen(
            "label", self.starting("Offline. Data as of %s, %s.")) is None, "the bar to go",
            BY_ITSELF)
        self.find_waiting(ACTIVITY, 0)
        self.window.wait_seen("label", self.t("Online"))
        self.picture("back")
        # Once: another look at the server after another sync.
        self.app.key("F5")
        if len(self.activities()) != 2:
            raise UiError(f"the server has {self.activities()}")

    def end(self):
        self.stop()
        if self.server.close() != 0:
            raise UiError("the server did not end well")


def main():
    program, server, build, report = (os.path.abspath(name) for name in sys.argv[1:5])
    language = sys.argv[5]
    day = Offline(program, server, build, report, language)
    steps = (day.sync, day.server_goes_away, day.read, day.search_filter_sort, day.export,
             day.request, day.complete, day.list_what_waits, day.start_again, day.edit,
             day.server_comes_back, day.end)
    print(f"1..{len(steps)}", flush=True)
    os.environ.setdefault("UIDRIVE_FAILSHOT",
                          os.path.join(build, "pictures", f"offline-{language}-failed.png"))
    number = 0
    try:
        with day.desk:
            for number, step in enumerate(steps, 1):
                step()
                print(f"ok {number} - {step.__name__}", flush=True)
    except AssertionError as error:
        print(f"not ok {number} - {steps[number - 1].__name__}\n# {error}", flush=True)
        return 1
    finally:
        day.server.close()
        day.port.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
