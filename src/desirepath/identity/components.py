"""Who hangs together: connected components, and the same with people who must stay apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

Edge = tuple[str, str, float]


def components(warehouse: Warehouse, edges: Any, name: str) -> Any:
    """Create the temporary table `name` of `node, part` from a relation of `one, other`.

    Nodes are numbered in the engine, hung together by scipy, and named in the engine again.
    """
    import ibis
    import numpy as np
    import pyarrow as pa
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    edges = warehouse.create("__edges", edges, temp=True)
    nodes = edges.select(node="one").union(edges.select(node="other"), distinct=True)
    numbered = nodes.mutate(code=ibis.row_number().cast("int32"))
    numbered = warehouse.create("__nodes", numbered, temp=True)
    coded = edges.inner_join(numbered.select(one="node", a="code"), "one")
    coded = coded.inner_join(numbered.select(other="node", b="code"), "other")
    pairs = warehouse.arrow(coded.select("a", "b"))
    size = int(warehouse.value(numbered.count()))
    ends = [pairs.column(side).to_numpy() for side in ("a", "b")]
    matrix = coo_array((np.ones(len(ends[0]), dtype=np.int8), (ends[0], ends[1])), (size, size))
    _, labels = connected_components(matrix, directed=False)
    table = pa.table({"code": pa.array(np.arange(size, dtype=np.int32)),
                      "part": pa.array(labels.astype(np.int32))})  # fmt: skip
    reader = pa.RecordBatchReader.from_batches(table.schema, table.to_batches())
    labelled = warehouse.stage("__labels", reader)
    made = numbered.inner_join(labelled, "code").select("node", "part")
    made = warehouse.create(name, made, temp=True)
    for scratch in ("__edges", "__nodes", "__labels"):
        warehouse.drop(scratch)
    return made


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
