"""Write the files of the synthetic company into a folder, for people who want to look.

python examples/make_company.py company
desirepath map company/*.csv company/app.jsonl --unit customer -o map.html
"""

from __future__ import annotations

import sys
from pathlib import Path

from desirepath.worlds import shop


def main() -> None:
    """Write the files and say what was planted in them."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "company")
    for path in shop.write(folder):
        print(path)
    print(f"\n{shop.LABEL}. Planted on purpose:")
    for what, how_much in shop.TRUTH.items():
        print(f"  {what}: {how_much:.2f}")


if __name__ == "__main__":
    main()
