"""Runs one tool in its own environment: `python worker.py PEER`, one JSON command a line.

`{"do": "load", "file", "scratch"}`, `{"do": "ask", "question"}`, `{"do": "rows", "question",
"out"}` (the canonical rows of the last answer, written to a file) and whatever else a peer lists
in `TASKS`. The answer is one line `{"wall", "cpu", "peak"}` (seconds, seconds of all threads,
megabytes so far) with what the task gave, or `{"error"}`.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

from work import Question, canonical


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # a tool that greets its user must not do it among our answers
    peer = importlib.import_module(f"peers.{sys.argv[1]}")
    state: dict[str, Any] = {}
    for line in sys.stdin:
        command = json.loads(line)
        try:
            told = obey(peer, state, command)
        except Exception as error:  # noqa: BLE001 - whatever a tool raises is its result
            told = {"error": f"{type(error).__name__}: {error}"[:500]}
        answers.write(json.dumps(told) + "\n")


def obey(peer: Any, state: dict[str, Any], command: dict[str, Any]) -> dict[str, Any]:
    """Do one command and return its figures."""
    given = command.get("question")
    question = Question(**{**given, "where": tuple(given["where"]) if given["where"] else None,
                           "lacking": tuple(given["lacking"])}) if given else None  # fmt: skip
    if command["do"] == "rows":
        found = canonical(question, peer.rows(question, state["answer"]))
        Path(command["out"]).write_text(json.dumps(found), encoding="utf-8")
        return {"rows": len(found)}
    begun, used = time.perf_counter(), processor()
    given_back: Any = {}
    if command["do"] == "load":
        state["log"] = peer.load(command["file"], command["scratch"])
    elif command["do"] == "ask":
        state["answer"] = peer.ask(state["log"], question)
    else:
        given_back = peer.TASKS[command["do"]](state, command) or {}
    wall, cpu = time.perf_counter() - begun, processor() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"wall": wall, "cpu": cpu, "peak": peak, **given_back}


def processor() -> float:
    """Return the seconds that all threads of this process have used a processor."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
