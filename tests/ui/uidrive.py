# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a GTK 4 program as a person would: it sees what a screen reader sees, and uses the mouse and
the keyboard.

Desk   an X server, a session bus with accessibility and a home folder nobody else uses
App    one run of a program on a desk; several may follow one another in the same home
Node   one thing on screen, as the accessibility bus (AT-SPI) tells it

    with Desk() as desk:
        app = desk.start(["/path/to/program"])
        app.wait_for("push button", "Import a scan").click()

Finding, reading and setting text go through AT-SPI, which takes any script; rows, column heads and
drop-downs get real clicks at the place AT-SPI tells, because GTK 4.8 gives them no action. Nothing
sleeps for a fixed time: everything waits for something, with an end.

The protocol is spoken directly over D-Bus (Gio): libatspi keeps a cache that goes stale.
Needs the system's Python with gi, Xvfb, dbus-daemon, at-spi2-core, xdotool, x11-utils, imagemagick.
"""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from gi.repository import Gio, GLib

ACCESSIBLE, ACTION, TEXT, EDITABLE, COMPONENT, SELECTION, VALUE = (
    "org.a11y.atspi." + name
    for name in ("Accessible", "Action", "Text", "EditableText", "Component", "Selection", "Value")
)
# AtspiRole, by number. GetRoleName gives the toolkit's own names, GetRole the number.
ROLES = (
    "invalid,accelerator label,alert,animation,arrow,calendar,canvas,check box,check menu item,"
    "color chooser,column header,combo box,date editor,desktop icon,desktop frame,dial,dialog,"
    "directory pane,drawing area,file chooser,filler,focus traversable,font chooser,frame,"
    "glass pane,html container,icon,image,internal frame,label,layered pane,list,list item,menu,"
    "menu bar,menu item,option pane,page tab,page tab list,panel,password text,popup menu,"
    "progress bar,push button,radio button,radio menu item,root pane,row header,scroll bar,"
    "scroll pane,separator,slider,spin button,split pane,status bar,table,table cell,"
    "table column header,table row header,tearoff menu item,terminal,text,toggle button,tool bar,"
    "tool tip,tree,tree table,unknown,viewport,window,extended,header,footer,paragraph,ruler,"
    "application,autocomplete,editbar,embedded,entry,chart,caption,document frame,heading,page,"
    "section,redundant object,form,link,input method window,table row,tree item,"
    "document spreadsheet,document presentation,document text,document web,document email,comment,"
    "list box,grouping,image map,notification,info bar,level bar,title bar,block quote,audio,video,"
    "definition,article,landmark,log,marquee,math,rating,timer,static,math fraction,math root,"
    "subscript,superscript,description list,description term,description value,footnote,"
    "content deletion,content insertion,mark,suggestion,push button menu"
).split(",")
STATES = {
    1: "active", 4: "checked", 7: "editable", 8: "enabled", 9: "expandable", 10: "expanded",
    11: "focusable", 12: "focused", 16: "modal", 20: "pressed", 22: "selectable", 23: "selected",
    24: "sensitive", 25: "showing", 30: "visible",
}
TOPLEVELS = ("frame", "dialog", "window")
BUS_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
SETTINGS = """[Settings]
gtk-enable-animations=0
gtk-cursor-blink=0
gtk-font-name=Cantarell 11
"""
# The environment of the person who runs the test must not leak into the program.
FOREIGN = ("LC_", "LANG", "XDG_", "DBUS_", "GTK_", "GDK_", "GSK_", "AT_SPI", "WAYLAND", "SANERA_")
TIMEOUT = float(os.environ.get("UIDRIVE_TIMEOUT", "20"))


class UiError(AssertionError):
    """What was expected on screen did not come, or could not be used."""


def poll(condition, what, timeout=None):
    """Calls condition until it returns something true, and returns that.

    An error of the accessibility bus (the thing vanished meanwhile) counts as "not yet".
    """
    end = time.monotonic() + (TIMEOUT if timeout is None else timeout)
    last_error = None
    while True:
        try:
            result = condition()
            if result:
                return result
        except GLib.Error as error:
            last_error = error
        if time.monotonic() > end:
            detail = f" ({last_error.message})" if last_error else ""
            raise UiError(f"timed out waiting for {what}{detail}")
        time.sleep(0.02)


class Node:
    """One accessible object: a bus name and an object path."""

    def __init__(self, app, bus, path):
        self.app, self.bus, self.path = app, bus, path

    def _call(self, interface, method, arguments=None):
        connection = self.app.desk.accessibility
        return connection.call_sync(
            self.bus, self.path, interface, method, arguments, None, 0, 10000, None
        ).unpack()

    def _property(self, interface, name):
        arguments = GLib.Variant("(ss)", (interface, name))
        return self._call("org.freedesktop.DBus.Properties", "Get", arguments)[0]

    def __eq__(self, other):
        return isinstance(other, Node) and (self.bus, self.path) == (other.bus, other.path)

    def __hash__(self):
        return hash((self.bus, self.path))

    def __repr__(self):
        try:
            return f"<{self.role} {self.name!r}>"
        except GLib.Error:
            return f"<gone {self.path}>"

    # What it is

    @property
    def name(self):
        return self._property(ACCESSIBLE, "Name")

    @property
    def description(self):
        return self._property(ACCESSIBLE, "Description")

    @property
    def role(self):
        """Asked for once: a path is never given to another thing, and what it is does not change."""
        known, place = self.app.desk.roles, (self.bus, self.path)
        if place not in known:
            known[place] = ROLES[self._call(ACCESSIBLE, "GetRole")[0]]
        return known[place]

    @property
    def interfaces(self):
        """Asked for once, as the role."""
        known, place = self.app.desk.interfaces, (self.bus, self.path)
        if place not in known:
            known[place] = self._call(ACCESSIBLE, "GetInterfaces")[0]
        return known[place]

    @property
    def children(self):
        return [Node(self.app, bus, path) for bus, path in self._call(ACCESSIBLE, "GetChildren")[0]]

    @property
    def parent(self):
        return Node(self.app, *self._property(ACCESSIBLE, "Parent"))

    @property
    def toplevel(self):
        node = self
        while node.role not in TOPLEVELS:
            node = node.parent
        return node

    @property
    def states(self):
        words = self._call(ACCESSIBLE, "GetState")[0]
        bits = words[0] | (words[1] << 32 if len(words) > 1 else 0)
        return {name for bit, name in STATES.items() if bits >> bit & 1}

    @property
    def text(self):
        # What is typed into a row, GTK 4.8 tells of the row only.
        node = self
        while TEXT not in node.interfaces and node.role not in TOPLEVELS:
            node = node.parent
        # GTK 4.8 answers "" for the usual end of -1, so the length is asked for first.
        length = node._property(TEXT, "CharacterCount")
        return node._call(TEXT, "GetText", GLib.Variant("(ii)", (0, length)))[0]

    @property
    def extents(self):
        """x, y, width, height in the window's content; 0 × 0 while it is not mapped."""
        return self._call(COMPONENT, "GetExtents", GLib.Variant("(u)", (1,)))[0]

    @property
    def on_screen(self):
        return COMPONENT in self.interfaces and self.extents[2] > 0 and self.extents[3] > 0

    @property
    def words(self):
        """Every label inside, in order."""
        return [label.name for label in self.find_all("label")]

    @property
    def actions(self):
        # GetName is stable, GetActions gives translated names.
        return [
            self._call(ACTION, "GetName", GLib.Variant("(i)", (index,)))[0]
            for index in range(self._property(ACTION, "NActions"))
        ]

    def act(self, name):
        actions = self.actions
        if name not in actions:
            raise UiError(f"{self!r} has no action {name!r}, only {actions!r}")
        if not self._call(ACTION, "DoAction", GLib.Variant("(i)", (actions.index(name),)))[0]:
            raise UiError(f"{self!r} refused {name!r}")

    # Finding

    def walk(self, depth=60, leave_out=None):
        """leave_out: a role whose insides are not looked at."""
        yield self
        if depth == 0:
            return
        children = self.children
        if len(children) > 40:
            # A list view keeps some 200 rows alive: those off screen are left out.
            children = [c for c in children if COMPONENT not in c.interfaces or c.extents[3] > 0]
        for child in children:
            if leave_out is None or child.role != leave_out:
                yield from child.walk(depth - 1, leave_out)

    def find_all(self, role=None, name=None, predicate=None, leave_out=None):
        """name: a string, or a compiled pattern to be found in the name."""
        for node in self.walk(leave_out=leave_out):
            try:
                if role is not None and node.role != role:
                    continue
                if hasattr(name, "search"):
                    if not name.search(node.name):
                        continue
                elif name is not None and node.name != name:
                    continue
                if predicate is not None and not predicate(node):
                    continue
            except GLib.Error:
                continue
            yield node

    def find(self, role=None, name=None, predicate=None):
        return next(self.find_all(role, name, predicate), None)

    def wait_toast(self, label):
        """The button of a toast. Tables are left out: a toast goes while a long list is read."""
        def look():
            for node in self.walk(leave_out="tree table"):
                if node.role == "push button" and label in [node.name, *node.words]:
                    return node
            return None

        return poll(look, f"the toast with {label!r}")

    def find_seen(self, role=None, name=None):
        """Like find, but only what has an area on screen."""
        return self.find(role, name, lambda node: node.on_screen)

    def wait_for(self, role=None, name=None, predicate=None, timeout=None):
        return poll(
            lambda: self.find(role, name, predicate), f"{role} {name!r} in {self!r}", timeout
        )

    def wait_seen(self, role=None, name=None, timeout=None):
        return poll(lambda: self.find_seen(role, name), f"{role} {name!r} in {self!r}", timeout)

    # As a person would

    def point(self):
        """The middle of it, on the screen, once it stays in its place: a pane that opens moves what
        is beside."""
        places = []

        def at_rest():
            places.append(self.extents)
            if len(places) < 8 or len(set(places[-8:])) > 1 or places[-1][2] <= 0:
                return None
            # Takes some programs a while to tell: it may have moved meanwhile.
            origin = self.app.origin(self)
            return origin if self.extents == places[-1] else None

        left, top = poll(at_rest, f"{self!r} to stay in its place")
        x, y, width, height = places[-1]
        return int(left + x + width / 2), int(top + y + height / 2)

    def click(self):
        """The widget's own action where there is one, else the mouse."""
        if ACTION in self.interfaces and "click" in self.actions:
            poll(lambda: "sensitive" in self.states, f"{self!r} to become sensitive")
            self.act("click")
        else:
            self.mouse()

    def mouse(self, button=1, count=1):
        """A real click, once the thing stays where it is."""
        x, y = self.point()
        # --sync waits for the pointer to leave where it is: for ever, when it is there already.
        self.app.xdotool("mousemove", str(x + 1), str(y))
        self.app.xdotool("mousemove", "--sync", str(x), str(y))
        self.app.xdotool("click", "--repeat", str(count), "--delay", "40", str(button))

    def set_text(self, text):
        """Any script: xdotool loses what the keyboard layout lacks."""
        if not self._call(EDITABLE, "SetTextContents", GLib.Variant("(s)", (text,)))[0]:
            raise UiError(f"{self!r} cannot be edited")
        poll(lambda: self.text == text, f"{self!r} to hold {text!r}")

    def choose(self, label):
        """A GtkDropDown: opened, then by arrows and Return, as SelectChild does not commit on 4.8."""
        self.children[0].act("click")
        popup = self.wait_for("list", predicate=lambda node: node.extents[3] > 0)
        items = poll(lambda: popup.children, "the entries of the drop-down")
        labels = [next(iter(item.words), "") for item in items]
        if label not in labels:
            raise UiError(f"the drop-down has no {label!r}, only {labels!r}")
        present = poll(
            lambda: [index for index, item in enumerate(items) if "focused" in item.states]
            or [index for index, item in enumerate(items) if "selected" in item.states],
            "a focused entry in the drop-down",
        )[0]
        distance = labels.index(label) - present
        self.app.key(*(["Down"] * distance if distance > 0 else ["Up"] * -distance), "Return")
        poll(lambda: label in self.children[0].words, f"the drop-down to show {label!r}")

    # Tables (GtkColumnView): tree table > head, list > table row > table cell > label

    @property
    def _list(self):
        return next(child for child in self.children if child.role == "list")

    @property
    def headers(self):
        return [next(iter(head.words), "") for head in self.children[0].children]

    def rows(self):
        """[(row, [text of each cell])] of every row alive: the whole table, in the order of the
        model, while it has fewer than some 200 rows."""
        return [
            (row, [" ".join(cell.words) for cell in row.children]) for row in self._list.children
        ]

    def dump(self, depth=0, out=sys.stdout):
        """The tree, for whoever writes a test."""
        try:
            place = self.extents if COMPONENT in self.interfaces else ""
            out.write(f"{'  ' * depth}{self.role} {self.name!r} {place} {sorted(self.states)}\n")
            for child in self.children:
                child.dump(depth + 1, out)
        except GLib.Error as error:
            out.write(f"{'  ' * depth}? {error.message}\n")


