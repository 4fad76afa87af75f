"""This package: the prepared journeys of a workspace, asked as a user asks them in Python."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from work import DEPTH, LISTED, PLAIN, STEPS, TOP, WINDOW_DAYS, Question

import desirepath as dp
from desirepath.store import compiled

CANNOT: dict[str, str] = {}
LACKS: dict[str, tuple[str, ...]] = {}
OPTIONS: dict[str, dict[str, Any]] = {
    "graph": {},
    "funnel": {"steps": list(STEPS), "within": f"{WINDOW_DAYS}d"},
    "variants": {"top": LISTED},
    "paths": {"depth": DEPTH, "top": TOP},
    "touchpoints": {},
}


def _packages() -> None:
    """Load what we are made of before the clock starts, as other tools do when imported."""
    with tempfile.TemporaryDirectory() as scratch:
        dp.create(Path(scratch) / "workspace").close()


_packages()


def load(file: str, scratch: str) -> Any:
    """Import the file into a new workspace and prepare its journeys."""
    workspace = created(scratch)
    workspace.sources.add(file)
    workspace.journeys.show()
    return workspace


def created(scratch: str, memory_limit: str | None = None) -> Any:
    """Return a new, empty workspace."""
    place = Path(scratch) / "workspace"
    shutil.rmtree(place, ignore_errors=True)
    workspace = dp.create(place)
    if memory_limit:
        workspace.close()
        settings = place / "desirepath.toml"
        text = settings.read_text().replace(
            '# memory_limit = "3GB"', f'memory_limit = "{memory_limit}"'
        )
        settings.write_text(text)
        workspace = dp.open(place)
    return forgetful(workspace)


def forgetful(workspace: Any) -> Any:
    """Keep no answers: a question that is asked again goes to the engine again."""
    workspace._stores.kept._most = 0  # noqa: SLF001 - only a benchmark wants this
    return workspace


def ask(log: Any, question: Question) -> Any:
    """Ask the analysis; the result holds its rows as Python values."""
    selection: dict[str, Any] = {"by": question.by} if question.by else {}
    if question.where:
        selection["where"] = ["=".join(question.where)]
    return log.analyses.ask(question.analysis, **OPTIONS[question.analysis], **selection)


def rows(question: Question, answer: Any) -> list[tuple[Any, ...]]:
    """Return the fields of the contract's rows that the peers have too."""
    found = [(row.get("segment"), *FIELDS[question.analysis](row)) for row in answer.rows]
    if question.analysis != "variants":
        return found
    others = answer.extra["others"]
    left = {part["segment"]: part for part in others.get("segments", [{"segment": None, **others}])}
    listed: dict[Any, list[int]] = {}
    for segment, _, journeys, *_ in found:
        counts = listed.setdefault(segment, [0, 0])
        counts[0] += 1
        counts[1] += journeys
    return [
        (*row, left[row[0]]["variants"] + listed[row[0]][0],
         left[row[0]]["journeys"] + listed[row[0]][1])
        for row in found
    ]  # fmt: skip


FIELDS = {
    "graph": lambda row: (
        row["from"], row["to"], row["transitions"], row["journeys"], row["median_seconds"],
        row["mean_seconds"], row.get("still_open"),
    ),
    "funnel": lambda row: (row["step"], row["journeys"], row["median_seconds_from_previous"]),
    "variants": lambda row: (row["path"], row["journeys"], row["median_seconds"]),
    "paths": lambda row: (row["position"], row["from"], row["to"], row["journeys"]),
    "touchpoints": lambda row: (
        row["touchpoint"], row["channel"], row["events"], row["journeys"], row["entries"],
        row["exits"], round(row["repeat_share"] * row["journeys"]), row["median_seconds_to_next"],
    ),
}  # fmt: skip


