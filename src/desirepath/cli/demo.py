"""`desirepath demo`: a synthetic company in the web application, without any file of your own."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from desirepath.cli import output
from desirepath.cli.progress import listening
from desirepath.cli.serve import HOST, PORT, Line, listen, serve
from desirepath.errors import InputError
from desirepath.workspace import SETTINGS

if TYPE_CHECKING:
    import argparse
    import socket

    from desirepath.model.progress import Progress

HELP = "build a synthetic company and show it in the browser"
INDUSTRY, SEED, CUSTOMERS = "telecom", 7, 3000
BEGUN, SCRATCH = "demo-", ".desirepath-"
FORGOTTEN_SECONDS = 3600


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument(
        "--port", type=int, metavar="P", help=f"port (default: {PORT}, or a free one)"
    )
    parser.add_argument("--no-open", action="store_true", help="do not open the browser")


def run(args: argparse.Namespace) -> int:
    """Serve the company until Ctrl-C; it is built once, and kept for the next time."""
    folder = Path(args.workspace) if args.workspace else _kept()
    served = _served(folder)
    if served:
        output.line(f"The demo is open already: {served}")
        _show(served, args)
        return 0
    with _port(args.port) as listener:
        if not (folder / SETTINGS).is_file():
            with listening() as progress:
                build(folder, progress)
        serve(folder, listener, HOST, lambda line: _told(line, args))
    return 0


def build(folder: Path, progress: Progress) -> None:
    """Make the workspace of the company in `folder`, which is new or empty: all or nothing."""
    from desirepath.workspace import create
    from desirepath.worlds import make_world

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{folder} holds other things. Name a folder that is new or empty.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    # beside the folder: only what is on the same disk can take its name in one step
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=folder.parent) as scratch:
        progress("Inventing a company", None)
        world = make_world(INDUSTRY, SEED, CUSTOMERS, Path(scratch) / "files")
        place = Path(scratch) / "workspace"
        title = str(world.document["title"])
        with create(place, name=title, label=world.document["label"], progress=progress) as ws:
            ws.sources.add(*world.files)
            ws.maps.build()  # what the first page asks for
        try:
            if folder.exists():
                folder.rmdir()
            place.rename(folder)
        except OSError:  # another demo was quicker
            if not (folder / SETTINGS).is_file():
                raise


def _kept() -> Path:
    """Return where this version's company is kept between two demos; older ones are removed."""
    import platformdirs

    from desirepath.store.code import mark

    home = Path(platformdirs.user_cache_dir("desirepath", appauthor=False))
    folder = home / f"{BEGUN}{mark()}"
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError:  # no home that may be written: a demo for once
        return Path(tempfile.mkdtemp(prefix="desirepath-")) / folder.name
    for other in home.glob(f"{BEGUN}*"):
        if other != folder and not _served(other):
            shutil.rmtree(other, ignore_errors=True)
    for left in home.glob(f"{SCRATCH}*"):  # of a demo that was killed while it was built
        if time.time() - left.stat().st_mtime > FORGOTTEN_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    return folder


def _served(folder: Path) -> str | None:
    """Return the address at which a running server has the workspace open."""
    from desirepath.store.lock import Lock

    lock = Lock(folder)
    url = lock.holder().get("url")
    return f"{url}/" if url and lock.is_held() else None


def _port(wanted: int | None) -> socket.socket:
    """Return a listening socket: the port that was asked for, else the usual or any free one."""
    if wanted is not None:
        return listen(HOST, wanted)
    try:
        return listen(HOST, PORT)
    except InputError:
        return listen(HOST, 0)


def _told(line: Line, args: argparse.Namespace) -> None:
    if args.json:
        output.document({"url": line.url, "workspace": line.workspace, "label": line.label})
    else:
        output.line(f"{line.label}.")
        output.line(f"Its journey map: {line.url}   (Ctrl-C ends)")
        output.line(f"Ask it:  desirepath analyse pains -w {shlex.quote(line.workspace)}")
    _show(line.url, args)


def _show(url: str, args: argparse.Namespace) -> None:
    """Open the browser where there is a screen; a text browser would take the terminal away."""
    screen = sys.platform in {"darwin", "win32"} or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if screen and not args.no_open:
        import webbrowser

        webbrowser.open(url)
