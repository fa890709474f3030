#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""e2e-import.py PROGRAM SERVER BUILD: reports in, truthful progress out, and back again.

Several files at once, one of them broken and two pages of one answer; what one of them found is
requested; the fixed report comes, the preview says that it completes the activity, and the system
confirms it; then that import is undone and the activity is in progress again. At last a report comes
in while somebody reads further down: the row stays selected, where it was, and open. Pictures go to
BUILD/pictures. Speaks TAP.
"""
import datetime
import json
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from uidrive import UiError, poll  # noqa: E402
from uiwalk import Walk, run_legs  # noqa: E402

RECOMMENDATION, ACTIVITY = "Related component", "Ticket status"
LEGS = (
    "import several files at once",
    "request what one of them found",
    "import the fixed report",
    "see the system confirm it",
    "undo the last import",
    "read on while a report comes in",
)
READ = 24  # rows down from the first: the list has been scrolled then


def report(device, hours, *found):
    """A Trivy report, made so many hours ago."""
    moment = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=hours)
    return json.dumps({
        "SchemaVersion": 2, "ArtifactName": device,
        "CreatedAt": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "Results": [{"Target": device, "Class": "os-pkgs", "Type": "debian", "Vulnerabilities": [
            {"VulnerabilityID": name, "PkgName": package, "InstalledVersion": "1.0",
             "FixedVersion": "1.1", "Severity": "HIGH"} for package, name in found]}]})


def page(name, goes_on):
    """A page of Defender's answer; of one that goes on, the next says the rest."""
    body = {"@odata.context": "$metadata#Collection(AssetVulnerability)", "value": [
        {"deviceId": "m1", "deviceName": "till-1", "softwareVendor": "zoom", "softwareName": "zoom",
         "softwareVersion": "5.1", "cveId": name, "vulnerabilitySeverityLevel": "High",
         "lastSeenTimestamp": "2026-01-01 00:00:00"}]}
    if goes_on:
        body["@odata.nextLink"] = "https://example.org/api/x?$skiptoken=2"
    return json.dumps(body)


