"""Real logs, where their folder is: the same questions, every tool, equal rows.

They are small, so the times say what a question costs at least. The folder is
`DESIREPATH_REAL_DATA`, else `../shared/data` beside the repository; nothing of it is copied.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
from environments import HERE, OURS
from tool import Tool, name_of, race
from work import Question

if TYPE_CHECKING:
    from lines import Bench, Line

FILES = {
    "ecom": ("retentioneering/ecom.csv.gz", "user_id", "event", "timestamp"),
    "receipt": ("pm4py_logs/receipt.csv", "case:concept:name", "concept:name", "time:timestamp"),
}
QUESTIONS = (
    *(Question(name) for name in ("graph", "variants", "paths")),
    Question("touchpoints", lacking=("channel",)),
)
"""The funnel's steps do not occur in them, and without channels we propose some."""


def real_logs(bench: Bench) -> list[Line]:
    """Return one line per real log."""
    from lines import kept, line, ratios, summed

    folder = Path(os.environ.get("DESIREPATH_REAL_DATA", HERE.parent.parent / "shared" / "data"))
    made = []
    for name, (file, *columns) in FILES.items():
        if not (folder / file).is_file():
            print(f"  {name}: {folder / file} is not there", flush=True)
            continue
        own = bench.scratch / f"{name}.parquet"
        own.parent.mkdir(parents=True, exist_ok=True)
        rows = _converted(folder / file, columns, own)
        peers = [OURS, "duckdb", "polars", "chdb"]
        tools = [Tool(peer, bench.scratch) for peer in peers]
        try:
            for tool in tools:
                tool.do("load", file=str(own))
            reference = {}
            for question in QUESTIONS:
                tools[1].do("ask", question=question)
                reference[name_of(question)] = tools[1].rows(question)
            found = race(tools, QUESTIONS, reference, bench.times)
        finally:
            for tool in tools:
                tool.__exit__()
        figures = {peer: summed(peer, [each[peer] for each in found.values()]) for peer in peers}
        title = f"Real log {name} ({rows} events): graph, variants, paths, touchpoints"
        told: Any = ratios(figures, {})
        made.append(line(f"log {name}", title, bench.size, kept(figures), ratios=told))
    return made


def _converted(file: Path, columns: list[str], target: Path) -> int:
    """Write the three columns as Parquet with the generator's names; return the rows."""
    table = pyarrow.csv.read_csv(file)
    customer, touchpoint, time = (table[column] for column in columns)
    if not pa.types.is_timestamp(time.type):
        time = pc.strptime(pc.utf8_slice_codeunits(time, 0, 19), "%Y-%m-%d %H:%M:%S", "us")
    if time.type.tz:
        time = pc.cast(time, pa.timestamp("us", "UTC"))
    time = pc.cast(time, pa.timestamp("us"))
    nothing = pa.nulls(len(table), pa.string())
    named = {"customer_id": pc.cast(customer, pa.string()), "touchpoint": touchpoint}
    made = pa.table(
        {**named, "timestamp": time, "channel": nothing, "plan": nothing, "region": nothing}
    )
    pq.write_table(made, target)
    return len(table)
