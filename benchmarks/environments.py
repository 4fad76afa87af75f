"""Makes the environment of each peer once, outside the package, with pinned versions.

They live under `benchmarks/.cache`, which git ignores. PM4Py is AGPL: it stands there as an
oracle from outside and is no dependency of anything here.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = HERE / ".cache"
PEERS = {
    "duckdb": ["duckdb==1.5.6"],
    "polars": ["polars==2.1.0"],
    "chdb": ["chdb==4.4.0", "pandas==3.1.1", "pyarrow==26.0.1"],
    "pm4py": ["pm4py==2.7.23.11", "pandas==3.1.1", "pyarrow==26.0.1"],
    "retentioneering": ["retentioneering==5.2.4", "pandas==3.1.1", "pyarrow==26.0.1"],
}
OURS = "desirepath"


def python(peer: str) -> Path:
    """Return the interpreter that runs a tool; make its environment where there is none yet."""
    if peer == OURS:
        return Path(sys.executable)
    place = CACHE / "environments" / peer
    made = place / "made.txt"
    wanted = "\n".join(PEERS[peer])
    interpreter = place / "bin" / "python"
    if not made.is_file() or made.read_text() != wanted:
        print(f"Making the environment of {peer}: {', '.join(PEERS[peer])}", flush=True)
        shutil.rmtree(place, ignore_errors=True)
        uv = _uv()
        if uv:
            run(uv, "venv", "--quiet", "--python", sys.executable, place)
            run(uv, "pip", "install", "--quiet", "--python", interpreter, *PEERS[peer])
        else:
            run(sys.executable, "-m", "venv", place)
            run(interpreter, "-m", "pip", "install", "--quiet", *PEERS[peer])
        made.write_text(wanted)
    return interpreter


def version(peer: str) -> str:
    """Return what a peer is pinned to, or our own version."""
    if peer != OURS:
        return PEERS[peer][0].replace("==", " ")
    from importlib.metadata import version as installed

    return f"desirepath {installed('desirepath')}"


def run(*command: str | Path) -> None:
    subprocess.run([str(word) for word in command], check=True)


def _uv() -> str | None:
    private = sorted(HERE.parent.glob(".tools/uv-*/bin/uv"))
    return str(private[-1]) if private else shutil.which("uv")


def surroundings(peer: str) -> dict[str, str]:
    """Return the environment variables of a tool: nothing of ours but, for us, the sources."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LANG") if name in os.environ
    }
    if peer == OURS and "PYTHONPATH" in os.environ:
        kept["PYTHONPATH"] = os.environ["PYTHONPATH"]
    return {**kept, "RETENTIONEERING_NO_TRACK": "1", "DO_NOT_TRACK": "1"}
