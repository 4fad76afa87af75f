"""What was read out of texts, kept in the warehouse so that each distinct text is read once.

    readings
    | text_key | method        | language | valence | confidence |
    | 9f2c…    | py3langid/0.4 | en       | null    | 0.97       |
    | 9f2c…    | vader/3.3     | null     | 0.66    | 0.5        |
    | 77ab…    | py3langid/0.4 | null     | null    | 0.31       |

A new version of a method has another name, so its texts are read again. A reading goes when its
text is gone, or when nothing is read by its method any more (`forget`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desirepath import registry
from desirepath.model.progress import Progress, silent

if TYPE_CHECKING:
    from desirepath.store.warehouse import Warehouse

BATCH = 50_000
TABLE = "readings"
COLUMNS = {
    "language": "string", "valence": "float64", "confidence": "float64",
    "emotions": "string", "effort": "string", "actionability": "string",
    "phrases": "string", "entities": "string",
}  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """A way to read texts: its name, the columns it fills, and how."""

    method: str
    adds: tuple[str, ...]
    read: Callable[[Sequence[str]], Sequence[dict[str, Any]]]


def of(enricher: str) -> Reader:
    """Return the reader that an enricher is."""
    module = registry.load("enrichers", enricher)
    return Reader(module.METHOD, module.adds, module.enrich)


def languages(warehouse: Warehouse, texts: Any, progress: Progress = silent) -> Any:
    """Return `text_key, language, confidence` of all `texts` (a table with a column `text`)."""
    return read(warehouse, texts, of("language"), progress)


def key(text: Any) -> Any:
    """Return the expression of a text's key: its MD5, so that keys are short and stable."""
    return text.hexdigest("md5")


def read(warehouse: Warehouse, texts: Any, reader: Reader, progress: Progress = silent) -> Any:
    """Return `text_key` and what the reader adds of all `texts`, reading those it does not know."""
    _make(warehouse)
    wanted = texts.filter(texts.text.notnull()).select("text").distinct()
    wanted = wanted.select(text_key=key(wanted.text), text=wanted.text)
    known = warehouse.table(TABLE)
    known = known.filter(known.method == reader.method)
    left = wanted.anti_join(known, "text_key")
    done = 0
    while batch := warehouse.rows(left.order_by("text_key").limit(BATCH)):
        progress(f"Reading {reader.adds[0]} of texts ({done} done)", None)
        keep(warehouse, reader.method, [row["text_key"] for row in batch],
             reader.read([row["text"] for row in batch]))  # fmt: skip
        done += len(batch)
    return known.select("text_key", *reader.adds)


def keep(
    warehouse: Warehouse, method: str, keys: Sequence[str], found: Sequence[dict[str, Any]]
) -> None:
    """Keep readings of some texts."""
    _make(warehouse)
    warehouse.insert(TABLE, _stage(method, keys, found))


def forget(warehouse: Warehouse, keys: Any, methods: Collection[str], prefix: str) -> None:
    """Remove readings whose text is not among `keys` (a column `text_key`).

    Of methods whose name starts with `prefix`, those that are not among `methods` go too.
    """
    if not warehouse.has(TABLE):
        return
    known = warehouse.table(TABLE)
    alive = known.method.isin(sorted(methods) or [""]) | ~known.method.startswith(prefix)
    keep_only(warehouse, TABLE, known.filter(alive).semi_join(keys, "text_key"))


def keep_only(warehouse: Warehouse, name: str, kept: Any) -> None:
    """Write a table anew with the rows of it that are `kept`, unless these are all."""
    if warehouse.value(kept.count()) != warehouse.value(warehouse.table(name).count()):
        warehouse.create(f"{name}_kept", kept, temp=True)
        warehouse.create(name, warehouse.table(f"{name}_kept"))
        warehouse.drop(f"{name}_kept")


def _make(warehouse: Warehouse) -> None:
    """Make the table; one of other columns, from before an upgrade, is read anew."""
    if not warehouse.has(TABLE) or not COLUMNS.keys() <= set(warehouse.table(TABLE).columns):
        warehouse.create(TABLE, _stage("", [], []))


def _stage(method: str, keys: Sequence[str], found: Sequence[dict[str, Any]]) -> Any:
    import ibis
    import pyarrow as pa

    kinds = {"string": pa.string(), "float64": pa.float64()}
    columns = {
        "text_key": pa.array(list(keys), pa.string()),
        "method": pa.array([method] * len(keys), pa.string()),
        **{
            name: pa.array([reading.get(name) for reading in found], kinds[kind])
            for name, kind in COLUMNS.items()
        },
    }
    return ibis.memtable(pa.table(columns))
