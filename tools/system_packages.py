"""Finds a program that the tests need, or installs it where we are root and there is apt."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable


def provide(find: Callable[[], str | None], packages: tuple[str, ...], lacking: str) -> int:
    """Print what `find` finds and return 0; where it finds nothing, say `lacking` and return 1."""
    found = find()
    if found is None and may_install():
        install(*packages)
        found = find()
    print(found or lacking, file=sys.stdout if found else sys.stderr)
    return 0 if found else 1


def may_install() -> bool:
    """Say whether packages can be installed here."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> bool:
    """Install the first of the packages that this system has; say whether there was one."""
    print(f"Installing {packages[0]}", file=sys.stderr)
    settings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def worked(*words: str) -> bool:
        command = ["apt-get", *words]
        done = subprocess.run(command, env=settings, capture_output=True, check=False)
        return done.returncode == 0

    worked("update")
    return any(worked("install", "-y", package) for package in packages)
