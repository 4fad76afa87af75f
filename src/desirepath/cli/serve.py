"""`desirepath serve`: the workspace over HTTP, on this machine unless asked otherwise."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desirepath.cli import output
from desirepath.cli.options import workspace_folder
from desirepath.errors import InputError

if TYPE_CHECKING:
    import argparse

HELP = "serve the workspace to the browser"
HOST, PORT = "127.0.0.1", 8480


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--host", default=HOST, help=f"address to listen on (default: {HOST})")
    parser.add_argument("--port", type=int, default=PORT, metavar="P", help=f"default: {PORT}")


@dataclass(frozen=True)
class Line:
    """What is said once when the server listens."""

    url: str
    workspace: str
    label: str


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""

    def said(line: Line) -> None:
        if args.json:
            output.document({"url": line.url.rstrip("/"), "workspace": line.workspace})
        else:
            output.line(f"The workspace {line.workspace} is at {line.url}   (Ctrl-C ends)")

    with listen(args.host, args.port) as listener:
        serve(workspace_folder(args), listener, args.host, said)
    return 0


def serve(folder: Path, listener: socket.socket, host: str, said: Callable[[Line], None]) -> None:
    """Open the workspace and serve it on the socket until Ctrl-C; `said` hears where it is."""
    from desirepath.web.app import LOOPBACK, create_app
    from desirepath.web.server import Server
    from desirepath.workspace import open as open_workspace

    url = f"http://{host}:{listener.getsockname()[1]}"
    # Ctrl-C is how a server is ended; uvicorn says it again after the server is down
    with open_workspace(folder, url=url) as ws, contextlib.suppress(KeyboardInterrupt):
        app = create_app(ws, LOOPBACK | {host})
        said(Line(f"{url}/", str(ws.folder), ws.label))
        if host not in LOOPBACK:
            output.note(f"{host} can be reached by others, and there are no accounts yet.")
        Server(app).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises InputError that says what is in the way."""
    try:
        return socket.create_server((host, port), backlog=128)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"{host}:{port} cannot be used: {why}. "
            "Choose another port with --port; 0 takes a free one."
        ) from error
