# SPDX-License-Identifier: GPL-3.0-or-later
"""data/openapi.yaml and the server: the same calls, and answers as described."""

import datetime
import json
import os
import re
import subprocess
import sys
import unittest

import tap
from fixture import fill, submission
from serverproc import Server, new_key, run

try:
    import yaml
except ImportError:
    print('1..0 # SKIP python3-yaml is not installed')
    sys.exit(0)

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../data/openapi.yaml')
TASKS = '/sanera/v1/remediationTasks'

with open(FILE, encoding='utf-8') as description:
    API = yaml.safe_load(description)


def resolve(node):
    """What a $ref leads to."""
    while '$ref' in node:
        target = API
        for name in node['$ref'].removeprefix('#/').split('/'):
            target = target[name]
        node = target
    return node


TYPES = {'object': dict, 'array': list, 'string': str, 'boolean': bool, 'null': type(None),
         'integer': int, 'number': (int, float)}


def is_type(value, name):
    """JSON's types: true is no number."""
    if isinstance(value, bool) and name != 'boolean':
        return False
    return isinstance(value, TYPES[name])


def problems(value, schema, path='answer'):
    """What is wrong with an answer, in words; the subset of JSON Schema that the file uses."""
    schema = resolve(schema)
    unknown = set(schema) - {'type', 'description', 'additionalProperties', 'required',
                             'properties', 'items', 'format', 'minItems', 'maxItems', 'minimum',
                             'maximum', 'maxLength'}
    if unknown:
        yield f'{path}: the test does not know {sorted(unknown)}'
    names = schema.get('type', [])
    names = [names] if isinstance(names, str) else names
    if names and not any(is_type(value, name) for name in names):
        yield f'{path}: {value!r} is not {" or ".join(names)}'
        return
    if schema.get('format') == 'date-time' and value is not None and \
            not re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z', value):
        yield f'{path}: {value!r} is no time'
    if isinstance(value, dict):
        for name in schema.get('required', ()):
            if name not in value:
                yield f'{path}.{name} is missing'
        for name, member in value.items():
            if name in schema.get('properties', {}):
                yield from problems(member, schema['properties'][name], f'{path}.{name}')
            elif schema.get('additionalProperties') is False:
                yield f'{path}.{name} is not described'
    if isinstance(value, list):
        for i, element in enumerate(value):
            yield from problems(element, schema.get('items', {}), f'{path}[{i}]')


class Description(unittest.TestCase):
    """The file itself."""

    def test_the_same_calls(self):
        out = subprocess.run([os.environ['SANERA_ROUTES']], capture_output=True, text=True,
                             check=True).stdout
        routes = {tuple(line.split('\t')[:2]): line.split('\t')[2] for line in out.splitlines()}
        described = {(method.upper(), path): call for path, calls in API['paths'].items()
                     for method, call in calls.items()}
        self.assertEqual(sorted(set(routes) - set(described)), [], 'calls that are not described')
        self.assertEqual(sorted(set(described) - set(routes)), [], 'described, but no calls')
        for key, call in described.items():
            with self.subTest(call=key):
                names = {resolve(parameter)['name'] for parameter in call.get('parameters', ())
                         if resolve(parameter)['in'] == 'path'}
                self.assertEqual(names, set(re.findall(r'\{(\w+)\}', key[1])))
                # one that may have a body is not always asked for one
                if 'requestBody' in call:
                    self.assertNotEqual(routes[key], 'none')
                self.assertEqual('401' in call['responses'], key[1] != '/healthz')

    def test_references(self):
        def walk(node):
            if isinstance(node, dict):
                if '$ref' in node:
                    resolve(node)
                for member in node.values():
                    walk(member)
            elif isinstance(node, list):
                for member in node:
                    walk(member)
        walk(API)


