#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""e2e-keyboard.py PROGRAM SERVER BUILD LANGUAGE: the main job without the mouse.

From the first start to the activity of a request, with nothing but keys; what has the focus is asked
after each, as a screen reader would, and has to have a name. Speaks TAP.
"""
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from uidrive import UiError, poll  # noqa: E402
from uiwalk import Walk, run_legs  # noqa: E402

RECOMMENDATION, ACTIVITY = "Related component", "Ticket status"
NOTES = "Please update before the weekend."
SEARCH = "teamviewer"
LEGS = (
    "open the sample data",
    "go through the pages",
    "search and open a recommendation",
    "go to the next and the previous row",
    "close the flyout and be back on the row",
    "leave the list with one Tab",
    "open the menu of the row",
    "request a remediation",
    "find the activity",
    "look the keys up",
)
TABS = 80
# What GTK 4.8 says of a widget that has no name: the name of its type.
TYPE_NAME = re.compile(r"^(Gtk|Adw|Sanera)[A-Z]\w+$")


class Path(Walk):
    def look(self, window=None):
        """What has the focus, or None."""
        for top in [window] if window else self.app.windows:
            for node in top.find_all(predicate=lambda node: "focused" in node.states):
                if node.role not in ("frame", "window", "filler", "dialog"):
                    return node
        return None

    def focused(self, window=None):
        """What has the focus, once something has."""
        return poll(lambda: self.look(window), "something to have the focus")

    def named(self, window=None):
        """The name of what has the focus: the words a screen reader says."""
        node = self.focused(window)
        name = node.name
        if node.role == "text" and (not name or TYPE_NAME.match(name)):
            name = node.parent.name
        if not name or TYPE_NAME.match(name):
            raise UiError(f"{node!r} has the focus, but no name")
        return name

    def tab_to(self, message, window=None, key="Tab"):
        """Presses Tab until the focus is on what has these words."""
        words = self.t(message)
        names = []
        for _ in range(TABS):
            node = self.look(window)
            names.append(self.named(window) if node else "")
            if words in names[-1]:
                return self.focused(window)
            self.app.key(key)
        raise UiError(f"Tab does not lead to {words!r}, but to {names}")

    def wait_focus(self, words, what):
        def look():
            name = self.named()
            return name if words in name else None
        return poll(look, what)

    # The legs of the path

    def open_sample(self):
        self.start()
        self.window.wait_seen(None, self.t("Look around with a sample fleet"))
        self.tab_to("Look around with a sample fleet")
        self.app.key("Return")
        self.rows(RECOMMENDATION, 20)

    def pages(self):
        for key, title in (("ctrl+1", "Dashboard"), ("ctrl+3", "Remediation"), ("ctrl+4", "Security tasks"),
                           ("ctrl+5", "Devices"), ("ctrl+2", "Security recommendations")):
            self.app.key(key)
            words = self.t(title)
            poll(lambda: any(node.name == words and node.on_screen and node.extents[1] < 60
                             for node in self.window.find_all("label", words)), f"the title {words!r}")

    def type_search(self, column):
        """Waits until only rows are left that have the words: others go a few at a time."""
        def is_found():
            rows = self.table(column).rows()
            return rows and all(SEARCH.casefold() in " ".join(cells).casefold() for _, cells in rows)

        self.app.xdotool("type", "--delay", "15", SEARCH)
        poll(is_found, "the search to find")

    def search(self):
        self.app.key("ctrl+f")
        self.wait_focus(self.t("Search"), "the search to have the focus")
        self.type_search(RECOMMENDATION)
        self.app.key("Return")
        self.title = poll(lambda: self.focused().role == "table row" and self.named(), "a row to have the focus")
        self.app.key("Return")
        poll(lambda: self.focused().role == "heading" and self.named() == self.title,
             "the heading of the flyout to have the focus")

    def next_and_previous(self):
        def heading():
            return next((node.name for node in self.window.find_all("heading") if node.on_screen), None)
        if len(self.table(RECOMMENDATION).rows()) > 1:
            self.app.key("alt+Down")
            poll(lambda: heading() not in (None, self.title), "the next row in the flyout")
        self.app.key("alt+Up")
        poll(lambda: heading() == self.title, "the row before in the flyout")

    def close_flyout(self):
        self.app.key("Escape")
        poll(lambda: self.focused().role == "table row" and self.named() == self.title,
             "the focus to be back on the row")

    def leave_list(self):
        """However long it is, and whatever is selected; and back to the same row."""
        self.app.key("Tab")
        poll(lambda: self.focused().role != "table row" and self.named(), "Tab to leave the list")
        self.app.key("shift+Tab")
        poll(lambda: self.focused().role == "table row" and self.named() == self.title,
             "the focus to be back on the row")

    def row_menu(self):
        for key in ("Menu", "shift+F10"):
            self.app.key(key)
            poll(lambda: self.focused().role == "menu item" and self.t("Remediation options…") == self.named(),
                 f"the menu of the row with {key}")
            self.app.key("Escape")
            poll(lambda: self.focused().role == "table row", "the menu to close")

    def request(self):
        # [125], [126], [128]
        self.app.key("Return")
        poll(lambda: self.focused().role == "heading", "the heading to have the focus")
        self.tab_to("Remediation options")
        self.app.key("space")
        dialog = self.dialog(holding=self.t("Submit request"))
        self.app.focus(dialog)
        due = self.tab_to("Due date (optional)", dialog)
        self.app.xdotool("type", "--delay", "15", "2099-12-24")
        poll(lambda: due.text == "2099-12-24", "the due date to be typed")
        notes = self.tab_to("Notes (optional)", dialog)
        self.app.xdotool("type", "--delay", "15", NOTES)
        poll(lambda: notes.text == NOTES, "the notes to be typed")
        if notes.name and TYPE_NAME.match(notes.name):
            raise UiError(f"{notes!r} has no name")
        self.tab_to("Submit request", dialog)
        self.picture("submit")
        self.app.key("space")
        self.window.wait_toast(self.t("View activity"))
        self.app.wait_gone(dialog)

    def find_activity(self):
        self.app.focus(self.window)
        self.app.key("ctrl+3")
        self.rows(ACTIVITY)
        self.app.key("ctrl+f")
        self.wait_focus(self.t("Search"), "the search to have the focus")
        self.type_search(ACTIVITY)
        self.app.key("Return")
        poll(lambda: self.focused().role == "table row", "a row to have the focus")
        self.app.key("Return")
        self.window.wait_seen(None, re.compile(re.escape(NOTES)))
        self.picture("activity")

    def look_up_keys(self):
        self.app.key("ctrl+question")
        title = self.t("Keyboard shortcuts", "shortcut window")
        keys = self.dialog(title=title)
        self.app.focus(keys)
        self.tab_to("Main menu", keys)
        if "F10" not in self.named(keys):
            raise UiError(f"{self.named(keys)!r} does not say its key")
        self.app.key("Escape")
        self.app.wait_gone(keys)
        self.app.focus(self.window)
        self.app.key("F5")
        self.stop()


def main():
    program, server, build, language = sys.argv[1:5]
    path = Path(os.path.abspath(program), os.path.abspath(server), os.path.abspath(build), language,
                name=f"keyboard-{language}")
    steps = (path.open_sample, path.pages, path.search, path.next_and_previous, path.close_flyout,
             path.leave_list, path.row_menu, path.request, path.find_activity, path.look_up_keys)
    os.environ.setdefault(
        "UIDRIVE_FAILSHOT", os.path.join(path.build, "pictures", f"keyboard-{language}-failed.png")
    )
    return run_legs(path.desk, LEGS, steps)


if __name__ == "__main__":
    sys.exit(main())
