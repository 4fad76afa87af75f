"""Start the command line: `desirepath …` or `python -m desirepath …`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code."""
    import gc

    from desirepath.cli.main import run

    # Building queries makes many small objects that live shortly; a tenth of the time of a
    # command went into looking for cycles among them.
    gc.set_threshold(100_000, 50, 100)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
