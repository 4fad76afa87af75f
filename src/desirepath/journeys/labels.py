"""What a person says about the text of an answer, kept in the book under the text's key.

    desirepath labels --set f12=negative f14=neutral

Labels are about texts, so every answer with the same words has the same label; answers and texts
may go and come back. They teach the sentiment of their language (`learned.py`) and go before
what was read. The key is the MD5 of the text: the book holds no word of a customer.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from desirepath.enrichers import sentiment
from desirepath.errors import InputError, UnknownName
from desirepath.journeys import voices

if TYPE_CHECKING:
    from desirepath.journeys.tables import Tables
    from desirepath.store.book import Book

KINDS: dict[str, tuple[str, ...]] = {
    "sentiment": sentiment.LABELS,
    **{kind: (*values, voices.NONE) for kind, values in voices.LABELS.items()},
}
THEME, EDIT = "theme", "theme-edit"
KEPT = (*KINDS, THEME, EDIT, voices.NAMES)
"""All kinds in the book; a theme may be called anything."""
EDITS = {"name", "into", "split", "pin", "hide", "undo"}
LONGEST = 80
TAKEN_BACK = "as read"
"""The value that takes a label back."""


def listed(book: Book, tables: Tables) -> list[dict[str, Any]]:
    """Return every label of a text that is still here: `kind, feedback_id, text, value`."""
    rows = []
    for kind in (*KINDS, THEME):
        given = book.labels(kind)
        if not given:
            continue
        answers = tables.answers
        answers = answers.mutate(text_key=answers.text.hexdigest("md5"))
        known = answers.filter(answers.text_key.isin(sorted(given)))
        first = known.group_by("text_key", "text").aggregate(
            feedback_id=known.feedback_id.min(), answers=known.count()
        )
        rows += [
            {
                "kind": kind,
                "feedback_id": row["feedback_id"],
                "value": given[row["text_key"]],
                "answers": row["answers"],
                "text": row["text"],
            }
            for row in tables.execute(first)
        ]
    return sorted(rows, key=lambda row: (row["kind"], row["feedback_id"]))


def put(book: Book, tables: Tables, given: Mapping[str, str], kind: str = "sentiment") -> None:
    """Keep labels: id of an answer → label, `as read` takes it back.

    Raises UnknownName for a kind, a label or an answer that there is not, InputError for an
    answer without a text; then nothing is kept.
    """
    if kind not in (*KINDS, THEME):
        raise UnknownName("kind of label", kind, (*KINDS, THEME))
    for value in given.values() if kind != THEME else ():
        if value not in (*KINDS[kind], TAKEN_BACK):
            raise UnknownName("label", value, (*KINDS[kind], TAKEN_BACK))
    answers = tables.answers
    found = tables.execute(
        answers.filter(answers.feedback_id.isin(sorted(given))).select("feedback_id", "text")
    )
    texts = {row["feedback_id"]: row["text"] for row in found}
    for feedback_id in given:
        if feedback_id not in texts:
            some = tables.execute(answers.order_by("seq").limit(5).select("feedback_id"))
            raise UnknownName("answer", feedback_id, [row["feedback_id"] for row in some])
        if not (texts[feedback_id] or "").strip():
            raise InputError(f'The answer "{feedback_id}" has no text that could be labelled.')
    book.label(
        kind,
        {
            hashlib.md5(texts[id_].encode(), usedforsecurity=False).hexdigest(): (
                None if value == TAKEN_BACK else value
            )
            for id_, value in given.items()
        },
    )


def names(book: Book) -> list[dict[str, str]]:
    """Return the names that people listed, `{"name", "kind"}`, by kind and name."""
    listed = ({"name": name, "kind": str(kind)} for name, kind in book.labels(voices.NAMES).items())
    return sorted(listed, key=lambda row: (row["kind"], row["name"]))


def list_names(book: Book, given: Mapping[str, str | None]) -> None:
    """Keep names of products, places, competitors …: name → kind, None takes it off the list.

    Raises InputError for a name or kind without a letter, or with a line break.
    """
    for name, kind in given.items():
        for what, word in (("name", name), ("kind", kind)):
            if word is not None and (
                len(word) > LONGEST or not word.isprintable() or not any(map(str.isalpha, word))
            ):
                raise InputError(
                    f'"{word[:40]}" cannot be listed as a {what}: it needs a letter, at most '
                    f"{LONGEST} characters, and one line."
                )
    book.label(voices.NAMES, given)


def edit_theme(book: Book, tables: Tables, theme: str, change: Mapping[str, Any]) -> None:
    """Rename (`name`), join (`into`), `split`, `pin` or `hide` a theme; `undo` forgets all that.

    Raises UnknownName for a theme or a change that there is not.
    """
    known = {one["id"]: one for one in tables.themes}
    edits = book.labels(EDIT)
    into = change.get("into")
    for id_ in (theme, *([into] if into else [])):
        if id_ not in known and id_ not in edits:
            raise UnknownName("theme", id_, known)
    for name in change:
        if name not in EDITS:
            raise UnknownName("change of a theme", name, EDITS)
    if change.get("undo"):
        book.label(EDIT, {theme: None})
        return
    terms = known[theme]["terms"] if theme in known else edits[theme]["terms"]
    kept = {**edits.get(theme, {}), **change, "terms": terms}
    edited = {theme: {key: value for key, value in kept.items() if value not in (None, False, "")}}
    if into and into in known and into not in edits:
        edited[into] = {"terms": known[into]["terms"]}
    book.label(EDIT, edited)
