"""Opens a workspace and hands out its doors; it does no work itself."""

from __future__ import annotations

import shutil
import sys
import tomllib
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from desirepath.errors import WorkspaceError
from desirepath.model.progress import Progress, silent

if TYPE_CHECKING:
    from desirepath.doors.access import Access
    from desirepath.doors.analyses import Analyses
    from desirepath.doors.customers import Customers
    from desirepath.doors.journeys import Journeys
    from desirepath.doors.maps import Maps
    from desirepath.doors.sources import Sources
    from desirepath.refresh import Stores
    from desirepath.store.lock import Lock

SETTINGS = "desirepath.toml"
SECTIONS = ("workspace", "warehouse", "events", "feedback", "identity", "privacy")
NOT_NATIVE = (
    "[{kind}] in {file} names a table of your own warehouse. Say under [warehouse] which one that "
    "is, with url, or take the section out and import a file."
)
TEMPLATE = """\
# Settings of this Desirepath workspace; everything has a default and may be left out.
[workspace]
name = {name}
# timezone = "Europe/Amsterdam"   # of the dates you type
# left_after = "30d"              # without an event for so long, a customer has left
# answer_horizon = "30d"          # an answer speaks of what was at most so long before it
# title = "Buying a phone"
# upload_limit = "10GB"            # the largest file that the page takes
label = {label}                        # printed on every map, for example "Synthetic example data"

[warehouse]
# memory_limit = "3GB"            # work larger than it spills to disk
# url = "clickhouse://me@host:8123"   # another engine: docs/how-to/scale-out.md

[identity]
# policy = "balanced"              # strict, balanced or wide: docs/explanation/who-is-who.md
# country = "NL"                   # of phone numbers without a country prefix

[privacy]
# cards = "keep"                   # else card numbers are dropped, see docs/explanation/privacy.md
# ip = "keep"                      # else IP addresses lose their last part
"""


class Workspace:
    """A folder with one company's data and maps.

    The doors: `sources`, `customers`, `journeys`, `analyses`, `maps`. Close it, or use `with`.
    """

    def __init__(self, stores: Stores, lock: Lock) -> None:
        """Made by `open` and `create`."""
        self._stores = stores
        self._lock = lock

    @property
    def folder(self) -> Path:
        """The folder of the workspace."""
        return self._stores.folder

    @property
    def label(self) -> str:
        """What is printed on every map, "" where there is none."""
        return str(self._stores.book.setting("label") or "")

    @property
    def turn(self) -> AbstractContextManager[Any]:
        """The right to use the engine: threads that share a workspace hold it, one at a time."""
        return self._stores.kept.turn

    @cached_property
    def sources(self) -> Sources:
        """Bring data in."""
        from desirepath.doors.sources import Sources

        return Sources(self._stores)

    @cached_property
    def access(self) -> Access:
        """Tokens that open a served workspace to others."""
        from desirepath.doors.access import Access

        return Access(self._stores)

    @cached_property
    def customers(self) -> Customers:
        """One customer at a time."""
        from desirepath.doors.customers import Customers

        return Customers(self._stores)

    @cached_property
    def journeys(self) -> Journeys:
        """Unit, goal and stages."""
        from desirepath.doors.journeys import Journeys

        return Journeys(self._stores)

    @cached_property
    def analyses(self) -> Analyses:
        """Ask the journeys."""
        from desirepath.doors.analyses import Analyses

        return Analyses(self._stores)

    @cached_property
    def maps(self) -> Maps:
        """Build the map."""
        from desirepath.doors.maps import Maps

        return Maps(self._stores)

    def close(self) -> None:
        """Close the stores and let others in."""
        self._stores.warehouse.close()
        if self._stores.landing is not None:
            self._stores.landing.close()
        self._stores.inbox.close()
        self._stores.book.close()
        self._lock.release()

    def __enter__(self) -> Self:
        """Use as a context manager."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()


def create(
    folder: str | Path,
    *,
    name: str | None = None,
    label: str = "",
    progress: Progress = silent,
) -> Workspace:
    """Make a workspace in a folder that is new, or holds none yet, and open it.

    `label` is printed on every map made of it.
    """
    import json

    place = Path(folder)
    if (place / SETTINGS).exists():
        raise WorkspaceError(f"{place} is a workspace already. Open it, or choose another folder.")
    fresh = not place.exists()
    try:
        place.mkdir(parents=True, exist_ok=True)
        spelled = json.dumps(name or place.resolve().name, ensure_ascii=False)
        printed = json.dumps(label, ensure_ascii=False)
        content = TEMPLATE.format(name=spelled, label=printed)
        (place / SETTINGS).write_text(content, encoding="utf-8")
    except OSError as error:
        if fresh:
            shutil.rmtree(place, ignore_errors=True)
        raise WorkspaceError(
            f"No workspace can be made in {place}: {error.strerror}. Choose another folder."
        ) from error
    return open(place, progress=progress)


def open(  # noqa: A001 - `dp.open` is the contract's word
    folder: str | Path = ".",
    *,
    progress: Progress = silent,
    url: str | None = None,
    token: str | None = None,
) -> Workspace:
    """Open a workspace; raises WorkspaceError when there is none, or another process has it.

    `url` and `token` are what a server writes into the lock, so that the command line finds it
    and is let in.
    """
    from desirepath.doors.retention import Retention
    from desirepath.refresh import Stores, catch_up, gather
    from desirepath.store.book import Book
    from desirepath.store.inbox import Inbox
    from desirepath.store.lock import Lock
    from desirepath.store.opening import open_engine, open_landing
    from desirepath.store.spool import Spool

    place = Path(folder)
    if not (place / SETTINGS).is_file():
        raise WorkspaceError(
            f"{place} is no workspace (it has no {SETTINGS}). "
            f"Make one with `desirepath init {place}`, or name another folder with -w."
        )
    settings = _settings(place / SETTINGS)
    native = {kind: settings[kind] for kind in ("events", "feedback") if settings[kind]}
    lock = Lock(place)
    lock.acquire(" ".join(["desirepath", *sys.argv[1:3]]), url=url, token=token)
    with ExitStack() as opened:
        opened.callback(lock.release)
        book = Book(
            place / "book.sqlite",
            defaults={
                **settings["workspace"],
                "identity": settings["identity"],
                "privacy": settings["privacy"],
            },
        )
        opened.callback(book.close)
        landing = open_landing(place, settings["warehouse"])
        opened.callback(landing.close)
        landing.sweep(book.committed())
        Spool(place, 0).sweep()
        inbox = Inbox(place / "inbox.sqlite")
        opened.callback(inbox.close)
        engine = open_engine(place, settings["warehouse"])
        if engine is None:
            if native:
                raise WorkspaceError(NOT_NATIVE.format(file=place / SETTINGS, kind=min(native)))
            stores = Stores(place, landing, book, inbox, progress)
        else:
            opened.callback(engine.close)
            stores = Stores(place, engine, book, inbox, progress, landing=landing, native=native)
            gather(stores)
        if url is None and engine is None:  # a server loads beside its work
            while catch_up(stores):
                progress("Loading live events", None)
            Retention(stores).expire()
        opened.pop_all()
    return Workspace(stores, lock)


def _settings(file: Path) -> Mapping[str, dict[str, Any]]:
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise WorkspaceError(
            f"The settings {file} may not be read by you ({error.strerror}). "
            "Ask the owner of the workspace for the right."
        ) from error
    except ValueError as error:
        raise WorkspaceError(
            f"The settings {file} cannot be read: {error}. Mend that line."
        ) from error
    return {section: dict(document.get(section, {})) for section in SECTIONS}
