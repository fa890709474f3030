# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at a desk with Sanera: finds things by the words on screen, in the language given."""
import datetime
import gettext
import json
import os
import re
import uuid

from uidrive import Desk, UiError, poll


def run_legs(desk, legs, steps):
    """Goes the legs of a walk, one step each, in TAP; returns the exit status. The first leg that
    fails is the last."""
    print(f"1..{len(legs)}", flush=True)
    number = 0
    try:
        with desk:
            for number, (leg, step) in enumerate(zip(legs, steps), 1):
                step()
                print(f"ok {number} - {leg}", flush=True)
    except AssertionError as error:
        print(f"not ok {number} - {legs[number - 1]}\n# {error}", flush=True)
        return 1
    return 0


def fresh_report(path):
    """A report as of an hour ago: an assessment older than 30 days would say "unknown"."""
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    moment = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(hours=1)
    report["CreatedAt"] = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    return json.dumps(report)


def import_report(server, token, path):
    """Has the server take in a report, as the program does it."""
    _, _, upload = server.request(
        "POST", "/sanera/v1/imports?name=web-01.json", fresh_report(path), token=token,
        key=str(uuid.uuid4()))
    status, _, answer = server.request(
        "POST", f"/sanera/v1/imports/{upload['id']}/commit", "", token=token,
        key=str(uuid.uuid4()), headers={"If-Match": f'"{upload["basis"]}"'})
    if status != 200:
        raise UiError(f"the report was not imported: {answer}")


class Walk:
    """One person, one home, one program at a time. Pictures go to BUILD/pictures."""

    def __init__(self, program, server, build, language, name=None, environment=None):
        self.program, self.build, self.language = program, build, language
        self.picture_name = name or language
        self.picture_number = 0
        self.tables = {}  # found, by a column of theirs
        self.desk = Desk(environment={
            "LANGUAGE": language,
            # In the locale "C" nobody but the program itself sees to it that there are translations.
            **({"LC_ALL": "C"} if language == "sv" else {}),
            "GSETTINGS_SCHEMA_DIR": os.path.join(build, "data"),
            "SANERA_LOCALEDIR": os.path.join(build, "po"),
            "SANERA_SERVER": server,
            "G_DEBUG": "fatal-criticals",
            "ASAN_OPTIONS": "detect_leaks=0",
            **(environment or {}),
        })
        catalogue = os.path.join(build, "po", language, "LC_MESSAGES", "sanera.mo")
        if language == "en":
            self.translation = gettext.NullTranslations()
        else:
            with open(catalogue, "rb") as file:
                self.translation = gettext.GNUTranslations(file)

    def t(self, message, context=None):
        """The words of the interface, without the mark of a mnemonic."""
        if context is None:
            words = self.translation.gettext(message)
        else:
            words = self.translation.pgettext(context, message)
        if self.language != "en" and words == message:
            raise UiError(f"{message!r} is not in the catalogue")
        return words.replace("_", "")

    def starting(self, message):
        """Matches a name that starts with these words; a %s in them stands for anything."""
        words = re.escape(self.t(message)).replace(re.escape("%s"), ".*")
        return re.compile(f"^{words}")

    def button(self, where, message):
        """A button by the words on it; its name may be "C_ontinue Continue" (GTK 4.8)."""
        words = self.t(message)
        return poll(
            lambda: where.find(
                "push button",
                predicate=lambda node: node.on_screen
                and words in [node.name, *node.words],
            ),
            f"the button {words!r}",
        )

    def picture(self, name):
        self.picture_number += 1
        self.app.screenshot(os.path.join(
            self.build, "pictures", f"{self.picture_name}-{self.picture_number}-{name}.png"
        ))

    def start(self, *arguments):
        self.app = self.desk.start([self.program, *arguments], name="sanera")
        self.window = self.app.window()
        self.app.focus(self.window)

    def connect(self, server, token):
        """From the first start to a server of the team."""
        self.start()
        self.window.wait_seen(None, self.t("Connect to a server")).mouse()
        dialog = self.dialog(title=self.t("Connect to a server"))
        self.app.focus(dialog)
        fields = [node for node in dialog.find_all() if node.role in ("text", "password text")
                  and node.on_screen]
        fields[0].set_text(f"http://{server.address}")
        fields[1].set_text(token)
        self.button(dialog, "Connect").click()
        self.app.wait_gone(dialog)

    def stop(self):
        status = self.app.close()
        if status != 0:
            raise UiError(f"the program ended with {status}")
        bad = [
            line for line in self.app.log().splitlines()
            if re.search(r"WARNING|CRITICAL|ERROR: |runtime error:", line)
        ]
        if bad:
            raise UiError(f"the program complained: {bad}")

    def dialog(self, title=None, holding=None):
        """A window over the main one, found by its title or by words in it."""
        def find():
            for window in self.app.windows:
                if window == self.window or (title is not None and window.name != title):
                    continue
                if holding is None or window.find_seen(None, holding) is not None:
                    return window
            return None
        return poll(find, f"the dialog {title or holding!r}")

    def table(self, column):
        """The table with that column; the one of a page that is not shown stays in the tree."""
        def look():
            # Looking through the whole window takes long, so the one found last is tried first.
            known = self.tables.pop(column, None)
            for table in [known] if known else self.window.find_all("tree table"):
                if self.t(column) in table.headers:
                    self.tables[column] = table
                    return table
            return None

        return poll(look, f"a table with the column {column!r}")

    def rows(self, column, at_least=1):
        """The rows of the table, once there are so many and two looks agree."""
        def settled():
            first = self.table(column).rows()
            again = self.table(column).rows()
            texts = [cells for _, cells in first]
            if len(first) >= at_least and texts == [cells for _, cells in again]:
                return again
            return None
        return poll(settled, f"{at_least} rows")

    def show_page(self, key, column):
        """Goes to a page by its key, and waits until its table is drawn where it should be."""
        def is_shown():
            return "visible" in self.table(column).states and self.rows(column)[0][0].on_screen

        # Without a window manager a key that is struck while a dialog goes may get lost on its way.
        for again in (True, False):
            self.app.focus(self.window)
            self.app.key(key)
            try:
                poll(is_shown, f"the page with the column {column!r}")
                return
            except UiError:
                if not again:
                    raise
                print(f"# {key} struck again", flush=True)

    def click_row(self, row):
        """Clicks on its title, and waits until the flyout has it for a heading."""
        title = row.name

        def is_open():
            return any(
                flyout.find_seen("label", title)
                for flyout in self.window.find_all(None, self.t("Details"), leave_out="tree table")
            )

        row.find("label", title, lambda node: node.on_screen).mouse()
        poll(is_open, f"the flyout of {title!r}")
        return title
