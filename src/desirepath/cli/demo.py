"""`desirepath demo`: the map of a synthetic company, shown in the browser."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desirepath.cli import output
from desirepath.cli.progress import listening
from desirepath.errors import InputError

if TYPE_CHECKING:
    import argparse
    from http.server import ThreadingHTTPServer

    from desirepath.model.progress import Progress

HELP = "build the map of a synthetic company and show it in the browser"
PORT = 8480
HOST = "127.0.0.1"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "--port", type=int, metavar="P", help=f"port (default: {PORT}, or a free one)"
    )
    parser.add_argument("--no-open", action="store_true", help="do not open the browser")


def run(args: argparse.Namespace) -> int:
    """Build, serve until Ctrl-C, and leave nothing behind (with -w: the workspace)."""
    server = _server(args.port)
    with tempfile.TemporaryDirectory(prefix="desirepath-demo-") as scratch, server:
        with listening() as progress:
            page, counts = build(Path(args.workspace or Path(scratch) / "workspace"), progress)
        server.page = page  # type: ignore[attr-defined]
        url = f"http://{HOST}:{server.server_port}/"
        if args.json:
            output.document({"url": url, "workspace": args.workspace, **counts})
        else:
            output.line(
                f"A synthetic company: {counts['journeys']} journeys, "
                f"{counts['events']} events, {counts['answers']} answers"
            )
            output.line(f"Its map: {url}   (Ctrl-C ends)")
            if args.workspace:
                output.line(f"Ask it:  desirepath analyse pains -w {args.workspace}")
        if not args.no_open:
            _open_browser(url)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            output.note("Ended.", mark="")
    return 0


def build(folder: Path, progress: Progress) -> tuple[bytes, dict[str, int]]:
    """Make the demo workspace in `folder`; return its map as a page, and counts."""
    from desirepath.workspace import create
    from desirepath.worlds import shop

    progress("Inventing a company", None)
    with (
        tempfile.TemporaryDirectory(prefix="desirepath-shop-") as scratch,
        create(folder, name=shop.TITLE, label=shop.LABEL, progress=progress) as ws,
    ):
        ws.sources.add(*shop.write(Path(scratch) / "files"))
        page = ws.maps.build(title=shop.TITLE).save(Path(scratch) / "map.html").read_bytes()
        result = ws.analyses.ask("touchpoints")
        answers = len(ws.analyses.ask("feedback").rows)
    return page, {"journeys": result.journeys, "events": result.events, "answers": answers}


def _server(port: int | None) -> ThreadingHTTPServer:
    """Return a server that knows one page, bound to this machine only."""
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    class Page(BaseHTTPRequestHandler):
        server_version = "desirepath"
        sys_version = ""

        def do_GET(self) -> None:
            """Answer with the map."""
            self._answer(body=True)

        def do_HEAD(self) -> None:
            """Answer without the map."""
            self._answer(body=False)

        def _answer(self, *, body: bool) -> None:
            page: bytes = getattr(self.server, "page", b"")
            found = self.path.partition("?")[0] in {"/", "/map.html"}
            content = page if found else b"There is only the map, at /."
            self.send_response(200 if found else 404)
            kind = "text/html" if found else "text/plain"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            if body:
                self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is given
            """Say nothing: the terminal shows the address only."""

    ThreadingHTTPServer.daemon_threads = True
    for wanted in (PORT, 0) if port is None else (port,):
        try:
            return ThreadingHTTPServer((HOST, wanted), Page)
        except OverflowError:
            break
        except OSError as error:
            if port is not None:
                raise InputError(
                    f"Port {port} cannot be used: {error.strerror}. "
                    "Choose another one, or leave --port out to get a free one."
                ) from error
    raise InputError(f"{port} is no port. Choose a number from 1024 to 65535.")


def _open_browser(url: str) -> None:
    """Open the browser where there is a screen; a text browser would take the terminal away."""
    screen = sys.platform in {"darwin", "win32"} or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if screen:
        import webbrowser

        webbrowser.open(url)
