"""`desirepath analyse NAME`: ask the journeys; each analysis brings its own options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desirepath.cli import output
from desirepath.cli.options import workspace_folder
from desirepath.cli.progress import listening
from desirepath.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from desirepath.analyses._options import Option
    from desirepath.model.result import Result

HELP = "ask the journeys: graph, funnel, variants, paths, …"


def add(parser: argparse.ArgumentParser) -> None:
    """Add what is there before an analysis is named."""
    parser.add_argument("name", metavar="NAME", nargs="?", help="which analysis")
    parser.add_argument("--sql", action="store_true", help="print what the engine is asked instead")


def arrange(parser: argparse.ArgumentParser, argv: Sequence[str]) -> None:
    """Add the options of the analysis that is named, or list all analyses in the help."""
    from desirepath import registry

    name = named(argv)
    if name is None:
        parser.epilog = (
            "analyses (`desirepath analyse NAME --help` tells their options):\n"
            + "\n".join(
                f"  {one:<14}{_first_line(registry.load('analyses', one))}"
                for one in registry.names("analyses")
            )
        )
        return
    from desirepath.analyses import SELECTION, option_names

    parser.description = registry.load("analyses", name).__doc__
    parser.prog = f"desirepath analyse {name}"
    own = parser.add_argument_group(f"options of {name}")
    which = parser.add_argument_group("which journeys")
    for option in option_names(name):
        _add(which if option.name in SELECTION else own, option)


def _add(group: Any, option: Option) -> None:
    """Add one option as `--left-after` and, as in the params of a result, `--left_after`."""
    flags = [f"--{option.name.replace('_', '-')}"]
    flags += [f"--{option.name}"] if "_" in option.name else []
    more: dict[str, Any] = {"action": "append"} if option.many else {}
    if option.kind == "flag":
        more = {"nargs": "?", "const": "yes"}
    group.add_argument(
        *flags,
        dest=f"option_{option.name}",
        metavar="|".join(option.choices) or option.kind.upper(),
        help=option.help.replace("%", "%%"),
        **more,
    )


def run(args: argparse.Namespace) -> int:
    """Ask and print rows and notes."""
    from desirepath import registry
    from desirepath.cli.opening import open_workspace

    if args.name is None:
        listed = ", ".join(registry.names("analyses"))
        raise UsageError(f"desirepath analyse needs the name of an analysis. There are: {listed}.")
    options = {
        name.removeprefix("option_"): value
        for name, value in vars(args).items()
        if name.startswith("option_") and value is not None
    }
    with listening() as progress, open_workspace(workspace_folder(args), progress=progress) as ws:
        if args.sql:
            statements = ws.analyses.sql(args.name, **options)
            if args.json:
                output.document({"sql": statements})
            for statement in [] if args.json else statements:
                output.lines(f"{statement};\n")
            return 0
        result = ws.analyses.ask(args.name, **options)
    if args.json:
        output.document(result.document())
    else:
        _show(result)
    output.notes(result.notes)
    return 0


def _show(result: Result) -> None:
    plural = f"{result.unit}s" if result.unit else "journeys"
    output.line(
        f"{result.analysis}: {result.journeys} journeys ({plural}), "
        f"{result.customers} customers, {result.events} events"
    )
    output.line()
    output.table(result.rows)
    if not result.rows:
        output.line("  no rows")
    _show_extra(result.extra)


def _show_extra(extra: Mapping[str, Any]) -> None:
    for name, value in extra.items():
        output.line()
        if isinstance(value, list) and value and isinstance(value[0], dict):
            output.line(name)
            output.table(value)
        else:
            output.line(f"{name}: {output.cell(name, value)}")


def named(argv: Sequence[str]) -> str | None:
    """Return the first word that is neither an option nor the value of one."""
    words = iter(argv)
    for word in words:
        if word in {"-w", "--workspace"}:
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def _first_line(module: Any) -> str:
    return (module.__doc__ or "").strip().partition("\n")[0]
