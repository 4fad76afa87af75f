"""The marks a picture of a map is made of, and the pen that puts them down.

Colours are names of tokens (`ink`, `e1`, `neg-bg` …): a page resolves them by its theme, a
stand-alone picture by the light values in `exports/_page/tokens.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

Mix = tuple[str, str, float]


@dataclass(frozen=True)
class Box:
    """A rectangle; `hatch` draws diagonal lines over its fill."""

    x: float
    y: float
    w: float
    h: float
    fill: str | None = None
    stroke: str | None = None
    radius: float = 0
    dash: str | None = None
    hatch: bool = False
    line: float = 1


@dataclass(frozen=True)
class Words:
    """One line of text; `y` is the baseline, `title` the full text where it was cut."""

    x: float
    y: float
    text: str
    size: float = 12
    weight: int = 400
    colour: str = "ink"
    anchor: str = "start"
    title: str | None = None
    halo: str | None = None
    turn: float = 0
    opacity: float = 1
    lang: str | None = None
    track: float = 0


@dataclass(frozen=True)
class Line:
    """A path, moved by x and y; `gradient` names one of the layout for its stroke."""

    d: str
    x: float = 0
    y: float = 0
    stroke: str | None = None
    fill: str | None = None
    width: float = 1
    dash: str | None = None
    opacity: float = 1
    gradient: str | None = None
    cap: str = "butt"


@dataclass(frozen=True)
class Dot:
    """A circle."""

    x: float
    y: float
    r: float
    fill: str | None = None
    stroke: str | None = None
    line: float = 1
    dash: str | None = None
    tint: float = 1


@dataclass(frozen=True)
class Sign:
    """An icon of the set in `icons.py`, drawn `size` pixels wide."""

    x: float
    y: float
    name: str
    size: float = 14
    colour: str = "ink2"


@dataclass(frozen=True)
class Picture:
    """An image of the workspace, whole inside a box; `wide` and `tall` are its own pixels."""

    x: float
    y: float
    w: float
    h: float
    name: str
    title: str
    wide: int = 1
    tall: int = 1


@dataclass(frozen=True)
class Gradient:
    """A horizontal gradient in user space."""

    name: str
    x1: float
    x2: float
    stops: tuple[tuple[float, Mix], ...]


Mark = Box | Words | Line | Dot | Sign | Picture


@dataclass(frozen=True)
class Hit:
    """A place that opens evidence: where it is, what it says, and which part of the document."""

    x: float
    y: float
    w: float
    h: float
    path: str
    label: str
    row: int
    column: int
    columns: int = 1
    radius: float = 6


@dataclass(frozen=True)
class Spot:
    """Which part of the document a row draws, and its number from the top."""

    path: str
    row: int


@dataclass
class Pen:
    """Collects marks and places that open; everything is put down relative to its corner."""

    x: float = 0
    y: float = 0
    marks: list[Mark] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)

    def at(self, x: float, y: float) -> Pen:
        """Return a pen whose corner lies elsewhere and which writes on the same sheet."""
        return Pen(x, y, self.marks, self.hits)

    def put(self, mark: Mark) -> None:
        """Put one mark down."""
        self.marks.append(moved(mark, self.x, self.y))

    def words(self, x: float, y: float, text: str, **style: object) -> None:
        """Put one line of text down."""
        self.put(Words(x, y, text, **style))  # type: ignore[arg-type]

    def box(self, x: float, y: float, w: float, h: float, **style: object) -> None:
        """Put a rectangle down."""
        self.put(Box(x, y, w, h, **style))  # type: ignore[arg-type]

    def hit(self, hit: Hit) -> None:
        """Put a place that opens evidence down."""
        self.hits.append(replace(hit, x=hit.x + self.x, y=hit.y + self.y))


def moved(mark: Mark, dx: float, dy: float) -> Mark:
    """Return the mark at another place."""
    return replace(mark, x=mark.x + dx, y=mark.y + dy)
