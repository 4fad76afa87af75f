"""`desirepath serve`: the workspace over HTTP, on this machine unless asked otherwise."""

from __future__ import annotations

import contextlib
import secrets
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
EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104 - what a user may ask for


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "--host", default=HOST, help=f"address to listen on (default: {HOST}); others need tokens"
    )
    parser.add_argument(
        "--tokens",
        action="store_true",
        help="ask for tokens on this machine too (behind a proxy that lets others in)",
    )
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
        serve(workspace_folder(args), listener, args.host, said, guarded=args.tokens)
    return 0


def serve(
    folder: Path,
    listener: socket.socket,
    host: str,
    said: Callable[[Line], None],
    *,
    guarded: bool = False,
) -> None:
    """Open the workspace and serve it on the socket until Ctrl-C; `said` hears where it is.

    Whoever is on another machine, and with `guarded` everybody, needs a token.
    """
    from desirepath.web.app import LOOPBACK, create_app
    from desirepath.web.server import Server
    from desirepath.workspace import open as open_workspace

    guarded = guarded or host not in LOOPBACK
    own = secrets.token_hex(20) if guarded else None
    port = listener.getsockname()[1]
    url = f"http://{host}:{port}"
    near = f"http://{HOST}:{port}" if host in EVERYWHERE else url
    # Ctrl-C is how a server is ended; uvicorn says it again after the server is down
    with (
        open_workspace(folder, url=near, token=own) as ws,
        contextlib.suppress(KeyboardInterrupt),
    ):
        if guarded and not ws.access.tokens():
            raise InputError(
                "Others are let in with tokens only, and there is none yet. Make one with "
                f"`desirepath tokens --add NAME --scope read -w {folder}`, then serve again."
            )
        app = create_app(ws, LOOPBACK | {host}, guarded=guarded, own=own)
        said(Line(f"{url}/", str(ws.folder), ws.label))
        if host not in LOOPBACK:
            output.note(
                "others can reach this server, and tokens travel readable over HTTP: outside of a "
                "network that you trust, put a proxy with HTTPS before it."
            )
        Server(app).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket; raises InputError that says what is in the way."""
    try:
        return socket.create_server((host, port), backlog=1024)
    except (OSError, OverflowError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(
            f"{host}:{port} cannot be used: {why}. "
            "Choose another port with --port; 0 takes a free one."
        ) from error
