"""Measures the shipped Inter in Chromium and writes the width table that the layout wraps by.

    python tools/font_widths.py

Run it again when the font files in src/desirepath/exports/_page change. Widths are thousandths
of the font size, with tabular figures on, as every page of ours has them.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1] / "src" / "desirepath"
WEIGHTS = (400, 600, 700)
RANGES = ((0x20, 0x7E), (0xA0, 0xFF), (0x152, 0x153), (0x2010, 0x2027), (0x202F, 0x203A))
SINGLE = (0x131, 0x2044, 0x20AC, 0x2122, 0x2191, 0x2193, 0x2212)
CHROMIUM = "/usr/bin/chromium"

MEASURE = """
async (characters) => {
  await document.fonts.ready;
  const span = document.createElement('span');
  document.body.append(span);
  const found = {};
  for (const weight of [400, 600, 700]) {
    await document.fonts.load(weight + ' 1000px InterShipped', 'A1');
    span.style.cssText = 'position:absolute;white-space:pre;font:' + weight +
      ' 1000px InterShipped, monospace;font-variant-numeric:tabular-nums';
    found[weight] = {};
    for (const one of characters) {
      span.textContent = one.repeat(10);
      found[weight][one] = Math.round(span.getBoundingClientRect().width / 10);
    }
  }
  return found;
}
"""


def main() -> None:
    """Write maps/widths.json."""
    faces = "".join(
        f"@font-face{{font-family:InterShipped;font-weight:{weight};src:url(data:font/woff2;base64,"
        + base64.b64encode(
            (ROOT / "exports/_page" / f"inter-latin-{weight}-normal.woff2").read_bytes()
        ).decode()
        + ")}"
        for weight in WEIGHTS
    )
    characters = [chr(code) for low, high in RANGES for code in range(low, high + 1)]
    characters += [chr(code) for code in SINGLE]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        page = browser.new_page()
        page.set_content(f"<style>{faces}</style><body></body>")
        widths = page.evaluate(MEASURE, characters)
        browser.close()
    out = ROOT / "maps" / "widths.json"
    out.write_text(
        json.dumps(widths, ensure_ascii=True, indent=0, sort_keys=True) + "\n", encoding="utf-8"
    )
    print(f"{out}: {len(characters)} characters in {len(WEIGHTS)} weights")


if __name__ == "__main__":
    main()
