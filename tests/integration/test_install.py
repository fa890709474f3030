# SPDX-License-Identifier: GPL-3.0-or-later
"""What `meson install` puts into a folder is whole, and runs from there: the programs find their parts
beside them, with nothing compiled, copied or set afterwards."""

import os
import re
import shutil
import subprocess
import tempfile
import unittest
from xml.etree import ElementTree

import tap
from serverproc import TIMEOUT

BUILD = os.environ['SANERA_BUILD']
PICTURES = os.environ['SANERA_HEADLESS']
NAME = 'org.sanera.Sanera'
PARTS = [
    'bin/sanera', 'bin/sanera-server', 'lib/systemd/system/sanera-server.service',
    'lib/systemd/system/sanera-server.socket', f'share/applications/{NAME}.desktop',
    f'share/dbus-1/services/{NAME}.service', f'share/glib-2.0/schemas/{NAME}.gschema.xml',
    f'share/icons/hicolor/scalable/apps/{NAME}.svg', f'share/metainfo/{NAME}.metainfo.xml',
    f'share/icons/hicolor/symbolic/apps/{NAME}-symbolic.svg', f'share/mime/packages/{NAME}.xml',
    f'share/gnome-shell/search-providers/{NAME}.search-provider.ini',
    'share/locale/sv/LC_MESSAGES/sanera.mo', 'share/locale/zh_CN/LC_MESSAGES/sanera.mo',
    'share/man/man1/sanera.1', 'share/man/man1/sanera-server.1', 'share/man/sv/man1/sanera.1',
    'share/man/zh_CN/man1/sanera-server.1', 'share/doc/sanera/openapi.yaml',
]


