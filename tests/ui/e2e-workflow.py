#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""e2e-workflow.py PROGRAM SERVER BUILD REPORT: the workflow between two people, in two windows.

One shared server. Pia, a security administrator, works in Swedish; Ivo, an IT administrator, in
Chinese. She switches the Intune connection on and asks for a remediation with a ticket; he finds it,
and approves it; she sees that, marks the activity as complete, and he sees by whom. Speaks TAP: one
line for each leg.
"""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(os.path.dirname(HERE), "integration")]
import serverproc  # noqa: E402
from uidrive import Notifications, UiError, poll  # noqa: E402
from uiwalk import Walk, import_report  # noqa: E402

# Columns that only the table of that page has.
RECOMMENDATION, ACTIVITY, TASK = "Related component", "Ticket status", "Requested by"
NOTES = "Före helgen, tack. Åäö."


class Workflow:
    def __init__(self, program, server, build, report):
        serverproc.PROGRAM = server
        self.server = serverproc.Server(listen=True)
        self.pia_token = self.server.add_token("securityAdmin", "pia@example.com", "Pia Ek")
        self.ivo_token = self.server.add_token("itAdmin", "ivo@example.com", "Ivo")
        self.pia = Walk(program, server, build, "sv", "workflow-pia")
        self.ivo = Walk(program, server, build, "zh_CN", "workflow-ivo")
        self.told = {walk: Notifications(walk.desk) for walk in (self.pia, self.ivo)}
        import_report(self.server, self.pia_token, report)

    # The legs

    def both_connect(self):
        self.pia.connect(self.server, self.pia_token)
        self.ivo.connect(self.server, self.ivo_token)

    def switch_intune_on(self):
        """[116] to [119]: Settings, General, Advanced features, off at first."""
        pia = self.pia
        pia.app.focus(pia.window)
        pia.app.key("ctrl+comma")
        settings = pia.dialog(holding=pia.t("Advanced features"))
        row = settings.wait_seen("list item", pia.starting("Microsoft Intune connection"))
        switch = settings.wait_for("check box", pia.starting("Microsoft Intune connection"))
        if "checked" in switch.states:
            raise UiError("the connection is on by itself")
        row.mouse()
        poll(lambda: "checked" in switch.states, "the connection to be on")
        pia.picture("settings")
        pia.app.key("Escape")
        pia.app.wait_gone(settings)

    def request(self):
        """[113] [120] [124] to [126] [128] [136]: from the menu to the form, with a ticket."""
        pia = self.pia
        pia.app.focus(pia.window)
        pia.window.wait_seen("list item", pia.starting("Security recommendations")).mouse()
        self.title = pia.click_row(pia.rows(RECOMMENDATION, 10)[0][0])
        pia.button(pia.window, "Remediation options").click()
        dialog = pia.dialog(holding=pia.t("Submit request"))
        pia.app.focus(dialog)
        ticket = dialog.wait_for("check box", pia.starting("Create an Intune security task"))
        ticket.click()
        poll(lambda: "checked" in ticket.states, "the ticket to be asked for")
        [node for node in dialog.find_all("text") if node.on_screen][-1].set_text(NOTES)
        pia.picture("request")
        pia.button(dialog, "Submit request").click()
        pia.window.wait_toast(pia.t("View activity"))
        pia.app.wait_gone(dialog)

    def approve(self):
        """[131] [133] [140]: it is there in the other window, in that one's language."""
        ivo = self.ivo
        told = self.told[ivo].wait_for(ivo.t("A security task is waiting for your decision"))
        self.told[ivo].click(told)
        ivo.window.wait_seen(None, re.compile(re.escape(NOTES)))
        ivo.picture("task")
        ivo.button(ivo.window, "Approve").click()
        self.wait_status(self.pia, ACTIVITY, self.pia.t("Approved", "ticket"))
        self.told[self.pia].wait_for(self.pia.t("Your ticket was approved"))

    def wait_status(self, person, column, words):
        person.app.focus(person.window)
        person.window.wait_seen("list item", person.starting("Remediation")).mouse()
        poll(lambda: any(words in " ".join(cells) for _, cells in person.table(column).rows()),
             f"a row that says {words!r}", 60)

    def complete(self):
        """[132] [142] [148] [149] [157]: she closes it, and both read who did."""
        pia = self.pia
        pia.click_row(pia.rows(ACTIVITY)[0][0])
        pia.picture("activity")
        pia.button(pia.window, "Mark as complete").click()
        for person in (self.pia, self.ivo):
            self.wait_status(person, ACTIVITY, "pia@example.com")
            poll(lambda p=person: any(
                p.t("Completed", "activity") in " ".join(cells) for _, cells in p.table(ACTIVITY).rows()),
                "the activity to be completed", 60)
            person.picture("completed")

    def end(self):
        self.pia.stop()
        self.ivo.stop()
        if self.server.close() != 0:
            raise UiError("the server did not end well")


def main():
    program, server, build, report = (os.path.abspath(name) for name in sys.argv[1:5])
    flow = Workflow(program, server, build, report)
    steps = (flow.both_connect, flow.switch_intune_on, flow.request, flow.approve, flow.complete,
             flow.end)
    print(f"1..{len(steps)}", flush=True)
    os.environ.setdefault("UIDRIVE_FAILSHOT",
                          os.path.join(build, "pictures", "workflow-failed.png"))
    number = 0
    try:
        with flow.pia.desk, flow.ivo.desk:
            for number, step in enumerate(steps, 1):
                step()
                print(f"ok {number} - {step.__name__}", flush=True)
    except AssertionError as error:
        print(f"not ok {number} - {steps[number - 1].__name__}\n# {error}", flush=True)
        return 1
    finally:
        flow.server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