class Path(Walk):
    def write(self, name, text):
        path = os.path.join(self.desk.folder, "home", name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def import_previewed(self, preview):
        button = self.button(preview, "Import")
        poll(lambda: "sensitive" in button.states, "the preview to be ready")
        button.click()
        self.app.wait_gone(preview)
        self.app.focus(self.window)

    def import_several(self):
        self.start(self.write("web.json", report("web-01", 3, ("openssl", "CVE-2026-1"))),
                   self.write("broken.json", '{"SchemaVersion": 2, "Results": ['),
                   self.write("app.json", report("app-01", 3, ("curl", "CVE-2026-2"))),
                   self.write("page-1.json", page("CVE-2026-3", True)),
                   self.write("page-2.json", page("CVE-2026-4", False)))
        person = self.dialog(holding=self.t("Who are you?"))
        fields = [node for node in person.find_all("text") if node.on_screen]
        fields[0].set_text("Anna")
        fields[1].set_text("anna@example.com")
        self.button(person, "Continue").click()
        preview = self.dialog(holding=self.t("Preview"))
        # The broken one is named with the reason, the others are counted together.
        preview.wait_for(None, None, lambda node: any(
            "broken.json” cannot be imported" in words for words in [node.name, *node.words]))
        preview.wait_for(None, None, lambda node: "5 reports" in [node.name, *node.words])
        # What a page brings means nothing alone.
        together = "Microsoft Defender · Counted together with the other pages"
        pages = [node for node in preview.find_all("label", together)]
        if len(pages) != 2:
            raise UiError(f"{len(pages)} files are said to be pages")
        self.picture("several-files")
        self.import_previewed(preview)
        names = sorted(cells[0] for _, cells in self.rows(RECOMMENDATION, 3))
        if len(names) != 3:
            raise UiError(f"not three recommendations: {names}")

    def request(self):
        row = next(row for row, _ in self.rows(RECOMMENDATION, 2) if "openssl" in row.name)
        self.click_row(row)
        self.button(self.window, "Remediation options").click()
        dialog = self.dialog(holding=self.t("Submit request"))
        self.app.focus(dialog)
        self.button(dialog, "Submit request").click()
        self.window.wait_toast(self.t("View activity"))
        self.app.wait_gone(dialog)

    def import_fixed(self):
        # As from a file manager: the program that runs already takes it.
        fixed = self.write("fixed.json", report("web-01", 1))
        status = self.desk.spawn([self.program, fixed], "opener").wait(60)
        if status != 0:
            raise UiError(f"handing the file over ended with {status}")
        preview = self.dialog(holding=self.t("Preview"))
        row = preview.wait_for(None, self.t("Remediation activities this completes"),
                               lambda node: node.find("label", "1") is not None)
        if row is None:
            raise UiError("the preview does not say that it completes the activity")
        # By its name too.
        preview.wait_for(None, None,
                         lambda node: "Update openssl to 1.1" in [node.name, *node.words])
        self.picture("completes")
        self.import_previewed(preview)

    def activity(self, words):
        """The one row of the Remediation page, once it says so."""
        return poll(lambda: next((cells for _, cells in self.rows(ACTIVITY)
                                  if any(words in cell for cell in cells)), None),
                    f"an activity that says {words!r}")

    def confirmed(self):
        self.show_page("ctrl+3", ACTIVITY)
        cells = self.activity(self.t("System confirmation"))
        if not any(self.t("Completed") in cell for cell in cells):
            raise UiError(f"the activity is not completed: {cells}")
        self.picture("confirmed")

    def undo(self):
        self.app.key("F10")
        self.window.wait_seen("menu item", self.t("I_mports…")).click()
        imports = self.dialog(title=self.t("Imports"))
        self.app.focus(imports)
        button = imports.wait_seen("push button", self.starting("Undo the import of %s"))
        self.picture("imports")
        button.click()
        question = self.dialog(holding=self.t("Undo this import?"))
        self.button(question, "Undo import").click()
        imports.wait_seen(None, self.t("The import was undone: everything is as it was before."))
        self.picture("undone")
        self.app.focus(imports)
        self.app.key("Escape")
        self.app.wait_gone(imports)
        self.app.focus(self.window)
        poll(lambda: all(self.t("System confirmation") not in cells
                         for _, cells in self.rows(ACTIVITY)), "the activity to be in progress")
        self.picture("in-progress-again")

    def hand_over(self, path):
        """As from a file manager; imports what it is asked about."""
        if self.desk.spawn([self.program, path], "opener").wait(60) != 0:
            raise UiError(f"{path} was not handed over")
        self.import_previewed(self.dialog(holding=self.t("Preview")))

    def wait_foot(self, count):
        self.window.wait_seen("label", re.compile(f"^{count} recommendations"))

    def read_row(self, title):
        """The row of that title, once it lies where it lay at the look before: what is left of an
        import has been drawn then."""
        def look():
            return next((row for row, _ in self.rows(RECOMMENDATION) if row.name == title), None)

        def settled():
            before, row = look(), look()
            return row if row is not None and before.extents == row.extents else None
        return poll(settled, f"the row {title!r}")

    def read_on(self):
        many = [(f"package-{n:02}", f"CVE-2025-10{n:02}") for n in range(49)]
        self.hand_over(self.write("many.json", report("many-01", 3, *many)))
        self.show_page("ctrl+2", RECOMMENDATION)
        self.wait_foot(52)
        self.click_row(self.rows(RECOMMENDATION, 52)[0][0])
        for _ in range(READ):
            self.app.key("Down")
        rows = self.rows(RECOMMENDATION, 52)
        title = rows[READ][0].name
        poll(lambda: "selected" in rows[READ][0].states, f"{title!r} to be selected")
        before = self.read_row(title).extents
        self.picture("reading")
        # Worse than all that is there: these come before it.
        worse = report("worse-01", 1, *((f"worse-{n:02}", f"CVE-2025-20{n:02}") for n in range(30)))
        self.hand_over(self.write("worse.json", worse.replace('"HIGH"', '"CRITICAL"')))
        self.wait_foot(82)
        row = self.read_row(title)
        self.picture("read-on")
        if row.extents != before or "selected" not in row.states:
            raise UiError(f"{title!r} was at {before}, is at {row.extents}: {row.states}")
        place = [node.name for node, _ in self.rows(RECOMMENDATION, 82)].index(title)
        if place <= READ:
            raise UiError(f"nothing came before {title!r}: it is row {place}")
        self.window.wait_seen("label", title)
        self.stop()


def main():
    program, server, build = (os.path.abspath(path) for path in sys.argv[1:4])
    path = Path(program, server, build, "en", name="import")
    steps = (path.import_several, path.request, path.import_fixed, path.confirmed, path.undo,
             path.read_on)
    os.environ.setdefault("UIDRIVE_FAILSHOT", os.path.join(build, "pictures", "import-failed.png"))
    return run_legs(path.desk, LEGS, steps)


if __name__ == "__main__":
    sys.exit(main())
