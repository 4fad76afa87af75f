"""The lines of the benchmark: what is done, by whom, against which target.

Every function takes the `Bench` and returns one or more lines, as they stand in the results
file: `{"line", "title", "size", "target", "reached", "measures", "notes"}`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import environments
from environments import CACHE, OURS
from tool import TIMES, Figures, Tool, ToolError, load, name_of, race, wanted
from work import BY, FILTERED, PLAIN, SEGMENTED, WHERE, Question, difference

SIZES = {"100k": 100_000, "1m": 1_000_000, "10m": 10_000_000, "50m": 50_000_000}
GRAPH = PLAIN[0]
LACKING = {
    "pm4py": ("journeys", "still_open"),
    "retentioneering": ("journeys", "mean", "still_open"),
}
Line = dict[str, Any]


@dataclass(frozen=True)
class Bench:
    """One size at work: its file, where tools may write, and how often things are repeated."""

    size: str
    scratch: Path
    times: int = TIMES

    @property
    def file(self) -> Path:
        """The Parquet file of this size, generated once."""
        return generated(self.size)

    def reference(self, questions: tuple[Question, ...]) -> dict[str, list[list[Any]]]:
        """Return the rows that everybody must give: those of hand-written SQL on the raw table."""
        kept = CACHE / f"reference-{self.size}.json"
        known = json.loads(kept.read_text()) if kept.is_file() else {}
        lacking = [question for question in questions if name_of(question) not in known]
        if lacking:
            with Tool("duckdb", self.scratch) as tool:
                tool.do("load", file=str(self.file))
                for question in lacking:
                    tool.do("ask", question=question)
                    known[name_of(question)] = tool.rows(question)
            kept.write_text(json.dumps(known))
        return known


def generated(size: str, seed: int = 7) -> Path:
    """Return the file of a size; a seed other than the first gives one per cent more of it."""
    count = SIZES[size]
    place = CACHE / (f"events-{size}.parquet" if seed == 7 else f"more-{size}-{seed}.parquet")
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        half = place.with_suffix(".half.parquet")
        given = [str(count)] if seed == 7 else [str(count // 100)]
        more = [] if seed == 7 else ["--seed", str(seed), "--customers", str(count // 20)]
        environments.run(sys.executable, environments.HERE / "generate.py", *given, half, *more)
        half.rename(place)
    return place


def line(key: str, title: str, size: str, measures: Mapping[str, Any], **more: Any) -> Line:
    """Return one line as it is kept."""
    return {"line": key, "title": title, "size": size, "measures": dict(measures), **more}


def kept(figures: Mapping[str, Figures]) -> dict[str, Any]:
    """Return figures as they are kept in the results file."""
    return {peer: asdict(found) for peer, found in figures.items()}


def ratios(figures: Mapping[str, Figures], targets: Mapping[str, float]) -> dict[str, Any]:
    """Return peer → how many times slower than ours it was, and what was wanted."""
    ours = figures[OURS]
    return {
        peer: {
            "ratio": found.median / ours.median if found.wall and ours.wall else None,
            "wanted": targets.get(peer),
        }
        for peer, found in figures.items()
        if peer != OURS
    }


def loaded_graph(bench: Bench) -> list[Line]:
    """Graph with exact medians, each tool on its own loaded log."""
    peers = ["pm4py", "retentioneering"] if bench.size in ("100k", "1m") else ["pm4py"]
    figures: dict[str, Figures] = {}
    for peer in peers:
        # Two at a time: the rows are compared without what this peer does not compute.
        question = replace(GRAPH, lacking=LACKING[peer])
        with Tool(OURS, bench.scratch) as ours, Tool(peer, bench.scratch) as theirs:
            for tool in (ours, theirs):
                tool.do("load", file=str(bench.file))
            reference = bench.reference((question,))
            found = race([ours, theirs], [question], reference, bench.times)[question.name]
        figures[peer] = found[peer]
        figures[OURS] = _together(figures.get(OURS), found[OURS])
    targets = {"1m": {"pm4py": 30, "retentioneering": 15}, "10m": {"pm4py": 30}}
    title = "Graph with exact medians, each tool on its own loaded log"
    told = ratios(figures, targets.get(bench.size, {}))
    return [line("loaded-graph", title, bench.size, kept(figures), ratios=told)]


def _together(one: Figures | None, other: Figures) -> Figures:
    if one is None:
        return other
    return replace(
        one, wall=one.wall + other.wall, cpu=one.cpu + other.cpu, load=one.load + other.load,
        peak=max(one.peak, other.peak), note=one.note or other.note,
    )  # fmt: skip


def from_parquet(bench: Bench) -> list[Line]:
    """Graph end to end: each repetition a new process that reads the file and answers."""
    question = replace(GRAPH, lacking=LACKING["pm4py"])
    reference = bench.reference((question,))
    figures = {peer: Figures(peer) for peer in (OURS, "pm4py")}
    for turn in range(bench.times):
        for peer in [OURS, "pm4py"][:: 1 if turn % 2 else -1]:
            if not wanted(figures[peer], bench.times):
                continue
            before = load()
            try:
                with Tool(peer, bench.scratch) as tool:
                    parts = [tool.do("load", file=str(bench.file))]
                    parts.append(tool.do("ask", question=question))
                    rows = tool.rows(question)
            except ToolError as error:
                figures[peer].note = str(error)
                continue
            if rows != reference[name_of(question)]:
                figures[peer].note = difference(reference[name_of(question)], rows)
                continue
            figures[peer].add(*parts, load=before)
            print(f"  {peer} {figures[peer].wall[-1]:.2f} s", flush=True)
    title = "Graph end to end from Parquet: import, prepare, answer"
    told = ratios(figures, {"pm4py": 10} if bench.size == "10m" else {})
    return [line("from-parquet", title, bench.size, kept(figures), ratios=told)]


def five(bench: Bench) -> list[Line]:
    """Answer the five analyses, by segment and filtered, beside SQL, Polars and ClickHouse."""
    reference = bench.reference((*PLAIN, *SEGMENTED, *FILTERED))
    peers = [OURS, "duckdb", "polars", "chdb"]
    tools: list[Tool] = []
    try:
        for peer in peers:
            tools.append(Tool(peer, bench.scratch))
            tools[-1].do("load", file=str(bench.file))
        plain = race(tools, PLAIN, reference, bench.times)
        varied = race(tools[:1], (*SEGMENTED, *FILTERED), reference, bench.times)
    finally:
        for tool in tools:
            tool.__exit__()
    figures = {peer: summed(peer, [found[peer] for found in plain.values()]) for peer in peers}
    made = [
        line(f"{name}", f"{name.title()}, prepared events", bench.size, kept(found),
             ratios=ratios(found, {}))
        for name, found in plain.items()
    ]  # fmt: skip
    # What is to be reached is said of ten million; on less, what a question costs at least shows.
    judged = bench.size == "10m"
    targets = {"duckdb": 4, "polars": 6} if judged else {}
    made.append(
        line("five", "Five analyses on prepared events", bench.size, kept(figures),
             ratios=ratios(figures, targets))
    )  # fmt: skip
    for key, questions, most, title in (
        ("segments", SEGMENTED, 1.3, f"The five by three segments ({BY})"),
        ("filtered", FILTERED, 0.4, f"The five with a filter that keeps 10 % ({'='.join(WHERE)})"),
    ):
        found = summed(OURS, [varied[question.name][OURS] for question in questions])
        shares = _share(found, figures[OURS], most if judged else None)
        made.append(line(key, title, bench.size, kept({OURS: found}), share=shares))
    return made


def summed(peer: str, parts: list[Figures]) -> Figures:
    """Return the figures of several questions as one: the sums of their repetitions."""
    notes = "; ".join(dict.fromkeys(part.note for part in parts if part.note))
    if notes or not all(part.wall for part in parts):
        return Figures(peer, note=notes or "not measured")
    rows = zip(*(part.wall for part in parts), strict=False)
    return Figures(
        peer, wall=[sum(row) for row in rows],
        cpu=[sum(row) for row in zip(*(part.cpu for part in parts), strict=False)],
        load=parts[0].load, peak=max(part.peak for part in parts),
    )  # fmt: skip


def _share(found: Figures, whole: Figures, most: float | None) -> dict[str, Any]:
    share = found.median / whole.median if found.wall and whole.wall else None
    return {"share": share, "most": most}


def layers(bench: Bench) -> list[Line]:
    """What our layers add to the bare queries of the engine, per question."""
    with Tool(OURS, bench.scratch) as tool:
        tool.do("load", file=str(bench.file))
        told = tool.do("layers", times=4 * bench.times)["questions"]
    worst = max(part["over"] for part in told.values())
    title = "Our layers over the bare queries of the engine, the worst of the five questions"
    measures = {name: {"wall": [part["over"]]} for name, part in told.items()}
    measures |= {f"{name}, asked again": {"wall": [part["again"]]} for name, part in told.items()}
    measures |= {
        f"{name}, the bare queries": {"wall": [part["bare"]]} for name, part in told.items()
    }
    return [line("layers", title, bench.size, measures, seconds={"worst": worst, "most": 0.03})]


def more(bench: Bench) -> list[Line]:
    """Import, prepare, draw; add one per cent, prepare and draw again; look at customers."""
    steps = {name: Figures(name) for name in ("import", "prepare", "map")}
    grown = {name: Figures(name) for name in ("import 1 %", "prepare again", "map again")}
    with Tool(OURS, bench.scratch) as tool:
        for figures in steps.values():
            before = load()
            given = {"file": str(bench.file), "fresh": True} if figures.peer == "import" else {}
            figures.add(tool.do(figures.peer, **given), load=before)
        walk = tool.do("journey", customers=customers(bench.size))
        for turn in range(bench.times):
            if not wanted(grown["prepare again"], bench.times):
                break
            for figures, task in zip(grown.values(), steps, strict=True):
                file = str(generated(bench.size, 8 + turn))
                before = load()
                figures.add(
                    tool.do(task, **({"file": file} if task == "import" else {})), load=before
                )
        floor = tool.do("floors")
    whole = sum(steps[name].median for name in ("prepare", "map"))
    again = sum(grown[name].median for name in ("prepare again", "map again"))
    told = {
        "share": again / whole, "most": None if bench.size == "100k" else 0.05,
        "with import": (again + grown["import 1 %"].median) / (whole + steps["import"].median),
    }  # fmt: skip
    names = {name: {"wall": [floor[name]]} for name in ("storage", "ram")}
    return [
        line("steps", "Import, prepare, draw the map", bench.size, kept(steps)),
        line("more", "Add 1 % new events, then refresh the map", bench.size, kept(grown),
             share=told),
        line("journey", "One customer's journey", bench.size, {OURS: {"wall": [walk["wall"]]}},
             seconds={"worst": walk["wall"], "most": 0.005}),
        line("floors", "Floors: reading the columns of the graph", bench.size, names),
    ]  # fmt: skip


def customers(size: str) -> list[str]:
    """Return some customers of a generated log, spread over it."""
    count = SIZES[size] // 20
    return [f"C{number:08d}" for number in range(0, count, max(1, count // 41))]


def scale(bench: Bench) -> list[Line]:
    """Import, prepare and answer the five questions: with the usual memory, then with 2 GB."""
    found: dict[str, dict[str, Figures]] = {}
    rows: dict[str, list[Any]] = {}
    for limit in (None, "2GB"):
        name = limit or "usual memory"
        found[name] = {part: Figures(part) for part in ("import", "prepare", "five")}
        with Tool(OURS, bench.scratch) as tool:
            given = {"file": str(bench.file), "fresh": True, "memory_limit": limit}
            before = load()
            found[name]["import"].add(tool.do("import", **given), load=before)
            found[name]["prepare"].add(tool.do("prepare"), load=load())
            for turn in range(bench.times if limit is None else 1):
                before = load()
                parts = []
                for question in PLAIN:
                    parts.append(tool.do("ask", question=question))
                    if turn == 0:
                        rows.setdefault(name, []).append(tool.rows(question))
                found[name]["five"].add(*parts, load=before)
        print(f"  {name}: " + ", ".join(f"{k} {f.median:.1f} s" for k, f in found[name].items()))
    equal = rows["usual memory"] == rows["2GB"]
    made = []
    for name, parts in found.items():
        title = f"Import, prepare, five analyses ({name})"
        total = sum(part.median for part in parts.values())
        more = {"equal": equal, "total": total}
        made.append(line(f"scale {name}", title, bench.size, kept(parts), **more))
    return made


LINES: dict[str, Callable[[Bench], list[Line]]] = {
    "loaded-graph": loaded_graph,
    "from-parquet": from_parquet,
    "five": five,
    "layers": layers,
    "more": more,
    "scale": scale,
}
