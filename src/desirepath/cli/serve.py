"""`desirepath serve`: the workspace over HTTP, on this machine unless asked otherwise."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from desirepath.cli import output
from desirepath.cli.options import workspace_folder
from desirepath.cli.progress import listening
from desirepath.errors import InputError

if TYPE_CHECKING:
    import argparse

HELP = "serve the workspace to the browser"
HOST, PORT = "127.0.0.1", 8480
GRACE_SECONDS = 2


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--host", default=HOST, help=f"address to listen on (default: {HOST})")
    parser.add_argument("--port", type=int, default=PORT, metavar="P", help=f"default: {PORT}")


def run(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    import uvicorn

    from desirepath.web.app import LOOPBACK, create_app
    from desirepath.workspace import open as open_workspace

    listener = listen(args.host, args.port)
    port = listener.getsockname()[1]
    url = f"http://{args.host}:{port}"
    with (
        listener,
        listening() as progress,
        open_workspace(workspace_folder(args), progress=progress, url=url) as ws,
    ):
        if args.json:
            output.document({"url": url, "workspace": str(ws.folder)})
        else:
            output.line(f"The workspace {ws.folder} is at {url}/   (Ctrl-C ends)")
        if args.host not in LOOPBACK:
            output.note(f"{args.host} can be reached by others, and there are no accounts yet.")
        config = uvicorn.Config(
            create_app(ws, LOOPBACK | {args.host}),
            log_level="warning",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        uvicorn.Server(config).run(sockets=[listener])
    return 0


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
