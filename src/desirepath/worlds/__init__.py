"""Synthetic companies with planted truth: for the demo, for tests and for trying things out.

`make_world("telecom", 7, 20_000, folder)` writes the raw files of a company that does not exist
and everything that is true about it (`truth.json`, folder `truth/`). Industries are templates in
`industries/*.toml`; `scores` compares what was found in the files with what was planted.
The same industry, seed and number of customers give the same files, byte for byte.
"""

from __future__ import annotations

from desirepath.worlds.make import IDENTITIES, make_world
from desirepath.worlds.template import industries
from desirepath.worlds.truth import LABEL, Truth, read_truth

__all__ = ["IDENTITIES", "LABEL", "Truth", "industries", "make_world", "read_truth"]
