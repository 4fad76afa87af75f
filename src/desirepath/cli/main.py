"""From `sys.argv` to an exit code: finds the command, runs it, turns errors into sentences."""

from __future__ import annotations

import errno
import importlib
import os
import signal
import sys
import traceback
from typing import TYPE_CHECKING, Any

from desirepath.cli.options import Parser, shared_options
from desirepath.errors import DesirepathError, UsageError, unknown_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "demo": "build the map of a synthetic company and show it in the browser",
    "map": "draw the map of files, of a workspace, or of a map in another format",
    "maps": "list the maps of a workspace, load one from a file, save one to a file",
    "init": "make a workspace",
    "import": "bring files into a workspace",
    "audit": "see how good the data is",
    "customers": "list customers: all, those of some journeys, or who left a funnel at a step",
    "journeys": "show or set what a journey is, and its goal",
    "stages": "see and correct the proposed stages and channels",
    "labels": "see and correct how texts sound",
    "names": "list products, places, competitors, and see what texts name",
    "identity": "who is who: links with their reasons, decisions by hand, the policy",
    "privacy": "what is known of one person, exported or erased; consent per purpose",
    "themes": "see what customers talk about, and change themes",
    "analyse": "ask the journeys: graph, funnel, variants, paths, …",
    "compare": "compare two selections of journeys by one analysis",
    "tokens": "make, list and revoke tokens that open a served workspace to others",
    "keys": "make, list and revoke keys that send live events into a source",
    "connect": "read other systems over the network (HubSpot, Zendesk, Tryton), write back to them",
    "serve": "serve the workspace to the browser",
    "world": "make the files of a synthetic company, with what is true about it",
}
_INTERRUPTED = 130
_TERMINATED = 143


def run(argv: Sequence[str]) -> int:
    """Run one command line and return its exit code: 0 done, 1 input or data, 2 usage.

    Never raises: Ctrl-C gives 130, a bug one sentence (and its trace with DESIREPATH_DEBUG=1).
    """
    _end_cleanly_on_terminate()
    try:
        return _dispatch(list(argv))
    except DesirepathError as error:
        stopped = _stopped_by(error)
        return _say(str(error), error.exit_code) if stopped is None else _interrupted(stopped)
    except KeyboardInterrupt:
        return _interrupted(_INTERRUPTED)
    except BrokenPipeError:
        # The reader (`| head`) has what it wanted; the interpreter must not flush once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 0
    except OSError as error:
        return _say(_file_sentence(error), 1)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 1
    except MemoryError:
        return _say(
            "There is not enough memory for this. Close other programs, or lower memory_limit "
            "under [warehouse] in desirepath.toml so that work spills to disk.",
            1,
        )
    except Exception as error:  # noqa: BLE001 - the last resort: one sentence, no traceback
        stopped = _stopped_by(error)
        if stopped is not None:
            return _interrupted(stopped)
        what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        return _say(
            f"This should not have happened ({what}). "
            "Set DESIREPATH_DEBUG=1 to see where, and please report it.",
            1,
        )


def _dispatch(argv: list[str]) -> int:
    before, name, rest = _split(argv)
    if name is None:
        parser = _top()
        args = parser.parse_args(before)
        if getattr(args, "version", False):
            from desirepath import __version__

            sys.stdout.write(f"desirepath {__version__}\n")
            return 0
        parser.print_help(sys.stdout if getattr(args, "help", False) else sys.stderr)
        return 0 if getattr(args, "help", False) else 2
    given = [*before, *rest]
    found, parser = command(name, given)
    return int(found.run(parser.parse(given)))


def command(name: str, given: Sequence[str]) -> tuple[Any, Parser]:
    """Return the module of a command and its parser, ready for the words given.

    Raises UsageError that names the commands when there is none of that name.
    """
    if name not in COMMANDS:
        raise UsageError(unknown_sentence("command", name, list(COMMANDS)))
    module = "import_" if name == "import" else name
    found = importlib.import_module(f"desirepath.cli.{module}")
    parser = Parser(prog=f"desirepath {name}", description=COMMANDS[name])
    shared_options(parser)
    found.add(parser)
    if hasattr(found, "arrange"):
        found.arrange(parser, given)
    return found, parser


def _interrupted(code: int) -> int:
    return _say("Interrupted; nothing was left half done.", code)


def _stopped_by(error: BaseException | None) -> int | None:
    """Return the exit code of a signal that the engine wrapped into an error of its own."""
    seen: set[int] = set()  # a chain of causes may lead back into itself
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, KeyboardInterrupt):
            return _INTERRUPTED
        if isinstance(error, SystemExit):
            return _TERMINATED
        error = error.__cause__ or error.__context__
    return None


def _split(argv: list[str]) -> tuple[list[str], str | None, list[str]]:
    """Return the options before the command, the command, and what follows it."""
    place = 0
    while place < len(argv):
        word = argv[place]
        if not word.startswith("-"):
            return argv[:place], word, argv[place + 1 :]
        place += 2 if word in {"-w", "--workspace"} else 1
    return argv, None, []


def _top() -> Parser:
    width = max(map(len, COMMANDS)) + 2
    listed = "\n".join(f"  {name:<{width}}{text}" for name, text in COMMANDS.items())
    parser = Parser(
        prog="desirepath",
        usage="desirepath COMMAND [options]",
        description="Living customer journey maps, drawn from real traces.",
        epilog=(
            f"commands:\n{listed}\n\n"
            "`desirepath COMMAND --help` tells the options of a command.\n"
            "The main job in one line:  desirepath map events.csv -o map.html"
        ),
        add_help=False,
    )
    parser.add_argument("-h", "--help", action="store_true", help="show this and leave")
    parser.add_argument("--version", action="store_true", help="show the version and leave")
    shared_options(parser)
    return parser


def _say(sentence: str, code: int) -> int:
    if os.environ.get("DESIREPATH_DEBUG") and sys.exc_info()[0] is not None:
        traceback.print_exc()
    from desirepath.cli.output import note

    note(sentence, mark="")
    return code


def _file_sentence(error: OSError) -> str:
    where = f" {error.filename}" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"The disk is full{where and f' at{where}'}. Free some space and try again."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"Permission denied:{where}. Choose another place or ask for the right to it."
    if error.errno == errno.ENOENT:
        return f"There is no file or folder{where}. Check the spelling."
    return f"The system said: {error.strerror or error}{where and f' ({where.strip()})'}."


def _end_cleanly_on_terminate() -> None:
    """Let `kill` run the clean-up (temporary workspaces) that Ctrl-C runs."""

    def leave(_signal: int, _frame: object) -> None:
        raise SystemExit(_TERMINATED)

    try:
        signal.signal(signal.SIGTERM, leave)
    except ValueError:  # not the main thread: the caller has its own way
        return
