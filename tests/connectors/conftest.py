"""A server that plays another system, and a workspace that is connected to it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

import desirepath as dp


@pytest.fixture
def play():
    """Return `play(system)`: serves it and returns it, with its `url`."""
    servers = []

    def start(system):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                length = int(self.headers.get("Content-Length") or 0)
                content = self.rfile.read(length)
                answer = system.handle(self.command, self.path, dict(self.headers), content)
                status, document, headers = (*answer, {})[:3]
                said = document if isinstance(document, bytes) else json.dumps(document).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            do_POST = do_PUT = do_GET  # noqa: N815 - as the standard library calls them

            def log_message(self, *_):
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        servers.append((server, thread))
        system.url = f"http://127.0.0.1:{server.server_port}"
        return system

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def shop(tmp_path):
    """Yield a workspace."""
    with dp.create(tmp_path / "shop") as workspace:
        yield workspace
