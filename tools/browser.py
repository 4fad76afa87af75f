"""Makes sure that there is a Chromium for tests/browser; prints where it is.

As root on a system with apt it is installed when missing; else one sentence says what to do.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def find() -> str | None:
    """Return the path of a Chromium or Chrome, `DESIREPATH_CHROMIUM` first."""
    named = os.environ.get("DESIREPATH_CHROMIUM")
    if named and os.access(named, os.X_OK):
        return named
    return next((path for path in map(shutil.which, NAMES) if path), None)


def main() -> int:
    """Find the browser, or install it."""
    found = find()
    if found is None and os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing chromium for the browser tests", file=sys.stderr)
        for command in (["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]):
            subprocess.run(
                command,
                capture_output=True,
                check=False,
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            )
        found = find()
    if found is None:
        print(
            "The tests in tests/browser need Chromium or Chrome and none was found. Install it "
            "(Debian: apt-get install chromium), or name it with DESIREPATH_CHROMIUM=/path/to/it.",
            file=sys.stderr,
        )
        return 1
    print(found)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
