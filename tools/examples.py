"""Runs every example of README.md and docs/ and writes what it printed below it.

    python tools/examples.py            write
    tests/docs/test_examples.py         fails when a page shows something else

A fence ```sh or ```python runs; a fence ```text or ```json right after it is its output, and
```text first=12 shows the first lines of it. The pages go on where Getting started ends: each has
a copy of that folder for itself. ```sh not-run: REASON is for what cannot run here.
"""

from __future__ import annotations

import contextlib
import difflib
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START = ROOT / "docs" / "getting-started.md"
FENCE = re.compile(r"^```(?P<info>[^\n`]*)\n(?P<code>.*?)^```$", re.DOTALL | re.MULTILINE)
SHOWN = re.compile(r"(text|json)(?: first=(\d+))?")
SERVE = {"demo", "serve"}
"""Commands that go on until Ctrl-C: their options are checked, and tests of their own run them."""
ELSEWHERE = {"pip", "git", "cd", "uv"}
COLUMNS = "100"


class ExampleError(Exception):
    """An example does not run."""


@dataclass(frozen=True)
class Page:
    """A page as it stands, and as it would be with the outputs of today."""

    path: Path
    there: str
    wanted: str

    def stale(self) -> str | None:
        """Return what differs, or None."""
        if self.there == self.wanted:
            return None
        lines = difflib.unified_diff(
            self.there.splitlines(), self.wanted.splitlines(), "page", "today", "", "", 1, ""
        )
        shown = "\n".join(list(lines)[:24])
        name = self.path.relative_to(ROOT)
        return f"{name} shows another output than today. Write it anew: make docs\n{shown}"


def pages() -> list[Path]:
    """Return the files with examples, Getting started first."""
    found = sorted([*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"])
    return [START, *(path for path in found if path != START)]


def run_all(paths: list[Path] | None = None) -> Iterator[Page]:
    """Run the pages one after the other; the first, Getting started, makes the folder of all."""
    with tempfile.TemporaryDirectory(prefix="desirepath-docs-") as scratch:
        begun = Path(scratch) / "begun"
        begun.mkdir()
        yield run(START, begun)
        for number, path in enumerate(pages() if paths is None else paths):
            if path == START or not needs_folder(path):
                continue
            own = Path(scratch) / str(number)
            shutil.copytree(begun, own)
            yield run(path, own)
            shutil.rmtree(own)


def needs_folder(path: Path) -> bool:
    """Say whether there is something to run on a page."""
    fences = FENCE.finditer(path.read_text(encoding="utf-8"))
    return any(one["info"].split(" ")[0] in {"sh", "python"} for one in fences)


def run(path: Path, folder: Path) -> Page:
    """Run the examples of a page in a folder, in order."""
    text = path.read_text(encoding="utf-8")
    made, end, printed = [], 0, None
    names: dict[str, object] = {}
    for fence in FENCE.finditer(text):
        between = text[end : fence.start()]
        made.append(between)
        info, code = fence["info"].strip(), fence["code"]
        kind, _, rest = info.partition(" ")
        shown = SHOWN.fullmatch(info)
        if kind in {"sh", "python"} and not rest:
            try:
                with inside(folder) as out:
                    shell(code) if kind == "sh" else exec(code, names)  # noqa: S102 - our own pages
            except (Exception, SystemExit) as error:
                line = text[: fence.start()].count("\n") + 1
                raise ExampleError(
                    f"{path.relative_to(ROOT)}:{line} does not run: {error}\n{out.getvalue()}"
                ) from error
            printed = out.getvalue()
        elif shown and printed is not None and not between.strip():
            code = cut(printed, shown[2])
            printed = None
        elif rest and kind in {"sh", "python"} and not re.fullmatch(r"not-run: \S.+", rest):
            raise ExampleError(f"{path.relative_to(ROOT)}: ```{info} needs “not-run: REASON”.")
        made.append(f"```{fence['info']}\n{code}```")
        end = fence.end()
    return Page(path, text, "".join(made) + text[end:])


@contextlib.contextmanager
def inside(folder: Path) -> Iterator[io.StringIO]:
    """Work in a folder, at a terminal of 100 columns, and keep what is printed."""
    out = io.StringIO()
    before = {name: os.environ.get(name) for name in ("COLUMNS", "DESIREPATH_WORKSPACE")}
    os.environ["COLUMNS"] = COLUMNS
    os.environ.pop("DESIREPATH_WORKSPACE", None)
    try:
        with (
            contextlib.chdir(folder),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(out),
        ):
            yield out
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def shell(code: str) -> None:
    """Run lines of a shell: our commands in this process, make by its targets, no others."""
    from desirepath.cli.main import command
    from desirepath.cli.main import run as desirepath

    for line in code.replace("\\\n", " ").splitlines():
        words = [part for word in shlex.split(line, comments=True) for part in spread(word)]
        if not words or words[0] in ELSEWHERE:
            continue
        if words[0] == "make":
            there = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
            missing = [w for w in words[1:] if not re.match(r"[A-Z]+=", w) and w not in there]
            if missing:
                raise ExampleError(f"there is no `make {missing[0]}`")
        elif words[0] != "desirepath":
            raise ExampleError(f"`{words[0]}` is not known to tools/examples.py")
        elif words[1] in SERVE:
            command(words[1], words[2:])[1].parse_args(words[2:])
        elif desirepath(words[1:]) != 0:
            raise ExampleError(f"`{line}` failed")


def spread(word: str) -> list[str]:
    """Return the files that a pattern names, as a shell does."""
    if "*" not in word or " " in word:
        return [word]
    return sorted(str(path) for path in Path().glob(word)) or [word]


def cut(printed: str, first: str | None) -> str:
    """Return an output without spaces at the ends of lines, cut where the page wants it."""
    lines = [line.rstrip() for line in printed.rstrip().splitlines()]
    if first and len(lines) > int(first):
        lines = [*lines[: int(first)], "…"]
    return "".join(f"{line}\n" for line in lines)


def main() -> int:
    """Write every page whose output changed."""
    try:
        for page in run_all():
            if page.there != page.wanted:
                page.path.write_text(page.wanted, encoding="utf-8")
                print(f"{page.path.relative_to(ROOT)}: outputs written anew")
    except ExampleError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
