"""Makes sure that there is a Chromium for tests/browser; prints where it is."""

import os
import shutil

from system_packages import provide

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
LACKING = (
    "The tests in tests/browser need Chromium or Chrome and none was found. Install it "
    "(Debian: apt-get install chromium), or name it with DESIREPATH_CHROMIUM=/path/to/it."
)


def find() -> str | None:
    """Return the path of a Chromium or Chrome, `DESIREPATH_CHROMIUM` first."""
    named = os.environ.get("DESIREPATH_CHROMIUM")
    if named and os.access(named, os.X_OK):
        return named
    return next((path for path in map(shutil.which, NAMES) if path), None)


if __name__ == "__main__":
    raise SystemExit(provide(find, ("chromium",), LACKING))
