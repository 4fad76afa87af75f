"""Draws what says how a thing is known (badges) and how it feels (faces).

Shape carries the class, the colour is always that of the text beside it.
"""

from __future__ import annotations

from desirepath.maps.curve import face_token
from desirepath.maps.marks import Dot, Line, Pen

FEW = 50


def badge(pen: Pen, x: float, y: float, kind: str, *, colour: str = "ink3", r: float = 4.5) -> None:
    """Draw a badge centred on a point.

    measured: full disc; inferred: half disc; assumed: dashed ring; few: solid ring.
    """
    if kind == "measured":
        pen.put(Dot(x, y, r, fill=colour))
        return
    if kind == "assumed":
        pen.put(Dot(x, y, r - 0.4, stroke=colour, line=1.6, dash="2 1.7"))
        return
    pen.put(Dot(x, y, r - 0.5, stroke=colour, line=1.4))
    if kind == "inferred":
        pen.put(Line(f"M0 {-r + 0.5}A{r - 0.5} {r - 0.5} 0 0 0 0 {r - 0.5}Z", x, y, fill=colour))


def badge_kind(class_: str, *, few: bool = False) -> str:
    """Return the shape of a badge: few answers show before how they are known."""
    return "few" if few and class_ != "assumed" else class_


def face(
    pen: Pen, x: float, y: float, felt: float, *, kind: str = "measured", r: float = 11
) -> None:
    """Draw a face for an emotion of -2…+2: filled, tinted, hollow or dashed by its evidence."""
    token = face_token(felt)
    features = token
    if kind == "measured":
        pen.put(Dot(x, y, r, fill=token))
        features = "on5" if token in {"e1", "e5"} else "on"
    elif kind == "inferred":
        pen.put(Dot(x, y, r, fill="band"))
        pen.put(Dot(x, y, r - 0.8, fill=token, tint=0.24))
        pen.put(Dot(x, y, r - 0.8, stroke=token, line=1.6))
    else:
        dash = "3 2.2" if kind == "assumed" else None
        pen.put(Dot(x, y, r - 0.8, fill="band", stroke=token, line=1.6, dash=dash))
    scale = r / 11
    for side in (-1, 1):
        pen.put(Dot(x + side * 3.3 * scale, y - 2.4 * scale, 1.25 * scale, fill=features))
    bend = max(-3.4, min(3.4, felt * 3.2)) if abs(felt) > 0.3 else 0.0
    corner = 3.6 - bend / 2
    mouth = f"M-4 {corner:.1f}Q0 {corner + bend * 1.35:.1f} 4 {corner:.1f}"
    if scale != 1:
        mouth = (
            f"M{-4 * scale:.1f} {corner * scale:.1f}"
            f"Q0 {(corner + bend * 1.35) * scale:.1f} {4 * scale:.1f} {corner * scale:.1f}"
        )
    pen.put(Line(mouth, x, y, stroke=features, width=1.5 * max(scale, 0.8), cap="round"))
