"""Writes docs/reference from the code: every plug-in's docstring, options and fields.

python tools/reference.py            write
python tools/reference.py --check    fail when a page is out of date

Outputs of examples are kept as they stand: tools/examples.py runs them, a test compares them.
"""

import re
import sys
from pathlib import Path
from types import ModuleType
from urllib.parse import urlencode

from desirepath import registry
from desirepath.analyses import option_names
from desirepath.cli.main import COMMANDS, command

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
HEAD = "<!-- Written by tools/reference.py from the code; `make docs` writes it anew. -->\n\n"
ROOMS = {
    "analyses": "Analyses: questions to the journeys",
    "sources": "Sources: kinds of files that can be read",
    "lanes": "Lanes: the rows of the map",
    "readers": "Readers: formats in which a map comes in",
    "exports": "Exports: formats in which a map leaves",
    "enrichers": "Enrichers: what is read out of texts",
}
BUYING = "Plan selected > Checkout started > Purchase completed"
TELECOM = {"funnel": {"steps": BUYING, "within": "7d"}}
"""Examples that name touchpoints, as the company of Getting started has them."""
LINES = 16
"""So much of an output is shown."""


def pages() -> dict[Path, str]:
    """Return path → content of every page."""
    found: dict[Path, str] = {}
    for room, title in ROOMS.items():
        lines = [f"# {title}\n"]
        for name in registry.names(room):
            module = registry.load(room, name)
            found[REFERENCE / room / f"{name}.md"] = page(room, name, module)
            lines.append(f"- [{name}]({room}/{name}.md): {first_line(module)}")
        found[REFERENCE / f"{room}.md"] = HEAD + "\n".join(lines) + "\n"
    found[REFERENCE / "cli.md"] = HEAD + commands()
    return found


def page(room: str, name: str, module: ModuleType) -> str:
    """Return the page of one plug-in."""
    parts = [f"# {name}", (module.__doc__ or "").strip()]
    if room == "analyses":
        parts += ["## Example", shown_example(name, module), *pictures(room, name)]
        parts += ["## Options", options(name), "## Fields of a row", row(module)]
        parts += ["## The same elsewhere", elsewhere(name, module)]
    if room == "lanes":
        parts.append(f"Title on the map: {module.title}. Shown as: {module.picture}.")
    if room == "exports":
        parts.append(f"Suffix: `{module.suffix}`. Media type: `{module.media_type}`.")
        parts += pictures(room, name)
    if room == "readers":
        parts += [
            f"Suffixes: {', '.join(f'`{one}`' for one in module.SUFFIXES)}. Example:",
            f"```\n{module.EXAMPLE.strip()}\n```",
        ]
    if room == "sources":
        parts.append(f"Suffixes: {', '.join(f'`{one}`' for one in module.SUFFIXES)}.")
    return HEAD + "\n\n".join(parts) + "\n"


def options(name: str) -> str:
    """Return the options of an analysis as a table."""
    lines = ["| option | default | what it does |", "|---|---|---|"]
    for option in option_names(name):
        default = "" if option.default is None else f"`{option.default}`"
        choices = f" ({', '.join(option.choices)})" if option.choices else ""
        flag = option.name.replace("_", "-")
        lines.append(f"| `--{flag}` | {default} | {escaped(option.help + choices)} |")
    return "\n".join(lines)


def row(module: ModuleType) -> str:
    """Return the fields of a row as a table."""
    lines = ["| field | meaning |", "|---|---|"]
    lines += [f"| `{field}` | {escaped(str(text))} |" for field, text in module.ROW.items()]
    return "\n".join(lines)


def shown_example(name: str, module: ModuleType) -> str:
    """Return the example with what it printed when tools/examples.py last ran it."""
    command = example(name, module)
    head = f"```sh\n{command}\n```\n\n```text first={LINES}\n"
    there = REFERENCE / "analyses" / f"{name}.md"
    before = there.read_text(encoding="utf-8") if there.is_file() else ""
    kept = re.search(re.escape(head) + r"(.*?)^```$", before, re.DOTALL | re.MULTILINE)
    said = "On the company of [Getting started](../../getting-started.md):"
    return f"{said}\n\n{head}{kept[1] if kept else ''}```"


def pictures(room: str, name: str) -> list[str]:
    """Return the pictures that tools/pictures.py took of a plug-in."""
    words = {
        "analyses": f"The analysis {name} in the app, on the demo's company",
        "exports": f"The demo's map as {name.upper()}",
    }
    found = sorted((ROOT / "docs" / "images" / room).glob(f"{name}*.png"))
    return [f"![{words[room]}](../../images/{room}/{file.name})" for file in found]


def elsewhere(name: str, module: ModuleType) -> str:
    """Return the same question in the browser, in Python and over HTTP."""
    given = TELECOM.get(name, module.EXAMPLE)
    python = ", ".join(f"{key}={value!r}" for key, value in given.items())
    query = urlencode({key.removesuffix("_"): value for key, value in given.items()})
    address = f"analyses/{name}" + (f"?{query}" if query else "")
    return (
        f"In the app: Journeys, {name.capitalize()}; drawn as {module.picture}. "
        f"In Python: `ws.analyses.{name}({python})`. Over HTTP: `GET /api/v1/{address}`."
    )


def example(name: str, module: ModuleType) -> str:
    """Return the example as a command line."""
    words = [f"desirepath analyse {name} -w telecom"]
    for key, value in TELECOM.get(name, module.EXAMPLE).items():
        text = " > ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        quoted = f'"{text}"' if " " in text or "|" in text else text
        words.append(f"--{key.removesuffix('_').replace('_', '-')} {quoted}")
    return " ".join(words)


def commands() -> str:
    """Return every command with its options; not argparse's text, which differs by version."""
    parts = ["# The command line"]
    for name, text in COMMANDS.items():
        _, parser = command(name, [])
        lines = ["| option | what it does |", "|---|---|"]
        for action in parser._actions:  # noqa: SLF001 - argparse offers no other list
            flags = ", ".join(f"`{flag}`" for flag in action.option_strings)
            value = (
                "" if action.nargs == 0 else f" {action.metavar or '/'.join(action.choices or ())}"
            )
            lines.append(
                f"| {flags}{value if flags else value.strip()} | {escaped(action.help or '')} |"
            )
        parts += [f"## {name}", text[0].upper() + text[1:] + ".", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """Return text for a cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def first_line(module: ModuleType) -> str:
    """Return the first line of a docstring."""
    return (module.__doc__ or "").strip().partition("\n")[0]


def stale() -> list[str]:
    """Return one sentence per page that differs from the code."""
    wanted = pages()
    there = written()
    found = [
        f"{path.relative_to(ROOT)} is out of date"
        for path, content in wanted.items()
        if path not in there or path.read_text(encoding="utf-8") != content
    ]
    found += [f"{path.relative_to(ROOT)} describes nothing" for path in there - set(wanted)]
    return sorted(found)


def written() -> set[Path]:
    """Return the pages that this tool wrote; others in the folder are people's."""
    found = REFERENCE.rglob("*.md")
    return {path for path in found if path.read_text(encoding="utf-8").startswith(HEAD)}


def main() -> int:
    """Write the pages, or check them."""
    if "--check" in sys.argv:
        found = stale()
        if found:
            print("\n".join(found), "\nWrite them anew: make docs", sep="")
        else:
            print("The reference pages are up to date.")
        return bool(found)
    wanted = pages()
    for path in written() - set(wanted):
        path.unlink()
    for path, content in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    print(f"{len(wanted)} pages written to {REFERENCE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
