"""Operations on cards: add, edit, move, remove, bring back.

What a person writes is assumed. A card that data proves can be hidden, moved and given another
title; its numbers and words of customers stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from desirepath.errors import InputError
from desirepath.maps.edit.operation import Operation
from desirepath.maps.edit.working import Thing, Working, fresh, is_assumed, name, place_after, text
from desirepath.maps.images import ID
from desirepath.maps.told import assumed, one_line

MOST_CARDS = 5000
DOTS = 5
FREE = {"cards", "quotes", "numbers", "marks"}
"""The pictures of lanes in which cards can be written."""
Kind = Literal["card", "note"]


@dataclass(frozen=True)
class AddCard(Operation):
    """Add a card to a lane at a step, or at a stage for all its steps, behind another card.

    `kind`: a card, or a sticky note. Text may hold links. `after` None puts it last. `image` is
    `{"id", "alt"}`: one that was brought in, and what it shows in words; then no title is needed.
    """

    id: str
    lane: str
    title: str
    stage: str | None = None
    step: str | None = None
    after: str | None = None
    kind: Kind = "card"
    text: str = ""
    image: Mapping[str, Any] | None = None
    op: Literal["add-card"] = "add-card"

    def on(self, map_: Working) -> None:
        """Add it."""
        lane = map_.lane(self.lane)
        if lane["picture"] not in FREE:
            raise InputError(
                f'"{lane["title"]}" is drawn from what is counted. Write in another lane, '
                "or add one."
            )
        if sum(len(one["cells"]) for one in map_.lanes) >= MOST_CARDS:
            raise InputError(f"A map holds at most {MOST_CARDS} cards.")
        stage, step = map_.at(self.stage, self.step)
        content: Thing = {"tone": "note" if self.kind == "note" else "written"}
        if self.image:
            content["image"] = _pictured(self.image, lane, content)
        if self.title or not self.image:
            content["title"] = _said(self.title)
        if self.text:
            content["text"] = text(self.text)
        made = {
            "id": fresh(self.id, [cell["id"] for _, cell in map_.cards()]),
            "stage": stage,
            "step": step,
            "content": content,
            "evidence": assumed(),
            **({"by": map_.author} if map_.author else {}),
        }
        _put(lane, made, self.after)

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"new {self.id}",)

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"step {self.step}",) if self.step else (f"stage {self.stage}",)


@dataclass(frozen=True)
class EditCard(Operation):
    """Change what a card says; what is None stays as it is, an empty text is taken away.

    `expected` and `delivered` are what customers expect here and what they get; `impact` and
    `effort` are judged from 0 (not judged) to 5. `image` is as in AddCard, an empty one is taken
    away.
    """

    card: str
    title: str | None = None
    text: str | None = None
    expected: str | None = None
    delivered: str | None = None
    impact: int | None = None
    effort: int | None = None
    image: Mapping[str, Any] | None = None
    op: Literal["edit-card"] = "edit-card"

    def on(self, map_: Working) -> None:
        """Change it."""
        lane, cell = map_.card(self.card)
        content = cell["content"]
        if self.title is not None and (
            content.get("quotes") or content.get("items") or lane["picture"] == "curve"
        ):
            raise InputError("This is what was counted or said; it has no title to change.")
        image = _pictured(self.image, lane, content) if self.image else None
        title = self.title
        if title is not None and not (image or (self.image is None and content.get("image"))):
            title = _said(title)
        if self.image == {} and not (title or content.get("title")):
            raise InputError("Without its image the card says nothing. Give it a title first.")
        given = {one: getattr(self, one) for one in ("text", "expected", "delivered")}
        written = {field: text(words) for field, words in given.items() if words is not None}
        judged = {one: getattr(self, one) for one in ("impact", "effort")}
        if any(value is not None and not 0 <= value <= DOTS for value in judged.values()):
            raise InputError(f"Impact and effort are judged from 0 to {DOTS}.")
        if self.impact is not None and not is_assumed(cell):
            raise InputError("The impact of this card is computed from data. Judge its effort.")
        if title is not None:
            _write(content, "title", text(title))
        if self.image is not None:
            _write(content, "image", image)
        for field, said in written.items():
            _write(content, field, said)
        for field, value in judged.items():
            if value is not None:
                content[field] = value or None
                content["dots"] = DOTS

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        fields = ("title", "text", "expected", "delivered", "impact", "effort", "image")
        return tuple(f"card {self.card} {one}" for one in fields if getattr(self, one) is not None)

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"card {self.card}",)


@dataclass(frozen=True)
class MoveCard(Operation):
    """Put a card at another step, stage or lane, behind another card (None: first there)."""

    card: str
    lane: str
    stage: str | None = None
    step: str | None = None
    after: str | None = None
    op: Literal["move-card"] = "move-card"

    def on(self, map_: Working) -> None:
        """Move it."""
        home, cell = map_.card(self.card)
        lane = map_.lane(self.lane)
        stage, step = map_.at(self.stage, self.step)
        if lane is not home and (
            lane["picture"] not in FREE or home["picture"] not in FREE or not is_assumed(cell)
        ):
            raise InputError(f'This card belongs to "{home["title"]}". Move it within that lane.')
        if not is_assumed(cell) and (home["picture"] != "cards"):
            raise InputError("What was counted at a step stays there. Move the step instead.")
        home["cells"].remove(cell)
        cell["stage"], cell["step"] = stage, step
        _put(lane, cell, self.after, first=True)

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"card {self.card} place",)

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        place = f"step {self.step}" if self.step else f"stage {self.stage}"
        return (f"card {self.card}", place)


@dataclass(frozen=True)
class RemoveCard(Operation):
    """Take a card off the map; one that data prove is hidden and can be shown again."""

    card: str
    op: Literal["remove-card"] = "remove-card"

    def on(self, map_: Working) -> None:
        """Remove or hide it."""
        _, cell = map_.card(self.card)
        if is_assumed(cell):
            map_.drop([cell])
        else:
            cell["hidden"] = True

    def removes(self) -> tuple[str, ...]:
        """Return what is gone afterwards."""
        return (f"card {self.card}",)


@dataclass(frozen=True)
class ShowCard(Operation):
    """Show a hidden card again."""

    card: str
    op: Literal["show-card"] = "show-card"

    def on(self, map_: Working) -> None:
        """Show it."""
        map_.card(self.card)[1].pop("hidden", None)

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"card {self.card} hidden",)


def _said(words: str) -> str:
    said = text(words)
    return said or name(said, "card")


def _pictured(image: Mapping[str, Any], lane: Thing, content: Thing) -> Thing:
    """Return what a card says of its image; raises InputError where words for it are missing."""
    if content.get("tone") == "note":
        raise InputError("A sticky note holds words only. Add a card for the image.")
    if lane["picture"] != "cards":
        raise InputError(f'"{lane["title"]}" is no lane for images. Use one of cards, or add one.')
    sizes = [image.get("width"), image.get("height")]
    if not ID.fullmatch(str(image.get("id"))) or not all(isinstance(one, int) for one in sizes):
        raise InputError("The image is not known. Bring it in first; the answer has its id.")
    alt = one_line(str(image.get("alt") or ""))
    if not alt:
        raise InputError("Say in words what the image shows, for those who do not see it.")
    return {"id": image["id"], "alt": alt, "width": sizes[0], "height": sizes[1]}


def _write(content: Thing, field: str, said: Any) -> None:
    if said:
        content[field] = said
    else:
        content.pop(field, None)


def _put(lane: Thing, cell: Thing, after: str | None, *, first: bool = False) -> None:
    """Put a card behind another one, else last (or first) of those at its place."""
    cells = lane["cells"]
    if after is not None or not first:
        if after is None:
            cells.append(cell)
        else:
            place_after(cells, cell, after, "id")
        return
    at = (cell["stage"], cell["step"])
    number = next(
        (no for no, one in enumerate(cells) if (one["stage"], one["step"]) == at), len(cells)
    )
    cells.insert(number, cell)
