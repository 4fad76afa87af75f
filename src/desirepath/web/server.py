"""The server process: uvicorn, which ends the streams of news before it waits for open answers."""

from __future__ import annotations

import socket
import sys

import uvicorn
from fastapi import FastAPI

from desirepath.web.doorstep import Doorstep

GRACE_SECONDS = 2
TURN_SECONDS = 0.00005
"""So long a thread keeps Python while others wait: the door answers while the loader reads.

Every request gives Python up three or four times, and may wait as long each time to get it back."""


class Server(uvicorn.Server):
    """A server of the app; Ctrl-C ends it within a moment, open pages or not."""

    def __init__(self, app: FastAPI) -> None:
        """Takes the app that `create_app` made."""
        super().__init__(
            uvicorn.Config(
                app,
                http=Doorstep,
                log_level="warning",
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
        )
        self._live = app.state.live
        sys.setswitchinterval(TURN_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End streams, then everything else."""
        self._live.close()
        await super().shutdown(sockets)
