"""Desirepath: living customer journey maps, drawn from real traces, every number with its proof.

>>> import desirepath as dp
>>> with dp.create("shop") as ws:                              # doctest: +SKIP
...     ws.sources.add("events.csv")
...     ws.maps.build().save("map.html")
"""

from desirepath.workspace import Workspace, create, open  # noqa: A004 - the contract's word

__all__ = ["Workspace", "__version__", "create", "open"]
__version__ = "0.1.0"
