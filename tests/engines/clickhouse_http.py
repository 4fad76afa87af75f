"""ClickHouse's HTTP door before the embedded engine, for machines without a server.

The client, the SQL and the formats are the real ones; only the process around the engine is
small: one request at a time, no users. `python clickhouse_http.py FOLDER PORT`
"""

import re
import sys
import tempfile
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import lz4.frame
from chdb.session import Session

OURS = {"query", "database", "session_id", "query_id", "default_format", "session_timeout",
        "client_protocol_version", "wait_end_of_query", "enable_http_compression", "user",
        "password", "role"}  # fmt: skip


class Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    session: Session

    def do_GET(self):
        self.answer(b"")

    def do_POST(self):
        self.answer(self.body())

    def body(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            parts = []
            while size := int(self.rfile.readline(), 16):
                parts.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            data = b"".join(parts)
        else:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        packed = self.headers.get("Content-Encoding") == "lz4"
        return lz4.frame.decompress(data) if packed else data

    def answer(self, body):
        asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        sql = asked.get("query", "")
        if "query" not in asked:
            sql, body = body.decode(), b""
        form = re.search(r"\sFORMAT\s+(\w+)\s*;?\s*$", sql)
        try:
            if asked.get("database"):
                self.session.query(f"USE `{asked['database']}`")
            for name, value in asked.items():
                if name not in OURS:
                    self.session.query(f"SET {name} = '{value}'")
            if body and form:
                found = self.insert(sql[: form.start()], form[1], body)
            else:
                named = form[1] if form else asked.get("default_format", "TabSeparated")
                found = self.session.query(sql[: form.start()] if form else sql, named).bytes()
            status = 200
        except Exception as error:  # noqa: BLE001 - the client is told, as the real one does
            found, status = str(error).encode(), 500
        self.send_response(status)
        self.send_header("X-ClickHouse-Summary", "{}")
        self.send_header("Content-Length", str(len(found)))
        self.end_headers()
        self.wfile.write(found)

    def insert(self, sql, form, body):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "rows"
            file.write_bytes(body)
            columns = re.search(r"\((.*)\)", sql)
            what = columns[1] if columns else "*"
            self.session.query(f"{sql} SELECT {what} FROM file('{file}', '{form}')")
        return b""

    def log_message(self, *args):
        """Say nothing."""


if __name__ == "__main__":
    Door.session = Session(sys.argv[1])
    HTTPServer(("127.0.0.1", int(sys.argv[2])), Door).serve_forever()
