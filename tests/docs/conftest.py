"""The tools that make the documentation are imported as they lie."""

import sys

from places import ROOT

sys.path.insert(0, str(ROOT / "tools"))
