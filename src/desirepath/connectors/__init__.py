"""Reads customers and what happened from other systems over the network, and writes back.

One system is one description beside this file (`hubspot.toml`): addresses, how it is asked for
the next page, since when, how fast, which field of its records is what. Systems that speak
another protocol have an adapter (`tryton.py`). Nothing here knows the workspace's tables, and
nothing is asked before the user added a connection.

    Description + Account ──> pages(stream, since, cursor) ──> rows of text ──> imports
                         ──> current(ids) ──> differences ──> write(changes)
"""

from __future__ import annotations

from desirepath.connectors.account import Account
from desirepath.connectors.asking import Asker
from desirepath.connectors.description import Description, kinds, parsed, shipped
from desirepath.connectors.paging import Page
from desirepath.connectors.pushing import Change, changes
from desirepath.connectors.reaching import Reached, reach

__all__ = ["Account", "Asker", "Change", "Description", "Page", "Reached", "changes", "kinds",
           "parsed", "reach", "shipped"]  # fmt: skip
