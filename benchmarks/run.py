"""Time the main job on a generated log: `python benchmarks/run.py [--events N] [--parquet]`.

Without `--parquet`: one `desirepath map` of a CSV. With it: import and preparation of a Parquet
file, then the five path analyses one after the other. Prints seconds and the peak of memory.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
DESIREPATH = [sys.executable, "-m", "desirepath"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--parquet", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="desirepath-bench-") as scratch:
        file = Path(scratch) / f"events.{'parquet' if args.parquet else 'csv'}"
        timed("generate", [sys.executable, HERE / "generate.py", str(args.events), file])
        if args.parquet:
            asked(file, Path(scratch) / "shop")
        else:
            timed("map", [*DESIREPATH, "map", file, "-o", Path(scratch) / "map.html"])
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'peak memory':<24}{peak:8.0f} MB")


def asked(file: Path, workspace: Path) -> None:
    timed("init", [*DESIREPATH, "init", workspace])
    timed("import", [*DESIREPATH, "import", file, "-w", workspace])
    timed("prepare", [*DESIREPATH, "journeys", "-w", workspace])
    import desirepath as dp

    with dp.open(workspace) as opened:
        steps = "Catalog > Cart > Order paid"
        whole = time.perf_counter()
        for name, options in (
            ("graph", {}),
            ("funnel", {"steps": steps, "within": "7d"}),
            ("variants", {}),
            ("paths", {}),
            ("touchpoints", {}),
        ):
            begun = time.perf_counter()
            opened.analyses.ask(name, **options)
            print(f"{name:<24}{time.perf_counter() - begun:8.2f} s")
        print(f"{'the five together':<24}{time.perf_counter() - whole:8.2f} s")


def timed(name: str, command: list[object]) -> None:
    begun = time.perf_counter()
    subprocess.run([str(word) for word in command], check=True, capture_output=True)
    print(f"{name:<24}{time.perf_counter() - begun:8.2f} s", flush=True)


if __name__ == "__main__":
    main()
