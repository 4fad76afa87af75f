"""Paints the marks of a layout as SVG, in the colours of a page's theme or in fixed ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from desirepath.exports._page.tokens import light, mixed
from desirepath.maps.icons import FILLED, ICONS
from desirepath.maps.images import shown
from desirepath.maps.marks import Box, Dot, Gradient, Line, Mark, Mix, Picture, Sign, Words


class Paint:
    """Turns marks into SVG text; `fixed` writes light colours instead of theme variables.

    Images stand in a fixed picture itself, from the `images` of the document; a page has them once
    (`images` below) and every picture of it refers to them.
    """

    def __init__(
        self, *, fixed: bool, prefix: str = "m", images: Mapping[str, str] | None = None
    ) -> None:
        """Choose the colours; the prefix keeps ids of several pictures on a page apart."""
        self.fixed = fixed
        self.prefix = prefix
        self.images = images or {}

    def sheet(self, marks: Iterable[Mark]) -> str:
        """Return all marks in order."""
        return "".join(self.mark(mark) for mark in marks)

    def defs(self, gradients: Iterable[Gradient]) -> str:
        """Return the definitions that the marks refer to."""
        hatch = (
            f'<pattern id="{self.prefix}-hatch" width="7" height="7" patternUnits="userSpaceOnUse"'
            f' patternTransform="rotate(45)"><path d="M0 0V7" {self._stroke("hatch")} '
            'stroke-width="2"/></pattern>'
        )
        made = "".join(
            f'<linearGradient id="{self.prefix}-{gradient.name}" gradientUnits="userSpaceOnUse" '
            f'x1="{number(gradient.x1)}" y1="0" x2="{number(gradient.x2)}" y2="0">'
            + "".join(self._stop(offset, mix) for offset, mix in gradient.stops)
            + "</linearGradient>"
            for gradient in gradients
        )
        return f"<defs>{hatch}{made}</defs>"

    def mark(self, mark: Mark) -> str:
        """Return one mark."""
        if isinstance(mark, Words):
            return self._words(mark)
        if isinstance(mark, Box):
            return self._box(mark)
        if isinstance(mark, Dot):
            return self._dot(mark)
        if isinstance(mark, Sign):
            return self._sign(mark)
        if isinstance(mark, Picture):
            return self._picture(mark)
        return self._line(mark)

    def _words(self, mark: Words) -> str:
        parts = [f'x="{number(mark.x)}" y="{number(mark.y)}" font-size="{number(mark.size)}"']
        if mark.weight != 400:
            parts.append(f'font-weight="{mark.weight}"')
        if mark.anchor != "start":
            parts.append(f'text-anchor="{mark.anchor}"')
        if mark.track:
            parts.append(f'letter-spacing="{number(mark.track)}"')
        if mark.opacity != 1:
            parts.append(f'opacity="{mark.opacity}"')
        if mark.turn:
            parts.append(f'transform="rotate({mark.turn} {number(mark.x)} {number(mark.y)})"')
            parts.append('class="mark"')
        if mark.lang:
            parts.append(f'lang="{escape(mark.lang, quote=True)}"')
        if mark.halo:
            parts.append(
                f'{self._stroke(mark.halo)} stroke-width="3" paint-order="stroke" '
                'stroke-linejoin="round"'
            )
        title = f"<title>{text(mark.title)}</title>" if mark.title else ""
        return f"<text {self._fill(mark.colour)} {' '.join(parts)}>{title}{text(mark.text)}</text>"

    def _box(self, mark: Box) -> str:
        place = (
            f'x="{number(mark.x)}" y="{number(mark.y)}" '
            f'width="{number(mark.w)}" height="{number(mark.h)}"'
        )
        if mark.radius:
            place += f' rx="{number(mark.radius)}"'
        stroke = ""
        if mark.stroke:
            stroke = f' {self._stroke(mark.stroke)} stroke-width="{number(mark.line)}"'
        if mark.dash:
            stroke += f' stroke-dasharray="{mark.dash}"'
        painted = f"<rect {place} {self._fill(mark.fill)}{stroke}/>"
        if mark.hatch:
            painted += f'<rect {place} fill="url(#{self.prefix}-hatch)"/>'
        return painted

    def _dot(self, mark: Dot) -> str:
        stroke = ""
        if mark.stroke:
            stroke = f' {self._stroke(mark.stroke)} stroke-width="{number(mark.line)}"'
        if mark.dash:
            stroke += f' stroke-dasharray="{mark.dash}"'
        tint = f' fill-opacity="{mark.tint}"' if mark.tint != 1 else ""
        return (
            f'<circle cx="{number(mark.x)}" cy="{number(mark.y)}" r="{number(mark.r)}" '
            f"{self._fill(mark.fill)}{tint}{stroke}/>"
        )

    def _line(self, mark: Line) -> str:
        parts = [f'd="{mark.d}"', self._fill(mark.fill)]
        if mark.gradient:
            parts.append(f'stroke="url(#{self.prefix}-{mark.gradient})"')
        elif mark.stroke:
            parts.append(self._stroke(mark.stroke))
        if mark.gradient or mark.stroke:
            parts.append(f'stroke-width="{number(mark.width)}"')
        if mark.dash:
            parts.append(f'stroke-dasharray="{mark.dash}"')
        if mark.cap != "butt":
            parts.append(f'stroke-linecap="{mark.cap}"')
        if mark.opacity != 1:
            parts.append(f'opacity="{mark.opacity}"')
        if mark.x or mark.y:
            parts.append(f'transform="translate({number(mark.x)} {number(mark.y)})"')
        return f"<path {' '.join(parts)}/>"

    def _sign(self, mark: Sign) -> str:
        scale = mark.size / 24
        look = (
            self._fill(mark.colour)
            if mark.name in FILLED
            else f'{self._fill(None)} {self._stroke(mark.colour)} stroke-width="1.75" '
            'stroke-linecap="round" stroke-linejoin="round"'
        )
        return (
            f'<path d="{ICONS[mark.name]}" {look} '
            f'transform="translate({number(mark.x)} {number(mark.y)}) scale({scale:.4g})"/>'
        )

    def _picture(self, mark: Picture) -> str:
        title = f"<title>{text(mark.title)}</title>"
        if not self.fixed:
            scale = min(mark.w / mark.wide, mark.h / mark.tall)
            x = mark.x + (mark.w - mark.wide * scale) / 2
            y = mark.y + (mark.h - mark.tall * scale) / 2
            place = f"translate({number(x)} {number(y)}) scale({scale:.4g})"
            return f'<use href="#{image_id(mark.name)}" transform="{place}">{title}</use>'
        if mark.name not in self.images:
            return ""
        return (
            f'<image x="{number(mark.x)}" y="{number(mark.y)}" width="{number(mark.w)}" '
            f'height="{number(mark.h)}" href="{text(self.images[mark.name])}">{title}</image>'
        )

    def _fill(self, token: str | None) -> str:
        if token is None:
            return 'fill="none"'
        return f'fill="{light(token) if self.fixed else f"var(--{token})"}"'

    def _stroke(self, token: str) -> str:
        return f'stroke="{light(token) if self.fixed else f"var(--{token})"}"'

    def _stop(self, offset: float, mix: Mix) -> str:
        first, second, part = mix
        if self.fixed or part in {0, 1} or first == second:
            token = second if part == 1 else first
            colour = mixed(first, second, part) if self.fixed else f"var(--{token})"
            return f'<stop offset="{offset:.4g}" stop-color="{colour}"/>'
        nearer = first if part < 0.5 else second
        # the second declaration wins wherever the browser knows how to mix
        blend = f"color-mix(in srgb,var(--{second}) {part * 100:.3g}%,var(--{first}))"
        return (
            f'<stop offset="{offset:.4g}" style="stop-color:var(--{nearer});stop-color:{blend}"/>'
        )


def image_id(name: str) -> str:
    """Return the id under which a page has an image."""
    return f"image-{text(name[:16])}"


def images(document: Mapping[str, Any]) -> str:
    """Return the images of a map, once each and not drawn: pictures of the page refer to them."""
    inside = document.get("images") or {}
    found = {one["id"]: one for one in shown(document) if one["id"] in inside}
    made = "".join(
        f'<image id="{image_id(id_)}" width="{one["width"]}" height="{one["height"]}" '
        f'href="{text(inside[id_])}"/>'
        for id_, one in found.items()
    )
    held = f'<svg class="away" aria-hidden="true"><defs>{made}</defs></svg>'
    return held if made else ""


def text(words: str) -> str:
    """Return text that is only text in HTML and XML: escaped, signs that XML forbids left out."""
    return escape(plain(words), quote=True)


def plain(words: str) -> str:
    """Return text without the signs that no XML file may hold."""
    return "".join(sign for sign in str(words) if _allowed(sign))


def _allowed(sign: str) -> bool:
    if sign < " ":
        return sign in "\t\n\r"
    return sign not in "\ufffe\uffff" and not "\ud800" <= sign <= "\udfff"


def number(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
