"""`desirepath themes`: see what customers talk about, and change themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.cli import output
from desirepath.cli.options import workspace_folder
from desirepath.cli.progress import listening
from desirepath.errors import UsageError

if TYPE_CHECKING:
    import argparse

HELP = "see what customers talk about, and change themes"
SHOWN = ("id", "theme", "n", "share", "valence", "liked", "disliked", "trend", "worse", "set_by")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--rename", metavar="THEME=NAME", action="append", default=[],
                        help="call a theme (its id) something else")  # fmt: skip
    parser.add_argument("--join", metavar="THEME=OTHER", action="append", default=[],
                        help="put the texts of a theme to another one")  # fmt: skip
    for name, help_ in (
        ("split", "make two themes of one"),
        ("pin", "list a theme first, and never leave it out"),
        ("hide", "leave a theme out"),
        ("undo", "take back what you changed about a theme"),
    ):
        parser.add_argument(f"--{name}", metavar="THEME", action="append", default=[], help=help_)


def run(args: argparse.Namespace) -> int:
    """Change what was asked, then print the themes."""
    from desirepath.cli.opening import open_workspace

    changes = [*_changes(args)]
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        for theme, change in changes:
            ws.journeys.edit_theme(theme, **change)
        result = ws.analyses.ask("themes")
    if args.json:
        output.document(result.document())
    else:
        output.table([{name: row[name] for name in SHOWN} for row in result.rows])
    output.notes(result.notes)
    return 0


def _changes(args: argparse.Namespace) -> list[tuple[str, dict[str, Any]]]:
    made: list[tuple[str, dict[str, Any]]] = []
    for option, field in (("rename", "name"), ("join", "into")):
        for text in getattr(args, option):
            theme, equals, value = text.partition("=")
            if not equals or not theme.strip() or not value.strip():
                raise UsageError(f'--{option}: "{text}" is not THEME={field.upper()}.')
            made.append((theme.strip(), {field: value.strip()}))
    for option in ("split", "pin", "hide", "undo"):
        made += [(theme, {option: True}) for theme in getattr(args, option)]
    return made
