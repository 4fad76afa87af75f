"""The colours of SCREENS.md: one value per theme, named by what they are for."""

from __future__ import annotations

TOKENS: dict[str, tuple[str, str]] = {
    "bg": ("#f6f7f9", "#0e1218"),
    "surface": ("#ffffff", "#151b23"),
    "band": ("#f8f9fb", "#19202a"),
    "sunk": ("#eef1f5", "#202833"),
    "line": ("#e3e7ed", "#28313d"),
    "line2": ("#ccd3dc", "#3b4654"),
    "ink": ("#131a24", "#e9eef5"),
    "ink2": ("#475363", "#b3bfcc"),
    "ink3": ("#5f6b7a", "#94a1b1"),
    "navy": ("#1f3a5f", "#2c4c78"),
    "navy-ink": ("#ffffff", "#ffffff"),
    "navy-ink2": ("#d3deec", "#d3deec"),
    "soft": ("#e8eef6", "#22324a"),
    "link": ("#0a5aa6", "#7cbcf2"),
    "e1": ("#b5450b", "#ff8a45"),
    "e2": ("#d9772f", "#eda469"),
    "e3": ("#7d8794", "#9ba6b3"),
    "e4": ("#3f8fcc", "#a9d3ee"),
    "e5": ("#0a5aa6", "#4097f0"),
    "neg-bg": ("#fdf1e8", "#34231a"),
    "neg-ink": ("#8a3206", "#ffb588"),
    "neg-track": ("#f1d9c8", "#563a2a"),
    "neg-range": ("#dd9f75", "#a9683f"),
    "pos-bg": ("#e9f3fb", "#182c40"),
    "pos-ink": ("#0a4a88", "#9ccdf7"),
    "warn-bg": ("#fdf5dd", "#332b16"),
    "warn": ("#8a5a00", "#f0c766"),
    "bar": ("#4a6188", "#7aa7de"),
    "tint": ("#0a5aa6", "#a9d3ee"),
    "tintbox": ("#dfe9f4", "#26374b"),
    "on5": ("#ffffff", "#0e1218"),
    "on": ("#ffffff", "#0e1218"),
    "hatch": ("#dfe4ea", "#2d3744"),
}


def light(token: str) -> str:
    """Return the light value of a token."""
    return TOKENS[token][0]


def mixed(first: str, second: str, part: float) -> str:
    """Return the light colour that holds `part` of the second token."""
    one, two = light(first), light(second)
    channels = [
        round(int(one[at : at + 2], 16) * (1 - part) + int(two[at : at + 2], 16) * part)
        for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{channel:02x}" for channel in channels)


def style() -> str:
    """Return the CSS variables: light, dark by the reader's system, and both by choice."""
    bright = "".join(f"--{name}:{pair[0]};" for name, pair in TOKENS.items())
    dark = "".join(f"--{name}:{pair[1]};" for name, pair in TOKENS.items())
    return (
        f":root{{color-scheme:light;{bright}}}"
        f"@media screen{{:root[data-theme=dark]{{color-scheme:dark;{dark}}}}}"
        "@media screen and (prefers-color-scheme:dark){"
        f":root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}"
    )
