"""One file per area; each offers `router`, and every route asks the doors of one workspace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from fastapi import Request

from desirepath.store.kept import Kept
from desirepath.workspace import Workspace


class Desk:
    """The open workspace and the right to use it: the engine serves one question at a time."""

    def __init__(self, workspace: Workspace) -> None:
        """Made once per server."""
        self.folder = workspace.folder
        self.pictures = Kept()
        self._workspace = workspace

    @contextmanager
    def workspace(self, *, wait: bool = True) -> Iterator[Workspace]:
        """Wait for the turn and hand out the workspace.

        Without `wait`: for what asks the book and the disk alone, or waits by itself: analyses
        and maps, which give what is known while somebody else has the turn.
        """
        with self._workspace.turn if wait else nullcontext():
            yield self._workspace

    def stop(self) -> None:
        """Stop the query of whoever has the turn; it raises there."""
        self._workspace.sources.stop()


def desk(request: Request) -> Desk:
    """Return the desk of the running server (a dependency of routes)."""
    found = request.app.state.desk
    if not isinstance(found, Desk):
        raise TypeError("the app was made without a desk")
    return found
