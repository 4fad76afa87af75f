"""Makes the fonts of the printed map: Inter of every script it has, as one TrueType per weight.

    npm pack @fontsource/inter && tar xzf fontsource-inter-*.tgz
    uv run --with fonttools --with brotli python tools/print_fonts.py package/files

typst reads no WOFF2 and its SVG reader knows no OpenType features, so the figures are made tabular
in the font itself, as the width table of the layout has them, and the narrow no-break space, which
Inter lacks, is there. Everything else is Inter 4.001 untouched (OFL-1.1, no reserved name).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parents[1] / "src" / "desirepath" / "exports" / "_page"
SUBSETS = ("latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")
NAMES = {400: "Regular", 600: "SemiBold", 700: "Bold"}
NARROW_SPACE = 0x202F


def main(folder: Path) -> None:
    """Write one file per weight."""
    from fontTools import merge, subset
    from fontTools.ttLib import TTFont

    for weight, name in NAMES.items():
        with tempfile.TemporaryDirectory() as spare:
            parts = []
            for script in SUBSETS:
                font = TTFont(folder / f"inter-{script}-{weight}-normal.woff2")
                if script == "latin":
                    tabular(font)
                for table in ("GSUB", "GDEF", "STAT", *(() if script == "latin" else ("GPOS",))):
                    if table in font:
                        del font[table]
                font.flavor = None
                path = Path(spare) / f"{script}.ttf"
                font.save(path)
                parts.append(str(path))
            merged = merge.Merger().merge(parts)
        shown = subset.Subsetter(subset.Options(notdef_outline=True, name_IDs=["*"]))
        shown.populate(unicodes=merged.getBestCmap())
        shown.subset(merged)
        rename(merged, weight, name)
        merged.recalcTimestamp = False
        merged["head"].modified = merged["head"].created
        path = OUT / f"Inter-{name}.ttf"
        merged.save(path)
        print(path.name, path.stat().st_size, "bytes,", len(merged.getBestCmap()), "signs")


def tabular(font: Any) -> None:
    """Give figures their tabular shapes and the font a narrow no-break space."""
    swaps: dict[str, str] = {}
    for record in font["GSUB"].table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for table in font["GSUB"].table.LookupList.Lookup[index].SubTable:
                    swaps |= getattr(table, "ExtSubTable", table).mapping
    thin = font.getBestCmap().get(0x2009)
    space = font.getBestCmap()[0x20]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap = {sign: swaps.get(glyph, glyph) for sign, glyph in table.cmap.items()}
            table.cmap[NARROW_SPACE] = thin or space


def rename(font: Any, weight: int, name: str) -> None:
    """Say which family and weight it is."""
    table = font["name"]
    for number, words in (
        (1, "Inter" if weight in {400, 700} else f"Inter {name}"),
        (2, "Bold" if weight == 700 else "Regular"),
        (4, f"Inter {name}"),
        (6, f"Inter-{name}"),
        (16, "Inter"),
        (17, name),
    ):
        table.setName(words, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


if __name__ == "__main__":
    main(Path(sys.argv[1]))
