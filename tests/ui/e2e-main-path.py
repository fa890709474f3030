#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""e2e-main-path.py PROGRAM SERVER BUILD REPORT LANGUAGE: the main job, as a person does it.

A fresh home; import a scanner's report; look through the recommendations; open one; request its
remediation; find the activity on the Remediation page; quit; start again without any server; read all
of it. The words on screen are looked for in the language given, through the catalogue of the build.
Pictures go to BUILD/pictures. Speaks TAP: one line for each leg of the path.
"""
import datetime
import os
import re
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from uidrive import UiError, poll  # noqa: E402
from uiwalk import Walk, fresh_report, run_legs  # noqa: E402

NOTES = {
    "en": "Please update before the weekend.",
    "sv": "Uppdatera före helgen, tack. Åäö går bra.",
    "zh_CN": "请在周末之前更新。谢谢！",
}
EXPECTED_ROWS = 13
# A column that only the table of that page has.
RECOMMENDATION, ACTIVITY = "Related component", "Ticket status"
LEGS = (
    "first start",
    "import a scan",
    "look through the recommendations",
    "request a remediation",
    "find the activity",
    "quit and start without a server",
)


class Path(Walk):
    def __init__(self, program, server, build, report, language):
        super().__init__(program, server, build, language)
        self.report = os.path.join(self.desk.folder, "home", os.path.basename(report))
        with open(self.report, "w", encoding="utf-8") as file:
            file.write(fresh_report(report))

    # The legs of the path

    def first_start(self):
        self.start()
        self.window.wait_seen(None, self.t("Look around with a sample fleet"))
        self.window.wait_seen(None, self.t("Connect to a server"))
        self.door = self.window.wait_seen(None, self.t("Import a scan"))
        self.picture("first-start")

    def import_a_scan(self):
        self.door.mouse()
        person = self.dialog(holding=self.t("Who are you?"))
        fields = [node for node in person.find_all("text") if node.on_screen]
        fields[0].set_text("Anna Åkesson")
        fields[1].set_text("anna@example.com")
        self.button(person, "Continue").click()
        self.app.choose_file(self.t("Import scan"), self.report)
        preview = self.dialog(holding=self.t("Preview"))
        button = self.button(preview, "Import")
        poll(lambda: "sensitive" in button.states, "the preview to be ready")
        self.picture("preview")
        button.click()
        self.app.wait_gone(preview)

    def look_through(self):
        self.app.focus(self.window)
        rows = self.rows(RECOMMENDATION, EXPECTED_ROWS)
        self.recommendations = [cells for _, cells in rows]
        if len(rows) != EXPECTED_ROWS:
            raise UiError(f"{len(rows)} recommendations: {self.recommendations}")
        self.picture("recommendations")
        for index in (2, 0):
            self.title = self.click_row(self.rows(RECOMMENDATION)[index][0])
        self.picture("recommendation")

    def request(self):
        # [125] and, below, [126] and [128]
        self.button(self.window, "Remediation options").click()
        dialog = self.dialog(holding=self.t("Submit request"))
        self.app.focus(dialog)
        texts = [node for node in dialog.find_all("text") if node.on_screen]
        notes = next(node for node in reversed(texts))
        notes.set_text(NOTES[self.language])
        due = dialog.wait_seen("text", self.starting("Due date (optional)"))
        self.due = datetime.date.today() + datetime.timedelta(days=30)
        due.set_text(self.due.isoformat())
        self.picture("request")
        self.button(dialog, "Submit request").click()
        self.window.wait_toast(self.t("View activity"))
        self.picture("submitted")
        self.app.wait_gone(dialog)

    def find_activity(self):
        self.show_page("ctrl+3", ACTIVITY)
        self.activities = [cells for _, cells in self.rows(ACTIVITY)]
        if len(self.activities) != 1:
            raise UiError(f"{len(self.activities)} activities: {self.activities}")
        self.open_activity()
        self.picture("activity")

    def open_activity(self):
        self.click_row(self.rows(ACTIVITY)[0][0])
        self.window.wait_seen(None, re.compile(re.escape(NOTES[self.language])))

    def start_again(self):
        self.stop()
        servers = self.servers_of_desk()
        if servers:
            raise UiError(f"the server outlived the application: {servers}")
        self.start("--offline")
        self.show_page("ctrl+2", RECOMMENDATION)
        again = [cells for _, cells in self.rows(RECOMMENDATION, EXPECTED_ROWS)]
        if [cells[:3] for cells in again] != [cells[:3] for cells in self.recommendations]:
            raise UiError(f"other rows than before: {again} instead of {self.recommendations}")
        title = self.click_row(self.rows(RECOMMENDATION)[0][0])
        if title != self.title:
            raise UiError(f"{title!r} instead of {self.title!r}")
        self.picture("offline-recommendation")
        self.show_page("ctrl+3", ACTIVITY)
        activities = [cells for _, cells in self.rows(ACTIVITY)]
        if activities != self.activities:
            raise UiError(f"{activities} instead of {self.activities}")
        self.open_activity()
        self.picture("offline-activity")
        self.stop()

    def servers_of_desk(self):
        """Servers that still run in this home; one has a moment to end."""
        mark = f"XDG_DATA_HOME={self.desk.folder}/data".encode()
        own = {process.pid for process in self.desk.processes}

        def running():
            found = []
            for name in os.listdir("/proc"):
                if not name.isdigit() or int(name) in own:
                    continue
                try:
                    with open(f"/proc/{name}/environ", "rb") as file:
                        inside = mark in file.read()
                    with open(f"/proc/{name}/cmdline", "rb") as file:
                        line = file.read().replace(b"\0", b" ").decode("utf-8", "replace")
                except OSError:
                    continue
                if inside and "sanera-server" in line.partition(" ")[0]:
                    found.append(line)
            return found

        end = time.monotonic() + 20
        while running() and time.monotonic() < end:
            time.sleep(0.02)
        return running()


def main():
    program, server, build, report, language = sys.argv[1:6]
    path = Path(os.path.abspath(program), os.path.abspath(server), os.path.abspath(build), report,
                language)
    steps = (path.first_start, path.import_a_scan, path.look_through, path.request,
             path.find_activity, path.start_again)
    os.environ.setdefault(
        "UIDRIVE_FAILSHOT", os.path.join(path.build, "pictures", f"{language}-failed.png")
    )
    return run_legs(path.desk, LEGS, steps)


if __name__ == "__main__":
    sys.exit(main())
