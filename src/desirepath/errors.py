"""The tree of our exceptions. A command turns each into one sentence and an exit code.

DesirepathError                       (exit 1)
├── InputError         the user's file, column, touchpoint or data is wrong
│   ├── UnknownName    something named does not exist: what exists, and the nearest match
│   └── UnreadableFile a file cannot be read as a table of any known kind
├── EditConflict       somebody else changed the same place of a map meanwhile; nothing was changed
├── WorkspaceError     the folder is no workspace, is busy, or cannot be written
├── RemoteError        another system refused, did not answer, or answered what nobody understands
├── Stopped            somebody asked for the end of this work; nothing was changed
└── UsageError         unknown command, option or analysis     (exit 2)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches


class DesirepathError(Exception):
    """Everything this product raises on purpose; the message is a sentence for the user."""

    exit_code = 1


class InputError(DesirepathError):
    """The user's input or data is wrong; nothing was changed."""


class UnknownName(InputError):  # noqa: N818 - reads as the sentence it makes
    """A name that does not exist, with what does exist and the nearest match."""

    def __init__(self, kind: str, name: str, existing: Iterable[str], *, where: str = "") -> None:
        """Build the sentence; `kind` is the field's word for it, e.g. `touchpoint`."""
        self.name = name
        self.existing = sorted({str(known) for known in existing})
        super().__init__(unknown_sentence(kind, name, self.existing, where=where))


class UnreadableFile(InputError):  # noqa: N818
    """A file that is no table of a known kind."""


class EditConflict(DesirepathError):  # noqa: N818
    """Two edits of one place of a map: `mine` was not taken, `theirs` stands; nothing is lost."""

    def __init__(
        self, revision: int, pairs: Sequence[tuple[dict[str, object], dict[str, object]]]
    ) -> None:
        """Build the sentence; `pairs` are (mine, theirs), `revision` is the map's now."""
        self.revision = revision
        self.pairs = list(pairs)
        super().__init__(
            "Somebody else changed the same place of this map meanwhile. "
            "Look at both and choose; nothing of yours was taken yet."
        )


class WorkspaceError(DesirepathError):
    """The workspace is missing, busy or cannot be written."""


class RemoteError(DesirepathError):
    """Another system did not do what it was asked; `status` is that of its HTTP answer."""

    def __init__(self, sentence: str, *, status: int | None = None) -> None:
        """Take the sentence for the user."""
        self.status = status
        super().__init__(sentence)


class Stopped(DesirepathError):  # noqa: N818
    """The work was ended on request, before it changed anything."""


class UsageError(DesirepathError):
    """A command, option or analysis that does not exist, or an option value of wrong form."""

    exit_code = 2


def unknown_sentence(kind: str, name: str, existing: Sequence[str], *, where: str = "") -> str:
    """Return `No touchpoint "Chekout" … Did you mean "Checkout"? There are: …`."""
    near = get_close_matches(name, existing, n=1, cutoff=0.6) or get_close_matches(
        name.casefold(), [known.casefold() for known in existing], n=1, cutoff=0.6
    )
    if near:
        near = [known for known in existing if known.casefold() == near[0].casefold()][:1]
    parts = [f'There is no {kind} "{name}"{f" {where}" if where else ""}.']
    if near:
        parts.append(f'Did you mean "{near[0]}"?')
    if existing:
        shown = ", ".join(existing[:20])
        more = f" and {len(existing) - 20} more" if len(existing) > 20 else ""
        parts.append(f"There are: {shown}{more}.")
    else:
        parts.append(f"There is no {kind} here yet.")
    return " ".join(parts)
