"""The benchmark: `make bench ARGS="--size 1m --size 10m"`. Everything it needs it makes itself.

Peers run in environments of their own under `benchmarks/.cache`. Results are kept there line by
line, so an interrupted run goes on with `--resume`. At the end `docs/benchmarks.md` is written.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import environments
import logs
import report
from environments import CACHE, HERE, OURS, PEERS
from lines import LINES, SIZES, Bench
from tool import TIMES, ToolError, load

RESULTS = HERE / "results.json"
OF_SIZE = {"10m": tuple(LINES), "50m": ("scale",)}
"""What of it is done where nothing is named; else everything."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--size", action="append", choices=list(SIZES), help="again for more sizes")
    parser.add_argument("--only", action="append", choices=[*LINES, "logs"], help="some lines only")
    parser.add_argument("--times", type=int, default=TIMES, help="repetitions (5)")
    parser.add_argument("--resume", action="store_true", help="keep what this commit has done here")
    parser.add_argument("--draft", action="store_true", help="print, but leave the docs alone")
    given = parser.parse_args()
    CACHE.mkdir(exist_ok=True)
    known = json.loads(RESULTS.read_text()) if RESULTS.is_file() else {"lines": {}}
    known["machine"] = machine()
    for size in given.size or ["1m"]:
        for name in given.only or OF_SIZE.get(size, [*LINES, "logs"]):
            _do(known, size, name, given)
    if not given.draft:
        RESULTS.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")
        report.write(known)
    print(report.summary(known))


def _do(known: dict[str, Any], size: str, name: str, given: argparse.Namespace) -> None:
    key, draft = f"{size} {name}", CACHE / "done.json"
    done = json.loads(draft.read_text()) if draft.is_file() else {}
    if given.resume and done.get(key, {}).get("commit") == _commit():
        known["lines"][key] = done[key]
        print(f"{key}: done before, {done[key]['date']}", flush=True)
        return
    print(f"{key} (load {load():.1f})", flush=True)
    scratch = CACHE / "scratch"
    shutil.rmtree(scratch, ignore_errors=True)
    begun = time.perf_counter()
    try:
        bench = Bench(size, scratch, given.times)
        found = logs.real_logs(bench) if name == "logs" else LINES[name](bench)
    except ToolError as error:
        print(f"  not done: {error}", flush=True)
        return
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    fewer = f" --times {given.times}" if given.times != TIMES else ""
    known["lines"][key] = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": _commit(),
        "command": f'make bench ARGS="--size {size} --only {name}{fewer}"',
        "times": given.times,
        "took": round(time.perf_counter() - begun),
        "lines": found,
    }
    done[key] = known["lines"][key]
    draft.write_text(json.dumps(done))


def machine() -> dict[str, Any]:
    """Return what it ran on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = platform.processor() or platform.machine()
    try:
        with Path("/proc/cpuinfo").open(encoding="utf-8") as file:
            name = next(row.split(":")[1].strip() for row in file if row.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return {
        "processor": name,
        "cores": len(os.sched_getaffinity(0)),
        "memory": f"{memory:.0f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "versions": [environments.version(peer) for peer in (OURS, *PEERS)],
    }


def _commit() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=HERE,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip()


if __name__ == "__main__":
    main()
