"""Writes docs/reference from the code: every plug-in's docstring, options and fields.

python tools/reference.py            write
python tools/reference.py --check    fail when a page is out of date
"""

import sys
from pathlib import Path
from types import ModuleType

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
    "exports": "Exports: formats in which a map leaves",
    "enrichers": "Enrichers: what is read out of texts",
}


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
        parts += ["## Options", options(name), "## Fields of a row", row(module)]
        picture = getattr(module, "picture", "table")
        parts.append(f"Shown as: {picture}. Example: `{example(name, module)}`")
    if room == "lanes":
        parts.append(f"Title on the map: {module.title}. Shown as: {module.picture}.")
    if room == "exports":
        parts.append(f"Suffix: `{module.suffix}`. Media type: `{module.media_type}`.")
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


def example(name: str, module: ModuleType) -> str:
    """Return the example as a command line."""
    words = [f"desirepath analyse {name}"]
    for key, value in module.EXAMPLE.items():
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
    there = set(REFERENCE.rglob("*.md")) if REFERENCE.is_dir() else set()
    found = [
        f"{path.relative_to(ROOT)} is out of date"
        for path, content in wanted.items()
        if path not in there or path.read_text(encoding="utf-8") != content
    ]
    found += [f"{path.relative_to(ROOT)} describes nothing" for path in there - set(wanted)]
    return sorted(found)


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
    for path in set(REFERENCE.rglob("*.md")) - set(wanted):
        path.unlink()
    for path, content in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    print(f"{len(wanted)} pages written to {REFERENCE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