class App:
    """One run of a program."""

    def __init__(self, desk, argv, environment=None, name=None):
        self.desk = desk
        self.environment = {**desk.environment, **(environment or {})}
        self.name = name or os.path.basename(argv[0])
        self.log_name = f"app-{len(desk.apps)}"
        desk.apps.append(self)
        self.process = desk.spawn(argv, self.log_name, self.environment)
        self.root = poll(self._find, f"{self.name!r} on the accessibility bus", 60)

    def _find(self):
        if self.process.poll() is not None:
            raise UiError(f"{self.name} ended with {self.process.returncode}: {self.log()}")
        registry = Node(self, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
        for node in registry.children:
            if node.name == self.name and node.children:
                return node
        return None

    def log(self):
        return self.desk.log(self.log_name)

    @property
    def windows(self):
        return self.root.children

    def window(self, title=None, timeout=None):
        return poll(
            lambda: next((w for w in self.windows if title in (None, w.name)), None),
            f"the window {title!r}",
            timeout,
        )

    def wait_for(self, *arguments, **keywords):
        return self.root.wait_for(*arguments, **keywords)

    def wait_seen(self, *arguments, **keywords):
        return self.root.wait_seen(*arguments, **keywords)

    def wait_gone(self, node, timeout=None):
        def is_gone():
            try:
                return "visible" not in node.states or not node.on_screen
            except GLib.Error:
                return True

        poll(is_gone, f"{node!r} to go", timeout)

    def xdotool(self, *arguments):
        result = subprocess.run(
            ["xdotool", *arguments],
            env=self.environment, capture_output=True, timeout=30, text=True, check=False,
        )
        if result.returncode and arguments[0] != "search":
            raise UiError(f"xdotool {arguments}: {result.stderr}")
        return result.stdout

    def key(self, *keys):
        if keys:
            self.xdotool("key", "--delay", "15", *keys)

    def geometry(self, window):
        """x, y, width and height of an X window on the screen."""
        output = self.xdotool("getwindowgeometry", "--shell", window)
        facts = dict(line.split("=") for line in output.split())
        return tuple(int(facts[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))

    def x_window(self, title):
        """The X window with that title; tooltips and popovers have it too, but are smaller."""
        pattern = f"^{re.escape(title)}$"
        windows = poll(
            lambda: self.xdotool("search", "--onlyvisible", "--name", pattern).split(),
            f"an X window called {title!r}",
        )
        if len(windows) == 1:
            return windows[0]
        return max(windows, key=lambda window: self.geometry(window)[2] * self.geometry(window)[3])

    def focus(self, toplevel):
        """Without a window manager nobody hands out the keyboard focus."""
        self.xdotool("windowfocus", "--sync", self.x_window(toplevel.name))
        poll(lambda: "active" in toplevel.states, f"{toplevel!r} to become active")

    def choose_file(self, title, path):
        """Gives path to the file chooser with that title and presses Return.

        Its window is a "filler" that never becomes "active" for AT-SPI, so it is focused by name.
        """
        chooser = poll(
            lambda: next((w for w in self.windows if w.name == title), None),
            f"the file chooser {title!r}",
        )
        self.xdotool("windowfocus", "--sync", self.x_window(title))
        self.key("ctrl+l")
        entry = chooser.wait_for(
            "text", predicate=lambda node: "GtkFileChooserEntry" in node.name
            # When a file is to be written, its entry has the label before it for a name.
            or "focused" in node.states and node.on_screen)
        entry.set_text(path)
        self.key("Return")
        self.wait_gone(chooser)

    def _output(self, *argv):
        return subprocess.run(
            argv, env=self.environment, capture_output=True, timeout=30, text=True, check=False
        ).stdout

    def origin(self, node):
        """Where on the screen the (0, 0) of the node's coordinates lies.

        GTK 4.8 counts from the content of the window, without its frame and shadow, and does not
        know where the X window of a popover ended up.
        """
        ancestors = [node]
        while ancestors[-1].role not in TOPLEVELS:
            ancestors.append(ancestors[-1].parent)
        toplevel = ancestors[-1]
        popovers = {
            (int(width), int(height)): (int(x), int(y))
            for width, height, x, y in re.findall(
                r"\)\s+(\d+)x(\d+)\+-?\d+\+-?\d+\s+\+(-?\d+)\+(-?\d+)",
                self._output("xwininfo", "-root", "-tree"),
            )
        }
        for ancestor in ancestors[:-1]:
            if COMPONENT in ancestor.interfaces and "default.activate" in ancestor.actions:
                x, y, width, height = ancestor.extents
                if (width, height) in popovers and width > 1:
                    left, top = popovers[width, height]
                    return left - x, top - y
        window = self.x_window(toplevel.name)
        left, top, width, height = self.geometry(window)
        # 0, 0 on GTK 4.8, minus the frame on later ones
        x, y, inner_width, inner_height = toplevel.extents
        frame = re.search(
            r"= (\d+), (\d+), (\d+), (\d+)",
            self._output("xprop", "-id", window, "_GTK_FRAME_EXTENTS"),
        )
        west, east, north, south = map(int, frame.groups()) if frame else (0, 0, 0, 0)
        return (
            left + west + (width - west - east - inner_width) // 2 - x,
            top + north + (height - north - south - inner_height) // 2 - y,
        )

    def screenshot(self, path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        subprocess.run(
            ["import", "-window", "root", path], env=self.environment, check=True, timeout=60
        )

    def close(self, timeout=None):
        """Closes every window as its close button does, and returns the exit status."""
        self.close_windows(lambda: self.process.poll() is not None, timeout)
        return self.process.returncode

    def close_windows(self, is_over, timeout=None):
        def look():
            if not is_over():
                for window in self.windows:
                    window.act("window.close")
            return is_over()

        poll(look, f"{self.name} to close its windows", timeout)

    def kill(self):
        """As a power cut would: SIGKILL, without a last word."""
        self.process.kill()
        return self.process.wait()


class Notifications:
    """Takes the notifications of a desk, as its shell would (org.freedesktop.Notifications)."""

    NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
    INTERFACE = """<node><interface name="org.freedesktop.Notifications">
      <method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/>
        <arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
        <arg type="as" direction="in"/><arg type="a{sv}" direction="in"/>
        <arg type="i" direction="in"/><arg type="u" direction="out"/></method>
      <method name="CloseNotification"><arg type="u" direction="in"/></method>
      <signal name="ActionInvoked"><arg type="u"/><arg type="s"/></signal>
    </interface></node>"""

    def __init__(self, desk):
        self.shown = []  # (title, text), in their order
        self.context = GLib.MainContext.new()
        self.context.push_thread_default()
        self.bus = Desk._connect(desk.environment["DBUS_SESSION_BUS_ADDRESS"])
        interface = Gio.DBusNodeInfo.new_for_xml(self.INTERFACE).interfaces[0]
        self.bus.register_object(self.PATH, interface, self._call, None, None)
        self.bus.call_sync(
            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
            GLib.Variant("(su)", (self.NAME, 0)), None, 0, 10000, None)
        self.context.pop_thread_default()

    def _call(self, bus, sender, path, interface, method, arguments, invocation):
        if method == "Notify":
            self.shown.append(arguments.unpack()[3:5])
            invocation.return_value(GLib.Variant("(u)", (len(self.shown),)))
        else:
            invocation.return_value(None)

    def wait_for(self, title):
        """Waits until one of that title was shown, and returns its number."""
        def look():
            while self.context.iteration(False):
                pass
            return next((i for i, (words, _) in enumerate(self.shown, 1) if words == title), None)
        return poll(look, f"the notification {title!r} among {self.shown!r}", 60)

    def click(self, number):
        """On the notification itself."""
        self.bus.emit_signal(None, self.PATH, self.NAME, "ActionInvoked",
                             GLib.Variant("(us)", (number, "default")))
        self.bus.flush_sync(None)


class Desk:
    """A place to run programs on; everything of it is gone afterwards."""

    def __init__(self, language="C.UTF-8", environment=None, size=(1280, 800)):
        self.processes, self.apps = [], []
        self.roles, self.interfaces = {}, {}  # by bus name and path
        self.folder = tempfile.mkdtemp(prefix="sanera-desk-")
        folder = self.folder
        for name in ("runtime", "home", "config/gtk-4.0", "cache", "data", "services"):
            os.makedirs(f"{folder}/{name}", 0o700)
        self._write("config/gtk-4.0/settings.ini", SETTINGS)
        self._write("bus.conf", BUS_CONFIGURATION.format(folder=folder))
        self._write(
            "services/org.a11y.Bus.service",
            "[D-BUS Service]\nName=org.a11y.Bus\nExec=/usr/libexec/at-spi-bus-launcher\n",
        )
        self.environment = {
            key: value for key, value in os.environ.items()
            if not key.startswith(FOREIGN) and key not in ("NO_AT_BRIDGE", "DISPLAY")
        }
        self.environment.update(
            HOME=f"{folder}/home",
            XDG_RUNTIME_DIR=f"{folder}/runtime",
            XDG_CONFIG_HOME=f"{folder}/config",
            XDG_CACHE_HOME=f"{folder}/cache",
            XDG_DATA_HOME=f"{folder}/data",
            LC_ALL=language,
            TZ="UTC",
            GDK_BACKEND="x11",
            GSK_RENDERER="cairo",
            GDK_DEBUG="gl-disable",
            GSETTINGS_BACKEND="keyfile",
            GTK_A11Y="atspi",
            ADW_DISABLE_PORTAL="1",
        )
        self.environment.update(environment or {})
        try:
            self._start(size)
        except BaseException:
            self.end()
            raise

    def _write(self, name, text):
        with open(f"{self.folder}/{name}", "w", encoding="utf-8") as file:
            file.write(text)

    def _start(self, size):
        screen = f"{size[0]}x{size[1]}x24"
        display = self._start_telling(
            ["Xvfb", "-displayfd", "{fd}", "-screen", "0", screen, "-nolisten", "tcp", "-noreset"]
        )
        self.environment["DISPLAY"] = f":{display}"
        address = self._start_telling(
            ["dbus-daemon", f"--config-file={self.folder}/bus.conf", "--nofork",
             "--print-address={fd}"]
        )
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        if shutil.which("xcompmgr"):
            # Without a compositor popovers get black corners in pictures.
            self.processes.append(self.spawn(["xcompmgr"], "xcompmgr"))
        session = self._connect(address)
        launcher = session.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, 0, 10000, None
        )
        self.accessibility = self._connect(launcher.unpack()[0])
        # The registry has to be up before a program looks for it.
        self.accessibility.call_sync(
            "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root",
            "org.freedesktop.DBus.Peer", "Ping", None, None, 0, 10000, None,
        )

    @staticmethod
    def _connect(address):
        flags = Gio.DBusConnectionFlags
        return Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None
        )

    def spawn(self, argv, log, environment=None, **keywords):
        with open(f"{self.folder}/{log}.log", "wb") as file:
            return subprocess.Popen(
                argv, env=environment or self.environment, stdin=subprocess.DEVNULL,
                stdout=file, stderr=file, cwd=self.folder, **keywords,
            )

    def _start_telling(self, argv):
        """Starts a program that writes one line to a descriptor once it is ready."""
        reader, writer = os.pipe()
        argv = [argument.replace("{fd}", str(writer)) for argument in argv]
        self.processes.append(self.spawn(argv, os.path.basename(argv[0]), pass_fds=(writer,)))
        os.close(writer)
        with os.fdopen(reader) as file:
            line = file.readline().strip()
        if not line:
            raise UiError(f"{argv[0]} did not start: {self.log(os.path.basename(argv[0]))}")
        return line

    def log(self, name):
        try:
            with open(f"{self.folder}/{name}.log", encoding="utf-8", errors="replace") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def start(self, argv, environment=None, name=None):
        return App(self, argv, environment, name)

    def end(self):
        """Asks what still runs to end, programs first, and removes the folder."""
        for process in [app.process for app in self.apps if hasattr(app, "process")][::-1] \
                + self.processes[::-1]:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            picture = os.environ.get("UIDRIVE_FAILSHOT")
            for app in self.apps:
                if picture and hasattr(app, "process") and app.process.poll() is None:
                    try:
                        app.screenshot(os.path.abspath(picture))
                    except (subprocess.SubprocessError, OSError):
                        pass
                sys.stderr.write(f"--- {app.log_name} ---\n{app.log()}\n")
        self.end()
