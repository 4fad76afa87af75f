"""One slide, drawn in pixels: boxes, lines, dots and texts that stay editable."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any

from desirepath.exports._page.paint import plain
from desirepath.exports._page.tokens import light
from desirepath.maps.text import width, wrap

WIDE, HIGH, EDGE = 1280, 720, 40
PIXEL = 9525  # EMU
FONT = "Arial"
LEAD = 1.22
TITLE_ONLY = 5  # layout of the default template


@dataclass(frozen=True)
class Said:
    """A text and its look."""

    text: str
    size: float
    weight: int
    colour: str
    lines: int


@dataclass(frozen=True)
class Shown:
    """An image: its bytes, its own size, what it shows in words, and how tall it may be drawn."""

    data: bytes = field(repr=False)
    wide: int
    tall: int
    alt: str
    most: float

    def fitted(self, w: float) -> tuple[float, float]:
        """Return width and height in a column of `w` pixels."""
        scale = min(w / self.wide, self.most / self.tall)
        return self.wide * scale, self.tall * scale


@dataclass
class Item:
    """A card, or plain lines where it has no fill; an image stands above the words."""

    fill: str | None = None
    edge: str | None = None
    said: list[Said] = field(default_factory=list)
    image: Shown | None = None

    def add(
        self, text: str, size: float = 12, weight: int = 400, *, colour: str = "ink", lines: int = 1
    ) -> None:
        """Add a paragraph of at most so many lines."""
        self.said.append(Said(text, size, weight, colour, lines))

    def height(self, w: float) -> float:
        """Return how tall it is at this width, in pixels."""
        inner = w - self.margin * 2
        total = sum(
            len(wrap(one.text, one.size, inner, lines=one.lines, weight=one.weight)[0] or [""])
            * one.size
            * LEAD
            for one in self.said
        )
        above = self.image.fitted(inner)[1] + 5 if self.image else 0
        return total + above + (10 if self.fill else 0)

    @property
    def margin(self) -> float:
        """Return the space left and right of the text."""
        return 9 if self.fill else 2


class Slide:
    """A blank slide of a deck and what can be put on it."""

    def __init__(self, deck: Any) -> None:
        """Add a slide; the placeholder of its title is used, so that outlines show it."""
        self.slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
        self.shapes = self.slide.shapes

    def title(self, x: float, y: float, w: float, text: str) -> None:
        """Write the title of the slide."""
        shape = self.shapes.title
        shape.left, shape.top, shape.width, shape.height = _emu(x, y, w, 36)
        self._write(shape.text_frame, [Said(text, 26, 700, "ink", 1)], w, "left")

    def words(
        self,
        x: float,
        y: float,
        w: float,
        text: str,
        size: float = 12,
        *,
        weight: int = 400,
        colour: str = "ink",
        lines: int = 1,
        align: str = "left",
    ) -> None:
        """Write one text of at most so many lines."""
        box = self.shapes.add_textbox(*_emu(x, y, w, size * LEAD * lines))
        self._write(box.text_frame, [Said(text, size, weight, colour, lines)], w, align)

    def item(self, x: float, y: float, w: float, item: Item, least: float = 0) -> float:
        """Put a card or lines down as one shape, `least` tall; return the height."""
        tall = max(item.height(w), least)
        if item.fill:
            shape = self.box(x, y, w, tall, fill=item.fill)
            if item.edge:
                self.box(x, y, 3, tall, fill=item.edge)
        else:
            shape = self.shapes.add_textbox(*_emu(x, y, w, tall))
        frame = shape.text_frame
        self._write(frame, item.said, w - 2 * item.margin, "left")
        frame.margin_left = frame.margin_right = round(item.margin * PIXEL)
        above = 5.0 if item.fill else 0.0
        if item.image:
            wide, high = item.image.fitted(w - 2 * item.margin)
            self._image(x + item.margin, y + above, wide, high, item.image)
            above += high + 5
        frame.margin_top = round(above * PIXEL)
        return tall

    def _image(self, x: float, y: float, w: float, h: float, image: Shown) -> None:
        drawn = self.shapes.add_picture(io.BytesIO(image.data), *_emu(x, y, w, h))
        drawn._element.nvPicPr.cNvPr.set("descr", plain(image.alt))  # noqa: SLF001 - no other door

    def box(
        self, x: float, y: float, w: float, h: float, *, fill: str, radius: bool = False
    ) -> Any:
        """Draw a rectangle without a border."""
        from pptx.enum.shapes import MSO_SHAPE

        kind = MSO_SHAPE.ROUNDED_RECTANGLE if radius else MSO_SHAPE.RECTANGLE
        return self._shape(kind, (x, y, w, h), fill)

    def dot(self, x: float, y: float, r: float, colour: str, *, hollow: bool) -> None:
        """Draw a circle; hollow where little is known."""
        from pptx.enum.shapes import MSO_SHAPE

        fill = "surface" if hollow else colour
        shape = self._shape(MSO_SHAPE.OVAL, (x - r, y - r, 2 * r, 2 * r), fill)
        if hollow:
            _stroke(shape.line, colour, 1.75)

    def chevron(self, x: float, y: float, w: float, name: str, counts: str) -> None:
        """Draw a stage, 44 pixels tall: an arrow to the right with its name and counts."""
        from pptx.enum.shapes import MSO_SHAPE

        shape = self._shape(MSO_SHAPE.PENTAGON, (x, y, w, 44), "navy")
        shape.adjustments[0] = 0.2
        sizes = (12, 11, 10, 9)
        size = next((size for size in sizes if width(name, size, 700) <= w - 16), sizes[-1])
        said = [Said(name, size, 700, "navy-ink", 1)]
        if counts and width(counts, 10.5) > w - 16:
            counts = counts.split("  ", maxsplit=1)[0]
        if counts:
            said.append(Said(counts, 10.5, 400, "navy-ink2", 1))
        self._write(shape.text_frame, said, w - 16, "left")
        shape.text_frame.margin_left = 7 * PIXEL
        shape.text_frame.margin_top = 6 * PIXEL

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        colour: str,
        *,
        width: float = 0.75,
        dashed: bool = False,
    ) -> None:
        """Draw a straight line."""
        from pptx.enum.dml import MSO_LINE
        from pptx.enum.shapes import MSO_CONNECTOR

        drawn = self.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *_emu(x1, y1, x2, y2))
        _flat(drawn)
        _stroke(drawn.line, colour, width)
        if dashed:
            drawn.line.dash_style = MSO_LINE.SQUARE_DOT

    def _shape(self, kind: Any, place: tuple[float, float, float, float], fill: str) -> Any:
        shape = self.shapes.add_shape(kind, *_emu(*place))
        shape.fill.solid()
        shape.fill.fore_color.rgb = _colour(fill)
        shape.line.fill.background()
        _flat(shape)
        return shape

    def _write(self, frame: Any, said: list[Said], w: float, align: str) -> None:
        from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
        from pptx.util import Pt

        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.auto_size = MSO_AUTO_SIZE.NONE
        frame.vertical_anchor = MSO_ANCHOR.TOP
        # measured in Inter, which is wider than Arial: what fits here fits there
        frame.word_wrap = True
        for number, one in enumerate(said):
            paragraph = frame.paragraphs[0] if not number else frame.add_paragraph()
            paragraph.alignment = PP_ALIGN[align.upper()]
            run = paragraph.add_run()
            run.text = fitted(one, w)
            run.font.name = FONT
            run.font.size = Pt(one.size * 0.75)
            run.font.bold = one.weight >= 600
            run.font.color.rgb = _colour(one.colour)


def fitted(said: Said, w: float) -> str:
    """Return the text, cut with an ellipsis where it needs more lines than it has."""
    text = " ".join(plain(said.text).split())
    shown, cut = wrap(text, said.size, w, lines=said.lines, weight=said.weight)
    return " ".join(shown) if cut else text


def hyphened(text: str, size: float, w: float) -> str:
    """Return the text with a hyphen where a word is wider than a line and has to be broken.

    >>> hyphened("Troubleshooting article", 11, 60)
    'Troublesh- ooting article'
    """
    shown: list[str] = []
    for word in text.split():
        rest = word
        while width(rest, size) > w:
            room = w - width("-", size)
            cut = max(3, next(n for n in range(1, len(rest)) if width(rest[: n + 1], size) > room))
            if len(rest) - cut < 3:
                break
            shown.append(f"{rest[:cut]}-" if rest[cut - 1].isalnum() else rest[:cut])
            rest = rest[cut:]
        shown.append(rest)
    return " ".join(shown)


def _flat(shape: Any) -> None:
    """Take the shadow off that the theme gives to shapes and lines; some readers need both."""
    shape.shadow.inherit = False
    for effect in shape._element.iter("{*}effectRef"):  # noqa: SLF001 - python-pptx offers no door
        effect.set("idx", "0")


def _emu(*pixels: float) -> tuple[int, ...]:
    return tuple(round(pixel * PIXEL) for pixel in pixels)


def _colour(token: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(light(token).removeprefix("#").upper())


def _stroke(line: Any, colour: str, wide: float) -> None:
    from pptx.util import Pt

    line.color.rgb = _colour(colour)
    line.width = Pt(wide)
