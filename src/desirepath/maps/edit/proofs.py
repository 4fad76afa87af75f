"""Operations on what stands behind a card: links between cards, evidence, felt emotion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from desirepath.errors import InputError
from desirepath.maps.edit.operation import Operation
from desirepath.maps.edit.working import Working, is_assumed
from desirepath.maps.told import assumed
from desirepath.model.evidence import MEASURED

ANSWERS = {"opportunities": ("pains", "gains", "needs"), "solutions": ("opportunities",)}
"""Which lanes a link may lead to: solutions answer opportunities, which answer pains."""
NEEDED = ("analysis", "where", "field")


@dataclass(frozen=True)
class LinkCards(Operation):
    """Say what a card answers: an opportunity a pain, a solution an opportunity."""

    card: str
    to: str
    op: Literal["link-cards"] = "link-cards"

    def on(self, map_: Working) -> None:
        """Link them."""
        lane, cell = map_.card(self.card)
        other, target = map_.card(self.to)
        if other["id"] not in ANSWERS.get(lane["id"], ()):
            raise InputError(
                "A solution answers an opportunity, an opportunity answers a pain, a gain or a "
                f'need. "{lane["title"]}" cannot be linked to "{other["title"]}".'
            )
        links = cell["content"].setdefault("links", [])
        if target["id"] not in links:
            links.append(target["id"])
            links.sort()

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"link {self.card} {self.to}",)

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"card {self.card}", f"card {self.to}")


@dataclass(frozen=True)
class UnlinkCards(Operation):
    """Take a link between two cards away."""

    card: str
    to: str
    op: Literal["unlink-cards"] = "unlink-cards"

    def on(self, map_: Working) -> None:
        """Unlink them."""
        content = map_.card(self.card)[1]["content"]
        content["links"] = [one for one in content.get("links", ()) if one != self.to]
        if not content["links"]:
            del content["links"]

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"link {self.card} {self.to}",)

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"card {self.card}",)


@dataclass(frozen=True)
class AttachEvidence(Operation):
    """Put a measured number behind what a person stated: the card is measured from then on.

    `claim` names analysis, params, where and field as every evidence does. Whoever takes the
    operation asks the analysis, and asks again when the data are new; `value` and the rest are
    what it answered.
    """

    card: str
    claim: Mapping[str, Any]
    op: Literal["attach-evidence"] = "attach-evidence"

    def on(self, map_: Working) -> None:
        """Attach it."""
        _, cell = map_.card(self.card)
        if not is_assumed(cell):
            raise InputError("This card is proven by data already.")
        missing = [key for key in NEEDED if not self.claim.get(key)]
        if missing:
            raise InputError(f"Evidence names {', '.join(NEEDED)}; {missing[0]} is missing.")
        cell["evidence"] = {**dict(self.claim), "class": MEASURED}

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"card {self.card} evidence",)

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"card {self.card}",)


@dataclass(frozen=True)
class DetachEvidence(Operation):
    """Take evidence that a person attached away: the card is an assumption again."""

    card: str
    op: Literal["detach-evidence"] = "detach-evidence"

    def on(self, map_: Working) -> None:
        """Detach it."""
        _, cell = map_.card(self.card)
        if cell["content"].get("tone") not in ("written", "note"):
            raise InputError("Nobody attached evidence to this card: it is drawn from data.")
        cell["evidence"] = assumed()

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"card {self.card} evidence",)

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"card {self.card}",)


@dataclass(frozen=True)
class Feel(Operation):
    """Say how customers feel at a step, -2 to +2, where nothing was measured; None takes it away.

    Once data measure the step, the measured value is drawn and this one waits.
    """

    step: str
    value: float | None = None
    op: Literal["feel"] = "feel"

    def on(self, map_: Working) -> None:
        """Write the point of the curve."""
        stage, step = map_.step(self.step)
        lane = map_.lane("emotion")
        here = [c for c in lane["cells"] if (c["stage"], c["step"]) == (stage["id"], step["id"])]
        if any(not is_assumed(cell) for cell in here):
            raise InputError(f'How "{step["name"]}" feels is measured; a measured point stays.')
        if self.value is not None and not -2 <= self.value <= 2:
            raise InputError("An emotion is a number from -2 to +2.")
        map_.drop(here)
        if self.value is not None:
            lane["cells"].append(
                {
                    "id": f"emotion:{step['ref']}:said",
                    "stage": stage["id"],
                    "step": step["id"],
                    "content": {"valence": round(self.value / 2, 3)},
                    "evidence": assumed(),
                    **({"by": map_.author} if map_.author else {}),
                }
            )

    def touches(self) -> tuple[str, ...]:
        """Return what it writes."""
        return (f"step {self.step} emotion",)

    def needs(self) -> tuple[str, ...]:
        """Return what must be there."""
        return (f"step {self.step}",)
