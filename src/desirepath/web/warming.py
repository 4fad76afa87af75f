"""What the first page needs is loaded while its browser is on the way; no question is asked."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from desirepath.web.routes import Desk


class Warming:
    """One thread that ends by itself; `close` waits for it."""

    def __init__(self, desk: Desk) -> None:
        """Made once per app."""
        self._desk = desk
        self._thread = threading.Thread(target=self._run, name="warming", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End with what is going on."""
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        from desirepath.maps import templates
        from desirepath.web.picture import drawn

        # a map of nobody's takes the same modules, widths of letters and icons as that of the data
        drawn(templates.begun("buy", "", datetime.now(UTC)))
        with self._desk.workspace(wait=False) as workspace:
            workspace.maps.list()
