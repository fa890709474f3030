# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for Microsoft's interfaces: signs an application in, tells what a tenant has in the
documented shapes, and can be busy, forget a token or refuse."""

import http.server
import json
import threading
import urllib.error
import urllib.parse
import urllib.request

DIRECTORY = '11111111-2222-3333-4444-555555555555'
CLIENT = '99999999-8888-7777-6666-555555555555'
SECRET = 'a secret/+&='
GRAPH = '/beta/deviceAppManagement/deviceAppManagementTasks'


class Tenant(http.server.ThreadingHTTPServer):
    """Listens on loopback until it is closed."""

    daemon_threads = True

    def __init__(self, lists, behind=None):
        super().__init__(('127.0.0.1', 0), Handler)
        self.lists = lists  # path → rows
        self.links = True  # whether a page says where the next one is
        self.most = 10000  # rows of a page
        self.behind = behind  # (address, token) of a sanera-server that answers in its place
        self.lock = threading.Lock()
        self.tokens = set()
        self.signed_in = 0
        self.calls = []  # paths with query
        self.busy = {}  # path → how often it is answered with 429
        self.forbidden = set()
        self.broken = None  # a path whose second page is cut in the middle
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        """Its address."""
        return f'http://127.0.0.1:{self.server_address[1]}'

    @property
    def kept(self):
        """The address of the tenant as the application keeps it."""
        return f'defender+{self.url}/{DIRECTORY}/{CLIENT}'

    def close(self):
        """Ends it."""
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = 'HTTP/1.1'

    def log_message(self, *arguments):  # pylint: disable=arguments-differ
        pass

    def answer(self, status, content, headers=(), cut=False):
        """Sends JSON; with @cut only half of what it announces."""
        text = json.dumps(content).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json; odata.metadata=minimal')
        self.send_header('Content-Length', str(len(text)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(text[:len(text) // 2] if cut else text)
        if cut:
            self.close_connection = True

    def refuse(self, status, code, headers=()):
        """An error of the interface."""
        self.answer(status, {'error': {'code': code, 'message': 'Words', 'target': 'x'}}, headers)

    def do_POST(self):  # pylint: disable=invalid-name
        tenant = self.server
        form = urllib.parse.parse_qs(
            self.rfile.read(int(self.headers['Content-Length'])).decode(), strict_parsing=True)
        if self.path != f'/{DIRECTORY}/oauth2/v2.0/token':
            self.answer(400, {'error': 'invalid_request',
                              'error_description': 'AADSTS90002: Tenant not found.'})
        elif form['client_id'] != [CLIENT]:
            self.answer(400, {'error': 'unauthorized_client',
                              'error_description': 'AADSTS700016: Application not found.'})
        elif form['client_secret'] != [SECRET]:
            self.answer(401, {'error': 'invalid_client',
                              'error_description': 'AADSTS7000215: Invalid client secret.'})
        else:
            assert form['grant_type'] == ['client_credentials']
            assert form['scope'][0].endswith('/.default')
            with tenant.lock:
                tenant.signed_in += 1
                token = f"{form['scope'][0]}-{tenant.signed_in}"
                tenant.tokens.add(token)
            self.answer(200, {'token_type': 'Bearer', 'expires_in': 3599, 'access_token': token})

    def do_GET(self):  # pylint: disable=invalid-name
        tenant = self.server
        url = urllib.parse.urlparse(self.path)
        query = urllib.parse.parse_qs(url.query)
        token = self.headers.get('Authorization', '').removeprefix('Bearer ')
        with tenant.lock:
            tenant.calls.append(self.path)
            known = token in tenant.tokens
            busy = tenant.busy.get(url.path, 0)
            if known and busy:
                tenant.busy[url.path] = busy - 1
        if not known or ('graph' in token) != (url.path == GRAPH):
            self.refuse(401, 'Unauthorized')
        elif busy:
            self.refuse(429, 'TooManyRequests', [('Retry-After', '0')])
        elif url.path in tenant.forbidden:
            self.refuse(403, 'Forbidden')
        elif tenant.behind is not None:
            self.forward()
        elif url.path not in tenant.lists:
            self.refuse(404, 'NotFound')
        elif isinstance(tenant.lists[url.path], dict):
            self.answer(200, tenant.lists[url.path])
        else:
            self.page(url.path, int(query.get('$skip', ['0'])[0]))

    def page(self, path, skip):
        """One page of a list."""
        tenant = self.server
        rows = tenant.lists[path]
        page = {'@odata.context': 'x', 'value': rows[skip:skip + tenant.most]}
        if tenant.links and skip + tenant.most < len(rows):
            page['@odata.nextLink'] = f'{tenant.url}{path}?$skip={skip + tenant.most}'
        self.answer(200, page, cut=tenant.broken == path and skip > 0)

    def forward(self):
        """What a sanera-server says on the same path."""
        address, token = self.server.behind
        request = urllib.request.Request(address + self.path,
                                         headers={'Authorization': f'Bearer {token}'})
        try:
            with urllib.request.urlopen(request) as response:
                status, text = response.status, response.read()
        except urllib.error.HTTPError as error:
            status, text = error.code, error.read()
        text = text.replace(address.encode(), self.server.url.encode())
        self.answer(status, json.loads(text))