class Install(unittest.TestCase):
    """One tree for all."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='sanera-test-')
        tree = os.path.join(cls.folder, 'tree')
        done = subprocess.run(
            ['meson', 'install', '-C', BUILD, '--no-rebuild', '--destdir', tree],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        # The prefix is whatever the build has: its parts are looked for below it.
        cls.prefix = next(folder for folder, names, _ in os.walk(tree) if 'bin' in names)
        cls.tree = tree

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def run_in_tree(self, command, **variables):
        """Runs a program with a home of its own, and with none of what points into the build."""
        home = os.path.join(self.folder, 'home')
        os.makedirs(home, exist_ok=True)
        environment = {name: value for name, value in os.environ.items()
                       if not re.match('SANERA_|GSETTINGS_|XDG_|LANGUAGE$', name)}
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=4 * TIMEOUT,
            check=False, env={**environment, 'HOME': home, 'XDG_RUNTIME_DIR': home,
                              'GSETTINGS_BACKEND': 'memory', **variables})

    def test_parts(self):
        missing = [part for part in PARTS if not os.path.isfile(os.path.join(self.prefix, part))]
        self.assertEqual(missing, [])

    def test_names_agree(self):
        """The icon, the program and the identity that the files name are those that are installed."""
        def read(part):
            with open(os.path.join(self.prefix, part), encoding='utf-8') as file:
                return file.read()
        desktop = read(f'share/applications/{NAME}.desktop')
        self.assertIn(f'\nIcon={NAME}\n', desktop)
        self.assertRegex(desktop, r'\nExec=sanera\b')
        self.assertRegex(read(f'share/dbus-1/services/{NAME}.service'),
                         f'Name={NAME}\nExec=/.*/bin/sanera --gapplication-service')
        metainfo = ElementTree.fromstring(read(f'share/metainfo/{NAME}.metainfo.xml'))
        self.assertEqual(metainfo.findtext('id'), NAME)
        self.assertEqual(metainfo.findtext('launchable'), f'{NAME}.desktop')
        self.assertEqual({node.text for node in metainfo.iter('binary')}, {'sanera'})
        provider = read(f'share/gnome-shell/search-providers/{NAME}.search-provider.ini')
        self.assertIn(f'\nDesktopId={NAME}.desktop\nBusName={NAME}\n', provider)
        # What opens with it, says so everywhere.
        types = set(re.search(r'\nMimeType=(.*)\n', desktop)[1].strip(';').split(';'))
        types.remove('x-scheme-handler/sanera')
        self.assertEqual(types, {node.text for node in metainfo.iter('mediatype')})
        known = ElementTree.fromstring(read(f'share/mime/packages/{NAME}.xml'))
        self.assertEqual(types, {node.get('type') for node in known if node.tag.endswith('mime-type')})
        program = self.run_in_tree([os.path.join(self.prefix, 'bin', 'sanera'), '--version']).stdout
        self.assertEqual(program.split(), ['sanera', metainfo.find('releases/release').get('version')])

    def test_types(self):
        """Reports are told by the names they usually have; other JSON stays what it is."""
        data = os.path.join(self.folder, 'data')
        shutil.copytree(os.path.join(self.prefix, 'share', 'mime'), os.path.join(data, 'mime'))
        subprocess.run(['update-mime-database', os.path.join(data, 'mime')], check=True,
                       timeout=TIMEOUT, stdin=subprocess.DEVNULL, capture_output=True)
        own = 'application/vnd.sanera.'
        for name, expected in (
                ('web.trivy.json', own + 'trivy+json'), ('web-trivy.json', own + 'trivy+json'),
                ('x.grype.json', own + 'grype+json'), ('osv-scanner-report.json', own + 'osv-scanner+json'),
                ('app.cdx.json', 'application/vnd.cyclonedx+json'),
                ('bom.json', 'application/vnd.cyclonedx+json'),
                ('scan.nessus', own + 'nessus+xml'), ('lan_openvas.xml', own + 'openvas+xml'),
                ('a.nessus.csv', own + 'nessus+csv'), ('other.json', 'application/json'),
                ('other.csv', 'text/csv')):
            path = os.path.join(self.folder, name)
            with open(path, 'w', encoding='utf-8') as file:
                file.write('{}\n')
            done = self.run_in_tree(['gio', 'info', '-a', 'standard::content-type', path],
                                    XDG_DATA_HOME=data, XDG_DATA_DIRS='/usr/share')
            self.assertIn(f'standard::content-type: {expected}\n', done.stdout, name)

    def test_units(self):
        """systemd finds nothing wrong with them, and little that they could do besides."""
        if shutil.which('systemd-analyze') is None:
            self.fail('systemd-analyze is not installed')
        units = [os.path.join(folder, name) for folder, _, names in os.walk(self.tree)
                 for name in names if re.search(r'systemd/system/[^/]*$', os.path.join(folder, name))]
        self.assertGreaterEqual(len(units), 2)
        staged = os.path.join(self.folder, 'units')
        os.makedirs(staged)
        for unit in units:
            with open(unit, encoding='utf-8') as file:
                text = file.read()
            # Where they will be is not where they are now.
            text = re.sub(r'(?m)^(ExecStart=).*?/bin/', rf'\1{self.prefix}/bin/', text)
            with open(os.path.join(staged, os.path.basename(unit)), 'w', encoding='utf-8') as file:
                file.write(text)
        names = sorted(os.listdir(staged))
        done = subprocess.run(['systemd-analyze', 'verify', '--man=no', *names], cwd=staged,
                              env={**os.environ, 'SYSTEMD_UNIT_PATH': staged + ':'},
                              stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=TIMEOUT, check=False)
        ours = [line for line in done.stderr.splitlines() if 'sanera' in line]
        self.assertEqual((done.returncode, ours), (0, []), done.stderr)
        for name in names:
            if name.endswith('.service'):
                done = subprocess.run(
                    ['systemd-analyze', 'security', '--offline=true', '--threshold=20',
                     os.path.join(staged, name)],
                    stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=TIMEOUT,
                    check=False)
                self.assertEqual(done.returncode, 0, done.stdout[-200:] + done.stderr)

    def test_pictures(self):
        """The program runs in the tree, in another language, with the server that lies beside it."""
        pictures = os.path.join(self.folder, 'pictures')
        os.makedirs(pictures)
        done = self.run_in_tree(
            [PICTURES, os.path.join(self.prefix, 'bin', 'sanera'), '--screenshot', pictures, '--import',
             os.environ['SANERA_REPORT']], LANGUAGE='sv', LC_ALL='C.UTF-8')
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(os.listdir(pictures), done.stderr)


if __name__ == '__main__':
    tap.main()
