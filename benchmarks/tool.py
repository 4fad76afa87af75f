"""A tool at work in its own process, and how several are timed against one another."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

import environments
from work import Question, difference

TIMES = 5
LONG_SECONDS = 60
FEWER = 3
"""Repetitions of what takes longer than a minute once."""


class ToolError(Exception):
    """A tool did not do what it was asked."""


class Tool:
    """One worker process of a peer; `with` ends it."""

    def __init__(self, peer: str, scratch: Path) -> None:
        self.peer, self.scratch = peer, scratch / peer
        self.scratch.mkdir(parents=True, exist_ok=True)
        self._said = (self.scratch / "said.txt").open("a", encoding="utf-8")
        self._process = subprocess.Popen(
            [environments.python(peer), environments.HERE / "worker.py", peer],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            env=environments.surroundings(peer),
        )
        self._answers: Any = self._process.stdout

    def do(self, task: str, **given: Any) -> dict[str, Any]:
        """Do one task and return its figures; raises ToolError with the tool's sentence."""
        question = given.get("question")
        command = {"do": task, "scratch": str(self.scratch), **given}
        if question is not None:
            command["question"] = asdict(question)
        try:
            print(json.dumps(command), file=self._process.stdin, flush=True)
            line = self._answers.readline()
        except OSError:
            line = ""
        told = json.loads(line) if line else {"error": "it ended (out of memory?)"}
        if "error" in told:
            raise ToolError(f"{self.peer}: {told['error']}")
        return told

    def rows(self, question: Question) -> list[list[Any]]:
        """Return the canonical rows of the last answer."""
        out = self.scratch / "rows.json"
        self.do("rows", question=question, out=str(out))
        return json.loads(out.read_text(encoding="utf-8"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._said.close()


@dataclass
class Figures:
    """What was measured of one tool: seconds per repetition, peak in megabytes, load before."""

    peer: str
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    load: list[float] = field(default_factory=list)
    peak: float = 0.0
    note: str = ""

    def add(self, *told: Mapping[str, Any], load: float) -> None:
        """Take one repetition, done in several tasks."""
        self.wall.append(sum(part["wall"] for part in told))
        self.cpu.append(sum(part["cpu"] for part in told))
        self.peak = max(self.peak, *(part["peak"] for part in told))
        self.load.append(load)

    @property
    def median(self) -> float:
        """Median of the repetitions, seconds."""
        return statistics.median(self.wall)


def load() -> float:
    """Return how many processes wanted a processor during the last minute."""
    return os.getloadavg()[0]


def wanted(figures: Figures, times: int) -> bool:
    """Say whether another repetition is due."""
    done = len(figures.wall)
    most = FEWER if figures.wall and max(figures.wall) > LONG_SECONDS else times
    return not figures.note and done < most


def race(
    tools: Sequence[Tool],
    questions: Iterable[Question],
    reference: Mapping[str, list[list[Any]]],
    times: int = TIMES,
) -> dict[str, dict[str, Figures]]:
    """Time loaded tools at questions, turn about; return question → peer → figures.

    Each tool answers once before the clock starts, and those rows must be those of the
    reference: a tool that says something else gets the difference instead of times.
    """
    found: dict[str, dict[str, Figures]] = {}
    for question in questions:
        figures = {tool.peer: Figures(tool.peer) for tool in tools}
        for tool in tools:
            figures[tool.peer].note = _checked(tool, question, reference)
        for turn in range(times):
            order = [*tools[turn % len(tools) :], *tools[: turn % len(tools)]]
            for tool in order:
                if wanted(figures[tool.peer], times):
                    before = load()
                    figures[tool.peer].add(tool.do("ask", question=question), load=before)
        found[question.name] = figures
        told = ", ".join(
            f"{f.peer} {f.median:.3f} s" if f.wall else f"no time: {f.note}"
            for f in figures.values()
        )
        print(f"  {question.name}: {told}", flush=True)
    return found


def _checked(tool: Tool, question: Question, reference: Mapping[str, list[list[Any]]]) -> str:
    """Return why a tool gets no time, nothing when its rows are those of the reference."""
    try:
        tool.do("ask", question=question)
        rows = tool.rows(question)
    except ToolError as error:
        return str(error)
    key = name_of(question)
    return "" if rows == reference[key] else difference(reference[key], rows)


def name_of(question: Question) -> str:
    """Return the key of a reference: the question and the fields that are compared."""
    return (
        f"{question.name} without {', '.join(question.lacking)}"
        if question.lacking
        else question.name
    )
