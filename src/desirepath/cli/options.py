"""What the commands' options have in common, and the parser that answers typos."""

from __future__ import annotations

import argparse
import os
import re
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from desirepath.errors import UsageError, unknown_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

ROLES = (
    "customer",
    "touchpoint",
    "time",
    "channel",
    "id",
    "case",
    "session",
    "value",
    "score",
    "text",
    "language",
    "attribute",
    *("email", "phone", "user", "device", "card"),
    *("name", "first_name", "last_name", "birth", "address", "postcode", "city"),
)
KINDS = ("events", "feedback", "customers", "transcripts")
INSTRUMENTS = ("nps", "csat", "ces", "rating")


class Parser(argparse.ArgumentParser):
    """An argument parser that raises UsageError and names the option that was meant."""

    def __init__(self, **options: object) -> None:
        """Take what argparse takes; abbreviations of options are not accepted."""
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        super().__init__(allow_abbrev=False, **options)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Raise instead of leaving, so that there is one place that speaks."""
        raise UsageError(f"{self.prog}: {message}. `{self.prog} --help` tells how.")

    def parse(self, argv: Sequence[str]) -> argparse.Namespace:
        """Parse options and files in any order; raises UsageError that suggests."""
        args, unknown = self.parse_known_intermixed_args(list(argv))
        if unknown:
            word = unknown[0].partition("=")[0]
            known = sorted(name for name in self._option_string_actions if name.startswith("--"))
            if word.startswith("-"):
                near = get_close_matches(word, known, n=1, cutoff=0.6)
                meant = f' Did you mean "{near[0]}"?' if near else ""
                raise UsageError(
                    f'{self.prog}: there is no option "{word}".{meant} '
                    f"There are: {', '.join(known)}."
                )
            raise UsageError(f'{self.prog}: "{word}" is one word too many.')
        return args


def shared_options(parser: argparse.ArgumentParser) -> None:
    """Add what every command takes: the workspace and `--json`."""
    parser.add_argument(
        "-w",
        "--workspace",
        metavar="DIR",
        help="the workspace (default: DESIREPATH_WORKSPACE, else the current folder)",
    )
    parser.add_argument(
        "--json", action="store_true", help="print one JSON document and nothing else"
    )


def workspace_folder(args: argparse.Namespace) -> Path:
    """Return the workspace that was named, or the default one."""
    return Path(args.workspace or os.environ.get("DESIREPATH_WORKSPACE") or ".")


def import_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `import`, which `map FILE…` takes too."""
    group = parser.add_argument_group("how to read the files")
    group.add_argument("--kind", choices=KINDS, help="what the rows are (default: found out)")
    group.add_argument("--source", metavar="NAME", help="name of the place the data comes from")
    group.add_argument(
        "--columns",
        metavar="ROLE=COL,…",
        help=f"which column is what; roles: {', '.join(ROLES)}",
    )
    group.add_argument("--timezone", metavar="ZONE", help="zone of times without offset (UTC)")
    group.add_argument("--instrument", choices=INSTRUMENTS, help="what kind of rating it is")
    group.add_argument("--scale", metavar="MIN-MAX", help="lowest and highest possible score")
    group.add_argument("--drop-duplicates", action="store_true", help="keep one of equal rows")
    group.add_argument(
        "--dry-run", action="store_true", help="show what would be read, change nothing"
    )


def journey_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `journeys`, which `map FILE…` takes too."""
    group = parser.add_argument_group("what a journey is")
    group.add_argument("--unit", choices=("customer", "session", "case"), help="one journey is…")
    group.add_argument("--gap", metavar="30m", help="a longer pause ends a session")
    group.add_argument("--case", metavar="COLUMN", help="the column that names the case")
    group.add_argument("--goal", metavar="TOUCHPOINT", help="what the journey is meant to reach")
    group.add_argument(
        "--subject", choices=("customer", "account", "household"), help="whose journey it is"
    )
    group.add_argument("--account", metavar="COLUMN", help="the column that names the account")


def journey_choices(args: argparse.Namespace) -> dict[str, str]:
    """Return those that were given."""
    names = ("unit", "gap", "case", "goal", "subject", "account")
    given = {name: getattr(args, name) for name in names}
    return {name: value for name, value in given.items() if value is not None}


def existing_files(names: Sequence[str]) -> list[Path]:
    """Return the files as paths; raises InputError that names what is near."""
    from desirepath.errors import InputError

    paths = [Path(name) for name in names]
    for path in paths:
        if path.is_dir():
            inside = sorted(one.name for one in path.iterdir() if one.is_file())[:10]
            holds = f" It holds: {', '.join(inside)}." if inside else " It is empty."
            raise InputError(f"{path} is a folder, not a file.{holds} Name the files.")
        if not path.exists():
            folder = path.parent
            if not folder.is_dir():
                raise InputError(f"There is no folder {folder}. Check the spelling.")
            there = sorted(one.name for one in folder.iterdir() if one.is_file())
            where = "in this folder" if folder == Path() else f"in {folder}"
            raise InputError(unknown_sentence("file", path.name, there, where=where))
        if not path.is_file():
            raise InputError(f"{path} is no ordinary file. Save its content to a file first.")
        if not os.access(path, os.R_OK):
            raise InputError(f"{path} may not be read by you. Ask its owner for the right.")
    return paths


def column_roles(text: str | None) -> dict[str, str | list[str]]:
    """Parse `customer=COL,attribute=COL,…`; a name with a comma stands in double quotes.

    >>> column_roles('customer=user,time="at, local",attribute=plan,attribute=city')
    {'customer': 'user', 'time': 'at, local', 'attribute': ['plan', 'city']}
    """
    roles: dict[str, str | list[str]] = {}
    attributes: list[str] = []
    for part in _parts(text or ""):
        role, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals or not column:
            raise UsageError(
                f'--columns: "{part.strip()}" is not ROLE=COLUMN. Put a column name that holds '
                "a comma in double quotes: --columns 'customer=\"Name, first\"'."
            )
        if role not in ROLES:
            raise UsageError(f"--columns: {unknown_sentence('role', role, ROLES)}")
        if len(column) > 1 and column[0] == column[-1] == '"':
            column = column[1:-1].replace('""', '"')
        if role == "attribute":
            attributes.append(column)
        elif role in roles:
            raise UsageError(f"--columns: the role {role} is given twice; one column can have it.")
        else:
            roles[role] = column
    if attributes:
        roles["attribute"] = attributes
    return roles


def _parts(text: str) -> list[str]:
    """Split at commas outside double quotes."""
    return re.findall(r'(?:"(?:[^"]|"")*"|[^,])+', text)


def scale(text: str | None) -> tuple[float, float] | None:
    """Parse `MIN-MAX`.

    >>> scale("0-10"), scale("-2 to 2")
    ((0.0, 10.0), (-2.0, 2.0))
    """
    if text is None:
        return None
    number = r"[-−]?\d+(?:\.\d+)?"
    found = re.fullmatch(rf"\s*({number})\s*(?:-|–|to|\.\.)\s*({number})\s*", text)
    low, high = (float(one.replace("−", "-")) for one in found.groups()) if found else (0.0, 0.0)
    if low >= high:
        raise UsageError(f'--scale: "{text}" is not MIN-MAX, for example 0-10 or 1-5.')
    return low, high


def is_terminal() -> bool:
    """Say whether a person watches standard error."""
    return sys.stderr.isatty()