class Answers(unittest.TestCase):
    """What a filled server answers."""

    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        fill(cls.server)
        etag = cls.server.request('GET', '/sanera/v1/settings')[1]['ETag']
        cls.server.request('PATCH', '/sanera/v1/settings', {'intuneConnection': True},
                           key=new_key(), headers={'If-Match': etag})
        cls.task = cls.server.request('POST', TASKS, submission(0, createTicket=True),
                                      key=new_key())[2]
        cls.exception = cls.server.request(
            'POST', '/sanera/v1/exceptions',
            {'recommendationId': 'va-_-acme-_-tool1', 'scope': 'Global',
             'justification': 'ThirdPartyControl', 'expiresOn': cls.in_days(60)},
            key=new_key())[2]
        run('token', 'add', '--database', cls.server.database, '--email', 'a@example.org',
            '--name', 'A', '--role', 'reader')

    @classmethod
    def tearDownClass(cls):
        assert cls.server.close() == 0

    @staticmethod
    def in_days(days):
        """A midnight UTC."""
        day = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
        return day.strftime('%Y-%m-%dT00:00:00Z')

    def fill_in(self, path):
        """The path with the id of something that is there."""
        ids = (('/recommendations/', 'va-_-acme-_-tool0'), ('/remediationTasks/', self.task['id']),
               ('/machines/', 'device-0'), ('/devices/', 'device-0'),
               ('/securityTasks/', self.task['tickets'][0]['id']),
               ('/deviceAppManagementTasks/', self.task['tickets'][0]['id']),
               ('/exceptions/', self.exception['id']), ('/audit/', '1'),
               ('/vulnerabilities/', 'CVE-2026-1001'), ('/Software/', 'acme-_-tool0'))
        for part, value in ids:
            path = re.sub(re.escape(part) + r'\{\w+\}', part + value, path)
        self.assertNotIn('{', path)
        return path

    def check(self, call, status, headers, body):
        """Holds an answer against what is described of a call."""
        self.assertIn(str(status), call['responses'], body)
        content = resolve(call['responses'][str(status)]).get('content', {})
        if not content:
            self.assertIn(body, (b'', ''))
            return
        mime = (headers['Content-Type'] or '').split(';')[0]
        self.assertIn(mime, content)
        if mime == 'application/json':
            self.assertEqual(list(problems(body, content[mime]['schema'])), [])

    def test_everything_that_is_read(self):
        for path, calls in API['paths'].items():
            if 'get' not in calls:
                continue
            with self.subTest(path=path):
                status, headers, body = self.server.request('GET', self.fill_in(path))
                self.assertEqual(status, 200, body)
                self.check(calls['get'], status, headers, body)
                if '{' in path:
                    status, headers, body = self.server.request(
                        'GET', re.sub(r'\{\w+\}', '999', path))
                    self.assertEqual(status, 404, body)
                    self.check(calls['get'], status, headers, body)

    def test_wrong_queries(self):
        for path in ('/api/machines?$filter=nothing%20eq%201', '/sanera/v1/changes?limit=x',
                     '/sanera/v1/people?role=x'):
            with self.subTest(path=path):
                status, headers, body = self.server.request('GET', path)
                self.assertEqual(status, 400)
                self.check(API['paths'][path.split('?', maxsplit=1)[0]]['get'], status, headers,
                           body)

    def write(self, method, path, body, expected, **headers):
        """Writes, and holds the answer against its description; returns it."""
        template = path
        for candidate in API['paths']:
            if re.fullmatch(re.sub(r'\{\w+\}', '[^/]+', re.escape(candidate).replace(
                    r'\{', '{').replace(r'\}', '}')), path) and method in API['paths'][candidate]:
                template = candidate
                break
        status, answered, answer = self.server.request(method.upper(), path, body, key=new_key(),
                                                       headers=headers)
        self.assertEqual(status, expected, answer)
        self.check(API['paths'][template][method], status, answered, answer)
        return answer

    def test_what_is_written(self):
        device = '/sanera/v1/devices/device-1'
        tag = self.server.request('GET', '/sanera/v1/machines/device-1')[2]['rowVersion']
        self.write('patch', device, {'rbacGroupName': 'Tills'}, 428)
        self.write('patch', device, {'rbacGroupName': 'Tills'}, 412, **{'If-Match': '"77"'})
        self.write('patch', device, {'rbacGroupName': 'Tills'}, 200, **{'If-Match': f'"{tag}"'})
        self.write('patch', device, {'rbacGroupName': 7}, 400)
        self.write('post', '/sanera/v1/devices/merge', {'into': 'x', 'from': ['y']}, 404)
        task = self.write('post', TASKS, submission(2), 201)
        self.write('post', TASKS, submission(2, dueOn='2001-01-01'), 400)
        self.write('patch', f'{TASKS}/{task["id"]}', {'priority': 'Low'}, 200,
                   **{'If-Match': f'"{task["version"]}"'})
        self.write('delete', f'/sanera/v1/submissions/{task["id"]}', None, 409)
        self.write('delete', f'/sanera/v1/submissions/{new_key()}', None, 204)
        report = json.dumps({'SchemaVersion': 2, 'ArtifactName': 'till', 'Results': []})
        bring = self.server.request('POST', '/sanera/v1/imports?name=r.json', report,
                                    key=new_key())
        self.check(API['paths']['/sanera/v1/imports']['post'], *bring)
        self.write('post', f'/sanera/v1/imports/{bring[2]["id"]}/commit', '', 200,
                   **{'If-Match': f'"{bring[2]["basis"]}"'})
        self.check(API['paths']['/sanera/v1/imports']['get'],
                   *self.server.request('GET', '/sanera/v1/imports'))


if __name__ == '__main__':
    tap.main()
