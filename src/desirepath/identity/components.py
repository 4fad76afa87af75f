"""Who hangs together: connected components, and the same with people who must stay apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

Edge = tuple[str, str, float]


def components(warehouse: Warehouse, edges: Any, size: int, name: str) -> Any:
    """Create the temporary table `name` of `node, part, sure` from `one, other, confidence`.

    Nodes are numbers below `size`; those that hang together with nobody are left out. `sure` =
    the confidence of a node's surest edge.
    """
    import numpy as np
    import pyarrow as pa
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    confidence = edges.confidence.cast("float64")
    pairs = warehouse.arrow(edges.select("one", "other", confidence=confidence))
    ends = [pairs.column(side).to_numpy() for side in ("one", "other")]
    matrix = coo_array((np.ones(len(ends[0]), dtype=np.int8), ends), (size, size))
    _, labels = connected_components(matrix, directed=False)
    sure = np.zeros(size)
    for side in ends:
        np.maximum.at(sure, side, pairs.column("confidence").to_numpy())
    several = np.flatnonzero(np.bincount(labels)[labels] > 1) if size else labels
    table = pa.table({"node": pa.array(several.astype(np.int32)),
                      "part": pa.array(labels[several].astype(np.int32)),
                      "sure": pa.array(sure[several])})  # fmt: skip
    reader = pa.RecordBatchReader.from_batches(table.schema, table.to_batches())
    return warehouse.stage(name, reader)


def apart(edges: Iterable[Edge], forbidden: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return node → least node of its part, with no forbidden pair in one part.

    The surest edges join first (Kruskal's order, then by name); one that would bring a forbidden
    pair together is left out. Small: only parts that hold a forbidden pair come here.
    """
    parent: dict[str, str] = {}

    def find(node: str) -> str:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    def joined(one: str, other: str) -> bool:
        ends = {one, other}
        return any({find(a), find(b)} == ends for a, b in forbidden)

    for one, other, _ in sorted(edges, key=lambda edge: (-edge[2], edge[0], edge[1])):
        first, second = sorted((find(one), find(other)))
        if first != second and not joined(first, second):
            parent[second] = first
    return {node: find(node) for node in list(parent)}
