"""Brings files in: which column plays which part, what is a bad row, what is known already."""

from __future__ import annotations

from desirepath.imports.audit import audit
from desirepath.imports.native import gather
from desirepath.imports.run import Options, import_files

__all__ = ["Options", "audit", "gather", "import_files"]
