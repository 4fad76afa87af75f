"""Runs `desirepath serve` and `demo` as people do, in a process of their own, until a block ends.

What tests, benchmarks and pictures share. The port is chosen by the system, and what the command
says once it listens is awaited: there is no port to race for and no time to guess.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PATIENCE = 120
"""Seconds after which a process that should end is killed: a loaded machine is not a broken one."""


@dataclass(frozen=True)
class Running:
    """A command that goes on: what it said when it was ready, and its process."""

    told: Mapping[str, Any]
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        """Where it is, without a slash at the end."""
        return str(self.told["url"]).rstrip("/")


@contextmanager
def running(command: str, *words: str | Path, **options: Any) -> Iterator[Running]:
    """Run a command of `desirepath` that goes on until it is ended; `options` are those of Popen.

    Raises RuntimeError when it ends before it is ready.
    """
    line = [sys.executable, "-m", "desirepath", command, "--port", "0", "--json"]
    line += [str(word) for word in words]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, **options) as process:
        try:
            yield Running(_document(process.stdout), process)
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


@contextmanager
def serving(folder: str | Path, *words: str, **options: Any) -> Iterator[Running]:
    """Serve a workspace."""
    with running("serve", "-w", folder, *words, **options) as server:
        yield server


def _document(printed: Iterable[str] | None) -> Any:
    """Return the JSON document that is printed first."""
    lines = []
    for line in printed or ():
        lines.append(line)
        if line == "}\n":
            return json.loads("".join(lines))
    raise RuntimeError(f"it ended before it was ready: {''.join(lines)}")
