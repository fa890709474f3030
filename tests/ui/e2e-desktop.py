#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""e2e-desktop.py PROGRAM SERVER BUILD REPORT: the desktop asks for the program over D-Bus.

Nobody starts the program: the bus does, by its service file, when the entries of its icon's menu are
chosen, a report is opened with it, or a link is followed. Speaks TAP.
"""
import os
import re
import shlex
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from gi.repository import Gio, GLib  # noqa: E402
from uidrive import App, Node, UiError, poll  # noqa: E402
from uiwalk import Walk  # noqa: E402

NAME, PATH = "org.sanera.Sanera", "/org/sanera/Sanera"


class Service(App):
    """The program, started by the bus at the first call."""

    def __init__(self, desk, program):
        self.desk, self.environment, self.name = desk, desk.environment, "sanera"
        self.bus = desk._connect(desk.environment["DBUS_SESSION_BUS_ADDRESS"])
        desk._write(
            f"services/{NAME}.service",
            f"[D-BUS Service]\nName={NAME}\nExec={program} --gapplication-service\n",
        )
        self.root = None
        self.call("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                  "ReloadConfig")

    def call(self, name, path, interface, method, arguments=None):
        return self.bus.call_sync(name, path, interface, method, arguments, None, 0, 60000, None)

    def ask(self, method, arguments):
        """A method of org.freedesktop.Application, as a desktop calls it."""
        self.call(NAME, PATH, "org.freedesktop.Application", method, arguments)
        self.root = poll(self._look, "the program on the accessibility bus", 60)

    def _look(self):
        registry = Node(self, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        return next((node for node in registry.children
                     if node.name == self.name and node.children), None)

    def is_running(self):
        (owned,) = self.call(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "NameHasOwner",
            GLib.Variant("(s)", (NAME,))).unpack()
        return owned

    def quit(self):
        self.call(NAME, PATH, "org.freedesktop.Application", "ActivateAction",
                  GLib.Variant("(sava{sv})", ("quit", [], {})))
        poll(lambda: not self.is_running(), "the program to end")


class Desktop(Walk):
    def __init__(self, program, server, build, report):
        super().__init__(program, server, build, "en", "desktop")
        self.report = report
        self.app = Service(self.desk, program)

    def action(self, name, *parameters):
        self.app.ask("ActivateAction", GLib.Variant("(sava{sv})", (name, list(parameters), {})))
        self.window = self.app.window()

    def toast(self, words):
        """Tables are left out: a toast goes while a long list is read."""
        poll(lambda: any(node.role == "label" and words in [node.name, *node.words]
                         for node in self.window.walk(leave_out="tree table")),
             f"the toast {words!r}")

    def activate(self):
        if self.app.is_running():
            raise UiError("the program runs before anybody asked for it")
        self.app.ask("Activate", GLib.Variant("(a{sv})", ({},)))
        self.window = self.app.window()
        self.window.wait_seen(None, "Look around with a sample fleet")

    def open_report(self):
        uri = Gio.File.new_for_path(self.report).get_uri()
        self.app.ask("Open", GLib.Variant("(asa{sv})", ([uri], {})))
        person = self.dialog(holding="Who are you?")
        fields = [node for node in person.find_all("text") if node.on_screen]
        fields[0].set_text("Anna Åkesson")
        fields[1].set_text("anna@example.com")
        self.button(person, "Continue").click()
        preview = self.dialog(holding="Preview")
        button = self.button(preview, "Import")
        poll(lambda: "sensitive" in button.states, "the preview to be ready")
        button.click()
        self.app.wait_gone(preview)
        self.rows("Related component", 10)

    def new_request(self):
        self.app.quit()
        self.action("new-request")
        self.toast("Choose a recommendation, then “Remediation options”.")
        self.rows("Related component", 10)

    def show_row(self):
        """As a notification does, also one that is clicked after the program has ended."""
        self.app.quit()
        with sqlite3.connect(f"{self.desk.folder}/data/sanera/private/cache.db") as cache:
            ((record, component),) = cache.execute(
                "SELECT id, related_component FROM recommendations ORDER BY row_id LIMIT 1")
        self.action("show-record", GLib.Variant("(sss)", ("private", "recommendations", record)))
        flyout = self.window.wait_seen(None, "Details")
        flyout.wait_seen("label", re.compile(f".*{re.escape(component)}"))
        self.action("show-record", GLib.Variant("(sss)", ("private", "recommendations", "no-such")))
        self.toast("That row is no longer there.")

    def search(self, method, *arguments):
        signature = {"GetInitialResultSet": "(as)", "GetSubsearchResultSet": "(asas)",
                     "GetResultMetas": "(as)", "ActivateResult": "(sasu)", "LaunchSearch": "(asu)"}
        answer = self.app.call(NAME, f"{PATH}/SearchProvider", "org.gnome.Shell.SearchProvider2",
                               method, GLib.Variant(signature[method], arguments)).unpack()
        return answer[0] if answer else None

    def search_provider(self):
        """What the shell does while somebody types: without a window, and without a server."""
        self.app.quit()
        if self.search("GetInitialResultSet", ["no-such-thing"]) != []:
            raise UiError("found what is not there")
        found = self.search("GetInitialResultSet", ["upd"])
        if len(found) != 5 or not all(name.startswith("private:recommendations:") for name in found):
            raise UiError(f"found {found}")
        metas = self.search("GetResultMetas", found[:2])
        if [meta["id"] for meta in metas] != found[:2] or not metas[0]["name"].startswith("Update "):
            raise UiError(f"told {metas}")
        words = metas[1]["name"].split()[1:]
        again = self.search("GetSubsearchResultSet", found, ["upd", *words[:1]])
        if found[1] not in again:
            raise UiError(f"found {again}, not {found[1]}")
        if any(node.name == "sanera" and node.children for node in self.registry().children):
            raise UiError("the search opened a window")
        if self.servers():
            raise UiError("the search started a server")
        self.search("ActivateResult", found[1], ["upd"], 0)
        self.app.root = poll(self.app._look, "the window")
        self.window = self.app.window()
        flyout = self.window.wait_seen(None, "Details")
        flyout.wait_seen("label", metas[1]["name"])
        self.search("LaunchSearch", words[:1], 0)
        poll(lambda: any("editable" in node.states and node.text == words[0]
                         for node in self.window.walk(leave_out="tree table")),
             f"the search for {words[0]!r}")

    def registry(self):
        return Node(self.app, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")

    def servers(self):
        """Own servers that run in this home."""
        mark, found = f"XDG_DATA_HOME={self.desk.folder}/data".encode(), []
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/cmdline", "rb") as line, \
                        open(f"/proc/{name}/environ", "rb") as environment:
                    if b"sanera-server" in line.read().split(b"\0")[0] and mark in environment.read():
                        found.append(name)
            except OSError:
                continue
        return found

    def switch_background(self):
        words = "Also while the window is closed"
        self.app.ask("Activate", GLib.Variant("(a{sv})", ({},)))
        self.window = self.app.window()
        self.app.focus(self.window)
        self.app.key("ctrl+comma")
        self.dialog(holding=words).wait_seen("check box", re.compile(words)).mouse()

    def background(self):
        """Without a window, while the person wants to be told even then; at log-in too."""
        self.app.quit()
        entry = f"{self.desk.folder}/config/autostart/{NAME}.desktop"
        self.switch_background()
        poll(lambda: os.path.exists(entry), "the entry that starts the program at log-in")
        with open(entry, encoding="utf-8") as file:
            command = re.search(r"^Exec=(.*)$", file.read(), re.M)[1]
        self.app.close_windows(lambda: not self.app.windows)
        if not self.app.is_running():
            raise UiError("the program ended with its window")
        self.app.quit()
        # As the desktop does it at log-in.
        again = self.desk.spawn(shlex.split(command.replace("%%", "%")), "background")
        poll(lambda: self.app.is_running() and self.servers(), "the program and its server to run")
        if any(node.name == "sanera" and node.children for node in self.registry().children):
            raise UiError("it opened a window")
        self.switch_background()
        poll(lambda: not os.path.exists(entry), "the entry to go")
        self.app.close_windows(lambda: again.poll() is not None)
        # Nobody wants it now.
        if self.desk.spawn([self.program, "--background"], "unwanted").wait(60) != 0:
            raise UiError("it did not end by itself")

    def import_scan(self):
        self.app.quit()
        self.action("import-scan")
        self.app.window("Import scan")
        self.app.quit()


    def start_again(self, *arguments):
        """From a terminal, or by a desktop that knows nothing of D-Bus activation."""
        second = self.desk.spawn([self.program, *arguments], "again")
        if second.wait(60) != 0:
            raise UiError(f"the second start ended with {second.returncode}: {self.desk.log('again')}")
        if len([node for node in self.registry().children if node.name == "sanera"]) > 1:
            raise UiError("it runs twice")

    def second_start(self):
        """It hands on what it was started with and ends; there is no second window."""
        self.start()
        self.rows("Related component", 10)
        self.start_again()
        if len(self.app.windows) != 1:
            raise UiError(f"there are {self.app.windows}")
        self.start_again("sanera://activity/no-such")
        self.toast("The remediation activity of this link is not on this connection.")
        self.stop()


def main():
    program, server, build, report = map(os.path.abspath, sys.argv[1:5])
    desktop = Desktop(program, server, build, report)
    steps = (desktop.activate, desktop.open_report, desktop.new_request, desktop.show_row,
             desktop.search_provider, desktop.import_scan,
             desktop.background, desktop.second_start)
    print(f"1..{len(steps)}", flush=True)
    os.environ.setdefault("UIDRIVE_FAILSHOT", os.path.join(build, "pictures", "desktop-failed.png"))
    with desktop.desk:
        for number, step in enumerate(steps, 1):
            try:
                step()
            except (AssertionError, GLib.Error) as error:
                print(f"not ok {number} - {step.__name__}\n# {error}", flush=True)
                return 1
            print(f"ok {number} - {step.__name__}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