# what only this package is timed at --------------------------------------------------------
def imported(state: dict[str, Any], command: dict[str, Any]) -> None:
    """Import a file: the first one into a new workspace, a later one into the same."""
    if command.get("fresh"):
        state["log"] = created(command["scratch"], command.get("memory_limit"))
    state["log"].sources.add(command["file"])


def prepared(state: dict[str, Any], command: dict[str, Any]) -> None:  # noqa: ARG001
    """Prepare the journeys."""
    state["log"].journeys.show()


def drawn(state: dict[str, Any], command: dict[str, Any]) -> None:  # noqa: ARG001
    """Refresh the map."""
    state["log"].maps.build()


def walked(state: dict[str, Any], command: dict[str, Any]) -> dict[str, Any]:
    """Look at one customer after the other; return the median time of one."""
    took = []
    for customer in command["customers"]:
        begun = time.perf_counter()
        state["log"].customers.timeline(customer)
        took.append(time.perf_counter() - begun)
    return {"wall": statistics.median(took)}


def layered(state: dict[str, Any], command: dict[str, Any]) -> dict[str, Any]:
    """Return per question how long it takes beyond its bare queries, and how long those take.

    The queries are recorded as the engine gets them and then run again as text, without our
    expressions, their compilation, the reading of options, Python rows and JSON. `over`: of a
    question that was never asked; `again`: of one that is asked again after new events, whose SQL
    is known.
    """
    warehouse = state["log"]._stores.warehouse  # noqa: SLF001 - the layer under ours
    engine = warehouse.con.con
    found = {}
    for question in PLAIN:
        queries = _recorded(warehouse, lambda: ask(state["log"], question))  # noqa: B023 - now
        if not queries:
            raise RuntimeError(f"{question.name} asked the engine nothing: its answer was kept")
        first, again, bare = [], [], []
        for _ in range(command["times"]):
            compiled.forget()  # as if it were asked for the first time
            for took in (first, again):
                begun = time.perf_counter()
                json.dumps(ask(state["log"], question).document())
                took.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            for query in queries:
                engine.execute(query).to_arrow_table()
            bare.append(time.perf_counter() - begun)
        over, known = (
            statistics.median(w - b for w, b in zip(whole, bare, strict=True))
            for whole in (first, again)
        )
        found[question.analysis] = {
            "over": over, "again": known, "bare": statistics.median(bare)
        }  # fmt: skip
    return {"questions": found}


def _recorded(warehouse: Any, work: Any) -> list[str]:
    """Return the text of the queries that some work runs."""
    queries: list[str] = []
    original = warehouse._raw  # noqa: SLF001 - every query goes through it

    def recorded(text: str) -> Any:
        queries.append(text)
        return original(text)

    warehouse._raw = recorded  # noqa: SLF001
    work()
    del warehouse._raw  # noqa: SLF001
    return queries


def floors(state: dict[str, Any], command: dict[str, Any]) -> dict[str, Any]:
    """Return the seconds in which the engine reads the columns of the graph: storage, then RAM."""
    place = Path(command["scratch"]) / "workspace"
    if "log" in state:
        state["log"].close()
    handle = os.open(place / "warehouse.duckdb", os.O_RDONLY)
    os.fsync(handle)
    os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(handle)
    state["log"] = forgetful(dp.open(place))
    warehouse = state["log"]._stores.warehouse  # noqa: SLF001 - a floor lies under our layers
    events = warehouse.table("journey_events")
    columns = ("journey", "touchpoint", "next_touchpoint", "dwell", "passage")
    read = events.aggregate(**{name: events[name].sum() for name in columns})
    took = []
    for _ in range(6):
        begun = time.perf_counter()
        warehouse.rows(read)
        took.append(time.perf_counter() - begun)
    return {"storage": took[0], "ram": statistics.median(took[1:])}


TASKS = {
    "import": imported,
    "prepare": prepared,
    "map": drawn,
    "journey": walked,
    "layers": layered,
    "floors": floors,
}
